"""问题清单: every finding, with room for the reviewer's opinion and decision."""

from __future__ import annotations

from dataclasses import replace

from xltool.excel.summary.columns import (
    ORIGIN,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    plain_value,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_foot import write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import OPINIONS, SEVERITIES, Words
from xltool.month.counts import row_count
from xltool.month.records import shown_findings

DECISIONS = (Words("同意", "accept"), Words("退回", "return"))
_ABOUT = Words(
    "黄色两栏由审核人填写，下次汇总用 --previous 带入；处理填“同意”或“退回”。",
    "The yellow columns are the reviewer’s; --previous takes them over the next time. "
    "A decision is “accept” or “return”.",
)

_NUMBERED = {
    number: Words(f"{number} {words.zh}", f"{number} {words.en}")
    for number, words in OPINIONS.items()
}


def _advice(number: int | None, lang: str) -> str:
    """The opinion that the rule stands for, with its number."""
    return _NUMBERED[number](lang) if number in _NUMBERED else ""


# Narrow, so that the print on one page's width can be read: texts wrap.
PROBLEMS = (
    replace(UNIT, width=8),
    replace(UNIT_NAME, width=15),
    SummaryColumn(
        "severity",
        Words("程度", "Severity"),
        5,
        "centre",
        lambda row, sheet: SEVERITIES[row.record.severity](sheet.book.lang),
    ),
    SummaryColumn("rule", Words("规则", "Rule"), 7, "centre", plain_value("record.rule")),
    replace(PROJECT, width=15, value=plain_value("record.project")),
    SummaryColumn(
        "field",
        Words("栏目", "Field"),
        9,
        value=lambda row, sheet: row.record.field(sheet.book.lang),
    ),
    SummaryColumn("value", Words("填报内容", "Found"), 11, value=plain_value("record.value")),
    SummaryColumn(
        "message",
        Words("问题", "Problem"),
        30,
        value=lambda row, sheet: row.record.message(sheet.book.lang),
    ),
    SummaryColumn(
        "remedy",
        Words("改法", "What to do"),
        26,
        value=lambda row, sheet: row.record.remedy(sheet.book.lang),
    ),
    SummaryColumn(
        "advice",
        Words("建议意见", "Suggested opinion"),
        11,
        value=lambda row, sheet: _advice(row.record.opinion, sheet.book.lang),
    ),
    replace(ORIGIN, width=13),
    SummaryColumn(
        "explanation", Words("情况说明", "Explanation"), 11, value=plain_value("record.explanation")
    ),
    SummaryColumn(
        "opinion", Words("审核意见", "Reviewer's opinion"), 13, value=plain_value("opinion")
    ),
    SummaryColumn("decision", Words("处理", "Decision"), 6, "centre", plain_value("decision")),
    SummaryColumn(
        "identity", Words("问题编号", "Identity"), 10, "hidden", plain_value("record.identity")
    ),
)


def problem_list(book: SummaryBook) -> ListSheet:
    """The empty list, with its drop-down for decisions."""
    count = row_count(book.month, "findings") + row_count(book.month, "batch_findings")
    inputs = {"opinion": "input", "decision": "input"}
    sheet = ListSheet(book, "problems", PROBLEMS, count, _ABOUT(book.lang), inputs=inputs)
    severity, decision = (
        next(at for at, column in enumerate(PROBLEMS) if column.key == key)
        for key in ("severity", "decision")
    )
    for page in sheet.pages:
        rows = (page.first - 1, page.last - 1)
        choices = [words(book.lang) for words in DECISIONS]
        page.sheet.data_validation(
            rows[0], decision, rows[1], decision, {"validate": "list", "source": choices}
        )
        for name in ("error", "warning"):
            page.sheet.conditional_format(
                rows[0],
                severity,
                rows[1],
                severity,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{SEVERITIES[name](book.lang)}"',
                    "format": book.looks.flag(name),
                },
            )
    return sheet


def write_problems(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all."""
    for row in shown_findings(book.month):
        sheet.write(row)
    write_signatures(sheet)


def count_formula(sheet: ListSheet, key: str, text: str) -> str:
    """How often a text stands in a column of the list."""
    return "=" + "+".join(f'COUNTIF({area},"{text}")' for area in sheet.ranges(key))
