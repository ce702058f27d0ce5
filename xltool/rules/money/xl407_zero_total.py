"""XL407: a project whose whole budget is zero."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import amount, sum_differs
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A total of the form's sums that is 0; one that its parts contradict is XL408's."""
    for total in dict.fromkeys(each.total for each in form.sums):
        field = form.field(RULE.table, total)
        sums = [each for each in form.sums if each.total == total]
        if any(sum_differs(row, form, RULE.table, each) for each in sums):
            continue
        if field and amount(row, form, total) == 0:
            yield Hit(total, params={"field": field.title.words()})


RULE = RowRule(
    code="XL407",
    name="zero_total",
    severity=Severity.WARNING,
    title=Words("合计金额为 0", "Total is 0"),
    table="projects",
    message={"": Words("“{field}”为 0。", "“{field}” is 0.")},
    remedy={
        "": Words(
            "请核对金额；确实为 0 的，请说明原因，或删去没有资金安排的项目。",
            "Check the amount; if it really is 0, say why, or remove a project without money.",
        )
    },
    why=Words(
        "没有资金的项目通常不需要申报绩效目标。",
        "A project without money does not usually need performance targets.",
    ),
    source=Words("由预算的含义推断。", "Follows from what a budget is."),
    examples=Examples(
        table="projects",
        bad=(({"budget": 0, "fiscal": 0},), ({"budget": "0.00"},)),
        good=(
            ({"budget": 368800, "fiscal": 368800, "other": 0},),
            ({"budget": 0.01},),
            ({"budget": 0, "fiscal": 368800, "other": None},),
            ({"budget": None},),
        ),
    ),
    check=check,
)
