"""XL306: a project without a single indicator."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Awaits, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A project whose indicators are known to be none; None is a frame that does not say."""
    indicators = row.get("indicators")
    if isinstance(indicators, tuple) and not indicators:
        name = form.field("indicators", "level3")
        heading = (Awaits("", name.title.zh),) if name else ()
        yield Hit("indicators", awaits=(Awaits("indicators"), *heading))


RULE = RowRule(
    code="XL306",
    name="indicators_missing",
    severity=Severity.ERROR,
    title=Words("项目没有绩效指标", "Project has no indicators"),
    table="projects",
    message={
        "": Words(
            "这个项目没有填写任何绩效指标。",
            "Not a single indicator is filled in for this project.",
        )
    },
    remedy={
        "": Words(
            "请在“一级指标、二级指标、三级指标、指标值”表头下逐行填写指标；表头被删的，请从空白表中复制回来。",
            "Fill in the indicators below the headings 一级指标, 二级指标, 三级指标, 指标值; "
            "if the headings were removed, copy them back from the blank workbook.",
        )
    },
    why=Words("没有指标的项目无法考核。", "A project without indicators cannot be assessed."),
    source=Words(
        "公开文本中每个项目都填有指标。", "Every published project has its indicators filled in."
    ),
    examples=Examples(
        table="projects",
        bad=(({"name": "平台运维费用", "indicators": ()},),),
        good=(
            ({"name": "平台运维费用", "indicators": ({"level3": "运维平台数量"},)},),
            ({"name": "平台运维费用", "indicators": None},),
            ({"name": "平台运维费用"},),
        ),
    ),
    check=check,
    opinion=1,
)
