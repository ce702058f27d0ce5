"""XL312: an indicator of coverage, quality or satisfaction that stands under timeliness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_INDICATOR, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import rows_under


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Names that say something else than when."""
    for place, row in rows_under(rows, "时效指标", form):
        name = row.get("level3")
        if not isinstance(name, str):
            continue
        word = next((word for word in form.words.get("not_timely", ()) if word in name), None)
        if word:
            params = {"name": brief(name), "word": word}
            yield Hit("level2", place, others=((place, "level3"),), params=params)


RULE = GroupRule(
    code="XL312",
    name="not_timeliness",
    severity=Severity.WARNING,
    title=Words("时效指标下的内容与时间无关", "A timeliness indicator says nothing about time"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    needs=("level2", "level3"),
    message={
        "": Words(
            "“{name}”写在“时效指标”下，但{word}说明不了完成得是否及时。",
            "“{name}” stands under 时效指标 (timeliness), yet {word} does not tell whether the "
            "work was done in time.",
        )
    },
    remedy={
        "": Words(
            "请把它移到合适的二级指标下（如“质量指标”），时效指标改填完成时间、办理期限或及时率。",
            "Move it to a second level that fits, such as 质量指标 (quality), and let the "
            "timeliness indicator name a date, a time limit or a rate of timeliness.",
        )
    },
    why=Words(
        "时效指标要能看出工作是否按时完成。",
        "A timeliness indicator must show whether the work was done in time.",
    ),
    source=Words(
        "由公开文本中的实例和审核意见“二级指标类型错误”推断。",
        "Inferred from a published case and the reviewer's opinion on wrong second levels.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "时效指标", "level3": "办公自动化覆盖率（%）"},),
            ({"level2": "时效", "level3": "工程验收合格率（%）"},),
        ),
        good=(
            ({"level2": "时效指标", "level3": "公告刊登及时率（%）"},),
            ({"level2": "质量指标", "level3": "工程验收合格率（%）"},),
            ({"level2": "时效指标", "level3": "工程完工时间"},),
        ),
    ),
    check=check,
    words=("not_timely",),
    opinion=7,
)
