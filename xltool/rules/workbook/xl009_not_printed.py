"""XL009: the form is printed without boxes that it has elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The boxes that this print leaves out, as others do, in one line a workbook."""
    labels = row.get("not_printed")
    if isinstance(labels, tuple) and labels:
        yield Hit("not_printed", params={"labels": labels, "count": len(labels)})


RULE = RowRule(
    code="XL009",
    name="not_printed",
    severity=Severity.NOTE,
    title=Words("这份表少印了几栏", "Printed with fewer boxes"),
    table="workbook",
    message={
        "": Words(
            "这份表与标准表相差 {count} 栏，没有印：{labels}。已按所印的栏目检查。",
            "Compared with the standard form this print lacks {count} of the boxes: {labels}. "
            "It was checked on those it has.",
        )
    },
    remedy={
        "": Words(
            "填报人不用处理。审核人如需要这些栏目，请改发印有这些栏目的空白表。",
            "Nothing is to be done by the filler. A reviewer who needs these boxes issues a blank "
            "form that has them.",
        )
    },
    why=Words(
        "各地印的表栏目有多有少，没有印的栏目不能算漏填。",
        "Prints differ in their boxes; what is not printed cannot be left blank.",
    ),
    source=Words("由各省公开的表归纳。", "Inferred from forms published in several provinces."),
    examples=Examples(
        table="workbook",
        bad=(({"not_printed": ("权重",)},), ({"not_printed": ("指标性质", "度量单位")},)),
        good=(({"not_printed": ()},), ({"year": 2022},)),
    ),
    check=check,
    silent_reading=True,
)
