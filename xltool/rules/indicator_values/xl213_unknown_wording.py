"""XL213: a qualitative value in words that the form does not list."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from xltool.language.text import NUMERALS, brief, is_placeholder, ordinal
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.suggestion import is_share, rate_example
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.graded_words import WORD_LISTS, is_graded
from xltool.values.indicator_value import IndicatorValue

_USUAL = ("优", "明显提升", "有效改善")
_SPELLED = re.compile(rf"(?<!第)([两{NUMERALS}]+)([^两{NUMERALS}]+?)(?:之?内|以[内上下]|左右)?")
_SPELLED_EACH = re.compile(
    rf"[每一](年|季度?|月|周|日|天|学期)(?:至少|不少于)?([两{NUMERALS}]+)([^两{NUMERALS}\d]+)"
)
_TIMES = ("小时", "分钟", "秒", "天", "日", "工作日", "个工作日", "周", "月", "个月", "季度", "年")
_NOTHING = re.compile("不涉及|不适用|没有|N/?A|(?:详见|参见|见)(?!效|成).{1,10}|同[上前]", re.I)
_AT_LEAST = re.compile("以上|不少于|不低于|至少")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A word that is not one of the form's graded words, nor formed as they are."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or not value.words:
        return
    graded, known = form.words.get("graded", ()), str(name or "")
    if is_graded(value.words, form, known):
        return
    if is_placeholder(value.raw, form.words.get("placeholders", ())) or _NOTHING.fullmatch(
        value.words
    ):
        yield Hit("value", params={"value": brief(value.raw)}, variant="nothing")
    else:
        # Kindly the nearest ones, else what is usual; 无 is not nearly 无效.
        several = len(value.words) > 1
        near = difflib.get_close_matches(value.words, graded, 3, 0.5) if several else []
        usual = tuple(word for word in _USUAL if word in graded)
        params = {"value": brief(value.raw), "near": tuple(near) or usual or graded[:3]}
        # Two hours are no example for a rate.
        share = isinstance(name, str) and is_share(name, form)
        level2 = row.get("level2")
        example = rate_example(str(name), level2, form) if share else _in_figures(value.words, form)
        variant = "figure" if example else "word"
        yield Hit("value", params={**params, "example": example}, variant=variant)


def _in_figures(words: str, form: Form) -> str:
    """The figure and unit that the words spell out, "" for none: 两小时 -> ≤2小时."""
    if each := _SPELLED_EACH.fullmatch(words):
        times = ordinal(each[2].replace("两", "二"))
        return f"≥{times}{each[3]}/{each[1]}" if each[3] in form.words.get("units", ()) else ""
    if words in ("半年", "半年内", "半年以内"):
        return "≤6个月"
    text = re.sub("^(?:不少于|不低于|至少|不超过|不多于|最多|约)", "", words)
    found = _SPELLED.fullmatch(text)
    number = ordinal(found[1].replace("两", "二")) if found else None
    if not found or number is None or found[2] not in form.words.get("units", ()):
        return ""
    # A time is mostly the longest, a count the least.
    most = found[2] in _TIMES and not _AT_LEAST.search(words)
    return f"{'≤' if most else '≥'}{number}{found[2]}"


_MESSAGE = Words(
    "指标值“{value}”不是数值，也不在本表可用的定性用语之内。",
    "The value “{value}” is neither a number nor one of the graded words of this form.",
)

RULE = RowRule(
    code="XL213",
    name="unknown_wording",
    severity=Severity.WARNING,
    title=Words("定性用语不在可用范围", "Graded word is not in the list"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        **dict.fromkeys(("figure", "word"), _MESSAGE),
        "nothing": Words(
            "指标值填的是“{value}”，等于没有填。",
            "“{value}” stands where the value should be, which says nothing.",
        ),
    },
    remedy={
        "nothing": Words(
            "请填写指标值；这个项目不涉及的指标，请删去整行。",
            "Enter a value; an indicator that does not concern the project can be deleted.",
        ),
        "word": Words(
            "能量化的请写明符号、数字和单位；不能量化的请改用定性用语，例如：{near}。",
            "Give sign, number and unit where it can be measured; otherwise use a graded word, "
            "for example: {near}.",
        ),
        "figure": Words(
            "能量化的请改为数值，例如“{example}”；不能量化的请改用定性用语，例如：{near}。",
            "Give a number where one can be given, such as “{example}”; otherwise use a graded "
            "word, for example: {near}.",
        ),
    },
    why=Words(
        "各单位用语一致，审核和评分才有同样的尺度。",
        "Only with the same words everywhere can values be reviewed and scored alike.",
    ),
    source=Words(
        "本表的定性用语清单，可在表单定义中增减。",
        "The form's list of graded words, which its definition can change.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "管理水平", "value": "呱呱叫"},),
            ({"level3": "管理水平", "value": "优/良"},),
            ({"level3": "安全生产", "value": "无"},),
            ({"level3": "管理水平", "value": "详见方案"},),
            ({"level3": "投资额", "value": "不超预算"},),
            ({"level3": "办理时限", "value": "半年"},),
            ({"level3": "巡查次数", "value": "一年两次"},),
        ),
        good=(
            ({"level3": "管理水平", "value": "优"},),
            ({"level3": "管理水平", "value": "定性：明显 提升"},),
            ({"level3": "管理水平", "value": "“持续改善”"},),
            ({"level3": "负担情况", "value": "有所减轻"},),
            ({"level3": "服务水平", "value": "较上年有所提高"},),
            ({"level3": "数据质量", "value": "真实、准确、完整"},),
            ({"level3": "安全生产", "value": "无重大安全事故"},),
            ({"level2": "时效指标", "level3": "拨付时间", "value": "按合同约定"},),
            ({"level2": "时效指标", "level3": "发放时间", "value": "按月发放"},),
            ({"level3": "救助对象", "value": "应保尽保"},),
            ({"level3": "服务能力", "value": "有力保障"},),
            ({"level3": "支出合规情况", "value": "符合相关规定"},),
            ({"level3": "管理水平", "value": "≥95%"},),
            ({"level3": "服务器安全等级", "value": "二级以上"},),
            ({"level3": "师生比", "value": "1:15"},),
            ({"level3": "热线服务时间", "value": "7×24小时"},),
            ({"level2": "时效指标", "level3": "完工时间", "value": "年底前"},),
        ),
    ),
    check=check,
    words=(*WORD_LISTS, "placeholders"),
    opinion=2,
)
