"""环比变化: what changed since the month before, and what came after the month was closed."""

from __future__ import annotations

from xltool.excel.summary.columns import BUDGET, CHANGES, FISCAL, OTHER
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_sheet import ListSheet, Value
from xltool.language.words import Words
from xltool.month.comparison import ChangeKind
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
}
_AMOUNTS = {
    ChangeKind.UNIT_ADDED,
    ChangeKind.UNIT_GONE,
    ChangeKind.ADDED,
    ChangeKind.REMOVED,
    ChangeKind.MONEY,
}
_ITEMS = {column.key: column.title for column in (BUDGET, FISCAL, OTHER)}
_ADJUSTED = Words("封账后：{kind}", "after closing: {kind}")
_WITH = Words("与 {compared} 比较；金额单位：元。", "Compared with {compared}; amounts in yuan.")
_NOTHING = Words(
    "没有可以比较的上期：请用 --previous 给出上期汇总表，或用 --ledger 保留台账。",
    "There is no month before to compare with: give its summary with --previous, or keep a ledger "
    "with --ledger.",
)


def change_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    compared = book.month.compared
    about = _WITH.render({"compared": compared}, book.lang) if compared else _NOTHING(book.lang)
    return ListSheet(book, "changes", CHANGES, book.month.count("differences"), about)


def write_changes(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all."""
    for row in found_changes(book.month):
        kind = ChangeKind(row.kind)
        before, after = _values(row, kind)
        if kind is ChangeKind.RENAMED:
            item = ""
        elif kind in _AMOUNTS:
            item = _ITEMS.get(row.item or "budget", BUDGET.title)(book.lang)
        else:
            item = row.item
        sheet.row(
            (
                row.unit,
                row.unit_name,
                _kind(row, kind, book.lang),
                row.code,
                row.name,
                item,
                before,
                after,
                _difference(sheet, before, after) if kind in _AMOUNTS else None,
                _origin(book, row.before_path, row.before_sheet, row.before_cell),
                _origin(book, row.after_path, row.after_sheet, row.after_cell),
            )
        )
    sheet.sign()


def _kind(row: ChangeRow, kind: ChangeKind, lang: str) -> str:
    text = KINDS[kind](lang)
    return _ADJUSTED.render({"kind": text}, lang) if row.section == "adjustment" else text


def _values(row: ChangeRow, kind: ChangeKind) -> tuple[Value, Value]:
    if kind not in _AMOUNTS:
        return row.before, row.after
    before, after = (None if text is None else float(text) for text in (row.before, row.after))
    return before, after


def _difference(sheet: ListSheet, before: Value, after: Value) -> Formula | None:
    """After less before; a blank is nothing."""
    numbers = [value if isinstance(value, float) else 0.0 for value in (before, after)]
    line = sheet.next_line()
    text = f"={sheet.letter('after')}{line}-{sheet.letter('before')}{line}"
    return Formula(text, round(numbers[1] - numbers[0], 6))


def _origin(book: SummaryBook, path: str | None, sheet: str | None, cell: str | None) -> Value:
    return book.link(path, sheet or "", cell or "") if path else None
