"""Consolidation -> what the month's projects reached and spent, with lights, the worst first.

The rows are worked out once, from the ledger's records of whatever form, and laid into temporary
tables: SQL sorts them, and the month before can be laid beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xltool.language.text import squeezed
from xltool.ledger.form_facts import (
    ExecutionFields,
    attainment_section,
    execution_fields,
    plan_months,
    projects_part,
)
from xltool.ledger.kept_tables import kept_tables
from xltool.ledger.row_sql import insert_into
from xltool.ledger.stored_text import stored_decimal, stored_place, stored_text
from xltool.model.form import Form
from xltool.model.submission import Record
from xltool.month.attainment_rows import AttainmentRow, ProgressRow
from xltool.month.consolidation import COUNTED, Consolidation
from xltool.rules.money.amounts import amount, money_unit
from xltool.rules.monitoring.lights import Light, execution_light, indicator_light, worst
from xltool.rules.monitoring.measured import measured
from xltool.values.cell_value import Number

_ORDER = {light.value: place for place, light in enumerate(Light)}
_CHANCES = ("certain", "possible", "impossible")
_REASONS = ("cause_explained", "reason", "remarks")
_Ranked = tuple[int, int, str, str, str, str]


_OF = {
    "": ("month_submissions", COUNTED),
    "_before": ("month_submissions_before", COUNTED),
    "_late": ("month_submissions", "('adjustment')"),
}
"""What the rows are of: what counts, what counted in the month before, what came after closing."""


def fill_attainment(month: Consolidation, behind: str = "") -> None:
    """Lay the rows into `attained` and `progress`, with one of `_OF` behind the names."""
    table, statuses = _OF[behind]
    now = int((month.month.before if behind == "_before" else month.month).period[5:])
    query = (
        "SELECT s.rank, s.submission, s.form, s.unit, s.unit_name, sub.path "
        f"FROM {table} s CROSS JOIN submissions sub ON sub.id = s.submission "
        f"WHERE s.status IN {statuses} ORDER BY s.rank"
    )
    for row in month.run(query).fetchall():
        form = month.forms.get(row[2])
        if form and (attainment_section(projects_part(form)) or execution_fields(form)):
            _fill_one(month, row, now, behind)


def _fill_one(month: Consolidation, ranked: _Ranked, now: int, behind: str) -> None:
    """One submission: its indicators, then its projects."""
    rank, submission, key, unit, unit_name, path = ranked
    form = month.forms[key]
    tables = kept_tables(month.ledger, submission, form)
    rows = month.run("SELECT place, key FROM projects WHERE submission = ?", (submission,))
    given = _Given(form, tables, dict(rows.fetchall()), (key, unit, unit_name, rank), path, now)
    lights: dict[int | None, list[Light | None]] = {}
    month.fill(insert_into(f"attained{behind}", AttainmentRow), _indicators(given, lights))
    plans = _plans(month, unit) if not behind else {}
    month.fill(insert_into(f"progress{behind}", ProgressRow), _projects(given, lights, plans))


@dataclass(frozen=True, slots=True)
class _Given:
    """A submission: `keys` are those of its projects, `now` is the month."""

    form: Form
    tables: Mapping[str, tuple[Record, ...]]
    keys: Mapping[int, str]
    about: tuple[str, str, str, int]
    path: str
    now: int

    @property
    def projects(self) -> tuple[Record, ...]:
        """The records of its projects."""
        return self.tables[projects_part(self.form).table]


def _indicators(
    given: _Given, lights: dict[int | None, list[Light | None]]
) -> Iterator[AttainmentRow]:
    """Its indicators; their lights are added to those of their projects."""
    section = attainment_section(projects_part(given.form))
    for place, record in enumerate(given.tables[section.name] if section else ()):
        values, project = record.values, given.projects[record.project or 0]
        name = stored_text(values.get("level3"))
        light = indicator_light(
            values.get("target"), values.get("actual"), name, given.now, given.form
        )
        lights.setdefault(record.project, []).append(light)
        key = given.keys.get(record.project or 0, "")
        known = (*given.about, place, key, stored_text(project.values.get("name")))
        yield _attainment(known, record, light, given.form, given.path)


def _projects(
    given: _Given,
    lights: Mapping[int | None, list[Light | None]],
    plans: Mapping[str, str],
) -> Iterator[ProgressRow]:
    """Its projects."""
    fields = execution_fields(given.form)
    for place, record in enumerate(given.projects):
        key = given.keys.get(place, "")
        spent = _Spent.of(record, given.form, fields, given.now)
        planned = _planned(plans, key, record, given.now)
        known = (*given.about, place, key)
        yield _progress(known, record, spent, lights.get(place, []), planned, given.path)


def _attainment(
    known: tuple[str, str, str, int, int, str, str],
    record: Record,
    light: Light | None,
    form: Form,
    path: str,
) -> AttainmentRow:
    values = record.values
    weight, score = (_number(values.get(name)) for name in ("weight", "score"))
    missed = light in (Light.RED, Light.YELLOW)
    if light is None and weight is not None and score is not None:
        missed = score < weight
    ref = record.refs.get("actual") or record.refs.get("target") or record.refs.get("part")
    sheet, cell = stored_place(ref)
    texts = {name: stored_text(value) for name, value in values.items()}
    return AttainmentRow(
        *known,
        level1=texts.get("level1", ""),
        level2=texts.get("level2", ""),
        level3=texts.get("level3", ""),
        target=texts.get("target", ""),
        actual=texts.get("actual", ""),
        expected=texts.get("expected", ""),
        share=_share(values, texts.get("level3", ""), form),
        light=light.value if light else "",
        urgency=_ORDER[light.value] if light else len(_ORDER),
        missed=int(missed),
        weight=stored_decimal(weight),
        score=stored_decimal(score),
        causes=" ".join(
            name
            for name, text in texts.items()
            if name.startswith("cause_") and name not in _REASONS and text
        ),
        chance=next((name for name in _CHANCES if texts.get(name)), texts.get("chance", "")),
        reason=next((texts[name] for name in _REASONS if texts.get(name)), ""),
        path=path,
        sheet=sheet,
        cell=cell,
    )


def _share(values: Mapping[str, object], name: str, form: Form) -> str | None:
    """What was reached in percent of the target; None for words, dates, ranges and bounds from
    above, where less is better.
    """
    pair = measured(values.get("target"), values.get("actual"), name, form)
    if pair is None or pair.at_most or pair.high is not None or pair.low <= 0:
        return None
    if pair.rate and 0 < pair.actual <= 1 < pair.low:
        return None  # a fraction for a rate: it is unclear, and the filler is asked
    return stored_decimal((pair.actual / pair.low * 100).quantize(Decimal("0.01")))


class _Spent:
    """What a project spent, in 元, and its light."""

    __slots__ = ("budget", "executed", "expected", "light")

    def __init__(self) -> None:
        self.budget: Decimal | None = None
        self.executed: Decimal | None = None
        self.expected: Decimal | None = None
        self.light: Light | None = None

    @classmethod
    def of(cls, record: Record, form: Form, fields: ExecutionFields | None, now: int) -> _Spent:
        """As the form's fields say."""
        spent = cls()
        unit = money_unit(record.values, form)
        if fields is None or unit is None:
            return spent
        factor = form.money_unit.factors[unit]

        def in_yuan(name: str) -> Decimal | None:
            found = amount(record.values, form, name) if name else None
            return None if found is None else found * factor

        budgets = (in_yuan(name) for name in fields.budgets)
        spent.budget = next((found for found in budgets if found is not None), None)
        spent.executed, spent.expected = in_yuan(fields.executed), in_yuan(fields.expected)
        spent.light = execution_light(spent.executed, spent.budget, now, form)
        return spent


def _progress(
    known: tuple[str, str, str, int, int, str],
    record: Record,
    spent: _Spent,
    lights: list[Light | None],
    planned: Decimal | None,
    path: str,
) -> ProgressRow:
    values = record.values
    whole = worst([spent.light, *lights])
    sheet, cell = stored_place(record.refs.get("name") or record.refs.get("part"))
    points = [
        stored_decimal(_number(values.get(field)))
        for field in ("total_weight", "total_score", "overall_weight", "overall_score")
    ]
    return ProgressRow(
        *known,
        code=stored_text(values.get("code")),
        name=stored_text(values.get("name")),
        budget=stored_decimal(spent.budget),
        executed=stored_decimal(spent.executed),
        expected=stored_decimal(spent.expected),
        planned=stored_decimal(planned),
        light=spent.light.value if spent.light else "",
        worst=whole.value if whole else "",
        urgency=_ORDER[whole.value] if whole else len(_ORDER),
        execution_weight=points[0],
        execution_score=points[1],
        weight=points[2],
        score=points[3],
        path=path,
        sheet=sheet,
        cell=cell,
    )


def _plans(month: Consolidation, unit: str) -> dict[str, str]:
    """The spending plans in the target form of a unit that counts, by project code and name."""
    with_plan = [key for key, form in month.forms.items() if plan_months(form)]
    marks = ", ".join("?" * len(with_plan))
    rows = month.run(
        "SELECT p.key, p.name, p.plan FROM month_submissions s CROSS JOIN projects p "
        f"ON p.submission = s.submission WHERE s.form IN ({marks}) AND s.unit = ? "
        f"AND s.status IN {COUNTED} AND p.plan <> ''",
        (*with_plan, unit),
    )
    return {known: plan for key, name, plan in rows for known in (key, squeezed(name))}


def _planned(plans: Mapping[str, str], key: str, record: Record, now: int) -> Decimal | None:
    """What is planned by the last date of the plan that is over, 0 before the first."""
    plan = plans.get(key) or plans.get(squeezed(stored_text(record.values.get("name"))))
    if not plan:
        return None
    pairs = [pair.split("=") for pair in plan.split()]
    return max(
        (Decimal(points) for month, points in pairs if int(month) <= now), default=Decimal(0)
    )


def _number(value: object) -> Decimal | None:
    return value.amount if isinstance(value, Number) else None
