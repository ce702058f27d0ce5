"""XL225: one indicator that measures several things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of, planned, planned_field
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule
from xltool.rules.texts.goal_texts import has_figure

_GROUPS = re.compile(r"[^、()]{2,}、[^、()]{2,}(?:[、和及与][^、()]{2,})?满意(?:度|率|程度)$")
_PARTS, _CLAUSES = re.compile(r"[;\n]+"), re.compile(r"[;,。\n]+")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The satisfaction of several groups in one name, or several results in one value."""
    name, field = name_of(row), planned_field(row)
    value = planned(row)
    text = value.raw if value and value.words else ""
    if _GROUPS.search(name):
        yield Hit("level3", params={"name": brief(name), "text": brief(name)}, variant="groups")
    elif text and _several(text):
        yield Hit(field, params={"name": brief(name), "text": brief(text)}, variant="results")


def _several(text: str) -> bool:
    """Whether a text has two figures in clauses of their own, or two parts and one figure."""
    parts, clauses = (
        [each for each in cut.split(halfwidth(text)) if len(squeezed(each)) >= 4]
        for cut in (_PARTS, _CLAUSES)
    )
    counted = sum(map(has_figure, clauses))
    return counted > 1 or (len(parts) > 1 and counted > 0)


RULE = RowRule(
    code="XL225",
    name="several_in_one",
    severity=Severity.NOTE,
    title=Words("一条指标含几件事", "Several things in one indicator"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    message={
        "groups": Words(
            "“{name}”把几类人的满意度合成了一条。",
            "“{name}” puts the satisfaction of several groups into one indicator.",
        ),
        "results": Words(
            "一条指标里写了几件事：“{text}”。",
            "One indicator holds several results: “{text}”.",
        ),
    },
    remedy={
        "groups": Words(
            "请按对象分开，每类一条；合并调查的，写成“服务对象满意度”。",
            "Give each group an indicator of its own, or call it 服务对象满意度 if asked together.",
        ),
        "results": Words(
            "请拆成几条，每条一个数。", "Split it into several, each with one number."
        ),
    },
    why=Words(
        "几件事合在一条里，一件完成一件没完成时无法评分。",
        "With several things in one, it cannot be scored when only some of them are met.",
    ),
    source=Words(
        "审核意见“建议拆分指标”。", "The reviewer's opinion that an indicator should be split."
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "学生、家长、社会满意度", "value": "≥90%"},),
            ({"level3": "社会效益", "value": "举办展览5场；建成研究中心一座"},),
            ({"level3": "社会效益", "value": "出版图书两部，举办讲座5场。"},),
        ),
        good=(
            ({"level3": "服务对象满意度", "value": "≥90%"},),
            ({"level3": "举办展览场次", "value": "≥5场"},),
            ({"level3": "受理件数", "value": "≥1,200件"},),
            ({"level3": "水、电满意度", "value": "≥90%"},),
        ),
    ),
    check=check,
    opinion=5,
)
