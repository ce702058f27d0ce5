"""XL307: a table of the form in which not a single record was found."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_PART, Awaits, Examples, Hit, Row, RowRule

_SPOKEN_OF = ("indicators", "subgoals")
"""Tables whose blanks have rules of their own: XL306, XL701."""


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The tables that are known to be empty; None is a frame that does not say."""
    part = next((part for part in form.parts if part.table == row.get("table")), None)
    for section in part.repeats() if part else ():
        required = any(field.required for field in section.fields)
        if section.name not in _SPOKEN_OF and required and row.get(section.name) == ():
            params = {"table": section.title.words()}
            yield Hit(section.name, params=params, awaits=(Awaits(section.name),))


RULE = RowRule(
    code="XL307",
    name="no_records",
    severity=Severity.WARNING,
    title=Words("表格里没有读到内容", "Table holds no records"),
    table=EVERY_PART,
    message={
        "": Words(
            "“{table}”表里一条也没有读到。",
            "Not a single row was read in the table “{table}”.",
        )
    },
    remedy={
        "": Words(
            "没有填的，请逐行填写；已经填了的，请对照空白表改回表头的栏目名称。",
            "Fill it in row by row; if it is filled in, put its headings back as they stand in "
            "the blank workbook.",
        )
    },
    why=Words(
        "没有读到的表格不会检查，也不会进入汇总。",
        "A table that was not read is neither checked nor added up.",
    ),
    source=Words("由实际报送的文件归纳。", "Inferred from files as they are handed in."),
    examples=Examples(
        table="projects",
        bad=(({"name": "平台运维费用", "assessed_indicators": ()},),),
        good=(
            ({"name": "平台运维费用", "assessed_indicators": ({"level3": "运维平台数量"},)},),
            ({"name": "平台运维费用"},),
        ),
        form="self-assessment@2022",
    ),
    check=check,
)
