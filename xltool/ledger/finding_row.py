"""The ledger's findings: the columns of their table, and how they are filled."""

from __future__ import annotations

from typing import NamedTuple

from xltool.language.text import printable
from xltool.ledger.stored_text import stored_place
from xltool.model.form import Form
from xltool.model.identity import text_digest
from xltool.model.matching import Fingerprint
from xltool.model.report import Finding, Severity
from xltool.reports.sentences import field_title, message_of, remedy_of


class FindingRow(NamedTuple):
    """A finding; sentences are kept in both languages, since a later version may word its rules
    otherwise. `opinion` is the number of the reviewer's opinion that the rule stands for;
    `fingerprint` is what it is known again by, "" in a row that an earlier version kept;
    `must_answer` is 1 for a warning that the unit must explain.
    """

    place: int
    identity: str
    rule: str
    severity: str
    project: str
    field_zh: str
    field_en: str
    value: str
    expected: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    opinion: int | None
    explanation: str
    sheet: str
    cell: str
    fingerprint: str = ""
    must_answer: int = 0

    @property
    def known_as(self) -> Fingerprint:
        """What it is known again by; older ledgers have the identity and the value alone."""
        if self.fingerprint:
            return Fingerprint.of(self.fingerprint)
        return Fingerprint(self.identity, text_digest(self.value), self.rule)

    @property
    def blocks(self) -> bool:
        """Whether the workbook cannot be taken for it, unless it is accepted or exempted."""
        unanswered = bool(self.must_answer) and not self.explanation
        return self.severity == Severity.ERROR.value or unanswered

    def field(self, lang: str) -> str:
        """The title of its field."""
        return self.field_zh if lang == "zh" else self.field_en

    def message(self, lang: str) -> str:
        """What is wrong."""
        return self.message_zh if lang == "zh" else self.message_en

    def remedy(self, lang: str) -> str:
        """What to do."""
        return self.remedy_zh if lang == "zh" else self.remedy_en


def finding_row(place: int, finding: Finding, form: Form) -> FindingRow:
    """A finding of a report on a submission."""
    sheet, cell = stored_place(finding.refs[0])
    return FindingRow(
        place=place,
        identity=finding.id,
        rule=finding.rule,
        severity=finding.severity.value,
        project=printable(finding.project),
        field_zh=printable(field_title(finding, form, "zh")),
        field_en=printable(field_title(finding, form, "en")),
        value=printable(finding.value),
        expected=printable(finding.expected),
        message_zh=printable(message_of(finding, "zh")),
        message_en=printable(message_of(finding, "en")),
        remedy_zh=printable(remedy_of(finding, "zh")),
        remedy_en=printable(remedy_of(finding, "en")),
        opinion=finding.opinion,
        explanation=printable(finding.explanation),
        sheet=sheet,
        cell=cell,
        fingerprint=finding.fingerprint.kept(),
        must_answer=int(finding.must_answer),
    )
