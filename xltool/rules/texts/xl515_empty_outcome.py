"""XL515: what was reached is said in empty words, copied from the target, or only in money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief, gist, halfwidth, is_placeholder, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_PART, Examples, Hit, Row, RowRule
from xltool.rules.texts.goal_texts import has_figure, likeness

_CLAUSES = re.compile(r"[，,。;；\n]+")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The first that holds: the target again, nothing but 已完成, nothing but money."""
    outcome, goal = row.get("outcome"), row.get("goal")
    if not isinstance(outcome, str) or is_placeholder(outcome, form.words.get("placeholders", ())):
        return
    variant = ""
    if _is_blank(outcome, form):
        variant = "blank"
    elif _only_money(outcome, form):
        variant = "money"
    elif isinstance(goal, str) and _copies(outcome, goal, form):
        variant = "copied"
    if variant:
        others = ((0, "goal"),) if variant == "copied" else ()
        params = {"text": brief(outcome.replace("\n", " "))}
        yield Hit("outcome", others=others, params=params, variant=variant)


def _is_blank(text: str, form: Form) -> bool:
    """Whether nothing is left once words such as 年度, 目标 and 完成 are taken out."""
    bare = gist(text)
    for word in sorted(RULE.texts(form, "blank"), key=len, reverse=True):
        bare = bare.replace(word, "")
    return len(bare) <= 2 and not has_figure(text)


def _only_money(text: str, form: Form) -> bool:
    """Whether each clause is of the money alone: 拨款150万元，执行125万元，完成预算的83%."""
    clauses = [squeezed(each) for each in _CLAUSES.split(halfwidth(text)) if squeezed(each)]
    words = RULE.texts(form, "money")
    money = all(any(word in clause for word in words) for clause in clauses)
    return bool(clauses) and money and all(map(has_figure, clauses))


def _copies(outcome: str, goal: str, form: Form) -> bool:
    """Whether the target stands there again, perhaps with 已 put in, and no figure of its own."""
    if gist(outcome) == gist(goal):
        return True
    alike = likeness(outcome, goal) * 100 >= RULE.number(form, "alike")
    return alike and not has_figure(outcome) and len(gist(outcome)) >= 10


RULE = RowRule(
    code="XL515",
    name="empty_outcome",
    severity=Severity.WARNING,
    title=Words("实际完成情况是空话", "The outcome says nothing"),
    table=EVERY_PART,
    needs=("outcome",),
    params={
        "alike": 60,
        "blank": [
            *(
                "年度",
                "全年",
                "总体",
                "绩效",
                "预期",
                "目标",
                "任务",
                "各项",
                "工作",
                "项目",
                "指标",
                "情况",
            ),
            *(
                "已经",
                "已",
                "均",
                "全部",
                "全面",
                "按时",
                "按期",
                "按计划",
                "按要求",
                "基本",
                "圆满",
                "顺利",
            ),
            *(
                "完成",
                "达到",
                "实现",
                "较好",
                "良好",
                "好",
                "了",
                "本",
                "年初",
                "设定",
                "的",
                "达成",
                "年",
            ),
        ],
        "money": ["拨款", "资金", "预算", "执行", "支出", "支付", "到位", "使用"],
    },
    message={
        "blank": Words(
            "实际完成情况只写了“{text}”，没有说做成了什么。",
            "The outcome just says “{text}”; it does not tell what was done.",
        ),
        "money": Words(
            "实际完成情况只写了资金执行，没有说做成了什么：“{text}”。",
            "The outcome tells only of the money, not of what was done: “{text}”.",
        ),
        "copied": Words(
            "实际完成情况照抄了目标，没有一个实际的数：“{text}”。",
            "The outcome repeats the target without any actual figure: “{text}”.",
        ),
    },
    remedy={
        "": Words(
            "请对照目标逐项写明实际完成的数量、时间和效果，没有完成的写明差多少。",
            "Take the target point by point: how much was done, when, to what effect, and what is "
            "still missing.",
        )
    },
    why=Words(
        "完成情况是评分的依据，空话不能说明得分。",
        "Scores rest on the outcome; blank words cannot justify them.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="projects",
        bad=(
            ({"goal": "建成2个节水项目。", "outcome": "年度目标已完成。"},),
            ({"goal": "维修大厅设施。", "outcome": "拨款150万元，执行125万元，完成预算的83%。"},),
            (
                {
                    "goal": "改造供水设施，给用水户装表计量，打好生产基础",
                    "outcome": "供水设施已改造，用水户已装表计量，打好了生产基础",
                },
            ),
        ),
        good=(
            ({"goal": "建成2个节水项目。", "outcome": "两个项目已建成，节水12万方。"},),
            (
                {
                    "goal": "完成大厅自助服务区改造，群众等候时间缩短。",
                    "outcome": "改造十一月完工，群众平均等候时间由25分钟减到14分钟。",
                },
            ),
            ({"goal": "维修大厅设施。", "outcome": None},),
            ({"goal": "维修大厅。", "outcome": "执行125万元，更换照明和空调设备并通过验收。"},),
        ),
        form="self-assessment@2022",
    ),
    check=check,
    words=("placeholders",),
    opinion=11,
)
