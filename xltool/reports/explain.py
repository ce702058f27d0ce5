"""Workbook + Match -> the lines of `xltool explain`: every filled cell with its role and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xltool.extract.extract import roles_of
from xltool.extract.recognise import Match
from xltool.extract.roles import CellRole, LayoutRole, Roles
from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.workbook import CellRef, Workbook
from xltool.reports.wrap import wrapped
from xltool.values.cell_value import shown_text

ROLES = {
    LayoutRole.LABEL: Words("栏目", "label"),
    LayoutRole.VALUE: Words("内容", "value"),
    LayoutRole.RECORD: Words("表格行", "record"),
    LayoutRole.TITLE: Words("标题", "title"),
    LayoutRole.CHECK: Words("核对格", "check"),
    LayoutRole.FOOT: Words("表尾", "foot"),
    LayoutRole.FILLER: Words("印好的空行", "filler"),
    LayoutRole.COVERED: Words("被合并格盖住", "covered"),
    LayoutRole.UNREAD: Words("没有读到", "unread"),
}
_COUNTS = Words("共 {total} 格：{counts}。", "{total} cells: {counts}.")
_OTHER_SHEET = Words(
    "工作表“{sheet}”不是这份表的内容，没有读。",
    "Sheet “{sheet}” is no part of this form and was not read.",
)
_BLANK = Words("{cell} 是空白。", "{cell} is blank.")
_RECORD = Words("第 {number} 条", "record {number}")
_TEXT = 60
"""Characters of a cell that are shown."""


def explain_lines(
    workbook: Workbook, match: Match, only: CellRef | None, lang: str, width: int
) -> Iterator[str]:
    """The form, then each of its sheets: counts by role, and its cells; or one cell `only`."""
    form = match.form
    yield from wrapped(f"{form.key} {form.title.words()(lang)}", width)
    roles = roles_of(workbook, match)
    for sheet in workbook.sheets:
        mine = {ref: role for ref, role in roles.items() if ref.sheet == sheet.name}
        if only and only.sheet != sheet.name:
            continue
        yield ""
        if not mine:
            yield from wrapped(_OTHER_SHEET.render({"sheet": sheet.name}, lang), width)
            continue
        if only:
            if only not in mine:
                yield from wrapped(_BLANK.render({"cell": only.a1}, lang), width)
            mine = {ref: role for ref, role in mine.items() if ref == only}
        else:
            yield from wrapped(f"{sheet.name}  {_counts(mine, lang)}", width)
        for ref, role in mine.items():
            text = shown_text(sheet.cells[ref.row, ref.column]).strip()
            yield from wrapped(_line(ref, role, text, form, lang), width, "  ", "      ")


def _counts(roles: Roles, lang: str) -> str:
    counted = Counter(each.role for each in roles.values())
    counts = [f"{ROLES[role](lang)} {counted[role]}" for role in LayoutRole if counted[role]]
    joined = ("、" if lang == "zh" else ", ").join(counts)
    return _COUNTS.render({"total": str(len(roles)), "counts": joined}, lang)


def _line(ref: CellRef, each: CellRole, text: str, form: Form, lang: str) -> str:
    words = [ref.a1, ROLES[each.role](lang)]
    field = form.field(each.table, each.field)
    if each.role is LayoutRole.RECORD and each.record is not None:
        words.append(_RECORD.render({"number": str(each.record + 1)}, lang))
    if field:
        words.append(f"{field.title.words()(lang)} ({each.table}.{each.field})")
    shown = brief(" ".join(text.split()), _TEXT)
    return f"{'  '.join(words)}  {shown}"
