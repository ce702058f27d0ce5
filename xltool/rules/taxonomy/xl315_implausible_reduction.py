"""XL315: a cost that is to fall by half or more."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import lowest_and_highest
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A rate of reduction at or above the form's maximum; above 100 is another rule's."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or not isinstance(name, str):
        return
    points = lowest_and_highest(value, name, form)
    # With ≤ the figure is the most that costs may fall by, which promises nothing.
    if points is None or value.sign in ("≤", "<") or not _is_cost_reduction(name, form):
        return
    maximum = RULE.number(form, "maximum")
    if maximum <= points[1] <= 100:
        params = {"name": brief(name), "value": value.raw, "maximum": plain(maximum)}
        yield Hit("value", params=params)


def _is_cost_reduction(name: str, form: Form) -> bool:
    if _mentions(name, form, "cost_reduction"):
        return True
    return _mentions(name, form, "costs") and _mentions(name, form, "reductions")


def _mentions(name: str, form: Form, words: str) -> bool:
    return any(word in name for word in form.words.get(words, ()))


RULE = RowRule(
    code="XL315",
    name="implausible_reduction",
    severity=Severity.WARNING,
    title=Words("成本降低幅度不合常理", "Cost is to fall implausibly far"),
    table="indicators",
    needs=("level3", "value"),
    message={
        "": Words(
            "“{name}”的指标值是“{value}”，成本降低 {maximum}% 及以上很难做到。",
            "“{name}” has the value “{value}”; a cost hardly ever falls by {maximum} % or more.",
        )
    },
    remedy={
        "": Words(
            "请核对数值：是否把“控制在某个比例以内”写成了“降低”这个比例？"
            "可改为“≥5%”这样的幅度，或直接填成本金额。",
            "Check the figure: was “kept within” a percentage meant, not “reduced by” it? State "
            "a reduction such as “≥5%”, or the cost itself.",
        )
    },
    why=Words(
        "做不到的目标无法考核，也会影响对项目预算的判断。",
        "A target out of reach cannot be assessed, and casts doubt on the budget.",
    ),
    source=Words(
        "由 2022 年河北县级部门公开的绩效文本中的实例推断；界限可在表单中调整。",
        "Inferred from a published case; the form sets the limit.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "办公成本降低率（%）", "value": "≥90%"},),
            ({"level3": "费用支出节约率", "value": "≥50%"},),
        ),
        good=(
            ({"level3": "办公成本降低率（%）", "value": "≥5%"},),
            ({"level3": "办公成本降低率（%）", "value": "≤60%"},),
            ({"level3": "办公成本控制率（%）", "value": "≥90%"},),
            ({"level3": "投诉下降率（%）", "value": "≥60%"},),
        ),
    ),
    check=check,
    params={"maximum": 50},
    words=("cost_reduction", "costs", "reductions", "units"),
    opinion=4,
)
