"""XL222: a word for a value that can neither be met nor missed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import planned, planned_field
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule
from xltool.values.graded_words import WORD_LISTS, is_graded


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A planned value that is one of the empty words, or is formed as such."""
    value = planned(row)
    if value is None or not value.words:
        return
    words = squeezed(value.words).strip("“”\"'。；;，,")
    if planned_field(row) == "value" and not is_graded(words, form):
        return  # XL213 says more of a word that is not in the list
    if words in RULE.texts(form, "words") or any(
        re.fullmatch(pattern, words) for pattern in RULE.texts(form, "patterns")
    ):
        yield Hit(planned_field(row), params={"value": brief(value.raw)})


RULE = RowRule(
    code="XL222",
    name="vague_value",
    severity=Severity.NOTE,
    title=Words("指标值空泛", "Value says nothing that can be checked"),
    table=EVERY_INDICATOR,
    params={
        "words": [
            "长期",
            "常年",
            "长远",
            "是",
            "否",
            "有",
            "持续",
            "深远",
            "影响深远",
            "增加岗位",
            "带动就业",
        ],
        "patterns": [
            "(?:基本)?(?:符合|达到|满足)(?:相关|有关|国家|上级)?(?:的)?(?:规定|要求|政策|标准)",
            "(?:严格)?(?:按照?|在)?(?:合同|协议|规定|约定|文件|序时|进度|工程|项目|时间|节点|时限|要求)+内?(?:完成|执行)?",
        ],
    },
    message={
        "": Words(
            "指标值“{value}”太空泛，年底无法判断完成没有。",
            "By the value “{value}” nobody can tell at the year's end whether it was met.",
        )
    },
    remedy={
        "": Words(
            "请写明数量、比率或期限；只能定性的，写清比什么时候、好到什么程度。",
            "Give a number, a rate or a time; if it can only be described, say compared with when "
            "and how much better.",
        )
    },
    why=Words(
        "目标值要能和实际结果对照，才能评分。",
        "A target is scored by comparing it with what was reached.",
    ),
    source=Words(
        "由审核意见“指标不够细化、量化”归纳。",
        "Inferred from the reviewer's opinion that indicators are not measurable enough.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "文化需求的持续影响", "value": "长期"},),
            ({"level3": "对环境造成影响", "value": "否"},),
            ({"level3": "支出合规情况", "value": "符合相关规定"},),
            ({"level2": "时效指标", "level3": "完工时间", "value": "按合同约定时间完成"},),
        ),
        good=(
            ({"level3": "设施使用年限", "value": "≥8年"},),
            ({"level3": "办事便利程度", "value": "明显提升"},),
            ({"level3": "工程质量", "value": "符合设计规范要求"},),
        ),
    ),
    check=check,
    words=WORD_LISTS,
    opinion=2,
)
