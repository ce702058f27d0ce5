"""Rule + Hit -> Finding, with its cells and its identity; findings -> Report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xltool.language.text import brief, squeezed
from xltool.model.form import Form, Repeat
from xltool.model.identity import identity
from xltool.model.matching import SEPARATOR, RecordFacts, match
from xltool.model.report import Finding, NotRun, Report, Verdict
from xltool.model.submission import Record, Submission, Unread
from xltool.model.workbook import CellRef, EarlierProblem
from xltool.rules.context import WORKBOOK_TABLE
from xltool.rules.registry import all_rules
from xltool.rules.rule import Hit, Row, Rule

_LONGEST = 120  # characters of a name that are compared


def build_finding(
    rule: Rule, hit: Hit, group: Sequence[Row], form: Form, table: str, submission: Submission
) -> Finding:
    """A hit with its cells, its project and an identity that survives moved rows and sheets."""
    record = _record(submission, table, group[hit.row])
    refs = [_ref(record, hit.field)]
    refs += [_ref(_record(submission, table, group[row]), name) for row, name in hit.others]
    code, name = _project(submission, form, record)
    value = group[hit.row].get(hit.field)
    field, named, variant = form.field(table, hit.field), _record_name(record), hit.variant
    # A level that fills several rows is blank in all of them, not in the first one's.
    if named and not variant and "record" in rule.message and field and not field.fill_down:
        variant = "record"
    known_as = identity(
        rule.code,
        form.form,
        submission.unit_code.value if submission.unit_code else "",
        submission.year.value if submission.year else "",
        code or name or ("" if record.project is None else str(record.project)),
        _record_key(submission, form, table, record),
        hit.subject,
        hit.field,
    )
    return Finding(
        id=known_as,
        rule=rule.code,
        severity=hit.severity or rule.severity_in(form),
        refs=tuple(dict.fromkeys(refs)),
        project=name or code,
        table=table,
        field=hit.field,
        value=_shown(value),
        params={**hit.params, "record": brief(named)} if variant == "record" else dict(hit.params),
        variant=variant,
        expected=hit.expected,
        opinion=hit.opinion or rule.opinion,
        facts=_facts(submission, form, table, group[hit.row], hit.subject),
        must_answer=rule.must_answer_in(form),
    )


def build_report(
    submission: Submission, form: Form, found: Sequence[Finding], not_run: Sequence[NotRun]
) -> Report:
    """The report of a submission, worst findings first and then in the order of the sheets."""
    order = {name: place for place, name in enumerate(submission.sheets)}

    def place(finding: Finding) -> tuple[int, int, int, int, str]:
        ref = finding.refs[0]
        return (finding.severity.rank, order.get(ref.sheet, 0), ref.row, ref.column, finding.rule)

    findings, unmatched = answered(sorted(_distinct(found), key=place), submission.earlier)
    if not_run or _unread(submission):
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


def rules_not_run(
    submission: Submission, form: Form, codes: frozenset[str] | None, broken: set[str]
) -> list[NotRun]:
    """The rules that could not run on a submission: broken ones, and those that need its year."""
    skipped = [NotRun(code, "failed") for code in sorted(broken)]
    if submission.year is None:
        skipped += [
            NotRun(rule.code, "year_unknown")
            for rule in all_rules()
            if rule.needs_year
            and rule.enabled_in(form)
            and rule.concerns(form)
            and (codes is None or rule.code in codes)
        ]
    return skipped


def _record(submission: Submission, table: str, row: Row) -> Record:
    if table == WORKBOOK_TABLE:
        return submission.workbook
    number = row["record"]
    assert isinstance(number, int)
    return submission.tables[table][number]


def _ref(record: Record, field: str) -> CellRef:
    return record.refs.get(field) or record.refs["part"]


def _record_name(record: Record) -> str:
    """What an indicator is called, "" for other records and where it is blank."""
    name = record.values.get("level3")
    return squeezed(name) if isinstance(name, str) else ""


def _project(submission: Submission, form: Form, record: Record) -> tuple[str, str]:
    """Code and name of the project that a record belongs to, "" where it has none."""
    if record.project is None:
        return "", ""
    table = next(part.table for part in form.parts if part.many)
    values = submission.tables[table][record.project].values
    code, name = values.get("code"), values.get("name")
    return (
        squeezed(code) if isinstance(code, str) else "",
        name if isinstance(name, str) else "",
    )


def _facts(submission: Submission, form: Form, table: str, row: Row, subject: str) -> RecordFacts:
    """What a finding is known by after its code, its name or its record's name was corrected."""
    record = _record(submission, table, row)
    code, name = _project(submission, form, record)
    part = next((part.table for part in form.parts if part.many), "")
    project = -1 if record.project is None else record.project
    outside = project < 0
    facts = RecordFacts(
        subject=subject[:_LONGEST],
        code=code[:_LONGEST],
        name=squeezed(name)[:_LONGEST],
        project=project,
        projects=0 if outside else len(submission.tables[part]),
    )
    section = _section(form, table)
    if section is None:
        return facts
    records, number = submission.tables[table], row["record"]
    assert isinstance(number, int)
    first = last = number  # the records of a project stand together
    while first and records[first - 1].project == record.project:
        first -= 1
    while last + 1 < len(records) and records[last + 1].project == record.project:
        last += 1
    key = SEPARATOR.join(part[:_LONGEST] for part in _key(section, record))
    return replace(facts, record=key, row=number - first, rows=last + 1 - first)


def _section(form: Form, table: str) -> Repeat | None:
    return next((s for p in form.parts for s in p.repeats() if s.name == table), None)


def _record_key(submission: Submission, form: Form, table: str, record: Record) -> str:
    """What tells a record from its neighbours: its key fields, and which of equals it is."""
    section = _section(form, table)
    if section is None:
        return ""
    key = _key(section, record)
    before = 0
    for other in submission.tables[table]:
        if other is record:
            break
        before += other.project == record.project and _key(section, other) == key
    return "\x1f".join((*key, str(before)))


def _key(section: Repeat, record: Record) -> tuple[str, ...]:
    return tuple(squeezed(_shown(record.values.get(name))) for name in section.key)


def _shown(value: object) -> str:
    if isinstance(value, Unread):
        return value.shown
    return "" if value is None or isinstance(value, (tuple, dict)) else str(value)


def _unread(submission: Submission) -> bool:
    """Whether a value could not be told, so that silence about it would be no pass."""
    return any(
        isinstance(value, Unread) and value.why in ("no_result", "unknown")
        for records in submission.tables.values()
        for record in records
        for value in record.values.values()
    )
