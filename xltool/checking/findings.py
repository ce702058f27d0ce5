"""Rule + Hit -> Finding, with its cells and its identity; findings -> Report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from xltool.checking.awaited import awaited
from xltool.language.text import brief, squeezed
from xltool.model.form import Form, Repeat
from xltool.model.identity import identity
from xltool.model.matching import SEPARATOR, RecordFacts, match
from xltool.model.report import Awaited, Finding, NotRun, Report, Verdict
from xltool.model.submission import Record, Submission, Unread
from xltool.model.workbook import CellRef, EarlierProblem
from xltool.rules.context import WORKBOOK_TABLE
from xltool.rules.registry import find_rule
from xltool.rules.rule import Hit, Row, Rule

if TYPE_CHECKING:  # for starting fast: it brings pandas
    from xltool.checking.hits import Found

_LONGEST = 120  # characters of a name that are compared


class FindingMaker:
    """Hits of one submission -> findings; what is known of its records is worked out once."""

    def __init__(self, submission: Submission, form: Form) -> None:
        self._submission, self._form = submission, form
        self._sections = {s.name: s for part in form.parts for s in part.repeats()}
        self._projects = next((part.table for part in form.parts if part.many), "")
        self._places: dict[str, list[RecordPlace]] = {}
        self._about = (
            form.form,
            submission.unit_code.value if submission.unit_code else "",
            submission.year.value if submission.year else "",
        )

    def finding(self, found: Found, table: str) -> Finding:
        """A hit with its cells, its project and an identity that survives moved rows and sheets."""
        rule, hit, row = found.rule, found.hit, found.row
        record, place = self._record(table, row), self._place(table, row)
        refs = [_ref(record, hit.field)]
        refs += [_ref(self._record(table, found.rows[other]), name) for other, name in hit.others]
        code, name = self._project(record)
        params, variant = self._params(rule, hit, record, table)
        known_as = identity(
            rule.code,
            *self._about,
            code or name or ("" if record.project is None else str(record.project)),
            SEPARATOR.join((*place.key, str(place.occurrence))) if place else "",
            hit.subject,
            hit.field,
        )
        return Finding(
            id=known_as,
            rule=rule.code,
            severity=found.severity,
            refs=tuple(dict.fromkeys(refs)),
            project=name or code,
            table=table,
            field=hit.field,
            value=_shown(row.get(hit.field)),
            params=params,
            variant=variant,
            expected=hit.expected,
            opinion=hit.opinion or rule.opinion,
            facts=self._facts(record, hit.subject, place),
            must_answer=rule.must_answer_in(self._form),
            awaited=self._awaited(hit, record, table),
        )

    def _awaited(self, hit: Hit, record: Record, table: str) -> tuple[Awaited, ...]:
        """Where what is absent may be added."""
        if not hit.awaits or table == WORKBOOK_TABLE:
            return ()
        return awaited(hit.awaits, record, self._submission.tables[table], self._submission)

    def _params(
        self, rule: Rule, hit: Hit, record: Record, table: str
    ) -> tuple[dict[str, object], str]:
        """What fills the message and which it is; one that can name the record does."""
        named, variant = _record_name(record), hit.variant
        if named and not variant and "record" in rule.message:
            field = self._form.field(table, hit.field)
            # A level that fills several rows is blank in all of them, not in the first one's.
            variant = "record" if field and not field.fill_down else ""
        params = dict(hit.params)
        return (params | {"record": brief(named)} if variant == "record" else params), variant

    def _record(self, table: str, row: Row) -> Record:
        if table == WORKBOOK_TABLE:
            return self._submission.workbook
        return self._submission.tables[table][_number(row)]

    def _project(self, record: Record) -> tuple[str, str]:
        """Code and name of the project that a record belongs to, "" where it has none."""
        if record.project is None:
            return "", ""
        values = self._submission.tables[self._projects][record.project].values
        code, name = values.get("code"), values.get("name")
        return (
            squeezed(code) if isinstance(code, str) else "",
            name if isinstance(name, str) else "",
        )

    def _place(self, table: str, row: Row) -> RecordPlace | None:
        """What tells a record of a table from its neighbours, None for what is no such record."""
        if table not in self._sections:
            return None
        if table not in self._places:
            records = self._submission.tables[table]
            self._places[table] = _places(self._sections[table], records)
        return self._places[table][_number(row)]

    def _facts(self, record: Record, subject: str, place: RecordPlace | None) -> RecordFacts:
        """What a finding is known by after its code, its name or its record's name is corrected."""
        code, name = self._project(record)
        outside = record.project is None
        return RecordFacts(
            subject=subject[:_LONGEST],
            code=code[:_LONGEST],
            name=squeezed(name)[:_LONGEST],
            project=-1 if record.project is None else record.project,
            projects=0 if outside else len(self._submission.tables[self._projects]),
            record=SEPARATOR.join(part[:_LONGEST] for part in place.key) if place else "",
            row=place.row if place else 0,
            rows=place.rows if place else 0,
        )


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """A record among those of its project: its key fields, which of equals it is, and its row."""

    key: tuple[str, ...]
    occurrence: int
    row: int
    rows: int


def _places(section: Repeat, records: Sequence[Record]) -> list[RecordPlace]:
    """The place of each record of a table; the records of a project stand together."""
    places: list[RecordPlace] = []
    seen: Counter[object] = Counter()
    for project, members in groupby(records, key=lambda record: record.project):
        mine = list(members)
        for row, record in enumerate(mine):
            key = tuple(squeezed(_shown(record.values.get(name))) for name in section.key)
            places.append(RecordPlace(key, seen[project, key], row, len(mine)))
            seen[project, key] += 1
    return places


def _number(row: Row) -> int:
    """The place of a record in its table."""
    number = row["record"]
    assert isinstance(number, int)
    return number


def build_report(
    submission: Submission, form: Form, found: Sequence[Finding], not_run: Sequence[NotRun]
) -> Report:
    """The report of a submission, worst findings first and then in the order of the sheets."""
    order = {name: place for place, name in enumerate(submission.sheets)}

    def place(finding: Finding) -> tuple[int, int, int, int, str]:
        ref = finding.refs[0]
        return (finding.severity.rank, order.get(ref.sheet, 0), ref.row, ref.column, finding.rule)

    said = _uncovered(tuple(_distinct(found)))
    findings, unmatched = answered(sorted(said, key=place), submission.earlier)
    # A month that is not known has its own error: forms with months require it.
    hindered = any(each.reason not in ("not_printed", "month_unknown") for each in not_run)
    if hindered or submission.workbook.values.get("lost") or _unread(submission):
        verdict = Verdict.INCOMPLETE
    else:
        verdict = Verdict.FINDINGS if findings else Verdict.CLEAN
    return Report(
        path=submission.path,
        verdict=verdict,
        digest=submission.digest,
        form=form.key,
        unit_code=submission.unit_code,
        unit_name=submission.unit_name,
        year=submission.year,
        period=submission.period,
        findings=findings,
        not_run=tuple(not_run),
        judge=form.judge,
        unmatched=unmatched,
    )


def answered(
    findings: Sequence[Finding], earlier: Sequence[EarlierProblem]
) -> tuple[tuple[Finding, ...], tuple[EarlierProblem, ...]]:
    """The findings with what the filler said about them, and what was said about no one of them."""
    if not any(line.answer for line in earlier):
        return tuple(findings), ()
    found = match([line.fingerprint for line in earlier], [each.fingerprint for each in findings])
    return (
        tuple(
            replace(finding, answer=earlier[found.pairs[place]].answer)
            if place in found.pairs
            else finding
            for place, finding in enumerate(findings)
        ),
        tuple(earlier[place] for place in found.lost if earlier[place].answer),
    )


def _distinct(found: Sequence[Finding]) -> Iterable[Finding]:
    """One finding for one cell: a merged cell stands in the records of all its rows."""
    distinct: dict[object, Finding] = {}
    for finding in found:
        # As text, because parameters need not be hashable.
        said = (finding.field, finding.variant, str(finding.params))
        distinct.setdefault((finding.rule, finding.refs, *said), finding)
    return distinct.values()


def _uncovered(found: Sequence[Finding]) -> list[Finding]:
    """Without what another finding of the same cell says better: one cause, one finding."""
    covered = {(code, each.refs[0]) for each in found for code in find_rule(each.rule).covers}
    return [each for each in found if (each.rule, each.refs[0]) not in covered]


def _ref(record: Record, field: str) -> CellRef:
    return record.refs.get(field) or record.refs["part"]


def _record_name(record: Record) -> str:
    """What an indicator is called, "" for other records and where it is blank."""
    name = record.values.get("level3")
    return squeezed(name) if isinstance(name, str) else ""


def _shown(value: object) -> str:
    if isinstance(value, Unread):
        return value.shown
    return "" if value is None or isinstance(value, (tuple, dict)) else str(value)


def _unread(submission: Submission) -> bool:
    """Whether a value was unclear, so that silence about it would be no pass."""
    return any(
        isinstance(value, Unread) and value.why in ("no_result", "unknown")
        for records in submission.tables.values()
        for record in records
        for value in record.values.values()
    )
