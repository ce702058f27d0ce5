"""A filled form as read: records with typed values and the cells that each came from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from xltool.language.words import Words
from xltool.model.workbook import (
    CellRef,
    EarlierProblem,
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that could not be judged: why (a `Kind`, "no_label" or "open"), and what is shown."""

    why: str
    shown: str = ""

    def __str__(self) -> str:
        return self.shown or "?"


ABSENT = Unread("no_label")
"""The value of a field whose label or heading was not found: its own finding, not a blank."""


OPEN = Unread("open")
"""The value of a computed cell as long as a cell that it needs is blank: nothing to be said."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A label or heading that was not found, and the most similar text in its place, if any.

    `label` is what it should read, in zh and en; `ref` is the cell of the similar text. `foreign`
    where the workbook was not made from our blank: its print may be another one.
    """

    name: str
    label: tuple[str, str]
    required: bool
    near: str = ""
    ref: CellRef | None = None
    foreign: bool = False

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

    `workbook` holds what is known of the file as a whole, such as hidden sheets; `earlier` the
    problems of an earlier check, with what the filler has said about them; `modified` is when it
    says that it was last saved.
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
    earlier: tuple[EarlierProblem, ...] = ()
    modified: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """The form that judges workbooks of another form in its place, and the file it stands in."""

    form: str
    file: str

    def words(self) -> Words:
        """Both, for a person: `county-target@2022（county.yaml）`."""
        return Words(f"{self.form}（{self.file}）", f"{self.form} ({self.file})")
