"""XL801: one project code stands in the submissions of two units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.across_workbooks.unit_names import MOST_NAMED, named
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every project whose code another unit has too."""
    first: dict[object, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(row["unit"], place)
    if len(first) < 2 or not rows[0]["code"]:
        return
    few = list(first.items())[: MOST_NAMED + 1]  # of hundreds of units only some are named
    for place, row in enumerate(rows):
        others = [number for unit, number in few if unit != row["unit"]][:MOST_NAMED]
        units = named((rows[number] for number in others), len(first) - 1)
        yield Hit(
            "code",
            place,
            others=tuple((number, "code") for number in others),
            params={"code": row["code"], "units": units},
        )


RULE = BatchRule(
    code="XL801",
    name="shared_code",
    severity=Severity.WARNING,
    title=Words("不同单位使用同一项目编码", "Units share one project code"),
    table="projects",
    scope=Scope.BATCH,
    by="key",
    message={
        "": Words(
            "项目编码 {code} 在其他单位的报送中也出现：{units}。",
            "Project code {code} also stands in what other units handed in: {units}.",
        )
    },
    remedy={
        "": Words(
            "确是几个单位共用的项目，请说明分工和各自的金额；不是共用的，请核对编码。",
            "If the units share the project, say who does what with how much; if not, check the "
            "code.",
        )
    },
    why=Words(
        "汇总按编码识别项目，编码相同的项目可能被重复计算。",
        "Projects are distinguished by their codes when they are added up, so one may count twice.",
    ),
    source=Words(
        "由编码的用途推断；几个单位共用一个项目的情况存在。",
        "Follows from what the code is for; projects shared by several units exist.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            (
                {"unit": "439001", "unit_name": "行政审批局", "code": "13020522P00B8J810002R"},
                {"unit": "512001", "unit_name": "文旅局", "code": "13020522P00B8J810002R"},
            ),
        ),
        good=(
            (
                {"unit": "439001", "unit_name": "行政审批局", "code": "13020522P00B8J810002R"},
                {"unit": "439001", "unit_name": "行政审批局", "code": "13020522P00B8J810002R"},
            ),
            (
                {"unit": "439001", "unit_name": "行政审批局", "code": ""},
                {"unit": "512001", "unit_name": "文旅局", "code": ""},
            ),
        ),
    ),
    check=check,
)
