"""自评得分: the projects by their score, with grade and rank."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from xltool.excel.summary.columns import (
    CODE,
    FORM,
    FORM_KEY,
    ORIGIN,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    plain_value,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.light_cells import form_value, origin_value
from xltool.excel.summary.links import Formula, quoted
from xltool.excel.summary.list_foot import write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.month.attained import better_count, progress, progress_count
from xltool.month.attainment_rows import ProgressRow
from xltool.values.cell_value import plain
from xltool.values.score import grade_for

_ABOUT = Words(
    "总分为单位自评；等级按表单文件中的分数线（{grades}）；同一表单内排名。",
    "Totals are the units’ own; grades by the bounds in the form file ({grades}); ranked within "
    "one form.",
)


def _points(text: str | None) -> Value:
    return None if text is None else float(text)


def _grade(row: ProgressRow, sheet: ListSheet) -> Value:
    """The grade of the total, from the best to the lowest."""
    cell = f"{sheet.letter('score')}{sheet.next_line()}"
    grades, text = sheet.book.month.forms[row.form].scoring.grades, '"—"'
    for each in sorted(grades, key=lambda grade: (grade.least, grade.above)):
        sign = ">" if each.above else ">="
        text = f"IF({cell}{sign}{plain(each.least)},{quoted(each.name)},{text})"
    return Formula(f"={text}", grade_for(Decimal(row.score or 0), grades) or "—")


def _bounds(book: SummaryBook) -> str:
    """The grades of the forms that have scores: 优 90、良 80."""
    forms = dict.fromkeys(row.form for row in progress(book.month, scored=True))
    lists = dict.fromkeys(
        "、".join(
            f"{each.name} {plain(each.least)}" for each in book.month.forms[form].scoring.grades
        )
        for form in forms
    )
    return "；".join(lists)


def _rank(row: ProgressRow, sheet: ListSheet) -> Value:
    """One more than there are better ones of the same form."""
    line = sheet.next_line()
    parts = [
        f'COUNTIFS({scores},">"&{sheet.letter("score")}{line},{forms},{sheet.letter("form")}{line})'
        for scores, forms in zip(sheet.ranges("score"), sheet.ranges("form"), strict=True)
    ]
    return Formula(f"=1+{'+'.join(parts)}", float(1 + better_count(sheet.book.month, row)))


SCORES = (
    SummaryColumn("rank", Words("名次", "Rank"), 7, "count", _rank),
    replace(FORM, value=form_value("form")),
    replace(UNIT, value=plain_value("unit")),
    replace(UNIT_NAME, value=plain_value("unit_name")),
    replace(CODE, value=plain_value("code")),
    replace(PROJECT, value=plain_value("name"), width=28),
    SummaryColumn(
        "execution_score",
        Words("执行得分", "Execution"),
        9,
        "count",
        lambda row, _: _points(row.execution_score),
    ),
    SummaryColumn("score", Words("总分", "Total"), 9, "count", lambda row, _: _points(row.score)),
    SummaryColumn("grade", Words("等级", "Grade"), 10, "centre", _grade),
    replace(ORIGIN, value=origin_value),
    replace(FORM_KEY, value=plain_value("form")),
)


def score_list(book: SummaryBook) -> ListSheet | None:
    """The empty list; None where no form of the month has scores."""
    count = progress_count(book.month, "score")
    if not count:
        return None
    about = _ABOUT.render({"grades": _bounds(book)}, book.lang)
    return ListSheet(book, "scores", SCORES, count, about)


def write_scores(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all, the best first."""
    for row in progress(book.month, scored=True):
        sheet.write(row)
    write_signatures(sheet)
