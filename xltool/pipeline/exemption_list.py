"""The list of exemptions, a workbook, CSV or YAML -> those in force in a month or today."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from xltool.excel.read.table import table_rows
from xltool.extract.provenance import Given
from xltool.forms.yaml_file import read_yaml
from xltool.language import clock
from xltool.language.errors import ExemptionHeadingError, MissingPathError
from xltool.model.form import Form
from xltool.model.report import Report
from xltool.month.exemptions import COLUMNS, Exemptions, in_force, parse_exemptions

_YAML_KEYS = ("unit", "rule", "project", "field", "from", "until", "reason", "approver")
"""The keys of an entry, in the order of the list's columns."""


def exemptions_in(path: Path | None, period: str | None, lang: str) -> Exemptions:
    """The exemptions that are in force in a month, without one today; none without a list.

    Raises `MissingPathError`, or `ExemptionError` for a line that holds a mistake.
    """
    if path is None:
        return Exemptions(lang=lang)
    if not path.exists():
        raise MissingPathError(path=path)
    listed = parse_exemptions(_rows(path), path.name)
    if period:
        Given(None, period)
        first = date(int(period[:4]), int(period[5:]), 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
    else:
        first = last = clock.now().date()
    return in_force(listed, first, last, lang)


def exempted(
    reports: Iterable[Report], exemptions: Exemptions, forms: Sequence[Form]
) -> Iterator[Report]:
    """The reports, with the reason at each finding that an exemption covers."""
    titles: dict[str, dict[str, set[str]]] = {}
    for form in forms:
        names = titles.setdefault(form.key, {})
        for fields in form.tables().values():
            for field in fields:
                words = field.title.words()
                names.setdefault(field.name, set()).update((words.zh, words.en))
    for report in reports:
        yield exemptions.applied(report, titles.get(report.form, {}))


def _rows(path: Path) -> list[list[str]]:
    """The rows as texts, headings first; of YAML the entries below the key `exemptions`."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        return table_rows(path)
    entries = read_yaml(path).data.get("exemptions")
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ExemptionHeadingError(file=path.name)
    rows = [
        ["" if each.get(key) is None else str(each[key]) for key in _YAML_KEYS] for each in entries
    ]
    return [[words.en for words in COLUMNS.values()], *rows]
