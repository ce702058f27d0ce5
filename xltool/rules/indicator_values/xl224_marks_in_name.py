"""XL224: marks of a template left in the name of an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule

_STARRED = re.compile(r"^[*★☆]+|[*★☆]{2,}")
_UNFILLED = re.compile(r"\(?[≥≤><=]+[*xX×_]*\)?$|\([≥≤><=]*[*xX×_]{1,}[^()\d]*\)|_{2,}")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Stars before a name or within it, and a target that nobody filled in: （≥**个）."""
    name = name_of(row)
    found = _UNFILLED.search(name) or _STARRED.search(name)
    if found:
        yield Hit("level3", params={"name": brief(name), "mark": found[0]})


RULE = RowRule(
    code="XL224",
    name="marks_in_name",
    severity=Severity.WARNING,
    title=Words("三级指标名称里有模板符号", "Template marks in the name of an indicator"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    message={
        "": Words(
            "三级指标“{name}”里留着模板的符号“{mark}”。",
            "The name “{name}” still holds the template's mark “{mark}”.",
        )
    },
    remedy={
        "": Words(
            "请从名称中删去这些符号；目标写在指标值里。",
            "Take the marks out of the name; the target belongs in the value.",
        )
    },
    why=Words(
        "名称里留着符号，说明是照模板抄的，汇总时也对不上同一个指标。",
        "Marks show a name copied from the template; the same indicator cannot be matched later.",
    ),
    source=Words("由各省公开的表归纳。", "Inferred from forms published in several provinces."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "景点开发数量（≥**个）", "value": "≥4个"},),
            ({"level3": "*设施建设达标率", "value": "≥98%"},),
            ({"level3": "受益人口数≥**人", "value": "≥29人"},),
        ),
        good=(
            ({"level3": "景点开发数量（个）", "value": "≥4个"},),
            ({"level3": "达标率（≥90%）", "value": "≥90%"},),
        ),
    ),
    check=check,
    one_line=None,
    opinion=2,
    together=Words(
        "有 {count} 个三级指标的名称里留着模板的符号：{name}。",
        "{count} names still hold marks of the template: {name}.",
    ),
)
