"""What names of indicators say of their values: units, rates, contradictions, usual units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.template_book import form_named
from xltool.rules.indicator_values.indicator_names import (
    contradiction,
    is_unit,
    lowest_and_highest,
    spelled_alike,
    unit_counted,
    unit_in_name,
)
from xltool.rules.indicator_values.planned import name_of, planned, planned_field, reached
from xltool.rules.indicator_values.stray_dates import is_serial, likely_typed
from xltool.rules.indicator_values.suggestion import figure_in, is_full_rate, usual_unit
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

FORM = form_named()
value = parse_indicator_value


# Units


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("审批业务受理率（%）", "%"),
        ("审批业务受理率（百分比）", "%"),
        ("审批业务受理率（单位：百分比）", "%"),
        ("受理率%", "%"),
        ("差错‰", "‰"),
        ("培训人次（万人次）", "万人次"),
        ("改造单价（元/平方米）", "元/平方米"),
        ("改造单价（元/随便）", ""),
        ("改造（二期）面积", ""),
    ],
)
def test_the_unit_in_a_name(name: str, unit: str) -> None:
    assert unit_in_name(name, FORM) == unit


def test_what_a_name_counts() -> None:
    assert unit_counted("参训人数", FORM) == "人"
    assert unit_counted("参训人次数", FORM) == "人次"
    assert unit_counted("培训人次", FORM) == "人次"
    assert unit_counted("培训效果", FORM) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人次", True),
        ("万人次", True),
        ("元/平方米", True),
        ("万元/年", True),
        ("元/随便", False),
        ("随便/元", False),
        ("二期", False),
    ],
)
def test_what_is_a_unit(text: str, expected: bool) -> None:
    assert is_unit(text, FORM) is expected


@pytest.mark.parametrize(
    ("unit", "other", "expected"),
    [
        ("平方米", "㎡", True),
        ("天", "日", True),  # the only two of their group
        ("人次", "人/次", True),
        ("平方米", "亩", False),
        ("元/㎡", "元/平方米", True),
        ("万元/㎡", "元/平方米", False),
        ("元/㎡/年", "元/平方米", False),
        ("元/㎡", "元/平方米/年", False),
        ("元/㎡/天", "元/平方米/日", True),
        ("元/㎡/月", "元/平方米/日", False),
        ("台", "台", True),
    ],
)
def test_spellings_of_one_unit(unit: str, other: str, expected: bool) -> None:
    assert spelled_alike(unit, other, FORM) is expected


# Contradictions


@pytest.mark.parametrize(
    ("text", "name", "sign", "unit", "variant"),
    [
        ("≤95%", "受理率", "正向", "", "sign_column"),
        ("<95%", "受理率", "正向", "", "sign_column"),
        ("≥95%", "受理率", "正向", "", ""),
        ("95%", "受理率", "正向", "", ""),
        ("≥5%", "差错率", "反向", "", "sign_column"),
        ("≤5%", "差错率", "反向", "", ""),
        ("≥95%", "受理率", "≤", "", "sign_column"),
        ("≥95%", "受理率", "≥", "", ""),
        ("≥3个", "平台数量", "", "台", ""),  # 个 stands for any counter
        ("≥3人次", "培训人次", "", "天", "unit_column"),
        ("≥3万", "业务占比（%）", "", "", "unit"),  # a scale alone is no percentage
        ("≥3万", "节约金额（元）", "", "", ""),
        ("≥3次/年", "巡检次数（次）", "", "", ""),
        ("≥3次", "巡检次数（次/年）", "", "", ""),
        ("≥3元/人", "补助标准（元/户）", "", "", "unit"),
        ("≥3元/人", "补助标准（元/人）", "", "", ""),
        ("≥3元", "补助标准（次/年）", "", "", "unit"),
        ("≥3个乡镇", "覆盖乡镇（个）", "", "", ""),
        ("≥3人次", "培训人数（人）", "", "", "unit"),  # a unit of its own
        ("≥3个月", "服务期限（个）", "", "", "unit"),
        ("≥3㎡", "改造面积（平方米）", "", "", ""),
        ("≥3亩", "改造面积（平方米）", "", "", "unit"),
        ("≥95分", "受理率", "", "", "rate"),
        ("≥95分", "服务对象满意度", "", "", ""),
        ("≥95次", "服务对象满意度", "", "", "rate"),
        ("≥3倍", "业务量增长率", "", "", ""),
        ("≥3倍", "受理率", "", "", "rate"),
        ("≥95", "受理率（%）", "", "", ""),
    ],
)
def test_what_a_value_contradicts(text: str, name: str, sign: str, unit: str, variant: str) -> None:
    assert contradiction(value(text, sign=sign, unit=unit), name, FORM) == variant


@pytest.mark.parametrize(
    ("text", "name", "ends"),
    [
        ("95-100%", "受理率", (95, 100)),
        ("≥95%", "受理率", (95, 95)),
        ("≤5‰", "差错率", (Decimal("0.5"), Decimal("0.5"))),
        ("≥95", "受理率（%）", (95, 95)),
        ("≥95分", "满意度", None),
        ("健全", "制度", None),
    ],
)
def test_the_ends_of_a_share(
    text: str, name: str, ends: tuple[Decimal | int, Decimal | int] | None
) -> None:
    assert lowest_and_highest(value(text), name, FORM) == ends


def test_the_ends_of_a_share_whichever_comes_first() -> None:
    turned = IndicatorValue("", "", Decimal(5), Decimal(-3), "%")
    assert lowest_and_highest(turned, "增长率", FORM) == (Decimal(-3), Decimal(5))


# What a row plans


def test_what_a_row_plans_and_reached() -> None:
    figure = value("≥95%")
    assert planned_field({"value": None}) == "value"
    assert planned_field({"target": figure}) == "target"
    assert planned({"target": figure}) is figure
    assert planned({"value": "≥95%"}) is None
    assert reached({"actual": figure}) is figure
    assert reached({"actual": "≥95%"}) is None
    assert name_of({"level3": "指标1：培训 人次。"}) == "培训人次"
    assert name_of({"level3": 1}) == name_of({}) == ""


# Dates that lost their format


@pytest.mark.parametrize(
    ("number", "name", "unit", "level2", "expected"),
    [
        ("44926", "响应时间", "", "数量指标", True),
        ("44926", "办结时限", "", "数量指标", True),
        ("44926", "平台数量", "", "时效指标", True),
        ("44926", "平台规模", "", "数量指标", False),
        ("44926", "平台规模", "44926", "数量指标", True),
        ("44926", "响应时间", "小时", "时效指标", False),
        ("44926", "响应时间（小时）", "", "时效指标", False),
        ("44926", "参训人数", "", "时效指标", False),
        ("44926小时", "响应时间", "", "时效指标", False),
        ("44926-44927", "响应时间", "", "时效指标", False),
        ("44926.5", "响应时间", "", "时效指标", False),
        ("36526", "响应时间", "", "时效指标", True),  # 1 January 2000
        ("36527", "响应时间", "", "时效指标", True),
        ("36525", "响应时间", "", "时效指标", False),  # no first of a month
        ("36495", "响应时间", "", "时效指标", True),  # 1 December 1999
        ("54788", "响应时间", "", "时效指标", True),
        ("54789", "响应时间", "", "时效指标", False),
        ("10959", "响应时间", "", "时效指标", True),  # 1 January 1930
        ("10928", "响应时间", "", "时效指标", False),  # 1 December 1929
        ("健全", "响应时间", "", "时效指标", False),
    ],
)
def test_the_number_of_a_date(
    number: str, name: str, unit: str, level2: str, expected: bool
) -> None:
    found = value(number, unit=unit)
    assert is_serial(found, name, {"level2": level2}, FORM) is expected


@pytest.mark.parametrize(
    ("shown", "year", "typed"),
    [
        ("2022-03-05", 2022, "3-5"),
        ("2022-03-05 08:30:00", 2022, "3-5"),
        ("2016-01-01", 2022, "1-16"),
        ("2017-01-01", 2022, "1-1"),
        ("2028-01-01", 2022, "1-28"),
        ("2016-01-01", None, "1-1"),
        ("1995-01-01", None, "1-95"),
        ("1999-12-01", 2001, "12-99"),
        ("1995-01-02", 2022, "1-2"),
        ("2000-05-01", 2002, "5-1"),
    ],
)
def test_what_a_date_was_typed_as(shown: str, year: int | None, typed: str) -> None:
    assert likely_typed(shown, year) == typed


# Suggestions


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("改造面积（亩）", "亩"),
        ("改造面积", "平方米"),
        ("参训人数", "人"),
        ("受理率", "%"),
        ("业务占比", "%"),
        ("业务量增长率", ""),
        ("建设投资面积", "平方米"),  # what comes last counts
        ("面积建设投资", "万元"),
        ("工作成效", ""),
    ],
)
def test_the_unit_that_a_name_most_likely_has(name: str, unit: str) -> None:
    assert usual_unit(name, FORM) == unit


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("100", "合格率（%）", True),
        ("100%", "合格率", True),
        ("100", "合格率", True),
        ("100分", "满意度", False),
        ("99%", "合格率", False),
        ("100%", "完成率", False),
        ("100-100%", "合格率", False),
    ],
)
def test_a_whole_that_cannot_be_more(text: str, name: str, expected: bool) -> None:
    assert is_full_rate(value(text), name, FORM) is expected


@pytest.mark.parametrize(
    ("text", "name", "figure"),
    [
        ("全年受理95%左右", "业务受理", "≥95%"),
        ("全年受理95%上下", "业务受理", "≥95%"),
        ("全年受理不超过95%", "业务受理", "≤95%"),
        ("用时95天地", "办理", "≥95天"),
        ("用时95天", "办理（小时）", ""),
        ("受理95件", "受理率", ""),
        ("受理95件，办结90件", "业务受理", ""),
        ("受理95", "业务受理", ""),
        ("受理良好", "业务受理", ""),
    ],
)
def test_the_one_figure_of_a_text(text: str, name: str, figure: str) -> None:
    assert figure_in(text, name, "质量指标", FORM) == figure
