"""XL211: a date or period as the value of an indicator that is not one of timeliness."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.taxonomy.levels import is_level, level_key
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A date anywhere but under 时效; nothing can be said where the second level is none."""
    value, level2 = row.get("value"), row.get("level2")
    if not isinstance(value, IndicatorValue) or not value.dated:
        return
    if level_key(level2) not in {level_key(name) for level in form.levels for name in level.level2}:
        return
    if not is_level(level2, "时效指标"):
        params = {"value": brief(value.raw), "level2": brief(level2)}
        yield Hit("value", others=((0, "level2"),), params=params)


RULE = RowRule(
    code="XL211",
    name="date_outside_timeliness",
    severity=Severity.WARNING,
    title=Words("日期不在时效指标下", "Date outside timeliness"),
    table="indicators",
    needs=("level2", "value"),
    exclusive="indicator_value",
    message={
        "": Words(
            "“{level2}”的指标值“{value}”是日期或时段，只有时效指标才用日期。",
            "The value “{value}” under “{level2}” is a date or period, which only 时效指标 "
            "(timeliness) has.",
        )
    },
    remedy={
        "": Words(
            "请把这条指标移到“时效指标”下，或改填与“{level2}”相符的指标值；"
            "如果指的是时长，请写明是多少天、多少个月或多少年。",
            "Move the indicator to 时效指标 (timeliness), or enter a value that fits “{level2}”; "
            "if a length of time is meant, give it in days, months (个月) or years.",
        )
    },
    why=Words(
        "日期说明什么时候完成，不能说明做了多少、做得怎样。",
        "A date says when something is done, not how much or how well.",
    ),
    source=Words("由二级指标的含义推断。", "Inferred from what the second levels mean."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "数量指标", "level3": "改造大厅", "value": "12月底前"},),
            ({"level2": "成本指标", "level3": "运维成本", "value": "2022.07-2022.12"},),
            ({"level2": "可持续影响指标", "level3": "使用年限", "value": "≥6月"},),
        ),
        good=(
            ({"level2": "时效指标", "level3": "完工时间", "value": "12月底前"},),
            ({"level2": "时 效", "level3": "完工时间", "value": "2022.07-2022.12"},),
            ({"level2": "数量指标", "level3": "服务时长", "value": "≥6个月"},),
            ({"level2": None, "level3": "完工时间", "value": "12月底前"},),
            ({"level2": "成本指标", "level3": "运维成本（万元）", "value": "≤2022.5"},),
        ),
    ),
    check=check,
    opinion=7,
)
