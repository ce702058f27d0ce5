"""How long each stage takes for one workbook and for hundreds: `python benchmarks/check_many.py`.

Prints milliseconds a workbook and, since machines differ, the ratio to a bare read of the same
files by calamine in the same run.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import python_calamine

from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import extract
from xltool.extract.provenance import Given
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.model.submission import Submission
from xltool.pipeline.submissions import judge, read_submission

SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "三十处错误.xlsx"
WORKBOOKS = int(sys.argv[1]) if len(sys.argv) > 1 else 200


def milliseconds(work: Callable[[], object], times: int = WORKBOOKS) -> float:
    """Median time of one call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def bare_read() -> None:
    """Every value of the workbook, and nothing else."""
    with python_calamine.CalamineWorkbook.from_path(SAMPLE) as workbook:
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()


def main() -> None:
    """Time the stages in one run."""
    forms = load_forms()
    workbook = read_workbook(SAMPLE)
    match = recognise(workbook, forms)
    submission = read_submission(SAMPLE, forms, Given())
    assert match
    assert isinstance(submission, Submission)
    judge([submission], forms)  # the schemas are built once
    bare = milliseconds(bare_read)
    many = milliseconds(lambda: judge([submission] * WORKBOOKS, forms), 3) / WORKBOOKS
    stages = {
        "bare read by calamine": bare,
        "read with the second look": milliseconds(lambda: read_workbook(SAMPLE)),
        "recognise the form": milliseconds(lambda: recognise(workbook, forms)),
        "extract": milliseconds(lambda: extract(workbook, match)),
        "check, one workbook alone": milliseconds(lambda: judge([submission], forms), 5),
        f"check, each of {WORKBOOKS}": many,
    }
    for name, taken in stages.items():
        print(f"{name:<28} {taken:8.2f} ms {taken / bare:8.1f} ×")


if __name__ == "__main__":
    main()
