"""Amounts of a row in its own unit, budgets in 元, and which indicators are of cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.template_book import form_named
from xltool.model.submission import ABSENT
from xltool.rules.money.amounts import (
    amount,
    part_amount,
    places_allowed,
    sum_differs,
    tolerance,
    unit_missing,
)
from xltool.rules.money.budget import budgets, executed, money_of
from xltool.rules.money.cost_indicators import is_cost
from xltool.rules.money.xl401_unreadable_money import RULE as UNREADABLE
from xltool.rules.money.xl402_number_as_text import RULE as NUMBER_AS_TEXT
from xltool.rules.money.xl404_too_many_decimals import RULE as TOO_MANY_DECIMALS
from xltool.rules.money.xl431_weights_sum import RULE as WEIGHTS
from xltool.rules.rule import Hit, Row, RowRule
from xltool.values.cell_value import Number, Written, typed
from xltool.values.indicator_value import parse_indicator_value

TARGET, NATIONAL = form_named(), form_named("national-target@2021")


def project(**raws: object) -> Row:
    """A row of projects as it is read; `Number` stays what it is."""
    fields = {name: TARGET.field("projects", name) for name in raws}
    return {
        name: typed(raw, field) if (field := fields[name]) and not isinstance(raw, Number) else raw
        for name, raw in raws.items()
    }


def shown_in(unit: str, figure: str) -> Number:
    """A number whose cell shows a unit behind it: 36.88 as 36.88万元."""
    return Number(figure, Decimal(figure), unit=unit)


def hits(rule: RowRule, row: Row) -> list[Hit]:
    return list(rule.check(row, TARGET))


# Amounts


@pytest.mark.parametrize(
    ("given", "unit", "expected"),
    [
        (36.88, "万元", "36.88"),
        ("36.88万元", "万元", "36.88"),
        ("1,036.88 万元", "万元", "1036.88"),
        ("36.88万元", "元", None),
        ("36.88万元", "美元", None),
        ("368800元", "万元", None),
        (shown_in("万元", "36.88"), "元", "368800"),
        (shown_in("万", "36.88"), "元", "368800"),
        (shown_in("元", "368800"), "万元", "36.88"),
        (shown_in("万元", "36.88"), "美元", None),
        (shown_in("人", "36.88"), "元", "36.88"),
        (shown_in("", "36.88"), "美元", "36.88"),
        (float("inf"), "元", None),
        ("待定", "元", None),
        (None, "元", None),
    ],
)
def test_an_amount_in_the_unit_of_its_row(given: object, unit: str, expected: str | None) -> None:
    row = project(money_unit=unit, budget=given)
    assert amount(row, TARGET, "budget") == (None if expected is None else Decimal(expected))


def test_a_part_that_only_some_prints_have_is_0_where_it_is_not_printed() -> None:
    assert part_amount({"carried": ABSENT}, NATIONAL, "projects", "carried") == 0
    assert part_amount({"carried": None}, NATIONAL, "projects", "carried") == 0
    assert part_amount({"other": ABSENT}, NATIONAL, "projects", "other") is None
    assert part_amount({}, NATIONAL, "projects", "other") is None


@pytest.mark.parametrize(
    ("unit", "parts", "expected"),
    [("元", (1, 2), "0.010"), ("元", (1, 0), "0.005"), ("万元", (1, 2), "0.000001")],
)
def test_half_a_place_for_each_addend(unit: str, parts: tuple[int, ...], expected: str) -> None:
    row = project(money_unit=unit)
    assert tolerance(row, TARGET, [*map(Decimal, parts)]) == Decimal(expected)


def test_a_form_that_says_nothing_of_decimals_means_cents() -> None:
    unit = TARGET.money_unit.model_copy(update={"decimals": {}})
    form = TARGET.model_copy(update={"money_unit": unit})
    assert places_allowed({}, form) is None
    assert tolerance({}, form, [Decimal(1)]) == Decimal("0.005")


def test_a_part_below_one_is_not_thought_away() -> None:
    (each,) = TARGET.sums
    assert sum_differs(project(budget=300, fiscal=300, other=0.5), TARGET, "projects", each)
    assert not sum_differs(project(budget=300, fiscal=300, other=-1), TARGET, "projects", each)


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        (project(money_unit=None, budget=1, fiscal=1), True),
        (project(money_unit=None, budget=shown_in("万元", "1"), fiscal=1), False),
        (project(money_unit="元", budget=1), False),
        (project(budget=1), False),
    ],
)
def test_whether_a_unit_is_missing(row: Row, missing: bool) -> None:
    assert unit_missing(row) is missing


# Budgets in 元


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (project(budget=368800), (368800,)),
        (project(budget=0), ()),
        (project(budget=None), ()),
        (project(budget="150万"), (1500000,)),
        (project(budget="36.88", money_unit="万元"), (368800,)),
        (project(budget=shown_in("万元", "36.88")), (368800,)),
        (project(budget=1, money_unit="美元"), ()),
        ({"budget": 368800}, (368800,)),  # as it was typed
    ],
)
def test_budgets(row: Row, expected: tuple[int, ...]) -> None:
    assert budgets(row, TARGET) == expected


def test_every_total_that_may_be_called_the_budget() -> None:
    monitoring = form_named("monitoring@2022")
    row = {"money_unit": "万元", "total_initial": 150, "total_adjusted": 162.5, "total_executed": 0}
    assert budgets(row, monitoring) == (Decimal(1625000), Decimal(1500000))
    assert executed(row, monitoring) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≤36.88万元", "368800"),
        ("5万", "50000"),
        ("368800元", "368800"),
        ("30-40万元", None),
        ("6个", None),
        ("健全", None),
        (None, None),
    ],
)
def test_the_money_of_an_indicator(text: str | None, expected: str | None) -> None:
    value = parse_indicator_value(text) if text else None
    assert money_of(value, TARGET) == (None if expected is None else Decimal(expected))


# Costs


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("产出指标", "成本指标", "运维支出"), True),
        (("成本指标", "经济成本指标", "运维支出"), True),
        (("成本指标", None, "运维支出"), True),
        (("成本指标", "社会成本指标", "投诉数量"), False),
        (("成本指标", "生态环境成本指标", "成本"), False),
        (("产出指标", None, "成本"), True),
        (("产出指标", "", "成本指标"), True),
        (("产出指标", "数量指标", "成本"), False),
        (("产出指标", None, "运维支出"), False),
        ((1, 2, 3), False),
    ],
)
def test_which_indicators_are_of_cost(levels: tuple[object, ...], expected: bool) -> None:
    row = dict(zip(("level1", "level2", "level3"), levels, strict=True))
    assert is_cost(row) is expected


# Rules


@pytest.mark.parametrize(
    ("row", "params"),
    [
        ({"budget": "36.88万"}, {"unit": "元", "seems": Decimal("368800.00")}),
        ({"budget": "约36", "money_unit": "万元"}, {"unit": "万元", "seems": Decimal(36)}),
        ({"budget": "约36", "money_unit": "美元"}, {"unit": "元"}),
        (
            {"budget": shown_in("万元", "36.88")},
            {"own": "万元", "number": "36.88", "read": Decimal(368800), "entry": "368800"},
        ),
        ({"budget": shown_in("万元", "0")}, {"number": "0", "read": Decimal(0), "entry": "0"}),
    ],
)
def test_what_is_said_of_an_unreadable_amount(
    row: dict[str, object], params: dict[str, object]
) -> None:
    (hit,) = hits(UNREADABLE, project(**row))
    assert {name: hit.params[name] for name in params} == params
    assert ("seems" in hit.params) is ("seems" in params)


def test_a_number_as_text_only_warns_where_it_is_added_up() -> None:
    text = Number("36", Decimal(36), Written.TEXT)
    added, formula = replace(text, added=True), Number("36", Decimal(36), formula=True)
    other = Number("0", Decimal(0))
    (hit,) = hits(NUMBER_AS_TEXT, project(budget=formula, fiscal=text, other=other))
    assert hit.severity is None
    (hit,) = hits(NUMBER_AS_TEXT, project(budget=formula, fiscal=added, other=other))
    assert hit.severity == "warning"


def test_the_unit_that_a_cell_shows_says_how_many_places_it_may_have() -> None:
    assert not hits(TOO_MANY_DECIMALS, project(budget=shown_in("万元", "36.880012")))
    assert hits(TOO_MANY_DECIMALS, project(budget=shown_in("万元", "36.8800123")))
    assert hits(TOO_MANY_DECIMALS, project(budget=shown_in("", "36.881")))


# Weights


def weights(*raws: object, required: bool = True) -> list[Hit]:
    field = NATIONAL.field("indicators", "weight")
    assert field is not None
    changed = field.model_copy(update={"required": required})
    form = NATIONAL
    if not required:
        part = next(p for p in form.parts if any(s.name == "indicators" for s in p.sections))
        sections = tuple(
            s.model_copy(
                update={"fields": tuple(changed if f.name == "weight" else f for f in s.fields)}
            )
            if s.name == "indicators"
            else s
            for s in part.sections
        )
        parts = tuple(
            p.model_copy(update={"sections": sections}) if p is part else p for p in form.parts
        )
        form = form.model_copy(update={"parts": parts})
    return list(WEIGHTS.check([{"weight": typed(raw, field)} for raw in raws], form))


@pytest.mark.parametrize(
    ("raws", "variants"),
    [
        ((10, 80), []),
        ((10, 79.5), ["less"]),
        ((10, 80.5), ["more"]),
        ((0, 90), []),
        ((90, 0, 10), ["more"]),
        # One that is blank, unreadable or out of its limits is another finding.
        ((10, None), []),
        ((10, "八十"), []),
        ((10, -1), []),
        ((10, 101), []),
        ((100, 1), ["more"]),
        ((float("inf"), 1), []),
    ],
)
def test_weights(raws: tuple[object, ...], variants: list[str]) -> None:
    found = weights(*raws)
    assert [hit.variant for hit in found] == variants
    assert all(hit.others == tuple((n, "weight") for n in range(1, len(raws))) for hit in found)


def test_a_blank_weight_is_0_where_it_need_not_be_filled_in() -> None:
    assert [hit.variant for hit in weights(10, 80, None, required=False)] == []
    assert [hit.variant for hit in weights(10, 70, None, required=False)] == ["less"]
    assert [hit.variant for hit in weights(10, "八十", None, required=False)] == []
