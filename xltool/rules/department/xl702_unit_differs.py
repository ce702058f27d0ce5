"""XL702: the department's part names another unit than the projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltool.language.text import brief, gist
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import BudgetUnit
from xltool.values.unit_code import filled_up


def check(row: Row, form: Form) -> Iterator[Hit]:
    """One hit where most projects are of another unit; a single odd one has a rule of its own."""
    own, around = row.get("unit"), row.get("workbook")
    projects = around.get("projects") if isinstance(around, Mapping) else None
    if not isinstance(own, BudgetUnit) or not isinstance(projects, tuple):
        return
    units = [unit for project in projects if isinstance(unit := project.get("unit"), BudgetUnit)]
    other = [unit for unit in units if not _belongs(unit, own)]
    if len(other) * 2 > len(units):
        found = tuple(dict.fromkeys(brief(unit.raw) for unit in other))
        yield Hit("unit", params={"unit": brief(own.raw), "others": found})


def _belongs(unit: BudgetUnit, department: BudgetUnit) -> bool:
    """Whether a project's unit is the department or, by its code, one of its units."""
    if unit.code and department.code:
        return _code(unit).startswith(_code(department))
    short, long = sorted((_name(unit), _name(department)), key=len)
    letters = iter(long)
    # Offices shorten names by leaving out characters: 区审批局 for 开平区行政审批局.
    return all(letter in letters for letter in short)


def _code(unit: BudgetUnit) -> str:
    """The code with the leading zeros that a number cannot keep."""
    return filled_up(unit.code) if unit.numeric else unit.code


def _name(unit: BudgetUnit) -> str:
    return gist(unit.name).removesuffix("本级")


RULE = RowRule(
    code="XL702",
    name="unit_differs",
    severity=Severity.ERROR,
    title=Words("部门与项目的单位不一致", "Unit differs from the projects'"),
    table="department",
    needs=("unit",),
    message={
        "": Words(
            "部门整体绩效目标的单位是“{unit}”，项目的单位却是“{others}”。",
            "The unit here is “{unit}”, but that of the projects is “{others}”.",
        )
    },
    remedy={
        "": Words(
            "请核对两处的单位编码和名称，改正填错的一处；部门可以只写三位部门编码。",
            "Check the unit codes and names on both sides; a department may give its three digits "
            "alone.",
        )
    },
    why=Words(
        "单位对不上，可能是复制后没有改。",
        "Where units differ, a sheet may have been copied and not changed.",
    ),
    source=Words(
        "公开文本的两部分属于同一单位；编码前三位为部门由样本推断。",
        "Both parts of published documents belong to one unit; that the first three digits are "
        "the department is inferred.",
    ),
    examples=Examples(
        table="department",
        bad=(
            (
                {
                    "unit": "440001某某局",
                    "workbook": {"projects": ({"unit": BudgetUnit("439001", "439001", "")},)},
                },
            ),
            (
                {
                    "unit": "财政局本级",
                    "workbook": {
                        "projects": ({"unit": BudgetUnit("行政审批局", "", "行政审批局")},)
                    },
                },
            ),
        ),
        good=(
            (
                {
                    "unit": "439行政审批局",
                    "workbook": {"projects": ({"unit": BudgetUnit("439001", "439001", "")},)},
                },
            ),
            (
                {
                    "unit": "439001唐山市开平区行政审批局",
                    "workbook": {"projects": ({"unit": BudgetUnit("区审批局", "", "区审批局")},)},
                },
            ),
            (
                {
                    "unit": 15001,
                    "workbook": {"projects": ({"unit": BudgetUnit("015001", "015001", "")},)},
                },
            ),
            ({"unit": "439001行政审批局", "workbook": {"projects": ({"unit": None},)}},),
            ({"unit": "439001行政审批局"},),
        ),
    ),
    check=check,
)
