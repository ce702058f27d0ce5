"""XL130: a target that is to be met in an earlier year than the form's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_PART, Examples, Hit, Row, RowRule

_DEADLINE = re.compile(
    r"(20\d\d)年度?(?:第?[一二三四]季度|上半年|下半年|\d{1,2}月(?:\d{1,2}日)?)?(?:份|底|末|年底|内)*"
    r"(?:之?前)?[,，]?(?:全部|全面|基本|按期)?(?:完成|建成|完工|竣工|投入使用|实现|达到|交付)"
)


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The first deadline of a target that has passed before the year began."""
    year, goal = row.get("year"), row.get("goal")
    if not isinstance(year, int) or not isinstance(goal, str):
        return
    for found in _DEADLINE.finditer(squeezed(halfwidth(goal))):
        if int(found[1]) < year:
            yield Hit("goal", params={"text": found[0], "year": year})
            return


RULE = RowRule(
    code="XL130",
    name="deadline_passed",
    severity=Severity.WARNING,
    title=Words("目标的期限在往年", "The target is due in an earlier year"),
    table=EVERY_PART,
    needs=("goal",),
    needs_year=True,
    message={
        "": Words(
            "绩效目标写着“{text}”，本表却是 {year} 年度的，像是抄了往年的表。",
            "The target says “{text}”, yet this form is for {year}: it looks copied from an "
            "earlier one.",
        )
    },
    remedy={
        "": Words(
            "请改成本年度的期限和任务；往年已完成的内容不要写进来。",
            "Give this year's time and tasks; leave out what was done in earlier years.",
        )
    },
    why=Words(
        "期限已过的目标，本年无法考核。", "A target that is overdue cannot be assessed this year."
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="projects",
        bad=(({"goal": "2021年12月底前完成3个平台的接入。", "year": 2022},),),
        good=(
            ({"goal": "2022年12月底前完成3个平台的接入。", "year": 2022},),
            ({"goal": "比2021年的120件增长5%。", "year": 2022},),
            ({"goal": "依据2019年批复，全年接入3个平台。", "year": 2022},),
            ({"goal": "2021年12月底前完成3个平台的接入。", "year": None},),
        ),
    ),
    check=check,
    opinion=4,
)
