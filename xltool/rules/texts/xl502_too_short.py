"""XL502: a text that is shorter than the form asks for."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, is_placeholder, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule
from xltool.rules.texts.copied_texts import goal_is_name, goal_is_purpose
from xltool.rules.texts.xl503_purpose_equals_goal import RULE as COPIED_PURPOSE
from xltool.rules.texts.xl504_goal_repeats_name import RULE as COPIED_NAME
from xltool.rules.texts.xl515_empty_outcome import RULE as EMPTY_OUTCOME


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Fewer characters than a field's `min_length`, spaces aside; placeholders are XL501's.

    A copied text of a project is XL503's or XL504's, a blank outcome XL515's, however short.
    """
    table = str(row.get("table"))
    copied = _copied(row, form) if table == COPIED_NAME.table else set()
    placeholders = form.words.get("placeholders", ())
    for field in form.tables().get(table, ()):
        if field.type != "text" or field.min_length is None or field.name in copied:
            continue
        value = row.get(field.name)
        if not isinstance(value, str) or is_placeholder(value, placeholders):
            continue
        count = len(squeezed(value))
        if count < field.min_length:
            params = {"value": brief(value), "count": count, "minimum": field.min_length}
            yield Hit(field.name, params={**params, "field": field.title.words()})


def _copied(row: Row, form: Form) -> set[str]:
    copied: set[str] = set()
    if COPIED_PURPOSE.enabled_in(form) and goal_is_purpose(row, form):
        copied |= {"goal", "purpose"}
    if COPIED_NAME.enabled_in(form) and goal_is_name(row, form):
        copied.add("goal")
    if EMPTY_OUTCOME.enabled_in(form) and any(EMPTY_OUTCOME.check(row, form)):
        copied.add("outcome")
    return copied


RULE = RowRule(
    code="XL502",
    name="too_short",
    severity=Severity.WARNING,
    title=Words("文字过短", "Text is too short"),
    table=EVERY_TABLE,
    message={
        "": Words(
            "“{field}”只写了“{value}”，共 {count} 个字，少于 {minimum} 个字。",
            "“{field}” reads just “{value}”: {count} characters, fewer than {minimum}.",
        )
    },
    remedy={
        "": Words(
            "请写具体些，至少 {minimum} 个字：做什么、做多少、达到什么效果。",
            "Say more, at least {minimum} characters: what is done, how much of it, to what "
            "effect.",
        )
    },
    why=Words(
        "几个字说不清要做什么，审核人难以判断。",
        "A few characters cannot tell what is to be done, so nobody can judge it.",
    ),
    source=Words(
        "由 2022 年河北县级部门公开的绩效文本推断，下限由表单规定。",
        "Inferred from published texts; the form sets the least length.",
    ),
    examples=Examples(
        table="projects",
        bad=(({"purpose": "日常运维"},), ({"goal": "提 升 服 务 水 平"},), ({"name": "运维"},)),
        good=(
            ({"purpose": "接入省、市互联网平台的运维服务费。"},),
            ({"purpose": "待填"},),
            ({"goal": None},),
            ({"name": "平台运维", "goal": "平台运维"},),
            ({"purpose": "平台维护", "goal": "平台维护"},),
            ({"goal": "提升大厅服务群众水平"},),
        ),
    ),
    check=check,
    words=("placeholders",),
    opinion=11,
)
