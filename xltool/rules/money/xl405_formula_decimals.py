"""XL405: a formula whose amount has more decimal places than its unit has."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_fields, money_unit, places_allowed
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import Number


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A calculated figure beyond the cent."""
    places = places_allowed(row, form)
    for field in money_fields(form, RULE.table):
        value = row.get(field.name)
        if not isinstance(value, Number) or places is None:
            continue
        if value.places > places and value.formula:
            yield Hit(
                field.name,
                params={
                    "field": field.title.words(),
                    "value": value.raw,
                    "unit": money_unit(row, form),
                    "places": places,
                },
            )


RULE = RowRule(
    code="XL405",
    name="formula_decimals",
    severity=Severity.WARNING,
    title=Words("公式结果小数位过多", "Formula gives too many decimal places"),
    table="projects",
    message={
        "": Words(
            "“{field}”由公式算出 {value}，以{unit}为单位最多保留 {places} 位小数。",
            "“{field}” is calculated as {value}; an amount in {unit} has {places} decimal places "
            "at most.",
        )
    },
    remedy={
        "": Words(
            "请在公式外加上四舍五入，例如“=ROUND(原公式,{places})”，再核对合计。",
            "Round the result, for example “=ROUND(formula,{places})”, and check the total.",
        )
    },
    why=Words(
        "显示的数已经四舍五入，实际的数没有，合计就会差一分。",
        "The cell shows a rounded figure but holds another one, so totals end up a cent off.",
    ),
    source=Words("公开文本中的金额精确到分。", "Published amounts go to the cent."),
    examples=Examples(
        table="projects",
        bad=(({"budget": Number("333333.333333333", Decimal("333333.333333333"), formula=True)},),),
        good=(
            ({"budget": Number("333333.33", Decimal("333333.33"), formula=True)},),
            ({"budget": 333333.333},),
        ),
    ),
    check=check,
)
