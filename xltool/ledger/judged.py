"""What a verdict in the ledger was reached with: whether it holds for the same bytes today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import Any, Self

from xltool import __version__
from xltool.extract.provenance import Given, month_of_path, year_of_path
from xltool.ledger.form_facts import is_monthly
from xltool.model.form import Form
from xltool.model.submission import Origin, Submission

_LIBRARIES = ("lxml", "openpyxl", "pandas", "pandera", "python-calamine")


def judging_key(forms: Iterable[Form], codes: frozenset[str] | None = None) -> str:
    """A digest of all that every verdict depends on: the forms, the rules chosen, the versions.

    No rule looks at the calendar; exemptions are applied to what stands in the ledger.
    """
    parts = [__version__, *map(_version, _LIBRARIES)]
    parts += [f"{form.key} {form.digest}" for form in forms]
    parts += sorted(codes) if codes is not None else ["all rules"]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def reporting_key(judging: str, given: Given, path: str) -> str:
    """A digest of all that the whole report on some bytes depends on, the file's name included:
    its `judging_key`, the year and the month that were given, and those that its path names.
    """
    stated = (year_of_path(path), month_of_path(path), PurePath(path).suffix.casefold())
    parts = (judging, given.year, given.period, *stated)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


@cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # in the one-file program, which holds one version for ever
        return ""


@dataclass(frozen=True, slots=True)
class JudgedAs:
    """The year and the month that a workbook was judged by, `year_source` as in `Origin`, and
    what it states itself, whatever the command and the path said; `monthly` where its form
    belongs to a month.
    """

    year: str
    year_source: str
    period: str
    own_years: tuple[str, ...]
    own_periods: tuple[str, ...]
    monthly: bool

    @classmethod
    def of(cls, submission: Submission, form: Form) -> Self | None:
        """None where sources disagree: then the findings name them."""
        years = _origins(submission, "years")
        periods = _origins(submission, "periods")
        year, period = submission.year, submission.period
        judged = cls(
            year.value if year else "",
            year.source if year else "",
            period.value if period else "",
            _own(years),
            _own(periods),
            is_monthly(form),
        )
        agreed = {each.value for each in years} <= {judged.year}
        return judged if agreed and {o.value for o in periods} <= {judged.period} else None

    @classmethod
    def read(cls, kept: str) -> Self | None:
        """From the ledger; None where nothing was kept."""
        if not kept:
            return None
        read: dict[str, Any] = json.loads(kept)
        read["own_years"], read["own_periods"] = map(
            tuple, (read["own_years"], read["own_periods"])
        )
        return cls(**read)

    def kept(self) -> str:
        """For the ledger."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def holds(self, given: Given, path: str, month: str | None) -> bool:
        """Whether a file of this path would be judged by the same year and month: those given
        with the command, and that of the `month` which is consolidated, None in a check.
        """
        years = {*self.own_years, str(given.year or ""), year_of_path(path) or ""} - {""}
        if years:
            same_year = years == {self.year} and self.year_source != "codes"
        elif self.year_source == "form":
            same_year = True
        elif month:
            same_year = (self.year, self.year_source) == (month[:4], "option")
        else:  # a month without its year would have that of the command
            same_year = self.year_source not in ("option", "path") and not self.own_periods
        periods = {*self.own_periods, month_of_path(path) or "", given.period or ""} - {""}
        return same_year and (not self.monthly or periods == {self.period} - {""})


def _origins(submission: Submission, name: str) -> tuple[Origin, ...]:
    found = submission.workbook.values.get(name)
    return found if isinstance(found, tuple) else ()


def _own(origins: Iterable[Origin]) -> tuple[str, ...]:
    return tuple(each.value for each in origins if each.source not in ("option", "path"))
