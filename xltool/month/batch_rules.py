"""Consolidation -> the findings of the batch rules, kept beside those of the workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from pathlib import PurePath
from typing import Any

from xltool.ledger.finding_row import FindingRow
from xltool.ledger.form_facts import projects_part
from xltool.ledger.row_sql import insert_into
from xltool.model.form import Form
from xltool.model.identity import identity
from xltool.month.consolidation import COUNTED, Consolidation
from xltool.month.differences import found_changes
from xltool.month.history_rows import NOTHING_BEFORE, HistoryRows
from xltool.rules.registry import batch_rules
from xltool.rules.rule import BatchRule, Hit, Row, Scope

_FIRST_PLACE = 100_000_000
"""Batch findings stand behind those of the workbook itself."""

_PROJECTS = """
SELECT s.form, s.unit, s.unit_name, s.submission, p.code, p.key, p.name,
    p.indicators_digest, p.indicators, p.sheet, p.cell
FROM month_submissions s CROSS JOIN projects p ON p.submission = s.submission
WHERE s.status IN {statuses} AND p.{by} <> '' ORDER BY s.form, p.{by}, s.rank, p.place
"""
_SUBMISSIONS = """
SELECT s.form, s.unit, sub.unit_name, s.submission, sub.path, sub.unit_sheet AS sheet,
    sub.unit_cell AS cell
FROM month_submissions s JOIN submissions sub ON sub.id = s.submission
WHERE {condition} ORDER BY s.form, s.unit, s.tied, s.rank
"""


def run_batch_rules(consolidation: Consolidation) -> None:
    """Run them all; one that cannot run is named in `consolidation.skipped` with the reason."""
    history = HistoryRows(consolidation)
    for rule in batch_rules():
        if rule.table in NOTHING_BEFORE:
            rows = history.of(rule.table)
            if rows is None:
                reason = consolidation.not_compared or NOTHING_BEFORE[rule.table]
                consolidation.skipped[rule.code] = reason
            else:
                _run(rule, consolidation, rows)
        elif rule.scope is Scope.ROSTER and consolidation.roster is None:
            consolidation.skipped[rule.code] = "no_roster"
        elif rule.scope is Scope.HISTORY and consolidation.not_compared == "edited_before":
            consolidation.skipped[rule.code] = consolidation.not_compared
        elif rule.scope is Scope.HISTORY and not consolidation.compared:
            consolidation.skipped[rule.code] = "no_history"
        else:
            _run(rule, consolidation)


def _run(rule: BatchRule, consolidation: Consolidation, rows: Iterable[Row] | None = None) -> None:
    connection = consolidation.ledger.connection
    insert = insert_into("batch_findings", FindingRow, "submission")
    place = _FIRST_PLACE * (1 + batch_rules().index(rule))
    try:
        for number, (submission, found) in enumerate(_findings(rule, consolidation, rows)):
            connection.execute(insert, (submission, *found._replace(place=place + number)))
    except (ArithmeticError, LookupError, TypeError, ValueError):  # a bug of ours hides no other
        connection.execute("DELETE FROM batch_findings WHERE rule = ?", (rule.code,))
        consolidation.skipped[rule.code] = "failed"


def _findings(
    rule: BatchRule, consolidation: Consolidation, given: Iterable[Row] | None
) -> Iterator[tuple[int, FindingRow]]:
    rows = _rows(rule, consolidation) if given is None else given
    for (key, _), group in groupby(rows, lambda row: (row["form"], row[rule.by])):
        form = consolidation.forms.get(str(key))
        if form is None or not rule.enabled_in(form):
            continue
        members = list(group)
        for hit in rule.check(members, form):
            row = members[hit.row]
            yield _number(row), _finding(rule, hit, row, form, consolidation.month.period)


def _rows(rule: BatchRule, consolidation: Consolidation) -> Iterable[Row]:
    """The rows that a rule compares, sorted by form and by its column."""
    if rule.table == "changes":
        return _changes(consolidation)
    run = consolidation.ledger.connection.execute
    if rule.table == "projects":
        return _named(run(_PROJECTS.format(statuses=COUNTED, by=rule.by)))
    if rule.scope is Scope.ROSTER:
        counted = f"s.status IN {COUNTED} AND s.unit <> ''"
        return _listed(_named(run(_SUBMISSIONS.format(condition=counted))), consolidation)
    return _named(run(_SUBMISSIONS.format(condition="s.tied > 0")))


def _named(cursor: Any) -> Iterator[dict[str, object]]:
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        if "path" in row:
            row["file"] = PurePath(str(row["path"])).name
        yield row


def _listed(rows: Iterable[dict[str, object]], consolidation: Consolidation) -> Iterator[Row]:
    assert consolidation.roster is not None
    for row in rows:
        yield {**row, "listed_name": consolidation.roster.names.get(str(row["unit"]))}


def _changes(consolidation: Consolidation) -> Iterator[Row]:
    """Changes of units that have a submission in this month: the finding stands there."""
    query = (
        "SELECT form, unit, submission FROM month_submissions "
        f"WHERE status IN {COUNTED} ORDER BY rank"
    )
    submissions = consolidation.ledger.connection.execute(query)
    current = next(submissions, None)
    for change in found_changes(consolidation):
        if change.section != "change":
            continue
        unit = (change.form, change.unit)
        while current is not None and current[:2] < unit:
            current = next(submissions, None)
        if current is not None and current[:2] == unit:
            yield {
                **change._asdict(),
                "submission": current[2],
                "code": change.code or "—",
                "before": Decimal(change.before or 0) if change.kind == "removed" else None,
                "sheet": "",
                "cell": "",
            }


def _finding(rule: BatchRule, hit: Hit, row: Row, form: Form, period: str) -> FindingRow:
    field = form.field(str(row.get("table") or projects_part(form).table), hit.field)
    titles = {lang: field.title.words()(lang) if field else "" for lang in ("zh", "en")}
    remedy = rule.remedy.get(hit.variant) or rule.remedy[""]
    message = rule.message[hit.variant]
    subject = hit.subject or str(row.get("key") or "")
    return FindingRow(
        place=0,
        identity=identity(rule.code, form.form, str(row["unit"]), period[:4], subject, hit.field),
        rule=rule.code,
        severity=(hit.severity or rule.severity_in(form)).value,
        project=str(row.get("name") or ""),
        field_zh=titles["zh"],
        field_en=titles["en"],
        value=_value(row, hit),
        expected=hit.expected,
        message_zh=message.render(hit.params, "zh"),
        message_en=message.render(hit.params, "en"),
        remedy_zh=remedy.render(hit.params, "zh"),
        remedy_en=remedy.render(hit.params, "en"),
        opinion=hit.opinion or rule.opinion,
        explanation="",
        sheet=str(row["sheet"] or ""),
        cell=str(row["cell"] or ""),
    )


def _number(row: Mapping[str, object]) -> int:
    number = row["submission"]
    assert isinstance(number, int)
    return number


def _value(row: Row, hit: Hit) -> str:
    value = row.get("unit_name" if hit.field == "unit" else hit.field, row.get("now"))
    return "" if value is None else str(value)
