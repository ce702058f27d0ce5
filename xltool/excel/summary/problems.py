"""问题清单: every finding, with room for the reviewer's opinion and decision."""

from __future__ import annotations

from dataclasses import replace

from xltool.excel.summary.columns import (
    FORM_KEY,
    ORIGIN,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    plain_value,
)
from xltool.excel.summary.decision_cells import as_written, kept_fingerprint, offer_decisions
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_foot import write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import OPINIONS, SEVERITIES, Words
from xltool.month.counts import row_count
from xltool.month.decision import FOR_FINDINGS, decision_words
from xltool.month.records import shown_findings
from xltool.month.rows import MonthFinding

_ABOUT = Words(
    "黄色两栏由审核人填写后保存，下次汇总时照办并保留。处理：认可＝这处不再要求修改；"
    "退回＝仍须修改；待定＝以后再定。",
    "The yellow columns are the reviewer’s: fill them in and save; the next consolidation obeys "
    "and keeps them. accept: this need not be changed; return: it must be; pending: not decided.",
)

_NUMBERED = {
    number: Words(f"{number} {words.zh}", f"{number} {words.en}")
    for number, words in OPINIONS.items()
}


def _advice(number: int | None, lang: str) -> str:
    """The opinion that the rule stands for, with its number."""
    return _NUMBERED[number](lang) if number in _NUMBERED else ""


def _decision(row: MonthFinding, sheet: ListSheet) -> str:
    return decision_words(row.decision, sheet.book.lang)


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
        value=lambda row, sheet: row.exempted or _advice(row.record.opinion, sheet.book.lang),
    ),
    replace(ORIGIN, width=13),
    SummaryColumn(
        "explanation", Words("情况说明", "Explanation"), 11, value=plain_value("record.explanation")
    ),
    SummaryColumn("decision", Words("处理", "Decision"), 6, "centre", _decision),
    SummaryColumn(
        "opinion", Words("审核意见", "Reviewer's opinion"), 13, value=plain_value("opinion")
    ),
    SummaryColumn(
        "identity", Words("问题编号", "Identity"), 10, "hidden", plain_value("record.identity")
    ),
    FORM_KEY,
    SummaryColumn(
        "fingerprint",
        Words("问题特征", "Fingerprint"),
        10,
        "hidden",
        lambda row, _: kept_fingerprint(row.record.known_as),
    ),
    SummaryColumn(
        "before",
        Words("原填写", "As written"),
        10,
        "hidden",
        lambda row, sheet: as_written(_decision(row, sheet), row.opinion),
    ),
)


def problem_list(book: SummaryBook) -> ListSheet:
    """The empty list, with its drop-down for decisions."""
    count = row_count(book.month, "findings") + row_count(book.month, "batch_findings")
    inputs = {"opinion": "input", "decision": "input"}
    sheet = ListSheet(book, "problems", PROBLEMS, count, _ABOUT(book.lang), inputs=inputs)
    offer_decisions(sheet, "decision", FOR_FINDINGS)
    severity = [column.key for column in PROBLEMS].index("severity")
    for page in sheet.pages:
        for name in ("error", "warning"):
            words = SEVERITIES[name](book.lang)
            look = {"type": "cell", "criteria": "==", "value": f'"{words}"'}
            look["format"] = book.looks.flag(name)
            area = (page.first - 1, severity, page.last - 1, severity)
            page.sheet.conditional_format(*area, look)
    return sheet


def write_problems(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all."""
    for row in shown_findings(book.month):
        sheet.write(row)
    write_signatures(sheet)


def count_formula(sheet: ListSheet, key: str, text: str) -> str:
    """How often a text stands in a column of the list."""
    return "=" + "+".join(f'COUNTIF({area},"{text}")' for area in sheet.ranges(key))
