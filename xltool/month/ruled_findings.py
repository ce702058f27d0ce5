"""Rulings + the month's findings -> the table `ruled`, beside the findings of ledger and batch."""

from __future__ import annotations

from xltool.ledger.row_sql import insert_into
from xltool.month.consolidation import SHOWN, Consolidation
from xltool.month.rows import RuledFinding
from xltool.month.rulings import findings_of

_TABLES = ("findings", "batch_findings")


def fill_ruled_findings(month: Consolidation) -> None:
    """Find out what was decided about each finding that is listed, once all of them are known."""
    rulings = month.rulings
    query = (
        "SELECT form, unit, submission FROM month_submissions "
        f"WHERE status IN {SHOWN} ORDER BY rank"
    )
    for form, unit, submission in month.run(query).fetchall():
        if not rulings.concern(unit):
            continue
        findings = findings_of(month.ledger, submission, _TABLES)
        rows = []
        for at, ruling in rulings.on(form, unit, findings):
            rulings.use(ruling)
            decided, exemption = ruling.decided, ruling.exemption
            rows.append(
                RuledFinding(
                    submission,
                    findings[at].place,
                    decided.opinion if decided else "",
                    decided.decision if decided else "",
                    exemption.words(month.lang) if exemption else "",
                )
            )
        month.fill(insert_into("ruled", RuledFinding), rows)


def open_errors(month: Consolidation) -> int:
    """How many errors are listed that were neither accepted nor exempted."""
    total = 0
    for table in _TABLES:
        (number,) = month.run(
            f"SELECT count(*) FROM month_submissions s "
            f"CROSS JOIN {table} f ON f.submission = s.submission "
            "LEFT JOIN ruled o ON o.submission = f.submission AND o.place = f.place "
            f"WHERE s.status IN {SHOWN} AND f.severity = 'error' "
            "AND coalesce(o.decision, '') <> 'accepted' AND coalesce(o.exempted, '') = ''"
        ).fetchone()
        total += number
    return total
