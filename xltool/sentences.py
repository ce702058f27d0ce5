"""Finding -> its words, in the language of who reads them."""

from __future__ import annotations

from xltool.form import Form
from xltool.model import Finding
from xltool.rules import find_rule


def message_of(finding: Finding, lang: str) -> str:
    """What is wrong and what was found, in one sentence."""
    if finding.message is not None:
        return finding.message
    return find_rule(finding.rule).message[finding.variant].render(finding.params, lang)


def remedy_of(finding: Finding, lang: str) -> str:
    """What to do about it."""
    if finding.message is not None:
        return ""
    remedies = find_rule(finding.rule).remedy
    words = remedies[finding.variant] if finding.variant in remedies else remedies[""]
    return words.render(finding.params, lang)


def field_title(finding: Finding, form: Form | None, lang: str) -> str:
    """The name of the finding's field as the form prints it, "" for a whole block."""
    field = form.field(finding.table, finding.field) if form else None
    return field.title.words()(lang) if field else ""
