"""XL319: an indicator whose name shows that it stands under the wrong second level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of, planned
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule
from xltool.rules.taxonomy.levels import level_key
from xltool.values.indicator_value import IndicatorValue

_ECONOMIC = "经济效益指标"


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The first of the form's entries that fits: below `level2`, a name in these words.

    Under economic benefit a value in money speaks for itself.
    """
    name, value, level2 = name_of(row), planned(row), level_key(row.get("level2"))
    for key, below, words, home in _entries(RULE.texts(form, "misplaced")):
        if key != level2 or not words.search(name):
            continue
        if below == _ECONOMIC and _of_money(name, value, form):
            continue
        params = {
            "name": brief(name),
            "level2": below,
            "home": Words(home.replace("/", "”或“"), home.replace("/", " or ")),
        }
        yield Hit("level3", others=((0, "level2"),), params=params)
        return


@cache
def _entries(texts: tuple[str, ...]) -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    """Each with the key of its second level before it."""
    entries = (text.split() for text in texts)
    return tuple(
        (level_key(below), below, re.compile(words), home) for below, words, home in entries
    )


def _of_money(name: str, value: IndicatorValue | None, form: Form) -> bool:
    """Whether a name or its value speaks of money after all."""
    unit = value.unit.split("/")[0] if value else ""
    return unit.endswith("元") or any(word in name for word in RULE.texts(form, "money"))


RULE = RowRule(
    code="XL319",
    name="level2_misplaced",
    severity=Severity.NOTE,
    title=Words("二级指标可能放错", "Perhaps under the wrong second level"),
    table=EVERY_INDICATOR,
    needs=("level2", "level3"),
    params={
        # Second level, pattern of the name, where it belongs.
        "misplaced": [
            "数量指标 (?:宽度|高度|厚度|直径|规格|尺寸|型号|强度|纯度)$ 质量指标",
            "质量指标 (?<!按时)(?<!按期)(?<!及时)完成率(?:[≥=]?\\d+%)?$ 数量指标/时效指标",
            "质量指标 (?:按时|按期|及时)[^率]{0,6}率$ 时效指标",
            "经济效益指标 安全|正常(?:运行|运转)?率?$|覆盖率$|知晓率$|满意 社会效益指标",
            "社会效益指标 (?:收入|利润|产值|税收)(?:增加|增长|提高)?(?:额|率|量)?$ 经济效益指标",
            "成本指标 满意|知晓率$|覆盖率$ 效益指标/满意度指标",
        ],
        "money": [
            *(
                "收入",
                "产值",
                "利润",
                "税",
                "投资",
                "节约",
                "节省",
                "费用",
                "增收",
                "损失",
                "价",
                "贷款",
            ),
        ],
    },
    message={
        "": Words(
            "“{name}”写在“{level2}”下，从名称看更像是“{home}”。",
            "“{name}” stands under {level2}; by its name it looks like {home}.",
        )
    },
    remedy={
        "": Words(
            "请核对：是的话移到“{home}”下；不是的话，把三级指标的名称写得更明白。",
            "If so, move it to {home}; if not, let the name say more clearly what it measures.",
        )
    },
    why=Words(
        "放错了类型，该类指标就等于没有，权重也会算错。",
        "Under the wrong type it leaves its own type empty and distorts the weights.",
    ),
    source=Words(
        "由二级指标的含义和审核意见“二级指标类型错误”推断。",
        "Inferred from what the second levels mean and from the reviewer's opinion on them.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "数量指标", "level3": "标尺宽度", "value": "≥50厘米"},),
            ({"level2": "质量指标", "level3": "演出活动完成率", "value": "≥95%"},),
            ({"level2": "经济效益指标", "level3": "大厅运行正常率", "value": "＝100%"},),
        ),
        good=(
            ({"level2": "数量指标", "level3": "拓宽道路长度", "value": "≥5公里"},),
            ({"level2": "质量指标", "level3": "工程验收合格率", "value": "＝100%"},),
            ({"level2": "经济效益指标", "level3": "安全生产减少损失额", "value": "≥5万元"},),
            ({"level2": "社会效益指标", "level3": "大厅运行正常率", "value": "＝100%"},),
        ),
    ),
    check=check,
    opinion=7,
)
