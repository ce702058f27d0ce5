"""XL201: a mark of the template was left in an indicator value."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, halfwidth
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A value that holds `**`, XX, … where something was to be filled in."""
    value = row.get("value")
    if not isinstance(value, IndicatorValue):
        return
    # Half-width too, but the raw text first: … and × have no half-width form to lose.
    shown = f"{value.raw}\n{halfwidth(value.raw)}"
    for mark in form.words.get("template_marks", ()):
        if mark in shown:
            yield Hit("value", params={"value": brief(value.raw), "mark": mark})
            return


RULE = RowRule(
    code="XL201",
    name="template_marks",
    severity=Severity.ERROR,
    title=Words("指标值留有模板符号", "Template marks left in a value"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "": Words(
            "指标值“{value}”里还留有模板的“{mark}”。",
            "The value “{value}” still holds the template's “{mark}”.",
        )
    },
    remedy={
        "": Words(
            "请把“{mark}”换成实际的数字或内容，符号和单位保留。",
            "Replace “{mark}” with the real figure or text; keep sign and unit.",
        )
    },
    why=Words(
        "模板符号只表示此处要填写，本身不是指标值，无法考核。",
        "The marks only show where to write; they are no value that could be assessed.",
    ),
    source=Words("由常见的模板写法归纳。", "Inferred from the marks that templates use."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "**"},),
            ({"level3": "审批业务受理率（%）", "value": "≥XX%"},),
            ({"level3": "受理件数", "value": "≥……件"},),
            ({"level3": "完工时间", "value": "20ＸＸ年12月底前"},),
        ),
        good=(
            ({"level3": "审批业务受理率（%）", "value": "≥95%"},),
            ({"level3": "发放XX证件数", "value": "≥950件"},),
            ({"level3": "服务时间", "value": "7×24小时"},),
        ),
    ),
    check=check,
    words=("template_marks",),
    opinion=1,
)
