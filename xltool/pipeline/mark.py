"""Workbook + findings -> its marked copy; and the workbook again, without its marks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from xltool.checking.findings import answered
from xltool.excel.marks.result import result_workbook
from xltool.excel.marks.unmark import unmarked
from xltool.excel.read.guard import FileKind, guard_bytes, load
from xltool.excel.read.workbook import read_workbook
from xltool.forms.load import load_forms
from xltool.language.errors import ChangedFileError, NoSuchSheetError
from xltool.model.form import Form
from xltool.model.report import Finding, Report, Verdict
from xltool.pipeline.outputs import Marked, Results, plain_stem
from xltool.reports.problems import problem_list


def annotate(
    path: str | Path, findings: Iterable[Finding], out: str | Path, *, lang: str = "zh"
) -> Path:
    """Write a copy of any workbook with findings marked in it; returns where it went.

    `findings` is a `Report`, or any findings (`Finding.at` makes one by hand). The file itself is
    never changed, and no file is overwritten that somebody has edited: the copy then takes the
    next free name. Its ending follows the content (.xlsx, .xlsm, …). Raises `XltoolError` where
    the file cannot be opened or a finding names a sheet that it does not have.
    """
    source, target = Path(path), Path(out)
    report = findings if isinstance(findings, Report) else _report_of(source, tuple(findings))
    copy = mark(source, report, load_forms(), lang)
    return Results([source]).write(target.parent, target.stem, copy.suffix, copy.data)


def _report_of(path: Path, findings: tuple[Finding, ...]) -> Report:
    """A report on findings that come from elsewhere."""
    workbook = read_workbook(path)
    names = [sheet.name for sheet in workbook.sheets]
    known = {name.casefold() for name in names}
    for finding in findings:
        for ref in finding.refs:
            if known and ref.sheet.casefold() not in known:
                raise NoSuchSheetError(path=path.name, sheet=ref.sheet, sheets="、".join(names))
    said, unmatched = answered(findings, workbook.earlier)
    both = (
        replace(now, answer=own.answer or now.answer)
        for own, now in zip(findings, said, strict=True)
    )
    ordered = sorted(both, key=lambda finding: finding.severity.rank)
    verdict = Verdict.FINDINGS if findings else Verdict.CLEAN
    return Report(path.as_posix(), verdict, findings=tuple(ordered), unmatched=unmatched)


def sheet_names(path: str | Path) -> tuple[str, ...]:
    """The worksheets of a workbook, our problem sheet aside; raises `XltoolError`."""
    return tuple(sheet.name for sheet in read_workbook(Path(path)).sheets)


def mark(path: Path, report: Report, forms: Sequence[Form], lang: str) -> Marked:
    """The marked copy of a checked file.

    Raises `UnreadableWorkbookError` where the file cannot be opened, `ChangedFileError` where it
    is no longer what was checked.
    """
    data = load(path)
    if report.digest and report.digest != hashlib.sha256(data).hexdigest():
        raise ChangedFileError(path=path.name)
    form = next((form for form in forms if form.key == report.form), None)
    return Marked(*result_workbook(data, problem_list(report, form, lang)))


def unmark(path: Path, results: Results, folder: Path) -> Path | None:
    """Write a workbook without the marks of xltool into a folder; None where it has none."""
    data = load(path)
    if guard_bytes(data) is not FileKind.XLSX or (original := unmarked(data)) == data:
        return None
    return results.write(folder, f"{plain_stem(path)}.unmarked", path.suffix, original)
