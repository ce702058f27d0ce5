"""`xltool check`: workbooks and folders of them, checked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from xltool.cli.console import (
    FILE,
    FOLDER,
    common,
    complaint,
    echo_lines,
    help_text,
    page_width,
    schemas_option,
    styled,
)
from xltool.cli.help_page import Command
from xltool.cli.scale import scale_options
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.errors import XltoolError
from xltool.language.words import Words
from xltool.model.report import Report
from xltool.month.exemptions import Exemptions
from xltool.pipeline.inputs import Input, find_copies, find_inputs
from xltool.pipeline.mark import unmark
from xltool.pipeline.outputs import Results, plain_stem
from xltool.reports.check_result import CheckResult, OutputFormat, Page
from xltool.reports.formats import FORMATS
from xltool.rules.registry import selected_rules

if TYPE_CHECKING:
    from xltool.pipeline.check_work import CheckWork
    from xltool.pipeline.chunks import Scale

HELP = {
    "check": Words(
        "检查工作簿或文件夹。没有错误时退出码为 0，有错误为 1，有文件无法检查为 2。",
        "Check workbooks or folders of them. Exit code 0: no errors, 1: errors found, 2: some "
        "file could not be checked.",
    ),
    "out": Words(
        "把标注好的工作簿放入这个文件夹；不写则放在原文件旁边。",
        "Put the marked copies into this folder; by default they go beside the originals.",
    ),
    "no_annotate": Words(
        "只显示检查结果，不写标注好的工作簿。", "Show the result only; write no marked copies."
    ),
    "unmark": Words(
        "去掉标注，还原成标注前的工作簿，不检查。",
        "Take the marks off and give the workbook back as it was; nothing is checked.",
    ),
    "unmarked": Words("{path}：已还原，写到 {target}", "{path}: restored as {target}"),
    "no_marks": Words("{path}：没有标注，不用还原。", "{path}: has no marks to take off."),
    "copies": Words(
        "另有 {count} 个标注副本没有改动过，没有再检查。",
        "Marked copies that nobody has edited and that were passed over: {count}.",
    ),
    "format": Words(
        "输出格式：给人看的文本，或给程序用的 JSON。", "Text for people or JSON for programs."
    ),
    "select": Words(
        "只执行这些规则；可写规则代码或其开头，如 XL2。",
        "Run only these rules: codes or their beginnings, as XL2.",
    ),
    "ignore": Words("不执行这些规则。", "Leave these rules out."),
    "year": Words(
        "表中没有写明年度时采用的预算年度。", "Fiscal year of workbooks that do not state one."
    ),
    "period": Words(
        "表中没有写明月份时采用的月份，如 2022-03。",
        "Month of workbooks that do not state one, as 2022-03.",
    ),
    "exemptions": Words(
        "豁免清单（.xlsx、.csv 或 .yaml）：哪个单位的哪条规则在什么日期前不作要求，以及理由和"
        "批准人。空白清单用 xltool new exemptions 生成。",
        "The list of exemptions (.xlsx, .csv or .yaml): which unit need not follow which rule "
        "until when, why, and who approved it. xltool new exemptions makes a blank one.",
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


@click.command(cls=Command, help=help_text(HELP["check"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=FOLDER, help=help_text(HELP["out"]))
@click.option("--no-annotate", is_flag=True, help=help_text(HELP["no_annotate"]))
@click.option("--unmark", "remove_marks", is_flag=True, help=help_text(HELP["unmark"]))
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    help=help_text(HELP["format"]),
)
@click.option("--select", multiple=True, help=help_text(HELP["select"]))
@click.option("--ignore", multiple=True, help=help_text(HELP["ignore"]))
@click.option("--year", type=click.IntRange(2000, 2099), help=help_text(HELP["year"]))
@click.option("--period", help=help_text(HELP["period"]))
@click.option("--exemptions", type=FILE, help=help_text(HELP["exemptions"]))
@scale_options
@schemas_option
@common
def check(
    paths: tuple[Path, ...],
    out: Path | None,
    no_annotate: bool,
    remove_marks: bool,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    year: int | None,
    period: str | None,
    exemptions: Path | None,
    scale: Scale,
    schemas: Path | None,
    lang: str,
) -> None:
    # Imported here so that `xltool check -h` is there at once.
    from xltool.pipeline.check_work import CheckWork
    from xltool.pipeline.exemption_list import exemptions_in
    from xltool.pipeline.file_tasks import PackedForms

    if remove_marks:
        _unmark(paths, out, lang)
    forms = load_forms(schemas)
    codes = selected_rules(_split(select), _split(ignore)) if select or ignore else None
    inputs = find_inputs(paths, out=out)
    for name, count in (("others", inputs.others), ("copies", inputs.copies)):
        if count:
            click.echo(HELP[name].render({"count": count}, lang), err=True)
    listed = exemptions_in(exemptions, period, lang)
    work = CheckWork(
        PackedForms.of(forms), Given(year, period), codes, listed, not no_annotate, lang
    )
    reports, marked = check_and_mark(inputs.files, work, out, scale)
    by_key = {form.key: form for form in forms}
    print_result(CheckResult(reports, by_key, lang, marked, codes is not None), FORMATS[format_])
    if exemptions:
        click.echo(exemption_line(listed, lang), err=True)
    if codes is not None:
        click.echo(HELP["partial"].render({"count": len(codes)}, lang), err=True)
    sys.exit(2 if None in marked.values() else exit_code(reports))


def exemption_line(listed: Exemptions, lang: str) -> str:
    """How many exemptions were used, and the rows of those that were not."""
    rows = sorted(each.row for each in (*listed.unused(), *listed.others))
    shown_rows = HELP["exempted_rows"].render({"rows": rows}, lang) if rows else ""
    return HELP["exempted"](lang).format(
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
    inputs: Sequence[Input], work: CheckWork, out: Path | None, scale: Scale
) -> tuple[list[Report], dict[str, Path | None]]:
    """Check files and write their marked copies where the work makes some; returns the reports,
    and where each copy went, None where one could not be written.
    """
    from xltool.pipeline.chunks import in_chunks

    files = [item.path for item in inputs]
    results, reports = Results(files), []
    marked: dict[str, Path | None] = {}
    problems: list[XltoolError] = []
    for item, checked in zip(inputs, in_chunks(files, work, scale), strict=True):
        reports.append(checked.report)
        work.exemptions.used.update(checked.exemptions)
        try:
            if checked.problem:
                raise checked.problem
            if checked.copy:
                folder = out / item.below.parent if out else item.path.parent
                name = f"{plain_stem(item.path)}.checked"
                target = results.write(folder, name, checked.copy.suffix, checked.copy.data)
                marked[checked.report.path] = target
        except XltoolError as error:
            problems.append(error)
            marked[checked.report.path] = None
    for problem in problems:
        click.echo(complaint(problem, work.lang), err=True)
    return reports, marked


def _unmark(paths: tuple[Path, ...], out: Path | None, lang: str) -> NoReturn:
    """Give back workbooks as they were before they were marked."""
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
            words = HELP["unmarked" if target else "no_marks"]
            click.echo(words.render({"path": item.path, "target": target}, lang))
    sys.exit(2 if failed else 0)
