"""The shapes that pass between the stages; rows and columns count from 1."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from enum import StrEnum

CellValue = (
    str | int | float | Decimal | bool | datetime.date | datetime.time | datetime.timedelta | None
)


class Kind(StrEnum):
    """What stands in a cell. An error and a formula without a result are not blanks."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a number shown with %, 0.95 shown as 95%
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"  # #N/A, #REF!, …: the value is the error's text
    NO_RESULT = "no_result"  # a formula whose result was never saved
    UNKNOWN = "unknown"  # blank, error or formula: the file format does not let us tell


class Severity(StrEnum):
    """How much a finding matters; order is worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for note."""
        return ("error", "warning", "note").index(self.value)


class Verdict(StrEnum):
    """What became of a file."""

    CLEAN = "clean"
    FINDINGS = "findings"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    UNKNOWN_FORM = "unknown_form"


def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell of one sheet."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The reference as Excel writes it, without the sheet: `B7`."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on one sheet, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its value; `formula` is its text without the leading `=`, if it has one."""

    ref: CellRef
    value: CellValue
    kind: Kind
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: only cells that hold something are in `cells`, keyed by (row, column)."""

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class StampedName:
    """A defined name of one sheet of a stamped workbook; `area` is None where it is lost."""

    sheet: str
    name: str
    target: str
    area: Area | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a workbook made from a form says of itself: form, digest, year, what was printed.

    `labels` are the labels that were printed, `rows` the rows that each table was given, `names`
    where fields, tables (`xl_indicators`) and check cells (`xl_check_1`) stand now.
    """

    form: str
    digest: str
    year: str = ""
    labels: tuple[str, ...] = ()
    rows: Mapping[str, int] = made(default_factory=dict)
    names: tuple[StampedName, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read.

    `blanks_certain` is False where the file format hides errors and formulas without a result
    among the blanks (xls, xlsb): a blank then cannot be judged. `modified` is the workbook's own
    property, never the file system's time.
    """

    path: str
    digest: str
    sheets: tuple[Sheet, ...]
    blanks_certain: bool = True
    modified: datetime.datetime | None = None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that could not be judged: why (a `Kind`, or "no_label"), and what the cell shows."""

    why: str
    shown: str = ""

    def __str__(self) -> str:
        return self.shown or "?"


ABSENT = Unread("no_label")
"""The value of a field whose label or heading was not found: its own finding, not a blank."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A label or heading that was not found, and the most similar text in its place, if any.

    `label` is what it should read, in zh and en; `ref` is the cell of the similar text.
    """

    name: str
    label: tuple[str, str]
    required: bool
    near: str = ""
    ref: CellRef | None = None

    def __str__(self) -> str:
        return self.label[0]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: typed values by field, and the cell that each came from.

    `project` is the place of the record's project among the submission's projects (from 0),
    None outside projects. `refs` also holds `part`, the first cell of the block it stands in.
    """

    values: Mapping[str, object]
    refs: Mapping[str, CellRef]
    project: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A fact about a submission and where it came from (`stamp`, `cell`, `option`, …)."""

    value: str
    source: str
    ref: CellRef | None = None

    def __str__(self) -> str:
        return f"{self.value} ({self.source})"


@dataclass(frozen=True, slots=True)
class Submission:
    """A filled form, read: tables of records with their cells, and unit, year and period.

    `workbook` holds what is known of the file as a whole, such as hidden sheets.
    """

    path: str
    digest: str
    form: str
    tables: Mapping[str, tuple[Record, ...]]
    workbook: Record
    sheets: tuple[str, ...] = ()
    unit_code: Origin | None = None
    unit_name: Origin | None = None
    year: Origin | None = None
    period: Origin | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one workbook.

    `id` is the finding's identity: it does not change when rows or sheets move. `message` is
    set only for a finding that no rule words. `expected` is what would have been right, where
    that is known.
    """

    id: str
    rule: str
    severity: Severity
    refs: tuple[CellRef, ...]
    project: str = ""
    table: str = ""
    field: str = ""
    value: str = ""
    params: Mapping[str, object] = made(default_factory=dict)
    variant: str = ""
    expected: str = ""
    opinion: int | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that could not run on a workbook, and why (`year_unknown`, …)."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome for one file."""

    path: str
    verdict: Verdict
    digest: str = ""
    form: str = ""
    unit_code: Origin | None = None
    unit_name: Origin | None = None
    year: Origin | None = None
    period: Origin | None = None
    findings: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    reason: tuple[str, Mapping[str, str]] | None = None

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def accepted(self) -> bool:
        """Whether the bureau can take the workbook: it was judged and holds no error."""
        judged = self.verdict in (Verdict.CLEAN, Verdict.FINDINGS)
        return judged and not self.errors

    def __iter__(self) -> Iterator[Finding]:
        """The findings, worst first."""
        return iter(self.findings)

    @property
    def errors(self) -> int:
        """How many errors were found."""
        return self.count(Severity.ERROR)
