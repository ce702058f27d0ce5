"""Form -> the page of `xltool forms FORM`: its parts, fields, taxonomy and settings."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import JUDGED_BY, PAGE, shown
from xltool.model.form import Field, Form, in_words
from xltool.reports.wrap import wrapped


def form_lines(form: Form, lang: str, width: int) -> Iterator[str]:
    """The page, line by line."""
    yield from wrapped(f"{form.key} {form.title.words()(lang)}", width)
    if form.note:
        yield from wrapped(form.note.words()(lang), width)
    if form.judges:
        yield from wrapped(f"{PAGE['judges'](lang)} {shown(form.judges, lang)}", width)
    if form.judge:
        yield from wrapped(JUDGED_BY.render({"judge": form.judge.words()}, lang), width)
    for part in form.parts:
        yield ""
        yield f"{part.title.words()(lang)} ({part.table})"
        for section in part.sections:
            yield f"  {section.title.words()(lang)} ({section.name}, {section.kind})"
            for field in section.fields:
                yield from _field(field, lang, width)
    yield ""
    yield PAGE["taxonomy"](lang) + f" {form.taxonomy}"
    for level in form.levels:
        yield from wrapped(f"{level.level1}: {shown(level.level2, lang)}", width, "  ", "    ")
    if form.rules:
        yield ""
        yield PAGE["rules"](lang)
        for code, setting in form.rules.items():
            changes = setting.model_dump(exclude_defaults=True)
            text = ", ".join(f"{name}={shown(value, lang)}" for name, value in changes.items())
            yield from wrapped(f"{code}: {text}", width, "  ", "    ")


def _field(field: Field, lang: str, width: int) -> Iterator[str]:
    facts: list[str] = [field.type]
    if field.required:
        facts.append(PAGE["required"](lang))
    if field.labels:
        labels = [in_words(label) for label in field.labels]
        facts.append(f"{PAGE['labels'](lang)} {shown(labels, lang)}")
    title = field.title.words()(lang)
    yield from wrapped(f"{title} ({field.name}): {', '.join(facts)}", width, "    ", "      ")
