"""A roster -> blank workbooks, one for each unit; a blank list of exemptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.excel.template.exemption_list import exemption_workbook
from xltool.extract.carry_over import CarryOver
from xltool.extract.provenance import Given
from xltool.language.errors import MissingPathError, NoUnitError
from xltool.model.form import Form
from xltool.model.submission import Submission
from xltool.pipeline.inputs import find_inputs
from xltool.pipeline.month_summary import read_roster
from xltool.pipeline.new import new_workbook
from xltool.pipeline.outputs import write_new
from xltool.pipeline.submissions import read_submission

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST = 80  # characters of a file's name


@dataclass(frozen=True, slots=True)
class Issued:
    """The workbook of a unit; `kept` where a file of that name was there and was left alone.

    `source` is the earlier workbook that was carried into it.
    """

    unit: str
    path: Path
    kept: bool = False
    source: Path | None = None
    carried: CarryOver | None = None


def issue(
    form: Form,
    forms: Sequence[Form],
    roster: Path,
    out: Path,
    *,
    year: int | None = None,
    month: int | None = None,
    projects: int = 1,
    source: Path | None = None,
    lang: str = "zh",
) -> Iterator[Issued]:
    """Write a workbook for each unit that must hand in the form, named for it.

    `source` is a folder with earlier workbooks, or one of them: each goes to its own unit. Raises
    `RosterError` or `NoUnitError` before anything is written.
    """
    due = _due(form, forms, roster)
    earlier = _by_unit(source, forms) if source else {}
    for code, name in due.items():
        stem = _FORBIDDEN.sub("_", f"{code}{name}")[:_LONGEST].rstrip(". ")
        path = out / f"{stem}.xlsx"
        if path.exists():
            yield Issued(code, path, kept=True)
            continue
        made = new_workbook(
            form,
            forms,
            unit=f"{code}{name}",
            year=year,
            month=month,
            projects=projects,
            source=earlier.get(code),
            lang=lang,
        )
        write_new(path, made.data)
        yield Issued(code, path, source=earlier.get(code), carried=made.carried)


def _due(form: Form, forms: Sequence[Form], roster: Path) -> dict[str, str]:
    """The units that must hand in the form: their names by their codes."""
    listed = read_roster(roster, forms)
    keys = {*form.counts_as, form.key}
    due = {
        row.code: row.name
        for row in (listed.rows if listed else ())
        if any(not keys.isdisjoint(each.keys) for each in row.forms)
    }
    if not due:
        raise NoUnitError(file=roster.name, form=form.title.words())
    return due


def blank_exemptions(roster: Path | None, forms: Sequence[Form], out: Path, lang: str) -> None:
    """Write a blank list of exemptions, whose drop-down offers the units of the roster."""
    listed = read_roster(roster, forms)
    write_new(out, exemption_workbook(sorted(listed.names.items()) if listed else [], lang))


def _by_unit(source: Path, forms: Sequence[Form]) -> dict[str, Path]:
    """The newest workbook of each unit; where that is not known the last by name."""
    if not source.exists():
        raise MissingPathError(path=source)
    found: dict[str, tuple[str, str, Path]] = {}
    for item in find_inputs([source]).files:
        read = read_submission(item.path, forms, Given())
        if isinstance(read, Submission) and read.unit_code:
            saved = read.modified.isoformat() if read.modified else ""
            entry = (saved, item.path.as_posix(), item.path)
            unit = read.unit_code.value
            found[unit] = max(found.get(unit, entry), entry)
    return {unit: path for unit, (*_, path) in found.items()}
