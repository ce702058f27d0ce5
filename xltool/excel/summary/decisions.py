"""审核记录: what the reviewer decided this year, what holds, and what is settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xltool.excel.summary.columns import SummaryColumn, plain_value
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_foot import write_line, write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.clock import local_time
from xltool.language.words import Words
from xltool.ledger.decisions import DecisionRow
from xltool.month.consolidation import Consolidation
from xltool.month.counts import shown_contents, unit_names
from xltool.month.decision import NO_FILE, decision_words
from xltool.month.exemption_lines import exemption_lines

_ABOUT = Words(
    "本年度各月汇总表中填写的处理和审核结论，以最后一次为准；在“问题清单”“报送情况”中修改。",
    "Decisions of this year’s summaries, the latest about each matter; change them in “Problems” "
    "and “Submissions”.",
)
_STATES = {
    "holds": Words("有效", "holds"),
    "settled": Words("已了结：问题已不存在或内容已改", "settled: gone, or changed since"),
    "newer": Words("已了结：已收到新的文件", "settled: another file has come"),
}
_EXEMPTIONS = Words("豁免", "Exemptions")


@dataclass(frozen=True, slots=True)
class _DecisionLine:
    """A decision and what became of it."""

    row: DecisionRow
    unit_name: str
    state: str


DECISION_COLUMNS = (
    SummaryColumn("unit", Words("单位编码", "Unit code"), 9, "centre", plain_value("row.unit")),
    SummaryColumn("unit_name", Words("单位名称", "Unit"), 26, value=plain_value("unit_name")),
    SummaryColumn("period", Words("月份", "Month"), 9, "centre", plain_value("row.period")),
    SummaryColumn("rule", Words("规则", "Rule"), 8, "centre", plain_value("row.rule")),
    SummaryColumn("said", Words("事项", "About"), 44, value=plain_value("row.said")),
    SummaryColumn(
        "chosen",
        Words("决定", "Decided"),
        8,
        "centre",
        lambda line, sheet: decision_words(line.row.decision, sheet.book.lang),
    ),
    SummaryColumn("words", Words("意见", "Remarks"), 26, value=plain_value("row.opinion")),
    SummaryColumn("who", Words("填写人", "By"), 10, value=plain_value("row.reviewer")),
    SummaryColumn(
        "time",
        Words("保存时间", "Saved"),
        16,
        "centre",
        lambda line, _: local_time(line.row.decided or None),
    ),
    SummaryColumn(
        "state",
        Words("状态", "State"),
        22,
        value=lambda line, sheet: _STATES[line.state](sheet.book.lang),
    ),
)


def decision_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    count = sum(1 for _ in _lines(book.month))
    return ListSheet(book, "decisions", DECISION_COLUMNS, count, _ABOUT(book.lang))


def write_decisions(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all, and the exemptions below."""
    for line in _lines(book.month):
        sheet.write(line)
    said = list(exemption_lines(book.month))
    if said:
        write_line(sheet, _EXEMPTIONS(book.lang), book.looks.section)
        for text in said:
            write_line(sheet, text)
    write_signatures(sheet)


def _lines(month: Consolidation) -> Iterator[_DecisionLine]:
    """The decisions that hold, then those that are settled."""
    rulings = month.rulings
    names = unit_names(month)
    settled = rulings.settled()
    gone = {row.subject for row in settled}
    holding = [
        row
        for rows in rulings.about_findings.values()
        for row in rows
        if row.subject not in gone and (row.decision or row.opinion)
    ]
    contents = shown_contents(month)
    for row in sorted(holding, key=_order):
        yield _DecisionLine(row, names.get(row.unit, ""), "holds")
    concluded = [row for row in rulings.conclusions.values() if row.decision or row.opinion]
    for row in sorted(concluded, key=_order):
        holds = (row.unit, row.digest) in contents or row.digest.startswith(NO_FILE)
        state = "holds" if holds else "newer"
        yield _DecisionLine(row, names.get(row.unit, ""), state)
    for row in settled:
        yield _DecisionLine(row, names.get(row.unit, ""), "settled")


def _order(row: DecisionRow) -> tuple[str, ...]:
    return (row.unit, row.form, row.rule, row.said, row.fingerprint)
