"""XL104: a project code given later than the fiscal year."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.project_code import creation_year, tidy


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A code whose year of creation lies after the year of the form."""
    value, year = row.get("code"), row.get("year")
    if not isinstance(value, str) or not isinstance(year, int):
        return
    created = creation_year(tidy(value))
    if created is not None and created > year:
        yield Hit("code", params={"code": tidy(value), "created": str(created), "year": str(year)})


RULE = RowRule(
    code="XL104",
    name="future_code",
    severity=Severity.WARNING,
    title=Words("项目编码的年份晚于本表年度", "Project code is later than the fiscal year"),
    table="projects",
    needs=("code",),
    message={
        "": Words(
            "项目编码“{code}”是 {created} 年建立的，晚于本表年度 {year} 年。",
            "Project code “{code}” was given in {created}, after the fiscal year {year}.",
        )
    },
    remedy={
        "": Words(
            "请核对编码第 7、8 位，或核对本表的年度是否为 {year} 年。",
            "Check characters 7 and 8 of the code, or whether the fiscal year is {year}.",
        )
    },
    why=Words(
        "项目可以在以后年度延续，却不会在建立之前就有预算。",
        "A project goes on in later years, but has no budget before it exists.",
    ),
    source=Words("由公开的项目编码推断。", "Inferred from published project codes."),
    examples=Examples(
        table="projects",
        bad=(({"code": "13020523P00B8J810002F", "year": 2022},),),
        good=(
            ({"code": "13020522P00B8J810002R", "year": 2022},),
            ({"code": "13020520P00B8J810002R", "year": 2022},),
            ({"code": "13020523P00B8J810002F", "year": None},),
            ({"code": "13020523P00B8J81", "year": 2022},),
        ),
    ),
    check=check,
    needs_year=True,
)
