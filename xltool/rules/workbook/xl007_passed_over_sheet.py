"""XL007: a sheet that looks like a form was not checked."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Sheets of another form, or with too few of the form's labels to be read."""
    sheets = row.get("passed_over")
    if isinstance(sheets, tuple) and sheets:
        yield Hit("passed_over", params={"sheets": sheets})


RULE = RowRule(
    code="XL007",
    name="passed_over_sheet",
    severity=Severity.WARNING,
    title=Words("有工作表没有检查", "Sheet was not checked"),
    table="workbook",
    message={
        "": Words(
            "工作表“{sheets}”像是表单，但与其余各表不是同一种，或缺的栏目太多，没有检查。",
            "Sheet “{sheets}” looks like a form, but is of another kind than the rest or lacks too "
            "many labels; it was not checked.",
        )
    },
    remedy={
        "": Words(
            "如果是本次要报的内容，请对照空白表补全栏目；如果是另一种表，请另存为单独的工作簿再交。",
            "If it belongs to this submission, put back the labels as in the blank form; if it is "
            "another form, hand it in as a workbook of its own.",
        )
    },
    why=Words(
        "没有检查的内容不会进入汇总，不能当作没有问题。",
        "What was not checked is not added up, and must not be taken for being in order.",
    ),
    source=Words("由实际报送的文件归纳。", "Inferred from files as they are handed in."),
    examples=Examples(
        table="workbook",
        bad=(({"passed_over": ("Sheet3",)},),),
        good=(({"passed_over": ()},), ({"year": 2022},)),
    ),
    check=check,
)
