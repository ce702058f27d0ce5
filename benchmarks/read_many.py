"""What reading costs beside a bare read: `python benchmarks/read_many.py [N]`.

Writes N workbooks (400) of three projects on the published form, with 7 to 14 indicators each,
and times for each workbook: a bare read by calamine, our reading, and recognising and extracting,
on layouts that were not seen before and on those that were. The corpus is made the same each time.
Ratios are to the bare read, since machines differ; all four are measured in turn in each of some
rounds, since other programs share them, and the median of the rounds counts.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import python_calamine

from sample_workbooks.layouts import published_layout
from sample_workbooks.make import read_content
from tests.book_file import book_bytes
from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import extract
from xltool.extract.layout_memory import forget
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.model.workbook import Workbook

WORKBOOKS = int(sys.argv[1]) if len(sys.argv) > 1 else 400
ROUNDS = 7
Item = TypeVar("Item")


def write_corpus(folder: Path) -> list[Path]:
    """The workbooks: one template, other names, amounts and numbers of rows."""
    content = read_content()["published"]
    paths = []
    for number in range(WORKBOOKS):
        facts = {**content, "projects": [dict(project) for project in content["projects"]]}
        for place, project in enumerate(facts["projects"]):
            rows = list(project["indicators"])
            more = (number + place) % 8
            project["indicators"] = rows + [
                (*rows[-1][:2], f"群众满意度之{extra}（%）", *rows[-1][3:]) for extra in range(more)
            ]
            project["name"] = f"{project['name']}第{number}期"
        path = folder / f"{number:04}.xlsx"
        path.write_bytes(book_bytes(published_layout(facts)))
        paths.append(path)
    return paths


def bare_read(path: Path) -> None:
    """Every value of the workbook, and nothing else."""
    with python_calamine.CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()


def milliseconds(work: Callable[[Item], object], items: Iterable[Item]) -> float:
    """The median time of one call, of the processor alone."""
    taken = []
    for item in items:
        start = time.process_time()
        work(item)
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Time the stages over the corpus."""
    forms = load_forms()

    def read_form(workbook: Workbook) -> None:
        match = recognise(workbook, forms)
        assert match
        extract(workbook, match)

    def read_new(workbook: Workbook) -> None:
        forget()
        read_form(workbook)

    with tempfile.TemporaryDirectory() as folder:
        paths = write_corpus(Path(folder))
        books = [read_workbook(path) for path in paths]
        stages: dict[str, Callable[[], float]] = {
            "bare read by calamine": lambda: milliseconds(bare_read, paths),
            "read": lambda: milliseconds(read_workbook, paths),
            "recognise and extract, new": lambda: milliseconds(read_new, books),
            "recognise and extract, known": lambda: milliseconds(read_form, books),
        }
        rounds = [[stage() for stage in stages.values()] for _ in range(ROUNDS)]
    for name, taken in zip(stages, zip(*rounds, strict=True), strict=True):
        ratio = statistics.median(
            each / bare for each, (bare, *_) in zip(taken, rounds, strict=True)
        )
        print(f"{name:<30} {statistics.median(taken):8.2f} ms {ratio:8.1f} ×")


if __name__ == "__main__":
    main()
