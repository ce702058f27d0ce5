"""What the rules of self-assessments share, and the rules called with single rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.template_book import form_named
from xltool.model.form import Form
from xltool.model.submission import ABSENT
from xltool.rules.rule import Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    NAMELESS,
    all_points,
    due,
    executions,
    indicator_name,
    missed,
    number,
    parent,
    score_pairs,
    scored_tables,
    spending_tables,
    stated_rate,
)
from xltool.rules.self_assessment.xl954_unusual_weight_split import RULE as WEIGHT_SPLIT
from xltool.rules.self_assessment.xl964_inflated_assessment import RULE as INFLATED
from xltool.rules.self_assessment.xl965_much_unspent import RULE as UNSPENT
from xltool.rules.self_assessment.xl970_tasks_above_total import RULE as TASKS_ABOVE_TOTAL
from xltool.values.cell_value import Number, typed
from xltool.values.indicator_value import parse_indicator_value

PROJECT = form_named("self-assessment@2022")
DEPARTMENT = form_named("department-assessment@2022")


def figure(amount: object) -> Number:
    return Number(str(amount), Decimal(str(amount)))


def row(target: str, actual: str, weight: object = 10) -> Row:
    values = {"target": parse_indicator_value(target), "actual": parse_indicator_value(actual)}
    return {**values, "weight": figure(weight), "level3": "办事大厅"}


def hits(rule: RowRule, about: Row, form: Form = PROJECT) -> list[Hit]:
    return list(rule.check(about, form))


def money(table: str, form: Form, **raws: object) -> dict[str, object]:
    return {
        name: typed(raw, field) if (field := form.field(table, name)) else raw
        for name, raw in raws.items()
    }


# Shared


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (figure("9.5"), "9.5"),
        (Number("九", None), None),
        (Number("inf", Decimal("Infinity")), None),
        ("9.5", None),
        (None, None),
        (ABSENT, None),
    ],
)
def test_points_that_can_be_reckoned_with(value: object, expected: str | None) -> None:
    assert number({"score": value}, "score") == (None if expected is None else Decimal(expected))


def test_an_indicator_is_called_by_its_name() -> None:
    assert indicator_name({"level3": "办事 群众满意度"}) == "办事群众满意度"
    assert indicator_name({"level3": "一" * 30}) == "一" * 19 + "…"
    assert indicator_name({"level3": None}) is NAMELESS


@pytest.mark.parametrize(("weight", "least"), [(10, "8"), (0, None), (-1, None)])
def test_points_are_due_for_a_weight_above_0(weight: int, least: str | None) -> None:
    points = due(row("≥20台", "16台", weight), PROJECT)
    assert (points.least if points else None) == (None if least is None else Decimal(least))


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥20台", "16台", True),
        ("≥20台", "20台", False),
        ("＝4次", "3次", True),
        ("＝4次", "5次", False),  # overshot
        ("＝0.5万元", "1万元", False),
        ("＝0起", "2起", True),
        ("≤5次", "6次", True),
        ("＞5次", "5次", True),
        ("3-5次", "6次", True),
        ("明显提升", "推进中", False),
        ("≥20台", "已完成", False),
    ],
)
def test_whether_a_target_was_plainly_missed(target: str, actual: str, expected: bool) -> None:
    assert missed(row(target, actual), PROJECT) is expected


def test_which_fields_are_weights_and_scores() -> None:
    assert list(score_pairs(PROJECT, "projects")) == [
        ("overall_weight", "overall_score"),
        ("total_weight", "total_score"),
    ]
    assert list(score_pairs(DEPARTMENT, "tasks")) == [("weight", "score")]
    assert list(score_pairs(PROJECT, "elsewhere")) == []
    assert sorted(scored_tables(DEPARTMENT)) == ["assessed_indicators", "projects", "tasks"]
    # A table with weights alone is none with scores.
    assert scored_tables(form_named("national-target@2021")) == []


def test_where_something_is_spent() -> None:
    assert spending_tables(PROJECT) == {"projects"}
    assert spending_tables(DEPARTMENT) == {"projects", "tasks"}
    assert [each.budget for each in executions(DEPARTMENT, "projects")] == ["total_budget"]
    assert [each.budget for each in executions(DEPARTMENT, "tasks")] == ["budget"]
    assert list(executions(DEPARTMENT, "elsewhere")) == []


def test_the_stated_rate() -> None:
    (each,) = executions(PROJECT, "projects")
    assert stated_rate(money("projects", PROJECT, total_rate="95%"), each) == 95
    assert stated_rate(money("projects", PROJECT, total_rate="约95"), each) is None
    assert stated_rate({}, each) is None


def test_the_project_of_some_rows() -> None:
    about = {"name": "大厅改造"}
    assert parent([{"parent": about}]) is about
    assert parent([{"parent": about}, {"parent": {}}]) is about
    assert parent([{"parent": None}]) == {}
    assert parent([{}]) == {}


def test_the_points_of_money_and_tasks() -> None:
    tasks = ({"weight": figure(12)}, {"weight": figure(8)}, {"weight": ABSENT}, {"weight": None})
    about = {"total_weight": figure(10), "weight": figure(99), "tasks": tasks}
    assert all_points(about, DEPARTMENT, "weight") == [12, 8, None]
    assert all_points(about, PROJECT, "weight") == [10]
    assert all_points({"total_weight": ABSENT}, PROJECT, "weight") == []


# Weights by first level


def split(*weights: tuple[str, object]) -> list[Hit]:
    below = {"成本指标": "经济成本指标"}
    rows = [
        {"level1": name, "level2": below.get(name), "weight": figure(points)}
        for name, points in weights
    ]
    return list(WEIGHT_SPLIT.check(rows, PROJECT))


@pytest.mark.parametrize(
    ("weights", "place", "others", "usual"),
    [
        (
            [("产出指标", 50), ("效益指标", 20), ("满意度指标", 20)],
            1,
            (2,),
            ["产出 50", "效益 30", "满意度 10"],
        ),
        (
            [("产出指标", 45), ("效益指标", 35), ("满意度指标", 10)],
            0,
            (1,),
            ["产出 50", "效益 30", "满意度 10"],
        ),
        # One level is missing: what there is, is right.
        (
            [("产出指标", 50), ("效益指标", 30)],
            0,
            (),
            ["产出 50", "效益 30", "满意度 10"],
        ),
    ],
)
def test_an_unusual_split_is_shown_where_it_differs(
    weights: list[tuple[str, object]], place: int, others: tuple[int, ...], usual: list[str]
) -> None:
    (hit,) = split(*weights)
    assert (hit.row, hit.others) == (place, tuple((n, "weight") for n in others))
    assert hit.params["usual"] == usual


def test_a_split_with_cost_is_compared_with_one_that_has_it() -> None:
    assert not split(("成本指标", 20), ("产出指标", 40), ("效益指标", 20), ("满意度指标", 10))
    (hit,) = split(("成本指标", 30), ("产出指标", 30), ("效益指标", 20), ("满意度指标", 10))
    assert (hit.row, hit.others) == (0, ((1, "weight"),))
    assert hit.params["usual"] == ["成本 20", "产出 40", "效益 20", "满意度 10"]


# Spending


def assessed(**changes: object) -> dict[str, object]:
    about: dict[str, object] = {
        "table": "projects",
        **money("projects", PROJECT, total_budget=100, total_executed=80, money_unit="万元"),
        "overall_score": figure(95),
        "assessed_indicators": ({"weight": figure(90), "score": figure(90)},),
    }
    return {**about, **changes}


def test_an_inflated_assessment_is_marked_at_its_total_or_at_the_points_for_money() -> None:
    assert [hit.field for hit in hits(INFLATED, assessed())] == ["overall_score"]
    assert [hit.field for hit in hits(INFLATED, assessed(overall_score=ABSENT))] == ["total_score"]
    department = assessed(overall_score=ABSENT)
    assert [hit.field for hit in hits(INFLATED, department, DEPARTMENT)] == ["total_executed"]
    assert not hits(INFLATED, assessed(table="elsewhere"))


@pytest.mark.parametrize(
    ("weight", "score", "found"),
    [(90, 90, 1), (90, 76.5, 0), (90, 76.6, 1), (0.5, 0.5, 1), (0, 0, 0), (90, None, 0)],
)
def test_shares_of_points_against_the_share_that_was_spent(
    weight: float, score: float | None, found: int
) -> None:
    points = figure(score) if score is not None else None
    rows = ({"weight": figure(weight), "score": points},)
    assert len(hits(INFLATED, assessed(assessed_indicators=rows))) == found


@pytest.mark.parametrize(
    ("budget", "executed", "found"),
    [(100, 80, 0), (100, 79.9, 1), (0.5, 0.1, 1), (10, 0.5, 1), (10, 0, 1), (0, 0, 0), (10, -1, 0)],
)
def test_much_of_a_budget_unspent(budget: float, executed: float, found: int) -> None:
    about = money("projects", PROJECT, total_budget=budget, total_executed=executed)
    assert len(hits(UNSPENT, {"table": "projects", **about})) == found


@pytest.mark.parametrize(
    ("total", "tasks", "found"),
    [
        (100, (60, 41), ["total_budget"]),
        (100, (60, 40), []),
        (100, (60, "约50"), []),
        ("约100", (60, 50), []),
        (None, (60, 50), []),
        (100, (), []),
    ],
)
def test_tasks_that_cost_more_than_there_is(
    total: object, tasks: Sequence[object], found: list[str]
) -> None:
    rows = tuple(money("tasks", DEPARTMENT, budget=each, executed=1) for each in tasks)
    about = money("projects", DEPARTMENT, total_budget=total, total_executed=200)
    about |= {"table": "projects", "tasks": rows, "money_unit": "万元"}
    assert [hit.field for hit in hits(TASKS_ABOVE_TOTAL, about, DEPARTMENT)] == found
    assert not hits(TASKS_ABOVE_TOTAL, about, PROJECT)
