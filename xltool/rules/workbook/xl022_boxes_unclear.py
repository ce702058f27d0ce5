"""XL022: a question with boxes of which none is ticked, or it is unclear which."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule, Scope


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Each such cell; its state is `none` or `between`."""
    boxes = row.get("unclear_boxes")
    for number, state in enumerate(boxes if isinstance(boxes, tuple) else ()):
        yield Hit(f"unclear_boxes_{number}", subject=str(number), variant=str(state))


RULE = RowRule(
    code="XL022",
    name="boxes_unclear",
    severity=Severity.NOTE,
    title=Words("选项没有勾或勾不清", "No box is ticked, or it is unclear which"),
    table="workbook",
    message={
        "none": Words("这一栏的选项一个也没有勾。", "Not one of the boxes here is ticked."),
        "between": Words(
            "勾打在两个选项之间，看不出选的是哪一个。",
            "The tick stands between two boxes; it is unclear which one is meant.",
        ),
    },
    remedy={
        "": Words(
            "请把选中的“□”改为“☑”，其余的不动。",
            "Replace the box that applies (□) by ☑ and leave the others.",
        )
    },
    why=Words(
        "选项不清，就不知道项目属于哪一类。",
        "Without a clear tick nobody knows what kind of project this is.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="workbook",
        bad=(({"unclear_boxes": ("none",)},), ({"unclear_boxes": ("none", "between")},)),
        good=(({"unclear_boxes": ()},), ({"year": 2022},)),
    ),
    check=check,
    one_line=Scope.WORKBOOK,
    together=Words(
        "有 {count} 处选项没有勾，或者看不出勾的是哪一个。",
        "In {count} places no box is ticked, or it is unclear which.",
    ),
    opinion=11,
)
