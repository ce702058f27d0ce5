"""The ledger's reports: a check's whole report as text, so that it can be given again."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple, Self

from xltool.language.words import Words
from xltool.model.matching import Fingerprint, RecordFacts
from xltool.model.report import Awaited, Finding, NotRun, Report, Severity, Verdict
from xltool.model.submission import Judge, Origin
from xltool.model.workbook import Answer, Area, CellRef, EarlierProblem

_TYPES: Mapping[str, Any] = {
    kind.__name__: kind
    for kind in (
        *(Answer, Area, Awaited, CellRef, Decimal, EarlierProblem, Finding, Fingerprint, Judge),
        *(NotRun, Origin, RecordFacts, Report, Severity, Verdict, Words),
    )
}
"""What a report is made of, besides texts, numbers, tuples, lists and mappings."""


class ReportRow(NamedTuple):
    """A report, before exemptions; `reported_as` is the `reporting_key` it was made with, `copy`
    the `KeptCopy` that was marked with it, "" where none was or the exemptions had a say.
    """

    place: int
    reported_as: str
    report: str
    copy: str = ""

    @classmethod
    def of(cls, report: Report, reported_as: str) -> Self | None:
        """None for a report with a value that could not be read back."""
        try:
            text = json.dumps(_kept(report))
        except TypeError:
            return None
        packed = zlib.compress(text.encode(), 1)
        return cls(0, reported_as, base64.b85encode(packed).decode())

    def read(self) -> Report | None:
        """The report; None where a later xltool has other parts of it."""
        try:
            text = zlib.decompress(base64.b85decode(self.report))
            report = _read(json.loads(text))
        except (ArithmeticError, KeyError, TypeError, ValueError, zlib.error):
            return None
        return report if isinstance(report, Report) else None


class KeptCopy(NamedTuple):
    """A marked copy by its content: language, ending, digest of its bytes."""

    lang: str
    suffix: str
    digest: str

    @classmethod
    def read(cls, copy: str) -> Self | None:
        """From the column of a report; None where it is blank."""
        return cls(*copy.split()) if copy else None


def _kept(value: object) -> object:
    """As JSON: an object is a mapping, a list begins with the name of what it stands for."""
    kind = type(value)
    if value is None or kind in (str, int, float, bool):
        return value
    if isinstance(value, Mapping):
        return {_name(name): _kept(each) for name, each in value.items()}
    if kind in (tuple, list):
        return [kind.__name__, *map(_kept, value)]  # type: ignore[call-overload]
    if _TYPES.get(kind.__name__) is not kind:
        raise TypeError(f"a report with a {kind.__name__}")
    if isinstance(value, Enum):
        return [kind.__name__, value.value]
    if is_dataclass(value):
        return [kind.__name__, *(_kept(getattr(value, each.name)) for each in fields(value))]
    parts = value if isinstance(value, tuple) else (str(value),)
    return [kind.__name__, *map(_kept, parts)]


def _name(name: object) -> str:
    if type(name) is not str:
        raise TypeError(f"a report with the key {name!r}")
    return name


def _read(kept: Any) -> Any:
    if isinstance(kept, dict):
        return {name: _read(each) for name, each in kept.items()}
    if not isinstance(kept, list):
        return kept
    name, *parts = kept[0], *map(_read, kept[1:])
    if name in ("tuple", "list"):
        return tuple(parts) if name == "tuple" else parts
    return _TYPES[name](*parts)
