"""XL212: a date that lies outside the fiscal year."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A date or period that names another year than the submission's."""
    value, year = row.get("value"), row.get("year")
    if not isinstance(value, IndicatorValue) or not value.dated or not isinstance(year, int):
        return
    others = [str(named) for named in value.years if named != year]
    if others:
        # Not numbers, so that no thousands separator gets into a year.
        params = {"value": brief(value.raw), "year": str(year), "others": others}
        yield Hit("value", params=params)


RULE = RowRule(
    code="XL212",
    name="date_outside_year",
    severity=Severity.WARNING,
    title=Words("日期不在预算年度内", "Date outside the fiscal year"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "": Words(
            "指标值“{value}”写的是 {others} 年，而本表是 {year} 年的目标。",
            "The value “{value}” names {others}, but these are the targets for {year}.",
        )
    },
    remedy={
        "": Words(
            "请核对年份；当年目标应写当年内的时间，例如“{year}年12月底前”。",
            "Check the year; this year's target lies within it, for example “{year}年12月底前”.",
        )
    },
    why=Words(
        "年度目标按年度考核，其他年份的时间无法在当年考核。",
        "Targets are assessed year by year; a date in another year cannot be.",
    ),
    source=Words("由绩效目标的年度性推断。", "Follows from targets being set for one year."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "时效指标", "value": "2023年6月前", "year": 2022},),
            ({"level2": "时效指标", "value": "2021.07-2022.06", "year": 2022},),
        ),
        good=(
            ({"level2": "时效指标", "value": "2022.07-2022.12", "year": 2022},),
            ({"level2": "时效指标", "value": "12月底前", "year": 2022},),
            ({"level2": "时效指标", "value": "2023年6月前", "year": None},),
            ({"level2": "时效指标", "value": "≤2023元", "year": 2022},),
        ),
    ),
    check=check,
    needs_year=True,
    opinion=11,
)
