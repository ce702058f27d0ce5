"""未达目标: the indicators that are behind, with causes and reasons; below, the causes counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from xltool.excel.summary.attainment import ATTAINMENT
from xltool.excel.summary.columns import SummaryColumn, Value, plain_value
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.light_cells import colour_lights
from xltool.excel.summary.links import quoted
from xltool.excel.summary.list_foot import write_cells, write_line, write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.ledger.form_facts import attainment_section, projects_part
from xltool.month.attained import attained, attained_count
from xltool.month.attainment_rows import AttainmentRow

_ABOUT = Words(
    "红灯、黄灯的指标，自评表中得分低于分值的指标；没有写原因的，“原因说明”一栏标出。",
    "Indicators with a red or yellow light, and those of a self-assessment whose score is below "
    "their weight; where no reason is given, the column says so.",
)
_NO_REASON = Words("（未写原因）", "(no reason given)")
_CAUSES = Words("偏差原因", "Causes")
_COUNTED = Words("指标数", "Indicators")
_SHOWN = ("form_title", "unit", "unit_name", "name", "level2", "level3", "target", "actual")
_MORE = ("light", "weight", "score")


def _titles(row: AttainmentRow, sheet: ListSheet) -> list[str]:
    """The causes that are ticked, as the form calls them."""
    form = sheet.book.month.forms[row.form]
    section = attainment_section(projects_part(form))
    fields = {f.name: f.title.words()(sheet.book.lang) for f in section.fields} if section else {}
    return [fields.get(name, name) for name in row.causes.split()]


def _causes(row: AttainmentRow, sheet: ListSheet) -> Value:
    return (
        "、".join(_titles(row, sheet))
        if sheet.book.lang == "zh"
        else ", ".join(_titles(row, sheet))
    )


def _chance(row: AttainmentRow, sheet: ListSheet) -> Value:
    form = sheet.book.month.forms[row.form]
    section = attainment_section(projects_part(form))
    field = next((f for f in section.fields if f.name == row.chance), None) if section else None
    return field.title.words()(sheet.book.lang) if field else row.chance


def _reason(row: AttainmentRow, sheet: ListSheet) -> Value:
    return row.reason or _NO_REASON(sheet.book.lang)


_OWN = {
    "causes": SummaryColumn("causes", _CAUSES, 16, value=_causes),
    "chance": SummaryColumn("chance", Words("完成可能性", "Chance"), 10, "centre", _chance),
    "reason": SummaryColumn("reason", Words("原因说明", "Reason"), 36, value=_reason),
}


def miss_list(book: SummaryBook, attainment: ListSheet | None) -> ListSheet | None:
    """The empty list; None where no form of the month says what was reached."""
    if attainment is None:
        return None
    count = attained_count(book.month, missed=True)
    here = {column.key for column in attainment.columns}
    known = {column.key: column for column in ATTAINMENT}
    columns = [known[key] for key in (*_SHOWN, *_MORE) if key in here]
    columns += [
        _OWN[key] for key in ("causes", "chance") if attained_count(book.month, key, missed=True)
    ]
    columns += [_OWN["reason"], known["origin"], replace(known["form"], value=plain_value("form"))]
    return ListSheet(book, "misses", columns, count, _ABOUT(book.lang))


def write_misses(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all, and count the causes."""
    counts: Counter[str] = Counter()
    for row in attained(book.month, missed=True):
        sheet.write(row)
        counts.update(_titles(row, sheet))
    keys = {column.key for column in sheet.columns}
    if "light" in keys:
        colour_lights(sheet, "light")
    if "causes" in keys:
        write_line(sheet, _CAUSES(book.lang), book.looks.section)
        write_cells(sheet, [_CAUSES(book.lang), _COUNTED(book.lang)], "heading")
        for title, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            pattern = quoted(f"*{title}*")
            parts = [f"COUNTIFS({area},{pattern})" for area in sheet.ranges("causes")]
            write_cells(sheet, [title, ("=" + "+".join(parts), float(count))], "count")
    write_signatures(sheet)
