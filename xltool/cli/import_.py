"""`xltool import`: published documents become filled standard workbooks."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from xltool.cli.console import FOLDER, common, complaint, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.documents.errors import NoDocumentError
from xltool.documents.placement import Placement
from xltool.documents.read import SUFFIXES
from xltool.forms.load import load_forms
from xltool.language.errors import XltoolError
from xltool.language.words import Words
from xltool.pipeline.import_document import import_document
from xltool.pipeline.inputs import find_inputs
from xltool.reports.safe_file import write_file

HELP = {
    "import": Words(
        "把公开的绩效目标文本（.docx、.txt，或其所在文件夹）填入标准工作簿。"
        "没有填入的内容逐行列出。有文件不能导入时退出码为 2。",
        "Fill in standard workbooks from published documents (.docx, .txt, or folders of them). "
        "What found no place is listed line by line. Exit code 2: some file was not imported.",
    ),
    "out": Words("放置工作簿的文件夹。", "Folder for the workbooks."),
    "done": Words(
        "{source} → {target}\n  {form}；项目 {projects} 个；共 {lines} 行，填入 {placed} 行，"
        "目录 {contents} 行，未填入 {left} 行",
        "{source} → {target}\n  {form}; projects: {projects}; lines: {lines}, placed: {placed}, "
        "contents: {contents}, not placed: {left}",
    ),
    "left": Words(
        "{source}：以下内容没有填入工作簿，请核对是否需要手工补填：",
        "{source}: this was not placed in the workbook; see whether it is to be typed in:",
    ),
    "line": Words("  {place}：{text}", "  {place}: {text}"),
    "others": Words(
        "另有 {count} 个不是文档的文件，没有导入。",
        "Other files that are no documents and were passed over: {count}.",
    ),
}


@click.command("import", cls=Command, help=help_text(HELP["import"]))
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=FOLDER,
    help=help_text(HELP["out"]),
)
@schemas_option
@common
def import_(documents: tuple[Path, ...], out: Path, schemas: Path | None, lang: str) -> None:

    forms = load_forms(schemas)
    inputs = find_inputs(documents, SUFFIXES, NoDocumentError)
    failed = False
    for item in inputs.files:
        try:
            units = list(import_document(item.path, forms))
            for placement, data in units:
                name = _name(item.below, placement, len(units))
                click.echo(_done(item.path, write_file(out / name, data), placement, lang))
                for line in _left_over(item.path, placement, lang):
                    click.echo(line, err=True)
        except XltoolError as error:
            click.echo(complaint(error, lang), err=True)
            failed = True
    if inputs.others:
        click.echo(HELP["others"].render({"count": inputs.others}, lang), err=True)
    sys.exit(2 if failed else 0)


def _name(below: Path, placement: Placement, units: int) -> Path:
    """The document's name; of several units in one document each adds its own."""
    unit = re.sub(r'[\\/:*?"<>|\s]+', "", placement.unit)
    stem = f"{below.stem}-{unit}" if units > 1 and unit else below.stem
    return below.with_name(f"{stem}.xlsx")


def _done(source: Path, target: Path, placement: Placement, lang: str) -> str:
    left, contents = len(placement.left_over), len(placement.contents)
    parts = {
        "source": source,
        "target": target,
        "form": placement.form.title.words(),
        "projects": placement.projects,
        "lines": placement.lines,
        "placed": placement.lines - left - contents,
        "contents": contents,
        "left": left,
    }
    return HELP["done"].render(parts, lang)


def _left_over(source: Path, placement: Placement, lang: str) -> Iterator[str]:
    if placement.left_over:
        yield HELP["left"].render({"source": source}, lang)
    for line in placement.left_over:
        yield HELP["line"].render({"place": line.place, "text": line.text.strip()}, lang)
