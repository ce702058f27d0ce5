"""What `xltool check` does once its options are read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from xltool.cli.console import complaint, echo_lines, page_width, styled
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.errors import XltoolError
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Report
from xltool.month.exemptions import Exemptions
from xltool.pipeline.check_work import CheckedFile, CheckWork
from xltool.pipeline.chunks import LARGEST, Scale, in_chunks
from xltool.pipeline.exemption_list import exemptions_in
from xltool.pipeline.file_tasks import PackedForms
from xltool.pipeline.inputs import Input, Inputs, find_copies, find_inputs
from xltool.pipeline.outputs import Results, plain_stem
from xltool.reports.check_result import CheckResult, OutputFormat, Page
from xltool.reports.formats import FORMATS
from xltool.rules.registry import selected_rules

if TYPE_CHECKING:  # imported where a ledger is given: without one a check starts faster
    from xltool.ledger.entry import LedgerEntry
    from xltool.ledger.ledger import Ledger
    from xltool.pipeline.known_files import KnownReports

WORDS = {
    "unmarked": Words("{path}：已还原，写到 {target}", "{path}: restored as {target}"),
    "no_marks": Words("{path}：没有标注，不用还原。", "{path}: has no marks to take off."),
    "copies": Words(
        "另有 {count} 个标注副本没有改动过，没有再检查。",
        "Marked copies that nobody has edited and that were passed over: {count}.",
    ),
    "exempted": Words(
        "豁免：用到 {used} 条，没有用到 {unused} 条，不在有效期内 {over} 条{rows}。",
        "Exemptions: {used} used, {unused} not needed, {over} not in force{rows}.",
    ),
    "exempted_rows": Words("（第 {rows} 行）", " (rows {rows})"),
    "partial": Words(
        "只执行了所选的 {count} 条规则，不能据此认定可以接收。",
        "Rules that were chosen and run: {count}; this does not mean that the files are "
        "acceptable.",
    ),
    "others": Words(
        "另有 {count} 个不是工作簿的文件，没有检查。",
        "Other files that are no workbooks and were passed over: {count}.",
    ),
}


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The options of `check`, named as they are typed."""

    paths: tuple[Path, ...]
    out: Path | None
    no_annotate: bool
    unmark: bool
    format: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    year: int | None
    period: str | None
    exemptions: Path | None
    ledger: Path | None
    scale: Scale
    schemas: Path | None
    lang: str


def run_check(options: CheckOptions) -> NoReturn:
    """Check files, mark and list what was found; ends with the exit code of `exit_code`."""
    if options.unmark:
        _unmark(options.paths, options.out, options.lang)
    forms, lang = load_forms(options.schemas), options.lang
    select, ignore = _split(options.select), _split(options.ignore)
    codes = selected_rules(select, ignore) if select or ignore else None
    inputs = find_inputs(options.paths, out=options.out)
    _say_passed_over(inputs, lang)
    listed = exemptions_in(options.exemptions, options.period, lang)
    # A verdict by some of the rules is none that a ledger should hold.
    ledger = options.ledger if codes is None else None
    work = CheckWork(
        PackedForms.of(forms),
        Given(options.year, options.period),
        codes,
        listed,
        not options.no_annotate,
        lang,
        _judging_key(forms) if ledger else "",
    )
    with _opened(ledger) as book:
        reports, marked = check_and_mark(inputs.files, work, options.out, options.scale, book)
    by_key = {form.key: form for form in forms}
    result = CheckResult(reports, by_key, lang, marked, codes is not None)
    print_result(result, FORMATS[options.format])
    if options.exemptions:
        click.echo(exemption_line(listed, lang), err=True)
    if codes is not None:
        click.echo(WORDS["partial"].render({"count": len(codes)}, lang), err=True)
    sys.exit(2 if None in marked.values() else exit_code(reports))


def _judging_key(forms: Sequence[Form]) -> str:
    from xltool.ledger.judged import judging_key

    return judging_key(forms)


def _opened(ledger: Path | None) -> AbstractContextManager[Ledger | None]:
    if ledger is None:
        return nullcontext()
    from xltool.ledger.ledger import Ledger

    return Ledger(ledger)


def _say_passed_over(inputs: Inputs, lang: str) -> None:
    for name, count in (("others", inputs.others), ("copies", inputs.copies)):
        if count:
            click.echo(WORDS[name].render({"count": count}, lang), err=True)


def exemption_line(listed: Exemptions, lang: str) -> str:
    """How many exemptions were used, and the rows of those that were not."""
    rows = sorted(each.row for each in (*listed.unused(), *listed.others))
    shown_rows = WORDS["exempted_rows"].render({"rows": rows}, lang) if rows else ""
    return WORDS["exempted"](lang).format(
        used=len(listed.used), unused=len(listed.unused()), over=len(listed.others), rows=shown_rows
    )


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select XL2,XL4` and `--select XL2 --select XL4` say the same."""
    return tuple(part for value in values for part in value.replace("，", ",").split(",") if part)


def exit_code(reports: Sequence[Report]) -> int:
    """2 where a file could not be judged, else 1 where one has an error, else 0."""
    if any(report.verdict not in ("clean", "findings") for report in reports):
        return 2
    return int(any(report.errors for report in reports))


def print_result(result: CheckResult, output: OutputFormat = FORMATS["text"]) -> None:
    """Print what was found, in one of the `FORMATS`."""
    lines = output.lines(result, Page(page_width(), styled))
    if output.for_programs:
        sys.stdout.flush()
        sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
        sys.stdout.flush()
    else:
        echo_lines(lines)


def check_and_mark(
    inputs: Sequence[Input],
    work: CheckWork,
    out: Path | None,
    scale: Scale,
    book: Ledger | None = None,
) -> tuple[list[Report], dict[str, Path | None]]:
    """Check files and write their marked copies where the work makes some; returns the reports,
    and where each copy went, None where one could not be written. The `book` gets the entries.
    """
    files = [item.path for item in inputs]
    results, reports = Results(files), []
    marked: dict[str, Path | None] = {}
    problems: list[XltoolError] = []
    entries: list[LedgerEntry] = []
    copies: list[tuple[str, str, str]] = []
    for item, checked in zip(inputs, _checked(files, work, scale, book), strict=True):
        reports.append(checked.report)
        work.exemptions.used.update(checked.exemptions)
        entries += [checked.entry] if checked.entry else []
        if book and (len(entries) >= LARGEST or item is inputs[-1]):
            book.add(entries)
            entries = []
        try:
            target, fresh = _written(checked, item, out, results, work)
            if target:
                marked[checked.report.path] = target
            copies += [fresh] if fresh else []
        except XltoolError as error:
            problems.append(error)
            marked[checked.report.path] = None
    if book and copies and work.copies_are_kept:
        book.keep_copies(copies)
    for problem in problems:
        click.echo(complaint(problem, work.lang), err=True)
    return reports, marked


def _checked(
    files: Sequence[Path], work: CheckWork, scale: Scale, book: Ledger | None
) -> Iterator[CheckedFile]:
    """One result a file, in order; what the ledger keeps a report of is not checked again."""
    if book is None or not work.judging:
        yield from in_chunks(files, work, scale)
        return
    from xltool.pipeline.known_files import KnownReports

    known = KnownReports.of(book, files, work)
    if not known.places:
        yield from in_chunks(files, work, scale)
        return
    new = in_chunks([path for path in files if path not in known.places], work, scale)
    for path in files:
        if path not in known.places:
            yield next(new)
        elif report := known.report(path):
            yield _known(work, report, path, known)
        else:
            yield from in_chunks([path], work)


def _known(work: CheckWork, report: Report, path: Path, known: KnownReports) -> CheckedFile:
    """A file whose report is kept; it is marked later if its copy is not there any more."""
    copy = known.copies.get(path)
    if copy is None:
        return work.finished(report, path, known.entry(path))
    return CheckedFile(report, entry=known.entry(path), kept=copy)


def _written(
    checked: CheckedFile, item: Input, out: Path | None, results: Results, work: CheckWork
) -> tuple[Path | None, tuple[str, str, str] | None]:
    """Where the marked copy of a file is, None where there is none; and what the ledger is to keep
    of one that was written now.
    """
    folder = out / item.below.parent if out else item.path.parent
    name = f"{plain_stem(item.path)}.checked"
    if kept := checked.kept:
        target = results.written_before(folder, name, kept.suffix, kept.digest)
        if target:
            return target, None
        checked = work.finished(checked.report, item.path)
    if checked.problem:
        raise checked.problem
    if checked.copy is None:
        return None, None
    target = results.write(folder, name, checked.copy.suffix, checked.copy.data)
    return target, checked.to_keep(work.lang)


def _unmark(paths: tuple[Path, ...], out: Path | None, lang: str) -> NoReturn:
    """Give back workbooks as they were before they were marked."""
    # Imported here: a check starts faster without it.
    from xltool.pipeline.mark import unmark

    files = find_copies(paths)
    results = Results(item.path for item in files)
    failed = False
    for item in files:
        folder = out / item.below.parent if out else item.path.parent
        try:
            target = unmark(item.path, results, folder)
        except XltoolError as error:
            click.echo(f"{item.path}: {complaint(error, lang)}", err=True)
            failed = True
        else:
            words = WORDS["unmarked" if target else "no_marks"]
            click.echo(words.render({"path": item.path, "target": target}, lang))
    sys.exit(2 if failed else 0)
