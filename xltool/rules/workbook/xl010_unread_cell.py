"""XL010: something is written where the form has no place for it, so it was not read."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule

_NAMED = 8
"""So many cells are named in the sentence; all of them are marked."""


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Cells beside or below the records of a table in one hit, all others in a second one."""
    unread = row.get("unread")
    cells = list(enumerate(unread)) if isinstance(unread, tuple) else []
    for near, variant in ((True, "table"), (False, "")):
        found = [(number, text) for number, (beside, text) in cells if beside is near]
        if not found:
            continue
        names = [f"unread_{number}" for number, _ in found]
        yield Hit(
            names[0],
            others=tuple((0, name) for name in names[1:]),
            subject=variant,
            params={"count": len(found), "cells": [text for _, text in found[:_NAMED]]},
            variant=variant,
            severity=None if near else Severity.NOTE,
        )


RULE = RowRule(
    code="XL010",
    name="unread_cell",
    severity=Severity.WARNING,
    title=Words("有内容没有读到", "Something was not read"),
    table="workbook",
    message={
        "table": Words(
            "表格旁边或下面有 {count} 格内容没有读到：{cells}。",
            "{count} cells beside or below a table were not read: {cells}.",
        ),
        "": Words(
            "有 {count} 格内容不在表的栏目里，没有读到：{cells}。",
            "{count} cells stand in no box of the form and were not read: {cells}.",
        ),
    },
    remedy={
        "table": Words(
            "是指标的，请按表头逐列填在表格里；多余的，请删去。",
            "If it is an indicator, enter it column by column in the table; if not, delete it.",
        ),
        "": Words(
            "要上报的内容，请填到表的栏目里；只是备忘的，可以不管。",
            "What is to be submitted belongs into a box of the form; a mere remark may stay.",
        ),
    },
    why=Words(
        "没有读到的内容不会检查，也不会进入汇总。",
        "What was not read is neither checked nor added up.",
    ),
    source=Words("由实际报送的文件归纳。", "Inferred from files as they are handed in."),
    examples=Examples(
        table="workbook",
        bad=(({"unread": ((True, "D18“.”"),)},), ({"unread": ((False, "I3“已核对”"),)},)),
        good=(({"unread": ()},), ({"year": 2022},)),
    ),
    check=check,
)
