"""check: paths -> files -> what is found in each, with its marked copy; see `check_work`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.model.form import Form
from xltool.model.report import Report
from xltool.pipeline.check_work import CheckWork
from xltool.pipeline.chunks import in_chunks
from xltool.pipeline.file_tasks import PackedForms
from xltool.pipeline.inputs import find_inputs
from xltool.rules.registry import selected_rules


def check(
    paths: str | Path | Iterable[str | Path],
    *,
    year: int | None = None,
    period: str | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    forms: Sequence[Form] | None = None,
) -> list[Report]:
    """Check workbooks and folders of workbooks; one report a file, in a fixed order.

    `year` and `period` (`2022-03`) serve where a workbook does not say. `select` and `ignore`
    take rule codes or their beginnings (`XL2`). Nothing is written. Raises `XltoolError` for a
    path that does not exist or a rule that is unknown.
    """
    given = [paths] if isinstance(paths, (str, Path)) else paths
    files = [item.path for item in find_inputs(map(Path, given)).files]
    chosen, left_out = _codes(select), _codes(ignore)
    codes = selected_rules(chosen, left_out) if chosen or left_out else None
    return list(check_files(files, forms or load_forms(), Given(year, period), codes))


def _codes(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def check_files(
    files: Sequence[Path], forms: Sequence[Form], given: Given, codes: frozenset[str] | None = None
) -> Iterator[Report]:
    """Check files in this process, in chunks: pandera is called once for many of them."""
    work = CheckWork(PackedForms.of(forms), given, codes)
    return (checked.report for checked in in_chunks(files, work))
