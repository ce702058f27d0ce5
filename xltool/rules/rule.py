"""What a rule is: its words, its examples, and one function from rows to hits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity

if TYPE_CHECKING:  # rules are listed and explained without pandas
    from pandas import DataFrame, Series

Row = Mapping[str, object]
"""One record as rules see it: typed values by field, and what stands around the record."""


EVERY_PART = "every part"
"""The `table` of a row rule that looks at the record of each part, whatever the form calls it."""


EVERY_TABLE = "every table"
"""The `table` of a row rule that looks at every record; `row["table"]` says where it stands."""


EVERY_INDICATOR = "every indicator"
"""The `table` of a rule that looks at the indicators of any form: planned, monitored, assessed."""


class Scope(StrEnum):
    """The rows that a group rule is given in one call, and what a batch rule compares."""

    PROJECT = "project"
    WORKBOOK = "workbook"
    BATCH = "batch"  # the workbooks that a month counts
    ROSTER = "roster"  # these and the list of units that must hand in
    HISTORY = "history"  # these and the month before


@dataclass(frozen=True, slots=True)
class Awaits:
    """What would solve a hit by being added: `text` in the column of a field, anything in it where
    the text is ""; with the field "" it may stand anywhere in the block.
    """

    field: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule is broken.

    `row` is the place among the rows that a group rule was given, else 0; the `field` of a cell
    rule's hit may be left "", it is the field that was looked at.
    `field` is where the mark goes; `others` are further cells of the same problem, as (row,
    field). `params` fill the message, `variant` chooses it where a rule has several. `severity`
    and `opinion` are set only where the form decides them case by case. `awaits` is for what is
    absent: the marked copy sees when it is added.
    """

    field: str
    row: int = 0
    others: tuple[tuple[int, str], ...] = ()
    subject: str = ""
    params: Mapping[str, object] = made(default_factory=dict)
    variant: str = ""
    expected: str = ""
    severity: Severity | None = None
    opinion: int | None = None
    awaits: tuple[Awaits, ...] = ()


CellCheck = Callable[[object, Field, Form], Iterator[Hit]]
RowCheck = Callable[[Row, Form], Iterator[Hit]]
GroupCheck = Callable[[Sequence[Row], Form], Iterator[Hit]]
ColumnOperation = Callable[["Series[Any]"], "Series[bool]"]
FrameOperation = Callable[["DataFrame", Form], "Series[bool]"]


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows of raw values as a filler would type them: each bad set breaks the rule, no good one
    does. `field` is the column of a cell rule's examples, `settings` change the form for them.
    """

    table: str
    bad: tuple[tuple[Mapping[str, object], ...], ...]
    good: tuple[tuple[Mapping[str, object], ...], ...]
    settings: Mapping[str, object] = made(default_factory=dict)
    form: str = "hebei-target@2022"


# Parameters as rules ask for them, at every row, by code, name and the form's digest.
_NUMBERS: dict[tuple[str, str, str], Decimal] = {}
_TEXTS: dict[tuple[str, str, str], tuple[str, ...]] = {}


# Each rule is one object: to compare them field by field would only take a start longer.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """What all rules have; each is one of `CellRule`, `RowRule`, `GroupRule`, `BatchRule`.

    Attributes:
        code: as in XL203; the file is `xl203_<name>.py`.
        name: the wrong state, not the cure: `out_of_range`.
        title: the rule in a few words, for lists.
        message: what is wrong and what was found, by variant ("" where there is one only).
        remedy: what to do, by variant likewise; "" is the fallback.
        why: why it matters, for `xltool rule`.
        source: where the rule comes from: a document, derived, or inferred.
        opinion: number of the reviewer's opinion (1 to 11).
        params: names and defaults of the parameters that a form may set.
        words: the form's word lists that it reads.
        types: the types of the fields that it looks at (none: all).
        needs_year: it cannot run where the fiscal year is unknown.
        needs_month: it cannot run where the month is unknown.
        fixable: a safe mechanical correction exists.
        together: what is said of several findings in one line; {count} is how many, a parameter
            stands for all of its values.
        silent_reading: its notes only say how something was read; all such notes of a workbook
            are shown in one line.
        covers: the codes of rules that need not speak of a cell besides: it says more of one cause.
        errors_by_case: the form decides the severity of each hit, which may be an error.
        one_line: its findings in a project or a workbook are shown in one line, whatever their
            column and severity; by default only like notes are.
    """

    code: str
    name: str
    severity: Severity
    title: Words
    message: Mapping[str, Words]
    remedy: Mapping[str, Words]
    why: Words
    source: Words
    examples: Examples
    opinion: int | None = None
    params: Mapping[str, object] = made(default_factory=dict)
    words: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    needs_year: bool = False
    needs_month: bool = False
    fixable: bool = False
    together: Words | None = None
    one_line: Scope | None = None
    silent_reading: bool = False
    covers: tuple[str, ...] = ()
    errors_by_case: bool = False

    @property
    def label(self) -> str:
        """Code and name in one word: `XL204_rate_above_hundred`."""
        return f"{self.code}_{self.name}"

    def number(self, form: Form, name: str) -> Decimal:
        """A numeric parameter as the form sets it, else its default."""
        key = (self.code, name, form.digest)
        if key not in _NUMBERS:
            _NUMBERS[key] = Decimal(str(self.setting(form, name)))
        return _NUMBERS[key]

    def texts(self, form: Form, name: str) -> tuple[str, ...]:
        """A list parameter as the form sets it, else its default."""
        key = (self.code, name, form.digest)
        if key not in _TEXTS:
            value = self.setting(form, name)
            texts = value if isinstance(value, (list, tuple)) else (value,)
            _TEXTS[key] = tuple(map(str, texts))
        return _TEXTS[key]

    def setting(self, form: Form, name: str) -> object:
        """A parameter as the form sets it, else its default."""
        given = form.rules.get(self.code)
        return given.params.get(name, self.params[name]) if given else self.params[name]

    def severity_in(self, form: Form) -> Severity:
        """The severity in this form."""
        given = form.rules.get(self.code)
        return (given.severity if given else None) or self.severity

    def may_be_error(self, form: Form) -> bool:
        """Whether any of its hits is an error in this form."""
        return self.errors_by_case or self.severity_in(form) is Severity.ERROR

    def enabled_in(self, form: Form) -> bool:
        """Whether the form leaves the rule on."""
        given = form.rules.get(self.code)
        return given.enabled if given else True

    def must_answer_in(self, form: Form) -> bool:
        """Whether the form asks that its findings be explained."""
        given = form.rules.get(self.code)
        return given.must_answer if given else False

    def concerns(self, form: Form) -> bool:
        """Whether the form has a field that the rule looks at."""
        types = {field.type for fields in form.tables().values() for field in fields}
        return not self.types or not types.isdisjoint(self.types)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellRule(Rule):
    """Looks at one value at a time, in every table.

    `constraints` are keys of which a field must carry one in the form, such as `required`, `enum`.
    With `where`, an operation on the whole column says which values are at fault, and `check` is
    given these alone.
    """

    check: CellCheck
    constraints: tuple[str, ...] = ()
    where: ColumnOperation | None = None

    def looks_at(self, field: Field) -> bool:
        """Whether the rule has anything to say about a field."""
        carried = [getattr(field, key) not in (None, False) for key in self.constraints]
        return (any(carried) or not carried) and (not self.types or field.type in self.types)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowRule(Rule):
    """Looks at one record of `table`, which must have the fields that the rule `needs`.

    With `EVERY_PART` it looks at the records of all parts' own tables, with `EVERY_INDICATOR` at
    the indicators of every form, with `EVERY_TABLE` at all records, or at those of the `tables`
    that it picks from a form.

    Of all rules with the same mark `exclusive`, only the first by code speaks of a record.

    With `where`, an operation on the columns of the table, typed columns among them, says which
    rows are at fault, and `check` is given these alone.
    """

    table: str
    check: RowCheck
    tables: Callable[[Form], Collection[str]] | None = None
    needs: tuple[str, ...] = ()
    exclusive: str = ""
    where: FrameOperation | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupRule(Rule):
    """Looks at all records of `table` in one project or one workbook; `EVERY_INDICATOR` stands for
    the table of indicators of every form.
    """

    table: str
    scope: Scope
    check: GroupCheck
    needs: tuple[str, ...] = ()


def looks_at(rule: RowRule | GroupRule, table: str, form: Form) -> bool:
    """Whether a rule is given the records of a table of a form."""
    if rule.table == EVERY_PART:
        return any(part.table == table for part in form.parts)
    if rule.table == EVERY_INDICATOR:
        return any(field.name == "level3" for field in form.tables().get(table, ()))
    if rule.table == EVERY_TABLE:
        picked = rule.tables if isinstance(rule, RowRule) else None
        return table in (picked(form) if picked else form.tables())
    return rule.table == table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BatchRule(Rule):
    """Looks at the compact rows of many workbooks on one form, when a month is consolidated.

    The `check` is given one group at a time: the rows of `table` (`projects`, `submissions`,
    `changes`) that agree in the column `by`. The rows come from the ledger and are no frame, so
    pandera has no part in it: `batch` runs these rules.
    """

    table: str
    scope: Scope
    by: str
    check: GroupCheck
