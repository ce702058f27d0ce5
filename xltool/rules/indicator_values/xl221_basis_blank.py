"""XL221: the basis of an indicator value is not given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule

if TYPE_CHECKING:
    from pandas import DataFrame, Series


def where(frame: DataFrame, _form: Form) -> Series[bool]:
    """指标值确定依据 is blank. A column that is not printed, or left out of a frame, is not."""
    return frame["evidence"].isna()


def check(_row: Row, _form: Form) -> Iterator[Hit]:
    """The sentence names no indicator, so that many blanks are shown in one line."""
    yield Hit("evidence")


RULE = RowRule(
    code="XL221",
    name="basis_blank",
    severity=Severity.NOTE,
    title=Words("指标值确定依据未填", "Basis of the value is blank"),
    table="indicators",
    needs=("evidence",),
    message={
        "": Words(
            "没有填写指标值确定依据。",
            "No basis (指标值确定依据) is given for the value.",
        )
    },
    remedy={
        "": Words(
            "请填“计划标准”“行业标准”“历史标准”之一，或写明具体依据。",
            "Enter 计划标准, 行业标准 or 历史标准, or say what the value is based on.",
        )
    },
    why=Words(
        "有依据才看得出指标值定得高还是低。",
        "Only with its basis can one see whether a value is set high or low.",
    ),
    source=Words("公开文本的表式有这一栏。", "The published form has this column."),
    examples=Examples(
        table="indicators",
        bad=(({"level3": "审批业务受理率（%）", "evidence": None},), ({"evidence": "　"},)),
        good=(
            ({"level3": "审批业务受理率（%）", "evidence": "计划标准"},),
            ({"level3": "审批业务受理率（%）", "evidence": "按2021年完成数"},),
            ({"level3": "审批业务受理率（%）", "value": "≥95%"},),
        ),
    ),
    where=where,
    check=check,
    opinion=1,
)
