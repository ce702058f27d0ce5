"""问题清单: every finding, with room for the reviewer's opinion and decision."""

from __future__ import annotations

from xltool.excel.summary.columns import PROBLEMS
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import OPINIONS, SEVERITIES, Words

DECISIONS = (Words("同意", "accept"), Words("退回", "return"))
_ABOUT = Words(
    "黄色两栏由审核人填写，下次汇总用 --previous 带入；处理填“同意”或“退回”。",
    "The yellow columns are the reviewer’s; --previous takes them over the next time. "
    "A decision is “accept” or “return”.",
)


def problem_list(book: SummaryBook) -> ListSheet:
    """The empty list, with its drop-down for decisions."""
    count = book.month.count("findings") + book.month.count("batch_findings")
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
    severities = {name: words(book.lang) for name, words in SEVERITIES.items()}
    opinions = {number: f"{number} {words(book.lang)}" for number, words in OPINIONS.items()}
    for row in book.month.findings():
        sheet.row(
            (
                row.unit,
                row.unit_name,
                severities[row.severity],
                row.rule,
                row.project,
                row.field,
                row.value,
                row.message,
                row.remedy,
                opinions.get(row.number or 0, ""),
                book.link(row.path, row.sheet, row.cell),
                row.explanation,
                row.opinion,
                row.decision,
                row.identity,
            )
        )
    sheet.sign()


def count_formula(sheet: ListSheet, key: str, text: str) -> str:
    """How often a text stands in a column of the list."""
    return "=" + "+".join(f'COUNTIF({area},"{text}")' for area in sheet.ranges(key))
