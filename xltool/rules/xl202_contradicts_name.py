"""XL202: the unit of an indicator value is not the one that its name speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.form import Form
from xltool.indicator_value import IndicatorValue
from xltool.model import Severity
from xltool.rates import SCALES, SHARES, is_growth, is_rate, unit_in_name, unscaled
from xltool.rule import Examples, Hit, Row, RowRule, brief
from xltool.wording import Words


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Money or a count for a rate, or another unit than the one in the name's brackets."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or not isinstance(name, str) or not value.unit:
        return
    params = {"name": brief(name), "value": brief(value.raw), "unit": value.unit}
    stated = unit_in_name(name, form)
    if stated:
        if not _agree(value.unit, stated, form):
            yield Hit("value", params={**params, "stated": stated}, variant="unit")
    elif is_rate(name, form) and not _fits_rate(value.unit, name, form):
        yield Hit("value", params=params, variant="rate")


def _agree(unit: str, stated: str, form: Form) -> bool:
    """Whether a value's unit is the stated one, spelled or scaled otherwise or said in full."""
    if unit in SCALES:
        return stated not in SHARES
    if ("/" in unit) != ("/" in stated):
        unit, stated = unit.split("/")[0], stated.split("/")[0]
    if stated in (unit, unscaled(unit)):
        return True
    if any({unit, stated} <= set(group.split()) for group in form.words.get("same_units", ())):
        return True
    counters = form.words.get("counters", ())
    if "个" in (unit, stated) and (unit in counters or stated in counters):
        return True
    # 个乡镇 is 个; 人次 and 个月 are units of their own.
    units = form.words.get("units", ())
    return unit.startswith(stated) and unit not in units and stated not in SHARES


def _fits_rate(unit: str, name: str, form: Form) -> bool:
    head = unit.split("/")[0]
    if is_growth(name, form) and head in form.words.get("growth_units", ()):
        return True
    if "满意度" in name and head in form.words.get("score_units", ()):
        return True
    return head in SHARES


RULE = RowRule(
    code="XL202",
    name="contradicts_name",
    severity=Severity.ERROR,
    title=Words("指标值与指标名称不符", "Value contradicts the name"),
    table="indicators",
    needs=("level3", "value"),
    exclusive="indicator_value",
    message={
        "unit": Words(
            "“{name}”的单位是“{stated}”，指标值“{value}”的单位却是“{unit}”。",
            "“{name}” is in “{stated}”, yet its value “{value}” is in “{unit}”.",
        ),
        "rate": Words(
            "“{name}”是比率，指标值“{value}”的单位却是“{unit}”。",
            "“{name}” is a rate, yet its value “{value}” is in “{unit}”.",
        ),
    },
    remedy={
        "unit": Words(
            "请核对：指标值的单位与名称要一致，改指标值，或改名称里的单位“{stated}”。",
            "Name and value need the same unit: change the value, or the “{stated}” in the name.",
        ),
        "rate": Words(
            "请改填百分数，例如“≥95%”；如果要考核的不是比率，请改指标名称。",
            "Enter a percentage, for example “≥95%”; if no rate is meant, change the name.",
        ),
    },
    why=Words(
        "名称与指标值说的不是同一件事，年底就无法对照考核。",
        "If name and value speak of different things, the result cannot be compared with it.",
    ),
    source=Words("由公开文本的指标名称归纳。", "Inferred from the names of published indicators."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "28.8万元"},),
            ({"level3": "审批业务办结率", "value": "≥3个"},),
            ({"level3": "年度运维成本（万元）", "value": "≤98%"},),
            ({"level3": "公告差错率（%）", "value": "≤5‰"},),
            ({"level3": "年度运维成本（万元）", "value": "≤368800元"},),
            ({"level3": "业务量增长率", "value": "≥3件"},),
        ),
        good=(
            ({"level3": "公告差错率", "value": "≤5‰"},),
            ({"level3": "业务量增长率（%）", "value": "≥5个百分点"},),
            ({"level3": "改造面积（平方米）", "value": "≥1200㎡"},),
            ({"level3": "培训人次（人次）", "value": "≥1.5万人次"},),
            ({"level3": "接入单位数量（个）", "value": "≥30家"},),
            ({"level3": "巡检次数（次）", "value": "≥3次/年"},),
            ({"level3": "库存周转率", "value": "≥4次"},),
            ({"level3": "服务对象满意度", "value": "≥95分"},),
            ({"level3": "满意度调查问卷份数", "value": "≥300份"},),
            ({"level3": "办事效率", "value": "≤5天"},),
        ),
    ),
    check=check,
    words=(
        "units",
        "not_rates",
        "growth_rates",
        "same_units",
        "counters",
        "growth_units",
        "score_units",
    ),
    opinion=4,
)
