"""`xltool explain`: how a workbook was read, cell by cell."""

from __future__ import annotations

from pathlib import Path

import click

from xltool.cli.console import common, echo_lines, help_text, page_width, schemas_option
from xltool.cli.help_page import Command
from xltool.excel.read.workbook import read_workbook
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.language.errors import MissingPathError, UnknownFormError, UnknownNameError
from xltool.language.words import Words
from xltool.model.workbook import CellRef
from xltool.reports.explain import explain_lines

HELP = {
    "explain": Words(
        "列出一个工作簿每个有内容的单元格：是栏目、内容、表格行还是没有读到，属于哪一栏。"
        "只看一格时写“工作表!B7”。",
        "List every filled cell of a workbook: whether it is a label, a value, part of a record "
        "or was not read, and which field it belongs to. SHEET!B7 shows one cell alone.",
    ),
}


@click.command(cls=Command, help=help_text(HELP["explain"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("cell", required=False)
@schemas_option
@common
def explain(file: Path, cell: str | None, schemas: Path | None, lang: str) -> None:
    if not file.exists():
        raise MissingPathError(path=file)
    workbook = read_workbook(file)
    only = None
    if cell:
        sheet, _, name = cell.rpartition("!")
        sheet = sheet.strip("'") or workbook.sheets[0].name
        try:
            only = CellRef.of(sheet, name)
        except ValueError:
            only = None
        if only is None or sheet not in {each.name for each in workbook.sheets}:
            sheets = "、".join(each.name for each in workbook.sheets)
            raise UnknownNameError(
                kind_zh="单元格",
                kind_en="cell",
                name=cell,
                near_zh=f"请写成“工作表!B7”；这个工作簿有：{sheets}。",
                near_en=f"Write it as SHEET!B7; this workbook has: {sheets}.",
            )
    match = recognise(workbook, load_forms(schemas))
    if match is None:
        raise UnknownFormError(path=file, sheets=[each.name for each in workbook.sheets[:5]])
    echo_lines(explain_lines(workbook, match, only, lang, page_width()))
