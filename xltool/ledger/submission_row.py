"""The ledger's submissions: the columns of their table, and how they are filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from xltool.language.refusals import REFUSALS
from xltool.language.text import printable
from xltool.language.words import NOT_RUN
from xltool.ledger.stored_text import stored_place
from xltool.model.report import Report, Severity
from xltool.model.submission import Submission

_MONTH_FOLDER = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class SubmissionRow(NamedTuple):
    """A workbook that came; `month` is that of its folder, times are ISO 8601 in UTC, the reason
    says why it was not read or not checked in full, `not_run` is `XL803:no_roster …`. Whether the
    verdict holds for the same bytes today tell `judging` (a `judging_key`) and `judged_as`
    (`JudgedAs`), "" where it does not.
    """

    path: str
    digest: str
    form: str
    unit: str | None
    unit_name: str | None
    unit_sheet: str
    unit_cell: str
    year: str | None
    period: str | None
    month: str | None
    received: str | None
    modified: str | None
    verdict: str
    accepted: int
    errors: int
    warnings: int
    notes: int
    reason_zh: str
    reason_en: str
    not_run: str
    judging: str = ""
    judged_as: str = ""

    @property
    def time(self) -> str | None:
        """When it came, else when it was saved."""
        return self.received or self.modified

    def reason(self, lang: str) -> str:
        """Why it was not read, or not checked in full."""
        return self.reason_zh if lang == "zh" else self.reason_en


def submission_row(
    report: Report, submission: Submission | None, received: str | None
) -> SubmissionRow:
    """A file by its report."""
    code = report.unit_code
    modified = submission.modified if submission else None
    sheet, cell = stored_place(code.ref if code else None)
    reason = _reason(report)
    return SubmissionRow(
        path=printable(report.path),
        digest=report.digest,
        form=report.form,
        unit=code.value if code else None,
        unit_name=report.unit_name.value if report.unit_name else None,
        unit_sheet=sheet,
        unit_cell=cell,
        year=_stated_year(report),
        period=report.period.value if report.period else None,
        month=month_of_folder(report.path),
        received=received,
        modified=modified.isoformat(timespec="seconds") if modified else None,
        verdict=report.verdict.value,
        accepted=int(report.accepted),
        errors=report.count(Severity.ERROR),
        warnings=report.count(Severity.WARNING),
        notes=report.count(Severity.NOTE),
        reason_zh=reason["zh"],
        reason_en=reason["en"],
        not_run=" ".join(f"{skipped.rule}:{skipped.reason}" for skipped in report.not_run),
    )


def month_of_folder(path: str) -> str | None:
    """The month for which a file was handed in: its nearest folder named `2022-03`."""
    folders = reversed(PurePath(path).parts[:-1])
    return next((name for name in folders if _MONTH_FOLDER.fullmatch(name)), None)


def _stated_year(report: Report) -> str | None:
    """None where only the project codes tell it: a project goes on in the years after it was
    given its code, so the month that is consolidated or looked at decides.
    """
    return report.year.value if report.year and report.year.source != "codes" else None


def _reason(report: Report) -> Mapping[str, str]:
    """Why a file was not read, or not checked in full, in both languages."""
    texts: dict[str, str] = {}
    for lang in ("zh", "en"):
        lines = [REFUSALS[report.reason[0]].render(report.reason[1], lang)] if report.reason else []
        for reason, words in NOT_RUN.items():
            codes = [skipped.rule for skipped in report.not_run if skipped.reason == reason]
            lines += [words.render({"rules": codes}, lang)] if codes else []
        texts[lang] = ("" if lang == "zh" else " ").join(lines)
    return texts
