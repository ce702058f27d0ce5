"""XL317: the name of a level used again as the name of an indicator."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.taxonomy.levels import is_any_level


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A third level that only repeats a first or second one."""
    name = row.get("level3")
    if isinstance(name, str) and is_any_level(name, form):
        yield Hit("level3", params={"name": brief(name)})


RULE = RowRule(
    code="XL317",
    name="level_as_name",
    severity=Severity.WARNING,
    title=Words("三级指标只写了类别名称", "Third level only repeats a level's name"),
    table="indicators",
    needs=("level3",),
    message={
        "": Words(
            "三级指标“{name}”只是指标类别的名称，没有说明衡量什么。",
            "The third-level name “{name}” is that of a level and does not say what is measured.",
        )
    },
    remedy={
        "": Words(
            "请写出这条指标具体衡量什么。",
            "Say what this indicator measures.",
        )
    },
    why=Words(
        "三级指标不具体，就无法取得数据来考核。",
        "Without a definite indicator no figures can be collected for it.",
    ),
    source=Words(
        "由审核意见“指标不够细化、量化”推断。",
        "Inferred from the reviewer's opinion that indicators are not specific enough.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "数量指标"},),
            ({"level3": "社会 效益"},),
        ),
        good=(
            ({"level3": "运维平台数量"},),
            ({"level3": "服务对象满意度（%）"},),
            ({"level3": None},),
        ),
    ),
    check=check,
    opinion=2,
)
