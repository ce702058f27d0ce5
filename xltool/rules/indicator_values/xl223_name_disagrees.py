"""XL223: the name of an indicator and its value do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import SHARES, is_rate, unit_in_name
from xltool.rules.indicator_values.planned import name_of, planned, planned_field
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule
from xltool.values.graded_words import is_graded
from xltool.values.indicator_value import IndicatorValue

_FIGURE = re.compile(r"([≥≤><=]?)(\d+(?:\.\d+)?)(%|‰)")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A rate valued in words, another percentage in the name, or a state valued in percent."""
    name, value = name_of(row), planned(row)
    if not name or value is None:
        return
    field = planned_field(row)
    variant, inside = _disagreement(name, value, field, form)
    if variant:
        params = {"name": brief(name), "value": brief(value.raw), "inside": inside}
        yield Hit("level3", others=((0, field),), params=params, variant=variant)


def _disagreement(name: str, value: IndicatorValue, field: str, form: Form) -> tuple[str, str]:
    """Which of the three it is, "" for none, and the figure in the name."""
    figures = _FIGURE.findall(name)
    if value.words:
        # A target form whose name says % has a rule of its own for words.
        own = field == "value" and unit_in_name(name, form)
        worded = is_rate(name, form) and is_graded(value.words, form) and not figures and not own
        return ("words" if worded else "", "")
    if value.low is None or value.unit not in SHARES:
        return "", ""
    if len(figures) == 1 and figures[0][2] == value.unit and value.high is None:
        sign, number, unit = figures[0]
        return ("figure" if Decimal(number) != value.low else "", sign + number + unit)
    ends = RULE.texts(form, "states")
    state = name.endswith(ends) and not is_rate(name, form) and not unit_in_name(name, form)
    return ("state" if state else "", "")


RULE = RowRule(
    code="XL223",
    name="name_disagrees",
    severity=Severity.WARNING,
    title=Words("指标名称与指标值不匹配", "Name and value do not go together"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    params={"states": ["结果", "状况", "氛围", "形象", "意识", "面貌", "积极性"]},
    message={
        "words": Words(
            "“{name}”是比率，指标值却是文字“{value}”。",
            "“{name}” is a rate, yet its value is in words: “{value}”.",
        ),
        "figure": Words(
            "三级指标“{name}”里写着 {inside}，指标值却是“{value}”。",
            "The name “{name}” says {inside}, the value “{value}”.",
        ),
        "state": Words(
            "“{name}”说的是一种状况，指标值却是“{value}”，看不出是什么的比率。",
            "“{name}” is a state, yet its value is “{value}”: a share of what, it does not say.",
        ),
    },
    remedy={
        "words": Words(
            "请填百分比；只能定性的，把名称改成不带“率”的说法。",
            "Give a percentage; if it can only be described, take the rate out of the name.",
        ),
        "figure": Words(
            "名称里不写数，目标只写在指标值里；请核对两个数哪个对。",
            "Keep numbers out of the name and put the target in the value; check which is right.",
        ),
        "state": Words(
            "请把名称写成能算出来的比率（如某某率），或者把指标值改成定性用语。",
            "Name a rate that can be computed, or describe the value in graded words.",
        ),
    },
    why=Words(
        "名称和数值各说各的，完成没有就没有标准。",
        "Where name and value say different things nobody knows what was to be reached.",
    ),
    source=Words(
        "由审核意见“指标与指标值不匹配”归纳。",
        "Inferred from the reviewer's opinion that indicator and value do not match.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "家庭负担率", "value": "有所减轻"},),
            ({"level3": "设施达标率100%", "value": "≥98%"},),
            ({"level3": "日常考核结果", "value": "＝100%"},),
        ),
        good=(
            ({"level3": "家庭负担情况", "value": "有所减轻"},),
            ({"level3": "设施达标率100%", "value": "＝100%"},),
            ({"level3": "任务完成情况", "value": "≥95%"},),
            ({"level3": "考核结果（%）", "value": "≥95%"},),
            ({"level3": "工作效率", "value": "明显提升"},),
        ),
    ),
    check=check,
    words=("not_rates", "units"),
    opinion=4,
)
