"""What each kind of cell becomes in a field of each type."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from xltool.model.form import Composition, Field, FieldType, Title
from xltool.model.submission import ABSENT, Unread
from xltool.model.workbook import Cell, CellRef, CellValue, Kind
from xltool.values.cell_value import (
    BudgetUnit,
    Number,
    Percent,
    Written,
    cell_of,
    decimal_of,
    shown_text,
    typed,
    typed_record,
)
from xltool.values.indicator_value import IndicatorValue

TYPES: tuple[FieldType, ...] = (
    "text",
    "code",
    "unit",
    "year",
    "period",
    "money_unit",
    "money",
    "number",
    "percent",
    "indicator_value",
)


def field(type_: FieldType, *, blank_is_zero: bool = False) -> Field:
    title = Title(zh="栏目", en="Entry")
    return Field(name="entry", title=title, type=type_, blank_is_zero=blank_is_zero)


def cell(
    value: CellValue, kind: Kind, formula: str | None = None, words: tuple[str, str] = ("", "")
) -> Cell:
    return Cell(CellRef("项目1", 4, 3), value, kind, formula, words)


# Of every type


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", float("nan"), pd.NA, pd.NaT])
def test_a_blank_is_none(type_: FieldType, blank: object) -> None:
    assert typed(blank, field(type_)) is None


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize(
    ("raw", "why", "shown"),
    [
        (cell("#REF!", Kind.ERROR), "error", "#REF!"),
        (cell(None, Kind.NO_RESULT, "1+1"), "no_result", ""),
        (cell(None, Kind.UNKNOWN), "unknown", ""),
    ],
)
def test_what_cannot_be_told_is_no_blank(type_: FieldType, raw: Cell, why: str, shown: str) -> None:
    assert typed(raw, field(type_)) == Unread(why, shown)


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("raw", ["439001", "≥95%", 0.25, 368800, True])
def test_typing_twice_is_typing_once(type_: FieldType, raw: object) -> None:
    once = typed(raw, field(type_))
    assert typed(once, field(type_)) == once


@pytest.mark.parametrize(
    ("type_", "date", "truth"),
    [
        ("text", Unread("wrong_type", "2022-03-01"), Unread("wrong_type", "TRUE")),
        ("code", Unread("wrong_type", "2022-03-01"), Unread("wrong_type", "TRUE")),
        ("unit", Unread("wrong_type", "2022-03-01"), Unread("wrong_type", "TRUE")),
        ("year", "2022", Unread("wrong_type", "TRUE")),
        ("money", Unread("wrong_type", "2022-03-01"), Unread("wrong_type", "TRUE")),
        ("number", Unread("wrong_type", "2022-03-01"), Unread("wrong_type", "TRUE")),
        ("percent", Unread("wrong_type", "2022-03-01"), Unread("wrong_type", "TRUE")),
    ],
)
def test_dates_and_truth_values(type_: FieldType, date: object, truth: object) -> None:
    assert typed(datetime.date(2022, 3, 1), field(type_)) == date
    assert typed(datetime.datetime(2022, 3, 1), field(type_)) == date
    assert typed(True, field(type_)) == truth


def test_a_field_that_was_not_found_is_no_blank() -> None:
    assert typed_record({}, [field("text")]) == {"entry": ABSENT}


# Texts and codes


@pytest.mark.parametrize(
    ("type_", "raw", "expected"),
    [
        ("text", "  平台运维费用 ", "平台运维费用"),
        ("text", 2022, "2022"),
        ("text", 0.95, "0.95"),
        ("text", cell(0.95, Kind.PERCENT), "95%"),
        ("text", "N/A", "N/A"),
        ("code", " 13020522p ", " 13020522p "),
        ("code", 130205220012345, "130205220012345"),
        ("year", 2022, "2022"),
        ("year", "2022年", "2022年"),
        ("money_unit", "万元", "万元"),
    ],
)
def test_texts(type_: FieldType, raw: object, expected: str) -> None:
    assert typed(raw, field(type_)) == expected


# Units


@pytest.mark.parametrize(
    ("raw", "code", "name"),
    [
        ("439001唐山市开平区行政审批局本级", "439001", "唐山市开平区行政审批局本级"),
        ("439001 唐山市开平区行政审批局本级", "439001", "唐山市开平区行政审批局本级"),
        ("[015001]某某县财政局", "015001", "某某县财政局"),
        ("【812033】某某市第一中学", "812033", "某某市第一中学"),
        ("［015001］某某县财政局", "015001", "某某县财政局"),
        ("820001-某某区教育局", "820001", "某某区教育局"),
        ("820001—某某区教育局", "820001", "某某区教育局"),
        ("４３９００１唐山市开平区行政审批局", "439001", "唐山市开平区行政审批局"),
        ("预算单位：439001唐山市开平区行政审批局", "439001", "唐山市开平区行政审批局"),
        ("439唐山市开平区行政审批局", "439", "唐山市开平区行政审批局"),
        ("439001001", "439001001", ""),
        ("015001", "015001", ""),
        ("唐山市开平区行政审批局本级", "", "唐山市开平区行政审批局本级"),
        ("3号楼管理处", "", "3号楼管理处"),
    ],
)
def test_units(raw: str, code: str, name: str) -> None:
    assert typed(raw, field("unit")) == BudgetUnit(raw, code, name)


@pytest.mark.parametrize(("raw", "code"), [(439001, "439001"), (15001.0, "15001"), (15, "15")])
def test_a_unit_as_a_number_keeps_its_digits_and_says_so(raw: float, code: str) -> None:
    assert typed(raw, field("unit")) == BudgetUnit(code, code, "", numeric=True)


# Money, numbers and percentages


@pytest.mark.parametrize(
    ("raw", "amount", "written"),
    [
        (368800, "368800", Written.NUMBER),
        (0.1 + 0.2, "0.3", Written.NUMBER),
        (36.88 * 10000, "368800", Written.NUMBER),
        (-5, "-5", Written.NUMBER),
        ("368800.00", "368800.00", Written.TEXT),
        ("368,800.00", "368800.00", Written.TEXT),
        ("３６８８００", "368800", Written.TEXT),
        (" 368 800 ", "368800", Written.TEXT),
        ("368800元", "368800", Written.TEXT),
        ("￥368,800", "368800", Written.TEXT),
        ("无", "0", Written.NIL),
        ("—", "0", Written.NIL),
        ("/", "0", Written.NIL),
    ],
)
def test_amounts(raw: object, amount: str, written: Written) -> None:
    value = typed(raw, field("money", blank_is_zero=True))
    assert isinstance(value, Number)
    assert (value.amount, value.written) == (Decimal(amount), written)


@pytest.mark.parametrize(
    ("raw", "seems"),
    [
        ("854万", "8540000"),
        ("约36万元", "360000"),
        ("1.2亿元", "120000000"),
        ("约500元", "500"),
        ("3至5万元", None),
        ("36,88", None),
        ("待定", None),
        ("无", None),  # not where a blank would not count as 0 either
    ],
)
def test_amounts_that_cannot_be_read_say_what_they_seem(raw: str, seems: str | None) -> None:
    value = typed(raw, field("money"))
    assert isinstance(value, Number)
    assert (value.amount, value.written) == (None, Written.UNREADABLE)
    assert value.seems == (Decimal(seems) if seems else None)


@pytest.mark.parametrize(
    ("raw", "places"), [(1, 0), (1.5, 1), ("1.50", 1), ("1.005", 3), (0.1 + 0.2, 1), (1000, 0)]
)
def test_places_do_not_count_trailing_zeros(raw: object, places: int) -> None:
    value = typed(raw, field("money"))
    assert isinstance(value, Number)
    assert value.places == places


def test_what_is_no_finite_number_has_no_places() -> None:
    assert Number("待定", None).places == 0
    assert Number("inf", Decimal("Infinity")).places == 0


def test_a_unit_of_the_number_format_is_remembered() -> None:
    value = typed(cell(36.88, Kind.NUMBER, words=("", "万元")), field("money"))
    assert value == Number("36.88万元", Decimal("36.88"), unit="万元")


def test_a_percent_sign_of_the_number_format_is_a_mark() -> None:
    value = typed(cell(25.0, Kind.NUMBER, words=("", "%")), field("percent"))
    assert value == Percent("25%", Decimal(25), marked=True)


def test_a_formula_is_remembered() -> None:
    value = typed(cell(368800.0, Kind.NUMBER, "36.88*10000"), field("money"))
    assert value == Number("368800", Decimal(368800), formula=True)


def test_stored_numbers_are_what_excel_shows() -> None:
    assert decimal_of(0.1 + 0.2) == Decimal("0.3")
    assert decimal_of(1e21) == Decimal("1e21")
    assert decimal_of(7) == Decimal(7)
    assert decimal_of(12345678901234567) == Decimal("12345678901234567")


def test_values_of_python_and_numpy_are_cells_without_a_place() -> None:
    given = cell(7, Kind.NUMBER)
    assert cell_of(given) is given
    assert cell_of(np.int64(7)).value == 7
    assert cell_of(np.int64(7)).kind is Kind.NUMBER
    for endless in (float("inf"), Decimal("-Infinity")):
        found = cell_of(endless)
        assert (found.value, found.kind) == ("#NUM!", Kind.ERROR)


def test_what_a_blank_cell_shows() -> None:
    assert shown_text(cell(None, Kind.BLANK)) == ""


def test_a_cell_that_the_form_works_out_is_blank_where_no_result_was_saved() -> None:
    unsaved = cell(None, Kind.NO_RESULT, "A1/B1")
    worked_out = field("percent").model_copy(update={"computed": "a / b"})
    assert typed(unsaved, worked_out) is None
    assert isinstance(typed(cell(0.5, Kind.PERCENT, "A1/B1"), worked_out), Percent)
    needed = worked_out.model_copy(update={"required": True})
    assert isinstance(typed(unsaved, needed), Unread)


def test_a_date_in_a_cell_for_a_month() -> None:
    assert typed(cell(datetime.date(2022, 5, 1), Kind.DATE), field("period")) == "2022年5月"
    unclear = typed(cell(datetime.date(2022, 1, 7), Kind.DATE), field("period"))
    assert unclear == Unread("wrong_type", "2022-01-07")


def test_a_percentage_for_a_number_is_its_points_and_for_an_amount_its_share() -> None:
    shown = cell(0.5, Kind.PERCENT)
    number, amount = typed(shown, field("number")), typed(shown, field("money"))
    assert isinstance(number, Number)
    assert isinstance(amount, Number)
    assert (number.amount, amount.amount) == (Decimal(50), Decimal("0.5"))
    plain = typed(cell(0.5, Kind.NUMBER), field("number"))
    assert isinstance(plain, Number)
    assert plain.amount == Decimal("0.5")


def test_a_percentage_remembers_its_formula() -> None:
    assert typed(cell(0.5, Kind.PERCENT, "A1/B1"), field("percent")) == Percent(
        "50%", Decimal(50), marked=True, formula=True
    )


@pytest.mark.parametrize(
    ("raw", "points", "marked"),
    [
        (25, "25", False),
        (0.25, "0.25", False),
        (cell(0.25, Kind.PERCENT), "25", True),
        ("25%", "25", True),
        ("２５％", "25", True),
        (" 25 % ", "25", True),
        ("25", "25", False),
        ("四分之一", None, False),
        ("约25%", None, True),
    ],
)
def test_percentages(raw: object, points: str | None, marked: bool) -> None:
    value = typed(raw, field("percent"))
    assert isinstance(value, Percent)
    assert (value.points, value.marked) == (Decimal(points) if points else None, marked)


# Indicator values: their notations have a truth table of their own


@pytest.mark.parametrize(
    ("raw", "sign", "low", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        (cell(0.95, Kind.PERCENT), "", "95", "%"),
        (cell(1.0, Kind.PERCENT, "100%"), "=", "100", "%"),
        (cell(3.0, Kind.NUMBER, "3"), "=", "3", ""),
        (40, "", "40", ""),
        (cell(95.0, Kind.NUMBER, words=("≥", "%")), "≥", "95", "%"),
        (cell(0.95, Kind.PERCENT, words=("≥", "")), "≥", "95", "%"),
    ],
)
def test_indicator_values_of_cells(raw: object, sign: str, low: str, unit: str) -> None:
    value = typed(raw, field("indicator_value"))
    assert isinstance(value, IndicatorValue)
    assert (value.sign, value.low, value.unit) == (sign, Decimal(low), unit)


def test_an_indicator_value_remembers_that_its_cell_holds_a_date() -> None:
    found = typed(cell(datetime.date(2022, 10, 31), Kind.DATE), field("indicator_value"))
    text = typed(cell("2022-10-31", Kind.TEXT), field("indicator_value"))
    assert isinstance(found, IndicatorValue)
    assert isinstance(text, IndicatorValue)
    assert (found.date_cell, text.date_cell) == (True, False)


def test_a_value_in_three_columns_is_put_together_once_and_for_all() -> None:
    title = Title(zh="栏目", en="Entry")
    fields = [
        Field(name="sign", title=title),
        Field(
            name="value",
            title=title,
            type="indicator_value",
            parts=Composition(sign="sign", unit="unit"),
        ),
        Field(name="unit", title=title),
    ]
    once = typed_record({"sign": "≥", "value": 95, "unit": "%"}, fields)
    value = once["value"]
    assert isinstance(value, IndicatorValue)
    assert (value.sign, value.low, value.unit) == ("≥", Decimal(95), "%")
    assert typed_record(once, fields) == once
