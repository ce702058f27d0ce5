"""What was decided and exempted -> whether a submission is open, and what is said of a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from xltool.ledger.decisions import DecisionRow, kept_decisions
from xltool.ledger.finding_row import FindingRow
from xltool.ledger.ledger import Ledger
from xltool.ledger.row_sql import columns
from xltool.model.matching import Fingerprint, match
from xltool.month.decision import Decision
from xltool.month.exemptions import Exemption, Exemptions


class Ruling(NamedTuple):
    """What holds of a finding: what the reviewer decided, and what it is exempted by."""

    decided: DecisionRow | None
    exemption: Exemption | None

    @property
    def accepts(self) -> bool:
        """Whether the reviewer accepted the finding."""
        return self.decided is not None and self.decided.decision == Decision.ACCEPTED

    @property
    def settles(self) -> bool:
        """Whether the finding no longer blocks and is not asked again."""
        return self.accepts or self.exemption is not None


@dataclass(frozen=True, slots=True)
class Rulings:
    """The decisions of some years that hold, the latest about each matter, and the exemptions.

    `conclusions` are about whole submissions, by unit and digest. `seen` are the decisions that
    were found to stand for a finding of the month.
    """

    exemptions: Exemptions
    about_findings: Mapping[str, Sequence[DecisionRow]] = field(default_factory=dict)
    conclusions: Mapping[tuple[str, str], DecisionRow] = field(default_factory=dict)
    seen: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, ledger: Ledger, years: Sequence[str], exemptions: Exemptions) -> Rulings:
        """Those of a ledger."""
        latest: dict[tuple[str, str, str], DecisionRow] = {}
        for row in kept_decisions(ledger, years):
            latest.pop(row.subject, None)
            latest[row.subject] = row
        findings: dict[str, list[DecisionRow]] = defaultdict(list)
        conclusions = {}
        for row in latest.values():
            if row.fingerprint:
                findings[row.unit].append(row)
            else:
                conclusions[row.unit, row.digest] = row
        return cls(exemptions, findings, conclusions)

    def of_year(self, year: str) -> Rulings:
        """The same without what was decided about findings in another year: that is asked again."""
        findings = {
            unit: [row for row in rows if row.period[:4] == year]
            for unit, rows in self.about_findings.items()
        }
        return replace(self, about_findings={unit: rows for unit, rows in findings.items() if rows})

    def returned(self, unit: str, digest: str) -> DecisionRow | None:
        """Why a submission was taken out, None for one that was not."""
        row = self.conclusions.get((unit, digest))
        return row if row and row.decision == Decision.RETURNED else None

    def said(self) -> str:
        """All of it as one text, "" where there is nothing: what answers depend on."""
        rows = [*self.conclusions.values(), *(r for rs in self.about_findings.values() for r in rs)]
        return "\n".join(map(str, (*sorted(rows), *self.exemptions.lines)))

    def concern(self, unit: str) -> bool:
        """Whether anything was decided or exempted for a unit."""
        return unit in self.about_findings or self.exemptions.concern(unit)

    def on(
        self, form: str, unit: str, findings: Sequence[FindingRow]
    ) -> Iterator[tuple[int, Ruling]]:
        """What holds of the findings of one submission, by their places in the list.

        A decision holds while the value stands; a finding is known again by the matching that
        serves explanations too.
        """
        decided = [row for row in self.about_findings.get(unit, ()) if row.form in ("", form)]
        before = [Fingerprint.of(row.fingerprint) for row in decided]
        now = [each.known_as for each in findings]
        pairs = match(before, now).pairs if before and now else {}
        for place, finding in enumerate(findings):
            row = decided[pairs[place]] if place in pairs else None
            if row is not None and before[pairs[place]].value != now[place].value:
                row = None
            exemption = self.exemptions.of_finding(unit, finding)
            if row or exemption:
                yield place, Ruling(row, exemption)

    def use(self, ruling: Ruling) -> None:
        """Remember that a finding of the month is what this ruling is about."""
        if ruling.decided:
            self.seen.add(ruling.decided.subject)
        if ruling.exemption:
            self.exemptions.used.add(ruling.exemption.row)

    def settled(self) -> list[DecisionRow]:
        """Decisions about findings that are gone or whose value is another now."""
        rows = (row for rows in self.about_findings.values() for row in rows)
        open_rows = (row for row in rows if row.decision or row.opinion)
        gone = [row for row in open_rows if row.subject not in self.seen]
        return sorted(gone, key=lambda row: (row.unit, row.form, row.rule, row.said))


def findings_of(ledger: Ledger, submission: int, tables: Iterable[str]) -> list[FindingRow]:
    """The findings of a submission in these tables, in their order."""
    found: list[FindingRow] = []
    for table in tables:
        query = f"SELECT {columns(FindingRow)} FROM {table} WHERE submission = ? ORDER BY place"
        found += map(FindingRow._make, ledger.connection.execute(query, (submission,)))
    return found


def is_acceptable(ledger: Ledger, rulings: Rulings, form: str, unit: str, submission: int) -> bool:
    """Whether nothing in a submission that was judged still keeps it from being taken."""
    findings = findings_of(ledger, submission, ("findings",))
    return not still_blocked(rulings, form, unit, findings)


def still_blocked(rulings: Rulings, form: str, unit: str, findings: Sequence[FindingRow]) -> bool:
    """Whether one of the findings of a submission keeps it from being taken."""
    settled = {place for place, ruling in rulings.on(form, unit, findings) if ruling.settles}
    return any(each.blocks and at not in settled for at, each in enumerate(findings))


def refused(rulings: Rulings, form: str, unit: str, findings: Sequence[FindingRow]) -> bool:
    """Whether a decision that was made keeps a submission from being taken: one about a finding
    that blocks, and that does not settle it.
    """
    return any(
        ruling.decided is not None and not ruling.settles and findings[place].blocks
        for place, ruling in rulings.on(form, unit, findings)
    )
