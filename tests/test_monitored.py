"""What the rules of monitoring share: funds, units of actual values, chances, rates, months."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.template_book import form_named
from xltool.model.form import Form
from xltool.model.settings import RuleSetting
from xltool.model.submission import ABSENT, Record
from xltool.model.workbook import CellRef
from xltool.rules.monitoring.funds import funds, whole
from xltool.rules.monitoring.history import (
    INDICATORS,
    compared_with_month_before,
    compared_with_targets,
    lost_indicators,
    target_column,
)
from xltool.rules.monitoring.lights import Light, execution_light
from xltool.rules.monitoring.measured import measured, unit_factor
from xltool.rules.monitoring.reasons import asks_chances, can_explain, chances
from xltool.rules.monitoring.xl901_wrong_rate import RULE as WRONG_RATE
from xltool.rules.monitoring.xl905_execution_unexplained import RULE as UNEXPLAINED
from xltool.rules.monitoring.xl906_behind_checkpoint import RULE as CHECKPOINT
from xltool.rules.monitoring.xl912_actual_of_other_unit import RULE as OTHER_UNIT
from xltool.rules.monitoring.xl914_impossible_rate import RULE as IMPOSSIBLE_RATE
from xltool.rules.monitoring.xl941_executed_fell import RULE as FELL
from xltool.rules.rule import Hit, Row, RowRule
from xltool.values.cell_value import Percent, typed, typed_record
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

FORM, TARGET = form_named("monitoring@2022"), form_named("hebei-target@2022")


def hits(rule: RowRule, row: Row, form: Form = FORM) -> list[Hit]:
    return list(rule.check(row, form))


def project(**raws: object) -> dict[str, object]:
    """A project's row as it is read, in 万元."""
    given = {"money_unit": "万元", **raws}
    return {
        name: typed(raw, field) if (field := FORM.field("projects", name)) else raw
        for name, raw in given.items()
    }


def value(text: str | None) -> IndicatorValue | None:
    return parse_indicator_value(text) if text else None


# Money


def test_the_lines_of_the_funds() -> None:
    parts = {"fiscal_initial": None, "carried_initial": None, "other_initial": 30}
    row = project(total_initial=None, **parts, total_executed=10)
    found = list(funds(row, FORM))
    assert [fund.line for fund in found] == ["total", "fiscal", "carried", "other"]
    # A blank part of the initial budget is none, a blank total is not known.
    assert [fund.initial for fund in found] == [None, 0, 0, 30]
    assert [fund.executed for fund in found] == [10, None, None, None]
    assert whole(row, FORM) == found[0]


@pytest.mark.parametrize(
    ("executed", "budget", "light"),
    [("0.1", "0.5", Light.RED), ("0.1", "0", None), ("0.1", None, None), (None, "0.5", None)],
)
def test_the_light_of_small_money(
    executed: str | None, budget: str | None, light: Light | None
) -> None:
    spent, given = (None if each is None else Decimal(each) for each in (executed, budget))
    assert execution_light(spent, given, 7, FORM) is light


def rate_is_wrong(executed: float, rate: str) -> bool:
    row = project(total_initial=100, total_executed=executed, total_rate=rate)
    return bool(hits(WRONG_RATE, row))


@pytest.mark.parametrize(
    ("executed", "rate", "wrong"),
    [
        (39.4, "39%", False),  # rounded to a whole
        (39.6, "39%", True),
        (39.44, "39.4%", False),
        (39.46, "39.4%", True),
        (39.8, "0.398", False),  # a fraction
        (39.8, "0.398%", True),
        (0.4, "0.4%", False),
        (40, "0.4%", True),
    ],
)
def test_a_rate_is_right_as_far_as_it_is_rounded(executed: float, rate: str, wrong: bool) -> None:
    assert rate_is_wrong(executed, rate) is wrong


def test_a_rate_that_cannot_be_read_is_another_finding() -> None:
    row = project(total_initial=100, total_executed=39)
    assert not hits(WRONG_RATE, {**row, "total_rate": Percent("三成", None, False)})


def test_slow_spending_is_marked_with_the_box_for_its_reason() -> None:
    slow = {**project(total_initial=100, total_executed=10), "month": 7}
    boxes = {"execution_reason": None}
    (hit,) = hits(UNEXPLAINED, {**slow, **boxes})
    assert hit.others == ((0, "execution_reason"),)
    room = {"monitored_indicators": ({"cause_explained": ABSENT}, {"cause_explained": None})}
    (hit,) = hits(UNEXPLAINED, {**slow, **room, "execution_reason": ABSENT})
    assert hit.others == ()
    # Without any room for a reason none is asked for.
    none = {"monitored_indicators": ({"cause_explained": ABSENT},)}
    assert not hits(UNEXPLAINED, {**slow, **none, "execution_reason": ABSENT})
    assert not hits(UNEXPLAINED, {**slow, "execution_reason": "追加资金下达晚"})


def test_what_is_no_checkpoint_is_passed_over() -> None:
    setting = RuleSetting.model_validate({"checkpoints": ["4=25", "到六月四成", "8: 60%"]})
    form = FORM.model_copy(update={"rules": {**FORM.rules, "XL906": setting}})
    row = {**project(total_initial=100, total_executed=24), "month": 5}
    (hit,) = hits(CHECKPOINT, row, form)
    assert (hit.params["checkpoint"], hit.params["least"]) == (4, "25%")
    assert not hits(CHECKPOINT, {**row, "month": 3}, form)


# Units


@pytest.mark.parametrize(
    ("target", "actual", "name", "factor"),
    [
        ("≥20台", "12", "购置数量", "1"),
        ("≥20台", "12台", "购置数量", "1"),
        ("≥20台", "12个", "购置数量", "1"),
        ("≥20台", "1.2万台", "购置数量", "10000"),
        ("≥2万台", "1.2万台", "购置数量", "1"),
        ("≥2万元", "9000元", "节约额", "0.0001"),
        ("≥2千元", "9000元", "节约额", "0.001"),
        ("≥20", "1.2万台", "购置数量", "10000"),
        ("≥20", "1.2万", "访问量", "10000"),
        ("≥20", "1.2千", "访问量", "1000"),
        ("≥2万", "3千", "访问量", "0.1"),
        ("≥2万", "3千人", "访问量", "0.1"),
        ("≥2千人", "1500人", "参训人数", "0.001"),
        ("≥2千克", "3公斤", "用量", "1"),
        ("≥2千瓦时", "3000瓦时", "用电量", None),
        ("≥20", "1.2万元", "节约额", "1"),  # such a target may be in 万元
        ("≥20", "12元", "节约额", "1"),
        ("≥250万", "100万", "访问量", "1"),
        ("≥250万", "1000000", "访问量", "1"),
        ("≥5千米", "3公里", "长度", "1"),
        ("≥5千米", "3千米", "长度", "1"),
        ("≥5千米", "3000米", "长度", None),
        ("≥5个百分点", "3%", "增长", "1"),
        ("≥5‰", "1%", "差错", "10"),
        ("≥95%", "30件", "办结率", None),
        ("≥30件", "95%", "办结数", None),
        ("≥20个", "3个百分点", "数量", None),
        ("≥20平方米", "12㎡", "面积", "1"),
        ("≥20平方米", "12亩", "面积", None),
        ("≥20台", "12小时", "购置数量", None),
        ("≥20台套", "12台", "购置数量", "1"),
        ("≥20台", "12台套", "购置数量", "1"),
    ],
)
def test_an_actual_value_in_the_unit_of_its_target(
    target: str, actual: str, name: str, factor: str | None
) -> None:
    given = (parse_indicator_value(target), parse_indicator_value(actual))
    assert unit_factor(*given, name, FORM) == (None if factor is None else Decimal(factor))


@pytest.mark.parametrize(
    ("target", "actual", "name", "rate", "met"),
    [
        ("≥95%", "96%", "办事群众满意度", True, True),
        ("≥95", "93", "办事群众满意度", True, False),
        ("≥36人次", "40人次", "参训率先人次", False, True),
        ("≥90分", "95分", "办事群众满意度", False, True),
        ("≥3", "2", "审批业务占比（%）", True, False),
        ("<15分钟", "14", "等候时间", False, True),
        ("<15分钟", "15", "等候时间", False, False),
        ("≤15分钟", "15", "等候时间", False, True),
        (">15分钟", "15", "服务时间", False, False),
        ("10-20次", "20", "检查次数", False, True),
        ("10-20次", "21", "检查次数", False, False),
    ],
)
def test_measured(target: str, actual: str, name: str, rate: bool, met: bool) -> None:
    found = measured(value(target), value(actual), name, FORM)
    assert found is not None
    assert (found.rate, found.met) == (rate, met)


@pytest.mark.parametrize(
    ("target", "actual", "name", "fraction"),
    [
        ("≥95%", "0.93", "办结", True),
        ("≥95", "0.93", "办结占比（%）", True),
        ("≥95", "0.93", "办结率", True),
        ("≥95", "0.93", "办结件数", False),
        ("≥95%", "0.93%", "办结", False),
        ("≥0.95%", "0.93", "差错", False),
        ("≥1%", "0.93", "差错", True),
        ("≥95%", "0", "办结", False),
        ("≥95%", "1", "办结", False),
    ],
)
def test_a_bare_fraction_beside_a_percentage(
    target: str, actual: str, name: str, fraction: bool
) -> None:
    row = {"level3": name, "target": value(target), "actual": value(actual)}
    found = [(hit.field, hit.variant) for hit in hits(OTHER_UNIT, row)]
    assert found == ([("actual", "fraction")] if fraction else [])


def test_without_a_target_in_figures_no_unit_is_compared() -> None:
    for target in (None, value("明显提升"), "20台"):
        row = {"level3": None, "target": target, "actual": value("95%")}
        assert not hits(OTHER_UNIT, row)


@pytest.mark.parametrize(
    ("actual", "found"), [("0.5%", 0), ("0", 0), ("-0.5%", 1), ("100%", 0), ("100.5%", 1)]
)
def test_a_rate_that_cannot_be(actual: str, found: int) -> None:
    row = {"level3": "公告覆盖率", "actual": value(actual), "expected": None}
    assert len(hits(IMPOSSIBLE_RATE, row)) == found


# Chances


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"chance": "确定能"}, ("certain",)),
        ({"chance": "完全不可能"}, ("impossible",)),
        ({"chance": "可能", "certain": "√"}, ("possible",)),
        ({"chance": "确定能、有可能"}, ("certain", "possible")),
        ({"chance": None, "certain": "√"}, ("certain",)),
        ({"chance": ABSENT, "certain": "√", "possible": "×"}, ("certain",)),
    ],
)
def test_chances(row: Mapping[str, object], expected: tuple[str, ...]) -> None:
    assert chances(row) == expected


def test_whether_a_print_asks_for_chances_and_has_room_for_reasons() -> None:
    boxes: dict[str, object] = {"certain": None, "possible": None, "impossible": None}
    assert asks_chances(boxes)
    assert not asks_chances({**boxes, "impossible": ABSENT})
    assert asks_chances({**boxes, "impossible": ABSENT, "chance": None})
    assert can_explain({"cause_explained": ABSENT, "remarks": None})
    assert not can_explain({"cause_explained": ABSENT, "remarks": ABSENT})


# One month beside another


def month(*names: str, executed: object = 9, actual: str = "36", **changes: object) -> Any:
    """A project with indicators; `place` says where it stands on its sheet."""
    own = {
        "name": "平台运维费用",
        "money_unit": "万元",
        "total_executed": executed,
        "fiscal_executed": executed,
        **changes,
    }
    fields = FORM.tables()
    return {
        "projects": [Record(typed_record(own, fields["projects"]), {}, 0)],
        INDICATORS: [
            Record(
                typed_record({"level3": n, "target": "≥120", "actual": actual}, fields[INDICATORS]),
                {"level3": CellRef("监控1", 12 + place, 3), "actual": CellRef("监控1", 12, 6)},
                0,
            )
            for place, n in enumerate(names)
        ],
    }


def compared(now: Any, before: Any, kind: str) -> list[dict[str, Any]]:
    rows = compared_with_month_before(now, before, FORM)
    return [dict(row) for row in rows if row["kind"] == kind]


def test_what_is_kept_of_an_indicator() -> None:
    (row,) = compared(month("办事群众满意度"), month("办事群众满意度", actual="30"), "reached")
    assert (row["name"], row["indicator"]) == ("平台运维费用", "办事群众满意度")
    assert (row["rate"], row["now"], row["before"]) == (True, 36, 30)
    assert (row["sheet"], row["cell"]) == ("监控1", "F12")


def test_words_are_not_compared_as_figures() -> None:
    for now, before in (("达成", "30"), ("30", "达成"), ("达成", "达成")):
        rows = compared(month("检查次数", actual=now), month("检查次数", actual=before), "reached")
        assert rows == []


def test_money_of_an_unknown_unit_is_not_compared() -> None:
    assert len(compared(month(), month(), "money")) == 2
    assert compared(month(money_unit="美元"), month(), "money") == []
    assert compared(month(), month(money_unit="美元"), "money") == []
    (row, _) = compared(month(), month(), "money")
    assert (row["sheet"], row["cell"]) == ("", "")


def test_of_money_that_fell_only_the_total_is_told() -> None:
    rows = compared(month(executed=8), month(executed=9), "money")
    assert [(hit.field, hit.row) for hit in FELL.check(rows, FORM)] == [("total_executed", 0)]


def test_an_indicator_that_stayed_is_no_new_name_of_one_that_is_gone() -> None:
    (row,) = compared(month("参加培训人次"), month("参加培训人次", "参加培训人数"), "gone")
    assert (row["before"], row["now"], row["table"]) == ("参加培训人数", "", "projects")
    assert compared(month("参加培训人次"), month("参加培训人次", "参加培训人数"), "renamed") == []


def test_a_renamed_indicator_is_shown_at_its_new_name() -> None:
    rows = compared(month("参加培训人次"), month("参加培训人数"), "renamed")
    (row,) = rows
    assert (row["before"], row["now"], row["table"]) == ("参加培训人数", "参加培训人次", INDICATORS)
    assert (row["field"], row["cell"]) == ("level3", "C12")
    (hit,) = lost_indicators(rows, FORM)
    assert (hit.variant, hit.expected) == ("renamed", "参加培训人数")
    (hit,) = lost_indicators([{**row, "kind": "gone"}], FORM)
    assert (hit.variant, hit.expected) == ("gone", "")


def two_projects(first: str, second: str, place: int | None = 1) -> Any:
    """Two projects with an indicator each; `place` is the project of the second."""
    made = month(first)
    fields = FORM.tables()
    other = {"name": "大厅改造工程", "money_unit": "万元"}
    made["projects"].append(Record(typed_record(other, fields["projects"]), {}, 1))
    raw = {"level3": second, "target": "≥120", "actual": "36"}
    made[INDICATORS].append(Record(typed_record(raw, fields[INDICATORS]), {}, place))
    return made


def test_a_name_that_is_new_in_another_project_is_no_new_spelling() -> None:
    before = two_projects("参加培训人次", "检查次数")
    now = two_projects("绿化面积", "参加培训人数")
    assert compared(now, before, "renamed") == []
    assert len(compared(now, before, "gone")) == 2
    assert compared(now, now, "gone") == []
    assert [row["name"] for row in compared(now, now, "reached")] == [
        "平台运维费用",
        "大厅改造工程",
    ]


def test_an_indicator_without_its_project_is_the_first_ones_or_nobodys() -> None:
    def names(place: int | None) -> list[object]:
        now = two_projects("检查次数", "绿化面积", place)
        return [row["name"] for row in compared(now, now, "reached")]

    assert names(None) == ["平台运维费用", "平台运维费用"]
    assert names(2) == ["平台运维费用", None]


def test_rows_without_a_name_are_passed_over() -> None:
    rows = compared(month("检查次数", "、", None), month("检查次数", "。", None), "reached")  # type: ignore[arg-type]
    assert [row["indicator"] for row in rows] == ["检查次数"]
    assert compared(month("检查次数"), month("检查次数", "。", None), "gone") == []  # type: ignore[arg-type]


def test_targets_are_found_in_the_form_they_are_taken_from() -> None:
    assert target_column(FORM, TARGET) == ("indicators", "value")
    assert target_column(FORM, FORM) == ("", "")
    fields = TARGET.tables()
    target = {
        "projects": [Record(typed_record({"name": "平台运维费用"}, fields["projects"]), {}, 0)],
        "indicators": [
            Record(
                typed_record({"level3": "检查次数", "value": "≥100"}, fields["indicators"]), {}, 0
            )
        ],
    }
    (row,) = compared_with_targets(month("检查次数"), target, FORM, TARGET)
    assert (row["name"], row["now"], row["before"], row["same"]) == (
        "平台运维费用",
        "≥120",
        "≥100",
        False,
    )


def beside_targets(now: Mapping[str, str], then: Mapping[str, str]) -> list[dict[str, Any]]:
    """The indicator of this month beside that of the month before, as targets are compared."""
    fields = FORM.tables()[INDICATORS]
    tables: list[Any] = []
    for changes in (now, then):
        made = month("检查次数")
        raw = {"level1": "产出指标", "level2": "数量指标", "level3": "检查次数", "target": "≥120"}
        made[INDICATORS] = [Record(typed_record({**raw, **changes}, fields), {}, 0)]
        tables.append(made)
    return [dict(row) for row in compared_with_targets(tables[0], tables[1], FORM, FORM)]


def test_targets_beside_those_of_the_month_before() -> None:
    target, level2 = beside_targets({"target": "≥100"}, {})
    assert (target["kind"], target["same"], target["since"]) == ("target", False, "month")
    assert (level2["kind"], level2["same"], level2["since"]) == ("level2", True, "month")
    assert target["name"] == level2["name"] == "平台运维费用"


def test_what_is_gone_since_the_month_before_is_not_said_with_the_targets() -> None:
    assert beside_targets({"level3": "绿化面积"}, {}) == []


@pytest.mark.parametrize(
    ("now", "then", "same"),
    [
        ({"level2": "质量指标"}, {}, False),
        ({"level2": "数量"}, {}, True),
        ({"level1": "乱写"}, {}, True),
        ({"level2": ""}, {}, None),
        ({}, {"level2": ""}, None),
    ],
)
def test_second_levels_beside_those_of_the_month_before(
    now: Mapping[str, str], then: Mapping[str, str], same: bool | None
) -> None:
    found = [row["same"] for row in beside_targets(now, then) if row["kind"] == "level2"]
    assert found == ([] if same is None else [same])
