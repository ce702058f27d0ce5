"""Submissions -> the units of a document to publish, and its cover."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from xltool.documents.errors import UnpublishableError
from xltool.documents.published import Cover, PublishedUnit
from xltool.documents.read_values import filling_from
from xltool.model.form import Form
from xltool.model.submission import Origin, Submission

_KNOWN = ("stamp", "cell", "option", "path", "form")
"""Sources of a year that may be printed; one assumed from project codes may not."""


def units_of(
    submissions: Sequence[Submission], forms: Sequence[Form]
) -> tuple[Form, Cover, list[PublishedUnit]]:
    """The one form of all submissions, what stands on the cover, and each unit's share.

    Raises `UnpublishableError` where they are filled in on several forms.
    """
    keys = list(dict.fromkeys(submission.form for submission in submissions))
    if len(keys) != 1:
        raise UnpublishableError(forms=keys)
    form = next(form for form in forms if form.key == keys[0])
    units = [
        PublishedUnit(
            filling_from(submission, form), _name(submission), _written(submission.unit_code)
        )
        for submission in submissions
    ]
    years = {_year(submission) for submission in submissions}
    year = years.pop() if len(years) == 1 else ""
    names = tuple(dict.fromkeys(unit.name for unit in units))
    return form, Cover(f"{year}年{form.title.zh}" if year else form.title.zh, names), units


def _name(submission: Submission) -> str:
    origin = submission.unit_name or submission.unit_code
    return origin.value if origin else PurePath(submission.path).stem


def _written(origin: Origin | None) -> str:
    return origin.value if origin else ""


def _year(submission: Submission) -> str:
    year = submission.year
    return year.value if year and year.source in _KNOWN else ""
