"""`xltool publish`: filled workbooks become the document that a unit must publish."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from xltool.cli.console import FILE, common, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.words import VERDICTS, Words
from xltool.model.report import Report, Severity
from xltool.pipeline.inputs import find_inputs
from xltool.pipeline.outputs import check_new, write_new

HELP = {
    "publish": Words(
        "把填好的工作簿做成公开文本（.docx）。先检查：有错误时退出码为 1，不写文件；"
        "有文件无法检查时为 2。",
        "Make the document to publish (.docx) from filled workbooks. They are checked first. Exit "
        "code 1: errors found, nothing written; 2: some file could not be checked.",
    ),
    "out": Words("要写的文档。", "The document to write."),
    "draft": Words(
        "有错误也生成，每页加“草稿”水印。",
        "Write it in spite of errors, with 草稿 (draft) across each page.",
    ),
    "year": Words(
        "表中没有写明年度时采用的预算年度，印在封面上。",
        "Fiscal year of workbooks that do not state one; printed on the cover.",
    ),
    "errors": Words(
        "{path}：{errors} 处错误，{warnings} 处警告",
        "{path}: errors: {errors}, warnings: {warnings}",
    ),
    "unjudged": Words("{path}：{verdict}", "{path}: {verdict}"),
    "stopped": Words(
        "没有生成文档：先用 xltool check 查看并改正错误，或加 --draft 生成草稿。",
        "No document was written: see and correct the errors with xltool check, or make a draft "
        "with --draft.",
    ),
    "unread": Words(
        "没有生成文档：以上文件未能检查，原因请用 xltool check 查看。",
        "No document was written: the files above could not be checked; xltool check says why.",
    ),
    "unpaged": Words(
        "没有找到可用的 LibreOffice，目录还没有页码：用 Word 或 WPS 打开后选择“更新目录”。",
        "No LibreOffice to number the pages: open the document in Word or WPS and update its "
        "table of contents.",
    ),
}


@click.command(cls=Command, help=help_text(HELP["publish"]))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=FILE,
    help=help_text(HELP["out"]),
)
@click.option("--draft", is_flag=True, help=help_text(HELP["draft"]))
@click.option("--year", type=click.IntRange(2000, 2099), help=help_text(HELP["year"]))
@schemas_option
@common
def publish(
    files: tuple[Path, ...],
    out: Path,
    draft: bool,
    year: int | None,
    schemas: Path | None,
    lang: str,
) -> None:
    # Imported here so that `xltool publish -h` is there at once: pandera takes half a second.
    from xltool.pipeline.publish import publish as make_publication

    check_new(out, ".docx")
    paths = [item.path for item in find_inputs(files).files]
    made = make_publication(paths, load_forms(schemas), Given(year), draft=draft)
    for line in _counts(made.reports, lang):
        click.echo(line, err=True)
    if made.document is None:
        unread = any(report.verdict not in ("clean", "findings") for report in made.reports)
        click.echo(HELP["unread" if unread else "stopped"](lang), err=True)
        sys.exit(2 if unread else 1)
    if not made.paged:
        click.echo(HELP["unpaged"](lang), err=True)
    write_new(out, made.document)
    click.echo(out)


def _counts(reports: tuple[Report, ...], lang: str) -> Iterator[str]:
    """A line for each workbook that has findings or was not judged."""
    for report in reports:
        if report.verdict in ("unreadable", "unknown_form", "incomplete"):
            verdict = VERDICTS[report.verdict.value]
            yield HELP["unjudged"].render({"path": report.path, "verdict": verdict}, lang)
        elif report.findings:
            counts = {"errors": report.errors, "warnings": report.count(Severity.WARNING)}
            yield HELP["errors"].render({"path": report.path, **counts}, lang)
