"""XL207: a fraction where a percentage is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import is_growth, is_rate, unit_in_name
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """`≥0.97` for a rate; ≤ and growth are left alone, where 0.5 may well be 0.5 %."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or not isinstance(name, str):
        return
    if value.low is None or not _without_percent(value) or not _counts_in_percent(name, form):
        return
    highest = value.low if value.high is None else value.high
    params = {"value": brief(value.raw), "name": brief(name)}
    if value.low == highest == 1:
        params["meant"] = times_hundred(replace(value, unit="%"))
        yield Hit("value", params=params, variant="one")
    elif 0 < value.low < 1 and highest <= 1:
        yield _fraction(value, params)


def _without_percent(value: IndicatorValue) -> bool:
    # A % in the unit column alone does not make 0.95 a true 0.95 %.
    return not value.own_unit and value.unit in ("", "%") and value.sign not in ("≤", "<")


def _counts_in_percent(name: str, form: Form) -> bool:
    return is_rate(name, form) and not is_growth(name, form) and unit_in_name(name, form) != "‰"


def _fraction(value: IndicatorValue, params: dict[str, str]) -> Hit:
    meant = times_hundred(replace(value, unit="%"))
    params = {**params, "meant": meant}
    if value.unit:
        own = "" if value.column_sign else value.sign
        params["bare"] = times_hundred(replace(value, sign=own, unit=""))
        return Hit("value", params=params, variant="column", expected=params["bare"])
    # Nothing to type into this cell where its sign stands in a column of its own.
    alone = value.correction == value.standard
    return Hit("value", params=params, variant="fraction", expected=meant if alone else "")


def times_hundred(value: IndicatorValue) -> str:
    """A fraction as the percentage that it seems to mean, in the standard notation."""
    low = Decimal(plain((value.low or Decimal(0)) * 100))
    high = None if value.high is None else Decimal(plain(value.high * 100))
    return replace(value, low=low, high=high).standard


RULE = RowRule(
    code="XL207",
    name="fraction_for_rate",
    severity=Severity.WARNING,
    title=Words("比率写成了小数", "Fraction for a rate"),
    table="indicators",
    needs=("level3", "value"),
    exclusive="indicator_value",
    message={
        "fraction": Words(
            "“{name}”的指标值“{value}”是小数，看上去应为“{meant}”。",
            "“{name}” has the fraction “{value}” as its value; “{meant}” seems to be meant.",
        ),
        "column": Words(
            "“{name}”的指标值“{value}”是小数，而单位是“%”：看上去应为“{meant}”，指标值填“{bare}”。",
            "“{name}” has the fraction “{value}” as its value, in %: “{meant}” seems to be meant, "
            "so the value would be “{bare}”.",
        ),
        "one": Words(
            "“{name}”的指标值“{value}”看不出是 100% 还是 1%。",
            "“{name}” has the value “{value}”, which may mean 100 % or 1 %.",
        ),
    },
    remedy={
        "fraction": Words(
            "请改成百分数，例如“{meant}”。", "Write it as a percentage, for example “{meant}”."
        ),
        "column": Words(
            "请核对：如果是“{meant}”，指标值改填“{bare}”；如果真是百分之零点几，请说明原因。",
            "Check it: if “{meant}” is meant, enter “{bare}”; if it really is less than one "
            "percent, say why.",
        ),
        "one": Words(
            "请写明百分数，例如“{meant}”。", "Write it as a percentage, for example “{meant}”."
        ),
    },
    why=Words(
        "名称以百分数计，小数会被当作百分之零点几。",
        "The name counts in percent, so a fraction reads as less than one percent.",
    ),
    source=Words("由指标名称推断。", "Inferred from the names of indicators."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "≥0.97"},),
            ({"level3": "审批业务办结率", "value": "≥0.97"},),
            ({"level3": "审批业务受理率（%）", "value": "0.9-0.95"},),
            ({"level3": "工程合格率（%）", "value": "＝1"},),
        ),
        good=(
            ({"level3": "审批业务受理率（%）", "value": "≥97"},),
            ({"level3": "审批业务受理率（%）", "value": "≥0.97%"},),
            ({"level3": "公告差错率（%）", "value": "≤0.5"},),
            ({"level3": "业务量增长率（%）", "value": "≥0.5"},),
            ({"level3": "人口死亡率（‰）", "value": "＞0.5"},),
            ({"level3": "道路里程（公里）", "value": "≥0.97"},),
        ),
    ),
    check=check,
    words=("units", "not_rates", "growth_rates"),
    opinion=4,
)
