"""XL404: a typed amount with more decimal places than its unit has."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import (
    money_fields,
    money_unit,
    of_other_unit,
    own_unit,
    places_allowed,
)
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import Number


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A figure beyond the cent that somebody typed; XL405 looks at results of formulas."""
    places, unit = places_allowed(row, form), money_unit(row, form)
    for field in money_fields(form, RULE.table):
        value = row.get(field.name)
        if not isinstance(value, Number) or places is None or of_other_unit(value, unit):
            continue
        own = own_unit(value, form)
        if (
            value.places > (form.money_unit.decimals.get(own, places) if own else places)
            and not value.formula
        ):
            yield Hit(
                field.name,
                params={
                    "field": field.title.words(),
                    "value": brief(value.raw),
                    "unit": unit,
                    "places": places,
                },
            )


RULE = RowRule(
    code="XL404",
    name="too_many_decimals",
    severity=Severity.ERROR,
    title=Words("金额小数位过多", "Amount has too many decimal places"),
    table="projects",
    message={
        "": Words(
            "“{field}”填的是 {value}，以{unit}为单位最多保留 {places} 位小数。",
            "“{field}” is {value}; an amount in {unit} has {places} decimal places at most.",
        )
    },
    remedy={
        "": Words(
            "金额精确到分：请核对是否多输了数字或点错了小数点。",
            "Amounts go to the cent: check for a digit too many or a misplaced point.",
        )
    },
    why=Words(
        "分以下的数没有对应的资金，多半是输错了。",
        "There is no money below the cent; such a figure is most likely mistyped.",
    ),
    source=Words("公开文本中的金额精确到分。", "Published amounts go to the cent."),
    examples=Examples(
        table="projects",
        bad=(
            ({"budget": 368800.123},),
            ({"fiscal": "368800.005"},),
            ({"budget": 36.8800001, "money_unit": "万元"},),
        ),
        good=(
            ({"budget": 368800.12, "fiscal": "368800.100", "other": 36.88 * 10000},),
            ({"budget": 36.880012, "money_unit": "万元"},),
            ({"budget": 368800.123, "money_unit": "美元"},),
        ),
    ),
    check=check,
)
