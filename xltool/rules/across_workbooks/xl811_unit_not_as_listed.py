"""XL811: a unit is not on the roster, or has another name there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import gist
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every submission whose unit code is not listed, or is listed with another name."""
    for place, row in enumerate(rows):
        given, listed = row.get("unit_name"), row.get("listed_name")
        if not isinstance(listed, str):
            yield Hit("unit", place, variant="unlisted", params={"unit": row["unit"]})
        elif isinstance(given, str) and given and gist(given) != gist(listed):
            yield Hit(
                "unit",
                place,
                params={"unit": row["unit"], "name": given, "listed": listed},
                expected=f"{row['unit']}{listed}",
            )


RULE = BatchRule(
    code="XL811",
    name="unit_not_as_listed",
    severity=Severity.WARNING,
    title=Words("单位与报送名单不一致", "Unit is not as the roster has it"),
    table="submissions",
    scope=Scope.ROSTER,
    by="unit",
    message={
        "": Words(
            "单位编码 {unit} 在报送名单中是“{listed}”，表中写的是“{name}”。",
            "Unit code {unit} is “{listed}” on the roster, the form says “{name}”.",
        ),
        "unlisted": Words(
            "单位编码 {unit} 不在报送名单中。", "Unit code {unit} is not on the roster."
        ),
    },
    remedy={
        "": Words(
            "请核对单位编码和名称；名单有误的，请改正名单。",
            "Check the unit’s code and name; if the roster is wrong, correct it.",
        )
    },
    why=Words(
        "编码写成别的单位的，数据会汇总到别的单位名下。",
        "Under another unit’s code the figures are added to that unit.",
    ),
    source=Words("由报送名单核对。", "Compared with the roster."),
    examples=Examples(
        table="submissions",
        bad=(
            ({"unit": "439001", "unit_name": "行政审批局", "listed_name": "文化和旅游局"},),
            ({"unit": "439009", "unit_name": "行政审批局", "listed_name": None},),
        ),
        good=(
            ({"unit": "439001", "unit_name": "行政审批局 本级", "listed_name": "行政审批局本级"},),
            ({"unit": "439001", "unit_name": None, "listed_name": "行政审批局本级"},),
        ),
    ),
    check=check,
)
