"""XL947: projects of the accepted target form that the month's monitoring leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """One hit a unit, however many of its projects are left out."""
    for place, row in enumerate(rows):
        if row["kind"] == "unmonitored":
            names = row["names"]
            assert isinstance(names, tuple)
            yield Hit("name", place, params={"names": names, "count": len(names)})


def _row(kind: str) -> tuple[dict[str, object]]:
    name = "平台运维费用"
    return ({"kind": kind, "key": "projects", "name": name, "names": (name,), "field": "name"},)


RULE = BatchRule(
    code="XL947",
    name="project_not_monitored",
    severity=Severity.WARNING,
    title=Words("目标表的项目没有监控", "A project of the accepted target form is not monitored"),
    table="targets",
    scope=Scope.HISTORY,
    by="unit",
    message={
        "": Words(
            "已接收的目标表中有 {count} 个项目，本月没有监控：{names}。",
            "Projects of the accepted target form without monitoring this month ({count}): "
            "{names}.",
        ),
    },
    remedy={
        "": Words(
            "漏报的请补上；项目已取消或不需监控的，请说明；名称或编码改了的，请核对。",
            "If one was forgotten, add it; if it was cancelled or need not be monitored, say so; "
            "if its name or code was changed, check that.",
        ),
    },
    why=Words(
        "没有监控的项目，执行慢了、目标落空了也看不出来。",
        "Where nothing is monitored, neither slow spending nor a missed target is seen.",
    ),
    source=Words("由已接收的目标表比较得出。", "Compared with the accepted target form."),
    examples=Examples(
        table="targets",
        form="monitoring@2022",
        bad=(_row("unmonitored"),),
        good=(_row("target"),),
    ),
    check=check,
)
