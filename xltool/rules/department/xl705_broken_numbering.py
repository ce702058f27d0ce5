"""XL705: sub-targets whose numbers do not run 1, 2, 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief, ordinal
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """One hit for each number that breaks the row, and one for all blanks together."""
    blanks = [p for p, row in enumerate(rows) if "number" in row and row["number"] is None]
    if blanks:
        others = tuple((place, "number") for place in blanks[1:])
        yield Hit("number", blanks[0], others=others, variant="blank")
    highest, seen = 0, set[int]()
    numbers = [_ordinal(row) for row in rows]
    for place, row in enumerate(rows):
        text, number = row.get("number"), numbers[place]
        # After a blank, a repeated or an unreadable number the next may count on by its place.
        due = number is not None and highest < number and number in (highest + 1, place + 1)
        if isinstance(text, str) and not due:
            missing = tuple(range(highest + 1, number or 0))
            params = {"number": brief(text.strip()), "missing": missing, "before": highest}
            yield Hit("number", place, params=params, variant=_variant(number, highest, seen))
            if numbers[place + 1 : place + 2] == [highest + 2]:
                number = None  # the next one counts on as if this were right: a slip, not a gap
        highest = max(highest, number) if number is not None else highest + 1
        seen.add(highest if number is None else number)


def _ordinal(row: Row) -> int | None:
    text = row.get("number")
    return ordinal(text) if isinstance(text, str) else None


def _variant(number: int | None, highest: int, seen: set[int]) -> str:
    if number is None:
        return "unreadable"
    if number in seen:
        return "repeated"
    if number > highest:
        return "gap" if highest else "first"
    return "order"


RULE = GroupRule(
    code="XL705",
    name="broken_numbering",
    severity=Severity.WARNING,
    title=Words("分项序号不连续", "Numbering is broken"),
    table="subgoals",
    scope=Scope.WORKBOOK,
    needs=("number",),
    message={
        "blank": Words("分项没有序号。", "A sub-target has no number."),
        "unreadable": Words(
            "分项序号“{number}”看不出是第几项。",
            "It cannot be seen which number “{number}” stands for.",
        ),
        "repeated": Words(
            "分项序号“{number}”前面已经用过。", "The number “{number}” was used before."
        ),
        "first": Words(
            "分项序号从“{number}”开始，前面缺第 {missing} 项。",
            "The numbers begin with “{number}”; missing before it: {missing}.",
        ),
        "gap": Words(
            "分项序号“{number}”与前面的第 {before} 项不相连，中间缺第 {missing} 项。",
            "“{number}” follows number {before}; missing between them: {missing}.",
        ),
        "order": Words(
            "分项序号“{number}”排在第 {before} 项之后，次序颠倒。",
            "“{number}” stands after number {before}, in the wrong order.",
        ),
    },
    remedy={
        "": Words(
            "请从“（一）”起依次编号；如果漏了一项，请补上。",
            "Number them from “（一）” on without gaps; if one was left out, put it back.",
        )
    },
    why=Words(
        "序号断开，常常是漏填或多余了一项。",
        "Broken numbers often mean that a sub-target was left out or stands there twice.",
    ),
    source=Words("公开文本的分项依次编号。", "Published sub-targets are numbered in order."),
    examples=Examples(
        table="subgoals",
        bad=(
            ({"number": "（一）"}, {"number": "（三）"}),
            ({"number": "（一）"}, {"number": "（一）"}),
            ({"number": "1"}, {"number": None}, {"number": "3"}),
            ({"number": "（二）"}, {"number": "（一）"}),
            ({"number": "甲"},),
        ),
        good=(
            ({"number": "（一）"}, {"number": "（二）"}, {"number": "（三）"}),
            ({"number": 1}, {"number": "2"}, {"number": "３、"}),
            ({"name": "便民服务"}, {"name": "公告刊登"}),
        ),
    ),
    check=check,
)
