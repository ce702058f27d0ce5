"""XL970: the tasks of a department have more money than the department itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import amount, money_unit
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import PROJECTS, children, executions
from xltool.values.cell_value import Number


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Budget and executed, each where all amounts are known; less than the total is no fault, for
    only the main tasks are listed.
    """
    own = next(executions(form, PROJECTS), None)
    for each in form.executions:
        if own is None or each.table == PROJECTS:
            continue
        for name in ("budget", "executed"):
            total_name, field = getattr(own, name), form.field(PROJECTS, getattr(own, name))
            total = amount(row, form, total_name)
            unit = {"money_unit": row.get("money_unit")}
            rows = [{**child, **unit} for child in children(row, each.table)]
            parts = [amount(child, form, getattr(each, name)) for child in rows]
            known = [part for part in parts if part is not None]
            if field is None or total is None or len(known) < len(parts):
                continue
            if sum(known, Decimal(0)) > total:
                params = {
                    "field": field.title.words(),
                    "total": total,
                    "sum": sum(known, Decimal(0)),
                    "unit": money_unit(row, form) or form.money_unit.default,
                }
                yield Hit(total_name, params=params)


def _row(budget: int, *tasks: int) -> tuple[Row]:
    amounts = [Number(str(task), Decimal(task)) for task in tasks]
    rows = tuple({"budget": each, "executed": Number("1", Decimal(1))} for each in amounts)
    return ({"total_budget": budget, "total_executed": 100, "money_unit": "万元", "tasks": rows},)


RULE = RowRule(
    code="XL970",
    name="tasks_above_total",
    severity=Severity.WARNING,
    title=Words("各项任务的金额合计超过总额", "Tasks have more money than there is"),
    table=PROJECTS,
    message={
        "": Words(
            "各项任务的金额合计 {sum} {unit}，超过“{field}” {total} {unit}。",
            "The tasks have {sum} {unit} in all, more than “{field}”, {total} {unit}.",
        )
    },
    remedy={
        "": Words(
            "请核对各项任务的金额和总额：有没有重复计算，单位是否一致。",
            "Check the tasks and the total: is something counted twice, is the unit the same?",
        )
    },
    why=Words(
        "任务的钱都出自部门的总额，合计不会比总额多。",
        "The money for tasks comes out of the total.",
    ),
    source=Words("由表式推断。", "Inferred from the form."),
    examples=Examples(
        table=PROJECTS,
        form="department-assessment@2022",
        bad=(_row(500, 300, 201),),
        good=(_row(500, 300, 200), _row(500, 300), _row(500)),
    ),
    opinion=11,
    check=check,
)
