"""A project's row -> the amounts of each line of its funds, in the unit of its form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.rules.money.amounts import amount, part_amount
from xltool.rules.rule import Row

TABLE = "projects"
NEEDED = ("total_initial", "total_executed", "total_expected")
"""Fields that only monitoring forms have together."""

_EXECUTED = "_executed"


_AND = {"zh": " ", "en": ", "}
"""What parts the name of a line from that of a column in the title of their crossing."""


@dataclass(frozen=True, slots=True)
class Fund:
    """One line of the funds, `total` or a part of it; None for what is blank or not known.

    `title` is that of the line, as messages name it.
    """

    line: str
    title: Words
    initial: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    expected: Decimal | None

    @property
    def budget(self) -> Decimal | None:
        """What it is measured against: the adjusted budget, where there is one."""
        return self.initial if self.adjusted is None else self.adjusted

    def field(self, column: str) -> str:
        """The name of its field in a column: `total_executed`."""
        return f"{self.line}_{column}"


def funds(row: Row, form: Form) -> Iterator[Fund]:
    """The lines of a project's funds, in the order of the form."""
    for field in form.tables().get(TABLE, ()):
        if field.name.endswith(_EXECUTED):
            line = field.name.removesuffix(_EXECUTED)
            title = Words(*(field.title.words()(lang).split(_AND[lang])[0] for lang in _AND))
            # A blank part of the initial budget is none; a blank total has a finding of its own.
            initial = (
                amount(row, form, "total_initial")
                if line == "total"
                else part_amount(row, form, TABLE, f"{line}_initial")
            )
            others = ("adjusted", "executed", "expected")
            yield Fund(
                line, title, initial, *(amount(row, form, f"{line}_{name}") for name in others)
            )


def whole(row: Row, form: Form) -> Fund | None:
    """The line of the total, None where the form has none."""
    return next((fund for fund in funds(row, form) if fund.line == "total"), None)


def exceeds(amount_or_none: Decimal | None, bound: Decimal | None) -> bool:
    """Whether an amount is above a bound; not where one of them is unknown."""
    return amount_or_none is not None and bound is not None and amount_or_none > bound
