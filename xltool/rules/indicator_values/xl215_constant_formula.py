"""XL215: a formula that is only a number, typed to mean “equals”."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.workbook import Cell, CellRef, Kind
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """`=100%` in the cell: Excel keeps a formula and shows 100%."""
    value = row.get("value")
    if isinstance(value, IndicatorValue) and value.constant:
        params = {"value": brief(value.raw), "read": value.standard}
        yield Hit("value", params=params, expected=value.correction)


def _formula(value: float, formula: str, kind: Kind) -> Cell:
    return Cell(CellRef("", 0, 0), value, kind, formula)


RULE = RowRule(
    code="XL215",
    name="constant_formula",
    severity=Severity.NOTE,
    title=Words("指标值是公式", "Value is a formula"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "": Words(
            "单元格里是公式，显示为“{value}”，已按“{read}”读取。",
            "The cell holds a formula that shows “{value}”; it was read as “{read}”.",
        )
    },
    remedy={
        "": Words(
            "建议改写为文字“{read}”，等号用全角，就不会变成公式。",
            "Better write the text “{read}”: with the full-width sign it becomes no formula.",
        )
    },
    why=Words(
        "公式只显示结果，等号看不见，别人会以为漏写了符号。",
        "A formula shows only its result, so the sign is out of sight and seems forgotten.",
    ),
    source=Words("由电子表格的输入方式推断。", "Follows from how spreadsheets take what is typed."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "工程合格率（%）", "value": _formula(1, "100%", Kind.PERCENT)},),
            ({"level3": "巡检次数", "value": _formula(3, "3", Kind.NUMBER)},),
        ),
        good=(
            ({"level3": "工程合格率（%）", "value": "＝100%"},),
            ({"level3": "巡检次数", "value": "=3次"},),
            ({"level3": "巡检次数", "value": _formula(3, "A1+2", Kind.NUMBER)},),
        ),
    ),
    check=check,
)
