"""XL004: a filled-in sheet of the form is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule

_NAMED = 8
"""So many cells of hidden rows and columns are named."""


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Hidden sheets that hold a part of the form, all in one hit, and hidden rows and columns."""
    hidden = row.get("hidden")
    if isinstance(hidden, tuple) and hidden:
        yield Hit("hidden", params={"sheets": hidden})
    cells = row.get("concealed")
    if isinstance(cells, tuple) and cells:
        params = {"cells": cells[:_NAMED], "count": len(cells)}
        yield Hit("concealed", subject="cells", params=params, variant="cells")


RULE = RowRule(
    code="XL004",
    name="hidden_sheet",
    severity=Severity.WARNING,
    title=Words("填报内容在隐藏的工作表里", "Filled-in sheet is hidden"),
    table="workbook",
    message={
        "": Words(
            "工作表“{sheets}”是隐藏的，但里面有填报内容，已一并检查。",
            "Sheet “{sheets}” is hidden yet holds a part of the form; it was checked as well.",
        ),
        "cells": Words(
            "有 {count} 格填报内容在隐藏的行或列里（{cells}），已一并检查。",
            "{count} cells that are filled in stand in hidden rows or columns ({cells}); they were "
            "checked as well.",
        ),
    },
    remedy={
        "": Words(
            "要上报就取消隐藏（右击工作表标签，选“取消隐藏”）；不要上报就删去这张表。",
            "If it is to be submitted, unhide it (right-click a sheet tab, “Unhide”); if not, "
            "delete the sheet.",
        ),
        "cells": Words(
            "要上报就取消隐藏（选中前后两行或两列，右击选“取消隐藏”）；不要上报就删去这些内容。",
            "If they are to be submitted, unhide them (select the rows or columns around them, "
            "right-click, “Unhide”); if not, delete them.",
        ),
    },
    why=Words(
        "隐藏的项目会计入汇总，审核人翻看时却看不到。",
        "A hidden project counts in the totals, yet a reviewer who leafs through does not see it.",
    ),
    source=Words("由实际报送的文件归纳。", "Inferred from files as they are handed in."),
    examples=Examples(
        table="workbook",
        bad=(
            ({"hidden": ("项目2",)},),
            ({"hidden": ("项目2", "项目3")},),
            ({"concealed": ("A11", "B11")},),
        ),
        good=(({"hidden": ()},), ({"year": 2022},)),
    ),
    check=check,
)
