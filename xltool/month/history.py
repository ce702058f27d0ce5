"""A form, a unit and a month -> the rows of the newest accepted submission, as rules see them.

For what compares: this month with the one before, a monitoring form with the target form that was
accepted. Both are asked for in the same way: an annual form belongs to every month of its year
from the one that it was handed in for.
"""

from __future__ import annotations

from collections.abc import Sequence

from xltool.ledger.kept_tables import kept_tables
from xltool.ledger.ledger import Ledger
from xltool.model.form import Form
from xltool.model.submission import Origin, Record, Submission
from xltool.month.submission_status import Month, counted_submission
from xltool.rules.context import rows_of_submission
from xltool.rules.rule import Row


def rows_of(ledger: Ledger, form: Form, unit: str, period: str, table: str) -> tuple[Record, ...]:
    """The records of a table in what counts for a unit (its code, else its name) in a month.

    Typed values and their cells, as in `Submission.tables`; nothing where nothing was accepted.
    """
    submission = counted_submission(ledger, form, unit, Month(period))
    return kept_tables(ledger, submission, form)[table] if submission is not None else ()


def rule_rows_of(ledger: Ledger, form: Form, unit: str, period: str) -> dict[str, Sequence[Row]]:
    """Every table of it with what stands around each row (`parent`, `year`, …); {} where nothing
    was accepted.
    """
    submission = counted_submission(ledger, form, unit, Month(period))
    return rule_rows(ledger, form, submission, period) if submission is not None else {}


def rule_rows(ledger: Ledger, form: Form, submission: int, period: str) -> dict[str, Sequence[Row]]:
    """The same of a submission that is known by its number in the ledger."""
    tables = kept_tables(ledger, submission, form)
    year = Origin(period[:4], "option")
    known = Submission("", "", form.key, tables, Record({}, {}), year=year)
    return dict(rows_of_submission(known, form))
