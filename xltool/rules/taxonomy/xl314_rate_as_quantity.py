"""XL314: a rate that stands under quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import SHARES, contradiction, is_rate
from xltool.rules.indicator_values.planned import name_of, planned
from xltool.rules.rule import EVERY_INDICATOR, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import rows_under
from xltool.rules.taxonomy.xl318_fund_indicator import is_fund_rate


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Shares by their name, or by their value where it does not contradict the name.

    A rate of funds is XL318's.
    """
    under = list(rows_under(rows, "数量指标", form))
    rates = [place for place, row in under if _is_rate(row, form)]
    # Moved away all of them, nothing would be left under quantity.
    variant = "all" if len(rates) == len(under) else "some"
    for place in rates:
        params = {"name": brief(rows[place].get("level3"))}
        yield Hit("level3", place, others=((place, "level2"),), params=params, variant=variant)


def _is_rate(row: Row, form: Form) -> bool:
    name, value = row.get("level3"), planned(row)
    if not isinstance(name, str) or is_fund_rate(name_of(row), form):
        return False
    if is_rate(name, form):
        return True
    if value is None or contradiction(value, name, form):
        return False
    return value.unit in SHARES


_MESSAGE = Words(
    "“{name}”是比率，却写在“数量指标”下。",
    "“{name}” is a rate but stands under 数量指标 (quantity).",
)

RULE = GroupRule(
    code="XL314",
    name="rate_as_quantity",
    severity=Severity.NOTE,
    title=Words("数量指标填的是比率", "A rate stands under quantity"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    needs=("level2", "level3"),
    message=dict.fromkeys(("some", "all"), _MESSAGE),
    remedy={
        "some": Words(
            "可把它移到“质量指标”下，或改填做了多少（件数、次数、面积等）。",
            "Consider moving it to 质量指标 (quality), or stating how much is done.",
        ),
        "all": Words(
            "可改填做了多少（件数、次数、面积等）；要保留比率的，先补一条数量指标，再把它移到“质量指标”下。",
            "Consider stating how much is done; to keep the rate, add an indicator of quantity "
            "first, then move it to 质量指标 (quality).",
        ),
    },
    why=Words(
        "比率看不出做了多少事，数量指标最好填件数、次数、面积等。",
        "A rate does not show how much is done; numbers of cases, times or areas do.",
    ),
    source=Words("由二级指标的含义推断。", "Inferred from what the second levels mean."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "数量指标", "level3": "审批业务受理率（%）", "value": "≥95%"},),
            ({"level2": "数量", "level3": "任务完成情况", "value": "≥95%"},),
        ),
        good=(
            ({"level2": "数量指标", "level3": "审批业务受理件数", "value": "≥950件"},),
            ({"level2": "质量指标", "level3": "审批业务办结率（%）", "value": "≥95%"},),
            ({"level2": "数量指标", "level3": "巡查频率", "value": "≥12次"},),
            ({"level2": "数量指标", "level3": "运维平台数量（个）", "value": "≥95%"},),
        ),
    ),
    check=check,
    together=Words(
        "有 {count} 条比率写在“数量指标”下：{name}。",
        "{count} rates stand under 数量指标 (quantity): {name}.",
    ),
    words=("not_rates", "units"),
)
