"""XL311: an indicator of satisfaction that stands under social benefit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_INDICATOR, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import rows_under


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Looks at the name and at the description: the published case shows only in the latter."""
    for place, row in rows_under(rows, "社会效益指标", form):
        for field, variant in (("level3", "name"), ("description", "description")):
            text = row.get(field)
            words = form.words.get("satisfaction", ())
            if isinstance(text, str) and any(word in text for word in words):
                others = ((place, field),)
                params = {"name": _name(row), "text": brief(text)}
                yield Hit("level2", place, others=others, params=params, variant=variant)
                break


def _name(row: Row) -> str:
    name = row.get("level3")
    return brief(name) if isinstance(name, str) else ""


RULE = GroupRule(
    code="XL311",
    name="satisfaction_misplaced",
    severity=Severity.WARNING,
    title=Words("满意度内容写在社会效益下", "Satisfaction stands under social benefit"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    needs=("level2", "level3"),
    message={
        "name": Words(
            "“{name}”衡量的是满意度，却写在“社会效益指标”下。",
            "“{name}” measures satisfaction but stands under 社会效益指标 (social benefit).",
        ),
        "description": Words(
            "“{name}”写在“社会效益指标”下，描述却是满意度：“{text}”。",
            "“{name}” stands under 社会效益指标 (social benefit), yet its description is of "
            "satisfaction: “{text}”.",
        ),
    },
    remedy={
        "": Words(
            "请把它移到“满意度指标”的“服务对象满意度指标”下，或改为衡量社会效益的内容。",
            "Move it to 服务对象满意度指标 under 满意度指标, or let it measure a social benefit.",
        )
    },
    why=Words(
        "满意度另有一类指标；放在社会效益下，效益就没有真正被衡量。",
        "Satisfaction has a type of its own; under social benefit it hides that no benefit is "
        "measured.",
    ),
    source=Words(
        "由公开文本中的实例和审核意见“二级指标类型错误”推断。",
        "Inferred from a published case and the reviewer's opinion on wrong second levels.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            (
                {
                    "level2": "社会效益指标",
                    "level3": "公共服务水平提升情况（%）",
                    "description": "办事群众的满意度比率",
                },
            ),
            ({"level2": "社会效益", "level3": "群众满意度（%）"},),
        ),
        good=(
            ({"level2": "服务对象满意度指标", "level3": "群众满意度（%）"},),
            (
                {
                    "level2": "社会效益指标",
                    "level3": "线上办理业务占比（%）",
                    "description": "线上办理件数占全部件数的比例",
                },
            ),
            ({"level2": "经济效益指标", "level3": "企业满意度（%）"},),
        ),
    ),
    check=check,
    words=("satisfaction",),
    opinion=7,
)
