"""XL124: a month or period that names another year than the form's."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule
from xltool.values.month import stated_month


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A year beside the month that is not the fiscal year."""
    year = row.get("year")
    for field in form.tables().get(str(row.get("table")), ()):
        value = row.get(field.name) if field.type == "period" else None
        if not isinstance(value, str) or not isinstance(year, int):
            continue
        stated = stated_month(value)
        if stated and stated.year not in (None, year):
            params = {"field": field.title.words(), "value": brief(value), "year": year}
            yield Hit(field.name, params={**params, "month": stated.month})


RULE = RowRule(
    code="XL124",
    name="period_outside_year",
    severity=Severity.ERROR,
    title=Words("填报月份不在本年度", "Month lies in another year"),
    table=EVERY_TABLE,
    types=("period",),
    needs_year=True,
    message={
        "": Words(
            "“{field}”填的是“{value}”，而本表的年度是 {year} 年。",
            "“{field}” reads “{value}”, but the fiscal year of this form is {year}.",
        )
    },
    remedy={
        "": Words(
            "请写成“{year}年{month}月”；如果年度有误，请改正年度。",
            "Write it as “{year}年{month}月”; if the fiscal year is wrong, correct that.",
        )
    },
    why=Words(
        "年份不对，这份表就会算进别的年度。",
        "With the wrong year the form would be counted in another one.",
    ),
    source=Words("由按月汇总的用途推知。", "Follows from adding forms up month by month."),
    examples=Examples(
        table="projects",
        form="monitoring@2022",
        bad=(
            ({"period_stated": "2023年5月", "year": 2022},),
            ({"period_stated": "2021-12", "year": 2022},),
        ),
        good=(
            ({"period_stated": "2022年5月", "year": 2022},),
            ({"period_stated": "1-5月", "year": 2022},),
            ({"period_stated": "abc", "year": 2022},),
        ),
    ),
    check=check,
)
