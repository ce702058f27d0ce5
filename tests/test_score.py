"""Points worked out by hand: every sign, ranges, words, dates, zeros, both formulas, rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltool.model.settings import Grade, Scoring
from xltool.values.deadline import on_time
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value
from xltool.values.score import (
    Points,
    agrees,
    execution_points,
    grade_for,
    is_met,
    over_fulfilment,
    points_due,
)

RATIO = Scoring()
DEVIATION = Scoring(at_most="deviation")
BY_RATIO = Scoring(overshoot="ratio")


def value(text: str) -> IndicatorValue:
    return parse_indicator_value(text)


@pytest.mark.parametrize(
    ("target", "actual", "weight", "points", "scoring"),
    [
        # ≥: weight × actual / target, at most the weight.
        ("≥20台", "20台", 20, "20", RATIO),
        ("≥20台", "26台", 20, "20", RATIO),  # 26/20 > 1: capped
        ("≥20台", "15台", 20, "15", RATIO),  # 20 × 15/20
        ("≥95%", "83.6%", 10, "8.8", RATIO),  # 10 × 83.6/95 = 836/95 = 8.8
        ("≥95%", "0.836", 10, "8.8", RATIO),  # the same as a fraction
        ("≥95%", "76", 10, "8", RATIO),  # a bare number is in the target's unit: 10 × 76/95
        ("≥20台", "0台", 20, "0", RATIO),
        ("≥95%", "1", 10, "10", RATIO),  # 1 beside whole percent is all of them
        ("≥95%", "1.9", 95, "1.9", RATIO),  # and 1.9 is 1.9 %
        ("≥1%", "0.5", 10, "5", RATIO),  # beside 1 % it may be half a percent
        ("≥20", "15台", 20, "15", RATIO),
        ("≥0.5万元", "0.25万元", 10, "5", RATIO),
        ("≥0件", "0件", 5, "5", RATIO),  # a zero target with ≥ is reached by anything
        ("≥3万元", "24000元", 10, "8", RATIO),  # 2.4 of 3 万元: 10 × 2.4/3
        ("≥30000元", "2.4万元", 10, "8", RATIO),
        # >: the same formula; only what is met differs.
        (">100人", "80人", 10, "8", RATIO),
        (">100人", "101人", 10, "10", RATIO),
        # =: all if met, below it by min/max; above it as the form says.
        ("＝4次", "4次", 8, "8", RATIO),
        ("＝4次", "3次", 8, "6", RATIO),  # 8 × 3/4
        ("＝4次", "5次", 8, "8", RATIO),  # overshot: full
        ("＝4次", "5次", 8, "6.4", BY_RATIO),  # overshot: 8 × 4/5
        ("＝0起", "0起", 5, "5", RATIO),
        ("＝0起", "2起", 5, "0", RATIO),
        ("＝0起", "-1起", 5, "0", RATIO),
        # ≤ by ratio: weight × target / actual.
        ("≤15分钟", "12分钟", 10, "10", RATIO),
        ("≤15分钟", "15分钟", 10, "10", RATIO),
        ("≤15分钟", "20分钟", 10, "7.5", RATIO),  # 10 × 15/20
        ("≤15分钟", "40分钟", 10, "3.75", RATIO),  # 10 × 15/40
        ("≤0.5小时", "1小时", 10, "5", RATIO),
        ("≤15分钟", "0分钟", 10, "10", RATIO),
        ("<50万元", "62.5万元", 10, "8", RATIO),  # 10 × 50/62.5
        # ≤ by deviation: weight × (1 − (actual − target)/target).
        ("≤15分钟", "12分钟", 10, "10", DEVIATION),
        ("≤15分钟", "18分钟", 10, "8", DEVIATION),  # 10 × (1 − 3/15)
        ("≤15分钟", "30分钟", 10, "0", DEVIATION),  # twice the target
        ("≤15分钟", "40分钟", 10, "0", DEVIATION),  # beyond: never below 0
        # ≤ 0: all or nothing, by either formula.
        ("≤0件", "0件", 5, "5", RATIO),
        ("≤0件", "1件", 5, "0", RATIO),
        ("≤0件", "1件", 5, "0", DEVIATION),
        # A range: full inside and on its bounds, else to the nearer one.
        ("10-20天", "10天", 8, "8", RATIO),
        ("10-20天", "16天", 8, "8", RATIO),
        ("10-20天", "20天", 8, "8", RATIO),
        ("10-20天", "5天", 8, "4", RATIO),  # 8 × 5/10
        ("10-20天", "0.5天", 8, "0.4", RATIO),
        ("10-20天", "0天", 8, "0", RATIO),
        ("0.5-0.8万元", "0.4万元", 10, "8", RATIO),
        ("10-20天", "25天", 8, "6.4", RATIO),  # 8 × 20/25
        # Dates: all or nothing.
        ("2022年10月底前", "2022年10月", 10, "10", RATIO),
        ("2022年10月底前", "2022年11月", 10, "0", RATIO),
        ("12月底前", "2022年12月20日", 10, "10", RATIO),
        ("2022年6月30日前", "2022年7月1日", 10, "0", RATIO),
    ],
)
def test_points(target: str, actual: str, weight: int, points: str, scoring: Scoring) -> None:
    due = points_due(value(target), value(actual), Decimal(weight), scoring)
    assert due
    assert (due.least, due.most) == (Decimal(points), Decimal(points))


@pytest.mark.parametrize(
    ("target", "actual", "least", "most"),
    [
        # Of 20 points: reached 80-100 %, partly 60-80 %, not 0-60 %.
        ("明显提升", "达成预期指标", 16, 20),
        ("明显提升", "明显提升", 16, 20),
        ("明显提升", "部分达成预期指标并具有一定效果", 12, 16),
        ("明显提升", "未达成预期指标且效果较差", 0, 12),
    ],
)
def test_bands(target: str, actual: str, least: int, most: int) -> None:
    assert points_due(value(target), value(actual), Decimal(20), RATIO) == Points(
        Decimal(least), Decimal(most), certain=False
    )


def test_bands_of_the_form() -> None:
    # 90-100, 50-90, 0-50 % of 20.
    form = Scoring(bands=(Decimal(90), Decimal(50)))
    due = points_due(value("明显提升"), value("部分达成"), Decimal(20), form)
    assert due == Points(Decimal(10), Decimal(18), certain=False)


@pytest.mark.parametrize(
    ("target", "actual", "certain", "scoring"),
    [
        ("≥20台", "15台", True, RATIO),
        ("≤15分钟", "20分钟", True, RATIO),
        ("≤15分钟", "20分钟", False, DEVIATION),  # one vendor's formula
        ("＝4次", "5次", False, BY_RATIO),
        ("100%", "83.5%", False, RATIO),  # its sign had to be guessed
        ("10-20天", "25天", True, RATIO),  # a range needs no sign
        ("10-20天", "16天", True, RATIO),
        ("≥20台", "20台", True, RATIO),
        ("＝0起", "2起", True, RATIO),
        ("＝0起", "-1起", True, RATIO),
        ("≤15分钟", "12分钟", True, DEVIATION),
        ("≤0件", "1件", True, DEVIATION),
    ],
)
def test_what_is_certain(target: str, actual: str, certain: bool, scoring: Scoring) -> None:
    due = points_due(value(target), value(actual), Decimal(10), scoring, sign="≥")
    assert due
    assert due.certain is certain


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥20台", "全部完成"),
        ("≥20台", "≥20台"),  # no actual number at all
        ("≥20台", "15公里"),
        ("≥20台", "3-5台"),
        ("明显提升", "95%"),
        ("12月底前", "已完成"),
        ("≥-5%", "-6%"),  # a ratio of negative numbers means nothing
        ("≥20件", "-1件"),
        ("≥0件", "-1件"),
        ("＝5次", "-1次"),
        ("＝1次", "-1次"),
        ("10-20天", "-5天"),
        ("≤-5度", "3度"),
        ("≥20万元", "15公里"),
        ("≥20台", "15万元"),
        ("≥20", "15万元"),  # 元 or 万元 is never guessed
        ("明显提升", "推进中"),
        ("12月底前", "1月1次"),  # a frequency is no date
    ],
)
def test_what_cannot_be_told(target: str, actual: str) -> None:
    assert points_due(value(target), value(actual), Decimal(10), RATIO) is None


def test_a_range_that_ends_at_0_has_no_share_above_it() -> None:
    target = IndicatorValue("-5至0度", "", Decimal(-5), Decimal(0), "度")
    assert points_due(target, value("3度"), Decimal(10), RATIO) is None
    assert points_due(target, value("-2度"), Decimal(10), RATIO) == Points(Decimal(10), Decimal(10))
    assert points_due(target, value("0度"), Decimal(10), RATIO) == Points(Decimal(10), Decimal(10))


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥95%", "95%", True),
        ("≥95%", "94.9%", False),
        (">95%", "95%", False),
        ("≤3天", "3天", True),
        ("<3天", "3天", False),
        ("＝4次", "5次", False),
        ("3-5天", "3天", True),
        ("3-5天", "5天", True),
        ("3-5天", "6天", False),
        ("明显提升", "部分达成", False),
        ("明显提升", "明显提升", True),
        ("12月底前", "10月", True),
        ("≥95%", "很高", None),
        ("明显提升", "推进中", None),
        ("12月底前", "推进中", None),
        ("12月底前", "10月完成80%", None),  # no date, but a share by then
    ],
)
def test_met(target: str, actual: str, met: bool | None) -> None:
    assert is_met(value(target), value(actual)) is met


@pytest.mark.parametrize(
    ("target", "actual", "percent"),
    [
        ("≥20台", "26台", 30),  # 6/20
        ("＝4次", "6次", 50),  # 2/4
        ("≥0.5万元", "1万元", 100),
        ("≥20台", "20台", None),
        ("≤20台", "10台", None),  # less is no over-fulfilment
        ("≥0台", "3台", None),
    ],
)
def test_over_fulfilment(target: str, actual: str, percent: int | None) -> None:
    assert over_fulfilment(value(target), value(actual)) == percent


@pytest.mark.parametrize(
    ("weight", "executed", "budget", "points"),
    [
        (10, "154.375", "162.5", "9.5"),  # 154.375/162.5 = 0.95
        (10, "0", "162.5", "0"),
        (10, "0.25", "0.5", "5"),
        (10, "200", "162.5", "10"),  # more than all: capped
        (20, "125.25", "150", "16.7"),  # 0.835 × 20
    ],
)
def test_execution(weight: int, executed: str, budget: str, points: str) -> None:
    due = execution_points(Decimal(weight), Decimal(executed), Decimal(budget))
    assert due == Decimal(points)


def test_execution_without_a_budget() -> None:
    assert execution_points(Decimal(10), Decimal(0), Decimal(0)) is None


@pytest.mark.parametrize(
    ("stated", "due", "right"),
    [
        # 10 × 2/3 = 6.6666…: 7, 6.7 and 6.67, and all its places; no other figure.
        ("7", "6.666666666666667", True),
        ("6.7", "6.666666666666667", True),
        ("6.67", "6.666666666666667", True),
        ("6.66666666666667", "6.666666666666666666666666667", True),
        ("6.6", "6.666666666666667", False),
        ("6.66", "6.666666666666667", False),
        ("6", "6.666666666666667", False),
        # Halves go up, as in Excel, not to the even digit.
        ("3", "2.5", True),
        ("2", "2.5", False),
        ("2.5", "2.45", True),
        ("0.13", "0.125", True),
    ],
)
def test_rounding(stated: str, due: str, right: bool) -> None:
    assert agrees(Decimal(stated), Decimal(due)) is right


@pytest.mark.parametrize(
    ("total", "name"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.9", "差")],
)
def test_grades(total: str, name: str) -> None:
    assert grade_for(Decimal(total), RATIO.grades) == name


def test_a_grade_that_begins_above_its_figure() -> None:
    grades = (Grade(name="优", least=Decimal(90), above=True), Grade(name="良", least=Decimal(0)))
    assert [grade_for(Decimal(total), grades) for total in ("90", "90.1")] == ["良", "优"]


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("2022年10月底前", "2022年10月31日", True),
        ("10月10日前", "10月", True),  # some day of October was in time
        ("10月1日前", "10月", True),
        ("10月31日前", "10月31日", True),
        ("6月15日前", "6月20日", False),
        ("2022年10月底前", "11月5日", False),  # of the same year
        ("2022年10月底前", "9月", True),
        ("3月底前", "上半年", True),
        ("1月1日前", "上半年", True),
        ("20221031", "20211101", True),
        ("6月底前", "7月上旬", False),
        ("上半年", "6月15日", True),
        ("上半年", "8月", False),
        ("第三季度", "2022年9月", True),
        ("2022年底前", "2023年1月", False),
        ("2022.07-2022.12", "2022.11", True),
        ("十月底前", "十一月", False),
        ("20221031", "20221101", False),
        ("每月10日前", "已完成", None),
    ],
)
def test_deadlines(target: str, actual: str, met: bool | None) -> None:
    assert on_time(target, actual) is met
