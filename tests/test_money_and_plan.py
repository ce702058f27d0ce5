"""How amounts and spending plans are read: truth tables."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from xltool.forms.load import find_form, load_forms
from xltool.model.form import Field, Form, Matrix, Title
from xltool.model.submission import Unread
from xltool.model.workbook import Cell, CellRef, Kind
from xltool.rules.money.amounts import meant, money_unit, places_allowed
from xltool.rules.money.spending_plan import Plan, read_plans
from xltool.rules.registry import find_rule
from xltool.rules.rule import Hit, Row
from xltool.values.cell_value import Number, Percent, Written, typed

NOWHERE = CellRef("", 1, 1)
PART = Field(name="other", title=Title(zh="其他", en="Other"), type="money", blank_is_zero=True)
TOTAL = PART.model_copy(update={"name": "budget", "blank_is_zero": False})
SHARE = PART.model_copy(update={"name": "share", "type": "percent", "blank_is_zero": False})


@pytest.fixture(scope="module")
def form() -> Form:
    return find_form("hebei-target@2022", load_forms())


def cell(value: float | str, kind: Kind, formula: str | None = None) -> Cell:
    return Cell(NOWHERE, value, kind, formula)


def money(raw: object, field: Field = PART) -> Number:
    number = typed(raw, field)
    assert isinstance(number, Number)
    return number


# Amounts


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("368800.00", "368800"),
        ("368,800.00", "368800"),
        ("1,234,567.89", "1234567.89"),
        ("３６８，８００．００", "368800"),
        ("368 800.00", "368800"),
        ("368\u00a0800", "368800"),
        ("　368800　", "368800"),
        ("368800元", "368800"),
        ("368,800.00 元", "368800"),
        ("368800元整", "368800"),
        ("人民币368800元", "368800"),
        ("￥368,800.00", "368800"),
        ("¥368800", "368800"),
        ("-5", "-5"),
        ("+5", "5"),
        ("0.00", "0"),
        (".5", "0.5"),
        ("12.", "12"),
        ("12345678901234567.89", "12345678901234567.89"),
    ],
)
def test_text_that_is_plainly_a_number(raw: str, amount: str) -> None:
    number = money(raw)
    assert (number.amount, number.written) == (Decimal(amount), Written.TEXT)


@pytest.mark.parametrize(
    ("raw", "seems"),
    [
        ("854万", "8540000"),
        ("854万元", "8540000"),
        ("36.88 万元", "368800"),
        ("约36万", "360000"),
        ("36（万元）", "360000"),
        ("1.2亿", "120000000"),
        ("3千元", "3000"),
        ("约368,800元左右", "368800"),
        ("368800（含税）", "368800"),
        ("待定", None),
        ("三十六万", None),
        ("36-40万", None),
        ("36万8800", None),
        ("1,23,456", None),
        ("368.800,00", None),
        ("3688O0", None),
        ("-36万", None),
        ("（500）", None),
        ("负36万", None),
        ("12.5.6", None),
    ],
)
def test_text_that_is_no_plain_number(raw: str, seems: str | None) -> None:
    number = money(raw)
    assert (number.amount, number.written) == (None, Written.UNREADABLE)
    assert number.seems == (None if seems is None else Decimal(seems))


@pytest.mark.parametrize("raw", ["无", "—", "——", "-", "/", " / ", "－", " 无 "])
def test_a_word_for_nothing_is_0_in_a_part_only(raw: str) -> None:
    part, total = money(raw), money(raw, TOTAL)
    assert (part.amount, part.written) == (Decimal(0), Written.NIL)
    assert (total.amount, total.written) == (None, Written.UNREADABLE)


@pytest.mark.parametrize(
    ("raw", "amount", "places"),
    [
        (36.88 * 10000, "368800", 0),
        (0.1 + 0.2, "0.3", 1),
        (1.1 * 3, "3.3", 1),
        (368800.00000000006, "368800", 0),
        (368799.99999999994, "368800", 0),
        (4.35 * 100, "435", 0),
        (333333.33333333331, "333333.333333333", 9),
        (368800.12, "368800.12", 2),
        (1e22, "1e22", 0),
        (368800, "368800", 0),
        (0.0, "0", 0),
        (-0.01, "-0.01", 2),
    ],
)
def test_numbers_are_read_as_excel_shows_them(raw: float, amount: str, places: int) -> None:
    number = money(raw)
    assert (number.amount, number.written) == (Decimal(amount), Written.NUMBER)
    assert number.places == places


@pytest.mark.parametrize("raw", [None, "", "  ", "　", float("nan")])
def test_a_blank_is_no_amount(raw: object) -> None:
    assert typed(raw, PART) is None


def test_a_formula_is_remembered_and_an_error_is_not_read() -> None:
    calculated = typed(cell(1.5, Kind.NUMBER, "=1.5"), PART)
    assert isinstance(calculated, Number)
    assert calculated.formula
    for kind in (Kind.ERROR, Kind.NO_RESULT, Kind.UNKNOWN, Kind.BOOLEAN, Kind.DATE):
        assert isinstance(typed(cell("#REF!", kind), PART), Unread), kind


# Units


@pytest.mark.parametrize(
    ("stated", "unit", "places"),
    [
        (None, "元", 2),
        ("元", "元", 2),
        ("万元", "万元", 6),
        ("（万 元）", "万元", 6),
        ("人民币元", "元", 2),
        ("美元", None, None),
        ("元/万元", None, None),
    ],
)
def test_unit_and_its_decimal_places(
    form: Form, stated: str | None, unit: str | None, places: int | None
) -> None:
    row: Row = {"money_unit": stated}
    assert (money_unit(row, form), places_allowed(row, form)) == (unit, places)


@pytest.mark.parametrize(
    ("raw", "unit", "seems"),
    [
        ("854万", "元", "8540000"),
        ("854万", "万元", "854"),
        ("约36", "元", "36"),
        ("约36", "万元", "36"),
        ("约368800元", "万元", "36.88"),
        ("368800元", "万元", "36.88"),
        ("854万", "美元", None),
    ],
)
def test_what_a_text_seems_to_mean_in_the_unit_of_its_form(
    form: Form, raw: str, unit: str, seems: str | None
) -> None:
    found = meant(money(raw), {"money_unit": unit}, form)
    assert found == (None if seems is None else Decimal(seems))


# Sums


def sum_hits(form: Form, **amounts: object) -> list[Hit]:
    """The hits of XL408 on a project with these raw amounts."""
    rule = find_rule("XL408")
    fields = {name: form.field("projects", name) for name in amounts}
    row = {name: typed(amounts[name], field) for name, field in fields.items() if field}
    return list(rule.check(row, form))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("budget", "fiscal", "other", "variant"),
    [
        (368800, 368800, None, ""),
        (0.3, 0.1, 0.2, ""),
        (36.88 * 10000, "368,800.00", "无", ""),
        (300, 400, -100, ""),
        (-300, 200, 100, ""),  # the total's own sign is another finding
        (300, 300, 0.5, "differs"),
        (0, None, None, ""),
        (368800, 368799, None, "differs"),
        (368800.01, 368800, None, "differs"),
        (368800, None, None, "differs"),
        (36.88, 368800, None, "scale"),
        (368800, 36.88, None, "scale"),
        (3000000, 290, 100000, "scale"),
        (3000000, 2900000, 10, "scale"),
        (3000000, 290, 10, "scale"),
        (300, 2900000, 100000, "scale"),
        # Divided by 10,000 the 50 vanishes, which explains nothing.
        (368800, 368800, 50, "differs"),
        (368800, 368800, 100, "differs"),
        # Nothing is said where one of them cannot be reckoned with.
        (368800, "36万", None, ""),
        ("约36万", 1, None, ""),
        (None, 1, None, ""),
        # Stray decimals have a finding of their own, whatever place they are rounded to.
        (368800.123, 368800.12, None, ""),
        (368800, 368799.6, None, "differs"),
        (368800, 368799.612, None, ""),
        (368800.6, 368800.612, None, ""),
        (float("inf"), 1, None, ""),
    ],
)
def test_sums(form: Form, budget: object, fiscal: object, other: object, variant: str) -> None:
    hits = sum_hits(form, budget=budget, fiscal=fiscal, other=other)
    assert [hit.variant for hit in hits] == ([variant] if variant else [])


def test_a_sum_whose_part_has_no_column_is_not_judged(form: Form) -> None:
    assert not sum_hits(form, budget=368800, fiscal=1)


def test_random_sums_in_cents_always_come_out(form: Form) -> None:
    numbers = random.Random(1)  # noqa: S311
    for _ in range(500):
        cents = [numbers.randrange(10**11) for _ in range(2)]
        fiscal, other = (each / 100 for each in cents)
        assert not sum_hits(form, budget=sum(cents) / 100, fiscal=fiscal, other=other)


# Percentages and plans


@pytest.mark.parametrize(
    ("raw", "points", "marked"),
    [
        (25, "25", False),
        (0.25, "0.25", False),
        (cell(0.25, Kind.PERCENT), "25", True),
        (cell(0.285, Kind.PERCENT), "28.5", True),
        (cell(0.1 + 0.2, Kind.PERCENT), "30", True),
        ("25%", "25", True),
        ("２５％", "25", True),
        ("25 %", "25", True),
        ("25.0%", "25", True),
        ("25", "25", False),
        ("0.25", "0.25", False),
        ("-5%", "-5", True),
        ("约25%", None, True),
        ("25元", None, False),
        ("一半", None, False),
        ("无", None, False),
        ("10-20%", None, True),
    ],
)
def test_percentages(raw: object, points: str | None, marked: bool) -> None:
    percent = typed(raw, SHARE)
    assert isinstance(percent, Percent)
    assert percent.points == (None if points is None else Decimal(points))
    assert percent.marked is marked


def plan_of(form: Form, *raws: object) -> Plan:
    names = ("plan_march", "plan_june", "plan_october", "plan_december")
    row = {name: typed(raw, SHARE) for name, raw in zip(names, raws, strict=True)}
    (plan,) = read_plans(row, form, "projects")
    return plan


@pytest.mark.parametrize(
    ("raws", "points"),
    [
        ((25, 50, 75, 100), (25, 50, 75, 100)),
        (("25%", cell(0.5, Kind.PERCENT), 75, "100"), (25, 50, 75, 100)),
        ((0, 0, 0, 100), (0, 0, 0, 100)),
        ((1, 25, 50, 100), (1, 25, 50, 100)),
        (("1%", 1, "50%", 100), (1, 1, 50, 100)),
        ((-1, 25, 50, 100), (-1, 25, 50, 100)),
        ((25, cell("#REF!", Kind.ERROR), float("inf"), 100), (25, None, None, 100)),
        ((0, 1, "50%", 100), (0, 1, 50, 100)),
        (("0.5%", "1%", "25%", "100%"), (Decimal("0.5"), 1, 25, 100)),
        ((25, None, "待定", 100), (25, None, None, 100)),
        ((-25, 50, 75, 110), (-25, 50, 75, 110)),
        ((0.25, 0.5, 0.75, 0.9), tuple(map(Decimal, ("0.25", "0.5", "0.75", "0.9")))),
        ((None, None, None, 1), (None, None, None, 1)),
    ],
)
def test_plans_in_percent(form: Form, raws: tuple[object, ...], points: tuple[object, ...]) -> None:
    plan = plan_of(form, *raws)
    assert (plan.points, plan.fractions, plan.odd) == (points, False, ())


@pytest.mark.parametrize(
    ("raws", "points"),
    [
        ((0.25, 0.5, 0.75, 1), (25, 50, 75, 100)),
        (("0.25", "0.5", "0.75", "1"), (25, 50, 75, 100)),
        ((0, 0, 0, 1), (0, 0, 0, 100)),
        ((1, 1, 1, 1), (100, 100, 100, 100)),
        ((None, None, 0.5, 1), (None, None, 50, 100)),
        ((0.1 + 0.2, 0.5, None, 1.0), (30, 50, None, 100)),
        ((-0.25, 0.5, 0.75, 1), (-25, 50, 75, 100)),
    ],
)
def test_plans_in_fractions(
    form: Form, raws: tuple[object, ...], points: tuple[object, ...]
) -> None:
    plan = plan_of(form, *raws)
    assert (plan.points, plan.fractions, plan.odd) == (points, True, ())


@pytest.mark.parametrize(
    ("raws", "odd"),
    [
        (("25%", "50%", 0.75, "100%"), (2,)),
        ((25, 50, 75, 1), (3,)),
        ((25, 1, 75, 100), (1,)),
        (("0.5%", "25%", 1, 100), (2,)),
        (("1%", "1%", "1%", 1), (3,)),
        ((0.25, 50, 0.75, 1), (1,)),
        ((0.25, 0.5, 0.75, 100), (3,)),
        # What is marked with % is certain, so the bare ones are the odd ones.
        ((0.25, 0.5, 0.75, "100%"), (0, 1, 2)),
        ((0.25, 0.5, 75, 100), (0, 1)),
    ],
)
def test_plans_on_mixed_scales(form: Form, raws: tuple[object, ...], odd: tuple[int, ...]) -> None:
    plan = plan_of(form, *raws)
    assert (plan.odd, plan.fractions) == (odd, False)


def test_every_rising_plan_is_read_the_same_in_percent_and_as_fractions(form: Form) -> None:
    numbers = random.Random(2)  # noqa: S311
    for _ in range(200):
        points = [*sorted(numbers.randint(2, 100) for _ in range(3)), 100]
        bare = plan_of(form, *points)
        marked = plan_of(form, *(f"{point}%" for point in points))
        fractions = plan_of(form, *(point / 100 for point in points))
        assert bare.points == marked.points == fractions.points == tuple(points)
        assert fractions.fractions
        assert not bare.fractions


@pytest.mark.parametrize(("columns", "plans"), [(4, 2), (2, 2), (1, 0)])
def test_each_row_of_such_a_matrix_is_a_plan_if_it_has_two_columns(
    form: Form, columns: int, plans: int
) -> None:
    (part,) = (part for part in form.parts if part.table == "projects")
    sections: list[object] = []
    for section in part.sections:
        if isinstance(section, Matrix) and section.name == "plan":
            second = section.rows[0].model_copy(update={"name": "revised"})
            changes = {"rows": (*section.rows, second), "columns": section.columns[:columns]}
            sections.append(section.model_copy(update=changes))
        else:
            sections.append(section)
    changed = form.model_copy(
        update={"parts": (part.model_copy(update={"sections": tuple(sections)}),)}
    )
    found = list(read_plans({}, changed, "projects"))
    assert [len(plan.fields) for plan in found] == [columns] * plans


def test_a_plan_is_a_matrix_row_of_percentages_only() -> None:
    monitoring = find_form("monitoring", load_forms())
    assert not list(read_plans({}, monitoring, "projects"))
