"""XL229: a question or a piece of work where the name of something measurable belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule

_QUESTION = re.compile(r"是否|能否|有没有|[?？]$")
_STOPPED = re.compile(r"[。；;]|[，,].*[，,]")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A question, a sentence, or a deed that ends in nothing measurable."""
    name = name_of(row)
    if _QUESTION.search(name):
        variant = "question"
    elif _STOPPED.search(name) or len(name) > RULE.number(form, "longest") or _deed(name, form):
        variant = "sentence"
    else:
        return
    yield Hit("level3", params={"name": brief(name)}, variant=variant)


def _deed(name: str, form: Form) -> bool:
    """Whether a name tells what is done, and ends in no word for what is measured."""
    bare = re.sub(r"\([^()]*\)$", "", name)
    if len(bare) < 8 or bare.endswith(RULE.texts(form, "measures")):
        return False
    done = any(re.search(pattern, bare) for pattern in RULE.texts(form, "results"))
    return done or bare.startswith(RULE.texts(form, "deeds"))


RULE = RowRule(
    code="XL229",
    name="name_as_sentence",
    severity=Severity.NOTE,
    title=Words("三级指标写成一句话", "The name of an indicator is a sentence"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    params={
        "longest": 40,
        "deeds": ["确保", "保证", "保护", "做好", "加强", "推动", "促进", "完善"],
        "results": [
            "不受(?:损失|影响|破坏)$",
            "(?:良性|正常|平稳|安全|稳定)运行$",
            "得到[^的]{2,8}$",
        ],
        "measures": [
            *(
                "率",
                "度",
                "数",
                "量",
                "数量",
                "次数",
                "人数",
                "面积",
                "时间",
                "时限",
                "程度",
                "情况",
                "水平",
            ),
            *(
                "能力",
                "成本",
                "费用",
                "金额",
                "额",
                "标准",
                "比例",
                "占比",
                "作用",
                "效果",
                "影响",
                "效益",
            ),
            *(
                "质量",
                "年限",
                "期限",
                "天数",
                "状况",
                "成效",
                "长度",
                "里程",
                "规模",
                "等级",
                "收入",
                "%",
            ),
        ],
    },
    message={
        "question": Words(
            "三级指标“{name}”是一个问句，不是可以衡量的名称。",
            "“{name}” is a question, not the name of something that can be measured.",
        ),
        "sentence": Words(
            "三级指标“{name}”写成了一句话，看不出衡量的是什么。",
            "“{name}” is a sentence; it does not say what is measured.",
        ),
    },
    remedy={
        "": Words(
            "请改成名词，写明衡量什么，例如以“数量”“率”“面积”“时间”“程度”结尾；目标写在指标值里。",
            "Use a noun that says what is measured, such as a number, a rate, an area, a time or a "
            "degree; the target belongs in the value.",
        )
    },
    why=Words(
        "名称是一句话，别人不知道该取哪个数来考核。",
        "From a sentence nobody can tell which figure is to be taken.",
    ),
    source=Words(
        "由审核意见“指标不够细化、量化”归纳。",
        "Inferred from the reviewer's opinion that indicators are not measurable enough.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "项目实施是否产生经济价值", "value": "否"},),
            ({"level3": "指标1：保护全区人口财产不受损失", "value": "有效保护"},),
            ({"level3": "已建水利工程良性运行", "value": "长期"},),
        ),
        good=(
            ({"level3": "审批业务受理件数", "value": "≥950件"},),
            ({"level3": "保障低保对象人数", "value": "≥950人"},),
            ({"level3": "运维管理制度健全程度", "value": "健全"},),
            ({"level3": "购置台式计算机", "value": "≥20台"},),
            ({"level3": "确保供水的受益人数（人）", "value": "≥20人"},),
        ),
    ),
    check=check,
    opinion=2,
)
