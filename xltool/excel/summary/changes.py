"""环比变化: what changed since the month before, and what came after the month was closed."""

from __future__ import annotations

from dataclasses import replace

from xltool.excel.summary.columns import (
    BUDGET,
    CODE,
    EXECUTED,
    FISCAL,
    FORM,
    OTHER,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    plain_value,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.light_cells import form_value, light_text
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_foot import write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.model.matching import SEPARATOR
from xltool.month.comparison import ChangeKind
from xltool.month.counts import row_count
from xltool.month.differences import found_changes
from xltool.month.rows import ChangeRow

KINDS = {
    ChangeKind.UNIT_ADDED: Words("新增单位", "unit added"),
    ChangeKind.UNIT_GONE: Words("单位未计入", "unit gone"),
    ChangeKind.ADDED: Words("新增项目", "project added"),
    ChangeKind.REMOVED: Words("减少项目", "project removed"),
    ChangeKind.RENAMED: Words("名称变更", "renamed"),
    ChangeKind.MONEY: Words("金额变化", "amount changed"),
    ChangeKind.INDICATOR_ADDED: Words("新增指标", "indicator added"),
    ChangeKind.INDICATOR_REMOVED: Words("减少指标", "indicator removed"),
    ChangeKind.INDICATOR: Words("指标值变化", "indicator changed"),
    ChangeKind.ATTAINED: Words("完成情况变化", "attainment changed"),
    ChangeKind.FIELD: Words("内容变化", "content changed"),
}
_AMOUNTS = {
    ChangeKind.UNIT_ADDED,
    ChangeKind.UNIT_GONE,
    ChangeKind.ADDED,
    ChangeKind.REMOVED,
    ChangeKind.MONEY,
}
_ITEMS = {column.key: column.title for column in (BUDGET, FISCAL, OTHER, EXECUTED)}
_BLANK = Words("（空）", "(blank)")
_ADJUSTED = Words("封账后：{kind}", "after closing: {kind}")
_WITH = Words("与 {compared} 比较；金额单位：元。", "Compared with {compared}; amounts in yuan.")
_NOTHING = Words(
    "没有可以比较的上期：请用 --previous 给出上期汇总表，或用 --ledger 保留台账。",
    "There is no month before to compare with: give its summary with --previous, or keep a ledger "
    "with --ledger.",
)
_EDITED = Words(
    "{compared} 在填写栏以外被人改过，下列变化仅供参考。",
    "{compared} was changed outside the reviewer’s columns: what follows may not hold.",
)


def change_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    compared = book.month.compared
    about = _WITH.render({"compared": compared}, book.lang) if compared else _NOTHING(book.lang)
    if book.month.not_compared == "edited_before":
        about += _EDITED.render({"compared": compared}, book.lang)
    return ListSheet(book, "changes", CHANGES, row_count(book.month, "differences"), about)


def write_changes(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all."""
    for row in found_changes(book.month):
        sheet.write(row)
    write_signatures(sheet)


def _item(row: ChangeRow, sheet: ListSheet) -> Value:
    """What changed: the amount, or the indicator."""
    kind = ChangeKind(row.kind)
    if kind is ChangeKind.RENAMED:
        return ""
    if kind in _AMOUNTS:
        return _ITEMS.get(row.item or "budget", BUDGET.title)(sheet.book.lang)
    return row.item


def _kind(row: ChangeRow, sheet: ListSheet) -> Value:
    text = KINDS[ChangeKind(row.kind)](sheet.book.lang)
    if row.section != "adjustment":
        return text
    return _ADJUSTED.render({"kind": text}, sheet.book.lang)


def _value(row: ChangeRow, text: str | None, sheet: ListSheet) -> Value:
    """An amount as a number, what was reached with its light, anything else as text."""
    if text is not None and ChangeKind(row.kind) is ChangeKind.ATTAINED:
        reached, _, light = text.partition(SEPARATOR)
        reached = reached or _BLANK(sheet.book.lang)
        return f"{reached} · {light_text(light, sheet.book.lang)}" if light else reached
    amount = ChangeKind(row.kind) in _AMOUNTS and text is not None
    return float(text) if amount and text is not None else text


def _difference(row: ChangeRow, sheet: ListSheet) -> Value:
    """After less before; a blank is nothing."""
    if ChangeKind(row.kind) not in _AMOUNTS:
        return None
    before, after = (float(text or 0) for text in (row.before, row.after))
    line = sheet.next_line()
    formula = f"={sheet.letter('after')}{line}-{sheet.letter('before')}{line}"
    return Formula(formula, round(after - before, 6))


def _origin(sheet: ListSheet, path: str | None, name: str | None, cell: str | None) -> Value:
    return sheet.book.link(path, name or "", cell or "") if path else None


CHANGES = (
    replace(FORM, width=15, value=form_value("form")),
    replace(UNIT, value=plain_value("unit")),
    replace(UNIT_NAME, value=plain_value("unit_name")),
    SummaryColumn("kind", Words("变化", "Change"), 14, "centre", _kind),
    replace(CODE, value=plain_value("code")),
    replace(PROJECT, value=plain_value("name")),
    SummaryColumn("item", Words("内容", "Item"), 22, value=_item),
    SummaryColumn(
        "before",
        Words("上期", "Before"),
        18,
        "mixed",
        lambda row, sheet: _value(row, row.before, sheet),
    ),
    SummaryColumn(
        "after", Words("本期", "Now"), 18, "mixed", lambda row, sheet: _value(row, row.after, sheet)
    ),
    SummaryColumn("difference", Words("增减", "Difference"), 14, "money", _difference),
    SummaryColumn(
        "before_at",
        Words("上期出处", "Origin before"),
        20,
        "link",
        lambda row, sheet: _origin(sheet, row.before_path, row.before_sheet, row.before_cell),
    ),
    SummaryColumn(
        "after_at",
        Words("本期出处", "Origin now"),
        20,
        "link",
        lambda row, sheet: _origin(sheet, row.after_path, row.after_sheet, row.after_cell),
    ),
)
