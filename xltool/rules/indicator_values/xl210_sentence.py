"""XL210: running text where a value belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.indicator_values.suggestion import figure_in
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.graded_words import WORD_LISTS, is_graded
from xltool.values.indicator_value import IndicatorValue

_STOP = re.compile(r"[。；;，,！？?]")
_ABOUT = re.compile(r"^(?:大?约|将?近|预计)|(?<=\d)[余多几]|左右|上下$")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A sentence, a full stop, or a number wrapped in words that cannot be read as a value."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue):
        return
    known = name if isinstance(name, str) else ""
    graded = is_graded(value.words, form, known)
    if re.search(r"\d", value.words) and not graded:
        about = _ABOUT.search(value.words)
        example = figure_in(_ABOUT.sub("", value.words), known, row.get("level2"), form)
        variant = ("about" if about else "figure") if example else "number"
        params = {**_params(value, row, form), "example": example}
        yield Hit("value", params=params, variant=variant)
    elif _is_long(value.words, form):
        yield Hit("value", params=_params(value, row, form), variant="long")
    elif "。" in value.raw:
        expected = value.correction or value.words.strip("。")
        yield Hit("value", params=_params(value, row, form), variant="stop", expected=expected)


def _params(value: IndicatorValue, row: Row, form: Form) -> dict[str, object]:
    longest = str(RULE.number(form, "longest"))
    return {"value": brief(value.raw), "longest": longest, "where": _where(row, form)}


def _where(row: Row, form: Form) -> Words:
    """Where explanations belong, if the form that was handed in prints a column for them."""
    field = form.field(RULE.table, "description")
    if field is None or not prints(row, field.name):
        return Words("", "")
    title = field.title
    return Words(f"；说明文字写到“{title.zh}”里", f"; explanations belong under “{title.en}”")


def _is_long(words: str, form: Form) -> bool:
    if is_graded(words, form):
        return False
    return bool(_STOP.search(words)) or len(words) > RULE.number(form, "longest")


_AMONG_WORDS = Words(
    "指标值“{value}”把数字写在文字里，读不出符号、数字和单位。",
    "The value “{value}” has its number among words; no sign, number and unit can be read.",
)

RULE = RowRule(
    code="XL210",
    name="sentence",
    severity=Severity.WARNING,
    title=Words("指标值写成了句子", "Value is a sentence"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "number": _AMONG_WORDS,
        "figure": _AMONG_WORDS,
        "about": Words(
            "指标值“{value}”是大概的数，年底说不清完成没有。",
            "The value “{value}” is a rough figure: nobody can tell whether it was met.",
        ),
        "long": Words(
            "指标值“{value}”是一段文字，不是数值，也不是简短的定性用语。",
            "The value “{value}” is running text, neither a number nor a short graded word.",
        ),
        "stop": Words("指标值“{value}”里有句号。", "The value “{value}” holds a full stop."),
    },
    remedy={
        "number": Words(
            "请只写符号、数字和单位{where}。", "Write only sign, number and unit{where}."
        ),
        "figure": Words(
            "请只写符号、数字和单位，例如“{example}”{where}。",
            "Write only sign, number and unit, for example “{example}”{where}.",
        ),
        "about": Words(
            "请写确定的数，带上符号和单位，例如“{example}”{where}。",
            "Write a definite figure with sign and unit, for example “{example}”{where}.",
        ),
        "long": Words(
            "请改为符号、数字和单位，或不超过 {longest} 个字的定性用语，例如“明显提升”{where}。",
            "Enter sign, number and unit, or a graded word of at most {longest} characters, such "
            "as “明显提升”{where}.",
        ),
        "stop": Words("请去掉句号。", "Remove the full stop."),
    },
    why=Words(
        "指标值要能与完成值对照，句子无法对照。",
        "A value is compared with the result; a sentence cannot be.",
    ),
    source=Words("由公开文本的写法归纳。", "Inferred from how published values are written."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "受理件数", "value": "全年受理不少于100件"},),
            ({"level3": "审批业务受理率（%）", "value": "≥95%。"},),
            ({"level3": "管理水平", "value": "明显提升。"},),
            ({"level3": "管理水平", "value": "进一步规范审批流程，提高服务水平"},),
            ({"level3": "参训人数", "value": "约100人"},),
            ({"level3": "参训人数", "value": "1200余人"},),
            ({"level3": "参训人数", "value": "500人左右"},),
            ({"level3": "审批业务受理率（%）", "value": "≥80%且≤90%"},),
            ({"level3": "巡检次数", "value": "每月巡检1次并登记"},),
            ({"level3": "完工时间", "value": "12月底前。"},),
        ),
        good=(
            ({"level3": "受理件数", "value": "不少于100件"},),
            ({"level3": "审批业务受理率（%）", "value": "80%-90%"},),
            ({"level3": "管理水平", "value": "明显提升"},),
            ({"level3": "完工时间", "value": "2022年12月31日前完成"},),
            ({"level3": "巡检次数", "value": "≥1次/月"},),
            ({"level3": "巡检次数", "value": "每月1次"},),
            ({"level3": "伙食补助标准", "value": "17元/人.每天"},),
            ({"level2": "时效指标", "level3": "资金拨付时间", "value": "12月底到位"},),
            ({"level3": "受理件数", "value": "≥1,200件"},),
        ),
    ),
    check=check,
    params={"longest": 15},
    words=WORD_LISTS,
    opinion=2,
)
