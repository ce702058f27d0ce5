"""A report + the rulings -> what is still asked of the unit."""

from __future__ import annotations

from dataclasses import replace

from xltool.language.text import printable
from xltool.language.words import Words
from xltool.ledger.finding_row import finding_row
from xltool.model.form import Form
from xltool.model.report import Report, Verdict
from xltool.month.decision import reviewer_words
from xltool.month.rulings import Rulings

_ACCEPTED = Words("审核人已认可", "accepted by the reviewer")


def ruled(report: Report, form: Form, rulings: Rulings, lang: str) -> Report:
    """The report, with the reason at each finding that was accepted or exempted, and with what the
    reviewer said about it.
    """
    named = report.unit_code or report.unit_name
    unit = named.value if named else ""
    rulings = rulings.of_year(report.year.value) if report.year else rulings
    if not rulings.concern(unit):
        return report
    findings = list(report.findings)
    rows = [finding_row(at, finding, form) for at, finding in enumerate(findings)]
    for at, ruling in rulings.on(report.form, unit, rows):
        if decided := ruling.decided:
            said = printable(
                " ".join(reviewer_words(decided.decision, decided.opinion, lang).split())
            )
            findings[at] = replace(findings[at], reviewed=said)
        if ruling.settles:
            why = ruling.exemption.words(lang) if ruling.exemption else _ACCEPTED(lang)
            findings[at] = replace(findings[at], exempted=why)
    return replace(report, findings=tuple(findings))


def still_asked(report: Report) -> Report:
    """The report without what was accepted or exempted."""
    findings = tuple(finding for finding in report.findings if not finding.exempted)
    clean = report.verdict is Verdict.FINDINGS and not findings
    return replace(report, findings=findings, verdict=Verdict.CLEAN if clean else report.verdict)
