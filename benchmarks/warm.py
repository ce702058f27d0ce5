"""Figures taken inside one warm process: `python -m benchmarks.warm NAME CORPUS ROUNDS`."""

from __future__ import annotations

import gc
import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import openpyxl
import python_calamine

from benchmarks import mark_one
from benchmarks.consolidate_many import bare, entries, month_of, recorded
from benchmarks.measured import in_turn, processor_seconds
from xltool.excel.marks.result import result_workbook
from xltool.excel.summary.workbook import write_summary
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.ledger.ledger import Ledger
from xltool.pipeline.check import check_files
from xltool.pipeline.collector import COLLECT_AFTER


def as_the_command(work: Callable[[], object]) -> float:
    """Processor seconds of our work, with the garbage collector as `xltool` sets it."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER)
    try:
        return processor_seconds(work)
    finally:
        gc.set_threshold(*before)


def read(paths: Sequence[Path], rounds: int) -> tuple[float, float, float]:
    """Check the corpus, and read each value of it and nothing else."""
    forms = load_forms()

    def check_all() -> None:
        for _ in check_files(paths, forms, Given()):
            pass

    def bare_read() -> None:
        for path in paths:
            with python_calamine.CalamineWorkbook.from_path(path) as workbook:
                for name in workbook.sheet_names:
                    workbook.get_sheet_by_name(name).to_python()

    list(check_files(paths[:60], forms, Given()))  # the schemas are built once
    return in_turn(
        partial(as_the_command, check_all), partial(processor_seconds, bare_read), rounds
    )


def mark(_: Sequence[Path], rounds: int) -> tuple[float, float, float]:
    """Mark one form with ten findings as of one unit and another, and load and save it."""
    data, problems = mark_one.form()
    files = mark_one.units(data)

    def mark_all() -> None:
        for each in files:
            result_workbook(each, problems)

    def load_and_save() -> None:
        for each in files:
            openpyxl.load_workbook(io.BytesIO(each)).save(io.BytesIO())

    mark_all()
    return in_turn(
        partial(as_the_command, mark_all), partial(processor_seconds, load_and_save), rounds
    )


def summary(_: Sequence[Path], rounds: int) -> tuple[float, float, float]:
    """Write the summary of a month of 100,000 rows, and its cells by a bare xlsxwriter loop."""
    with tempfile.TemporaryDirectory() as name, Ledger() as ledger:
        folder = Path(name)
        for chunk in entries(2900):  # 21 indicators, 8 findings, 3 projects, 3 sub-targets each
            ledger.add(chunk)
        month = month_of(ledger)
        calls = recorded(month, folder / "a.xlsx")
        return in_turn(
            partial(as_the_command, lambda: write_summary(month, folder / "a.xlsx", folder)),
            partial(processor_seconds, lambda: bare(calls, folder / "b.xlsx")),
            rounds,
        )


FIGURES = {"read": read, "mark": mark, "summary": summary}


def main() -> None:
    """Print the ratio and what it is of."""
    name, corpus, rounds = sys.argv[1:]
    ours, theirs, ratio = FIGURES[name](sorted(Path(corpus).glob("*.xlsx")), int(rounds))
    print(f"{ratio}\t{ours:.3f} s / {theirs:.3f} s CPU")


if __name__ == "__main__":
    main()
