"""`xltool check`: workbooks and folders of them, checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli.console import common, page_width, said, schemas_option, styled
from xltool.wording import Words

if TYPE_CHECKING:
    from xltool.form import Form
    from xltool.model import Report

HELP = {
    "check": Words(
        "检查工作簿或文件夹。没有错误时退出码为 0，有错误为 1，有文件无法检查为 2。",
        "Check workbooks or folders of them. Exit code 0: no errors, 1: errors found, 2: some "
        "file could not be checked.",
    ),
    "out": Words(
        "把每个工作簿的检查结果写成文本文件，放入这个文件夹。",
        "Write the result for each workbook as a text file into this folder.",
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
    "partial": Words(
        "只执行了所选的 {count} 条规则，不能据此认定可以接收。",
        "Only the {count} chosen rules were run; this does not mean that the files are acceptable.",
    ),
    "others": Words(
        "另有 {count} 个不是工作簿的文件，没有检查。",
        "{count} other files are no workbooks and were passed over.",
    ),
}


@click.command(help=said(HELP["check"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help=said(HELP["out"]))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help=said(HELP["format"]),
)
@click.option("--select", multiple=True, help=said(HELP["select"]))
@click.option("--ignore", multiple=True, help=said(HELP["ignore"]))
@click.option("--year", type=click.IntRange(2000, 2099), help=said(HELP["year"]))
@click.option("--period", help=said(HELP["period"]))
@schemas_option
@common
def check(
    paths: tuple[Path, ...],
    out: Path | None,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    year: int | None,
    period: str | None,
    schemas: Path | None,
    lang: str,
) -> None:
    # Imported here so that `xltool --help` and `xltool rule` start at once: pandera takes 0.5 s.
    from xltool.excel.stamp import written_by_us
    from xltool.form_file import load_forms
    from xltool.inputs import find_inputs
    from xltool.pipeline import check_files
    from xltool.provenance import Given
    from xltool.rules import selected_rules

    forms = load_forms(schemas)
    codes = selected_rules(_split(select), _split(ignore)) if select or ignore else None
    inputs = find_inputs(paths, written_by_us)
    if inputs.others:
        click.echo(HELP["others"].render({"count": inputs.others}, lang), err=True)
    files = [item.path for item in inputs.files]
    reports = list(_shown(check_files(files, forms, Given(year, period), codes), len(files)))
    by_key = {form.key: form for form in forms}
    if format_ == "json":
        _print_json(reports, lang)
    else:
        _print_text(reports, by_key, lang)
    if codes is not None:
        click.echo(HELP["partial"].render({"count": len(codes)}, lang), err=True)
    if out:
        _write_results(reports, out, [item.below for item in inputs.files], by_key, lang)
    sys.exit(_exit_code(reports))


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select XL2,XL4` and `--select XL2 --select XL4` say the same."""
    return tuple(part for value in values for part in value.replace("，", ",").split(",") if part)


def _shown(reports: Iterator[Report], total: int) -> Iterator[Report]:
    """The reports, with a progress bar on a terminal where there is something to wait for."""
    if total < 20 or not sys.stderr.isatty():
        yield from reports
        return
    with click.progressbar(reports, length=total, file=sys.stderr) as bar:
        yield from bar


def _exit_code(reports: Sequence[Report]) -> int:
    """2 where a file could not be judged, else 1 where one has an error, else 0."""
    if any(report.verdict not in ("clean", "findings") for report in reports):
        return 2
    return int(any(report.errors for report in reports))


def _print_json(reports: Sequence[Report], lang: str) -> None:
    from xltool.reports.json_report import check_json

    # Programs expect UTF-8 from JSON, whatever the console's own encoding is.
    sys.stdout.flush()
    sys.stdout.buffer.write(check_json(reports, lang).encode())
    sys.stdout.flush()


def _print_text(reports: Sequence[Report], forms: dict[str, Form], lang: str) -> None:
    from xltool.reports.text import closing_lines, file_lines

    width = page_width()
    for report in reports:
        for line in file_lines(report, forms.get(report.form), lang, width, styled):
            click.echo(line)
    for line in closing_lines(reports, lang, width):
        click.echo(line)


def _write_results(
    reports: Sequence[Report], out: Path, below: Sequence[Path], forms: dict[str, Form], lang: str
) -> None:
    """A text file for each workbook, that an accountant can open with a double click."""
    from xltool.outputs import result_paths, write_text_result
    from xltool.reports.text import file_lines

    for report, target in zip(reports, result_paths(out, below), strict=True):
        text = "\n".join(file_lines(report, forms.get(report.form), lang, 80))
        write_text_result(target, text)
