"""XL964: indicators that score far better than the money was spent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    INDICATORS,
    children,
    execution_rate,
    executions,
    number,
    shown_points,
)
from xltool.values.cell_value import Number
from xltool.values.score import HUNDRED


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The share of the indicators' points against the share of the budget that was spent."""
    each = next(executions(form, row.get("table")), None)
    rate = execution_rate(row, form, each) if each else None
    share = _share(row)
    if each is None or rate is None or share is None:
        return
    if share - min(rate, HUNDRED) > RULE.number(form, "points"):
        yield Hit(
            "overall_score" if prints(row, "overall_score") else each.score or each.executed,
            params={
                "share": shown_points(share),
                "rate": shown_points(rate),
                "limit": RULE.number(form, "points"),
            },
        )


def _share(row: Row) -> Decimal | None:
    """What % of their points the indicators got; None where a weight or score is unknown."""
    rows = children(row, INDICATORS)
    weights = [number(each, "weight") for each in rows]
    scores = [number(each, "score") for each in rows]
    if None in weights or None in scores:
        return None
    total = sum((each for each in weights if each is not None), Decimal(0))
    got = sum((each for each in scores if each is not None), Decimal(0))
    return got / total * HUNDRED if total > 0 else None


def _indicators(score: int) -> tuple[Row, ...]:
    return ({"weight": Number("90", Decimal(90)), "score": Number(str(score), Decimal(score))},)


_MONEY = {"total_budget": 150, "total_executed": 125.25, "overall_score": 98}

RULE = RowRule(
    code="XL964",
    name="inflated_assessment",
    severity=Severity.WARNING,
    title=Words("指标得分率明显高于预算执行率", "Indicators score far above execution"),
    table="projects",
    message={
        "": Words(
            "各指标得分率 {share}%，预算执行率 {rate}%，高出 {limit} 个百分点以上。",
            "The indicators got {share}% of their points while {rate}% of the budget was spent: "
            "more than {limit} points apart.",
        )
    },
    remedy={
        "": Words(
            "请核对完成值和得分；确实少花钱也办成事的，请在情况说明里写明。",
            "Check actual values and scores; say so if all was reached with less money.",
        )
    },
    why=Words(
        "钱没有花完而指标几乎满分，审核人会认为自评偏高。",
        "Money left and full marks all the same look like an inflated assessment.",
    ),
    source=Words(
        "从一体化系统绩效模块和公开的审核意见归纳，不是文件规定。",
        "Seen in software for performance budgets and in reviews; no published rule.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({**_MONEY, "assessed_indicators": _indicators(90)},),
            ({**_MONEY, "assessed_indicators": _indicators(80)},),
        ),
        good=(
            ({**_MONEY, "assessed_indicators": _indicators(79)},),
            ({**_MONEY, "total_executed": 150, "assessed_indicators": _indicators(90)},),
            ({**_MONEY, "total_budget": 0, "assessed_indicators": _indicators(90)},),
            ({**_MONEY},),
        ),
        form="self-assessment@2022",
    ),
    params={"points": 5},
    opinion=11,
    check=check,
)
