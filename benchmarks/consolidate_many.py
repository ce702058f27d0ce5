"""What a summary of thousands of workbooks costs: `python benchmarks/consolidate_many.py [N]`.

Time: writing the summary of 2,000 workbooks with three projects each, against a bare xlsxwriter
loop that writes the same cells; the proof apart. Memory: the peak at ten times as many, against
this; each in a process of its own. The rows are made up and laid into a ledger, so that reading
the workbooks, which is measured elsewhere, does not hide what is looked for.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.proof import prove
from xltool.excel.summary.workbook import write_summary
from xltool.forms.load import load_forms
from xltool.ledger.entry import LedgerEntry
from xltool.ledger.finding_row import FindingRow
from xltool.ledger.indicator_row import IndicatorRow
from xltool.ledger.ledger import Ledger
from xltool.ledger.project_row import ProjectRow
from xltool.ledger.record_rows import RecordRow, ValueRow
from xltool.ledger.subgoal_row import SubgoalRow
from xltool.ledger.submission_row import SubmissionRow
from xltool.month.consolidation import Consolidation
from xltool.month.submission_status import Month

WORKBOOKS = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else 2000
CALLS = ("write_string", "write_number", "write_formula", "write_blank")


Row = TypeVar("Row", bound=NamedTuple)


def row(kind: type[Row], **values: Any) -> Row:
    """A row of the ledger, blank where nothing is said."""
    return kind(*(values.get(name, "") for name in kind._fields))


def entry(number: int) -> LedgerEntry:
    """A workbook with three projects, seven indicators each, three sub-targets, eight findings."""
    unit = f"{100 + number // 900:03}{1 + number % 900:03}"
    place = {"sheet": "项目1", "cell": "E3"}
    head = {"path": f"2022-03/{unit}.xlsx", "digest": f"{number:064}", "unit": unit}
    head |= {"form": "hebei-target@2022", "unit_name": f"唐山市某区第{number}局本级"}
    head |= {"year": "2022", "verdict": "findings", "modified": "2022-03-01T00:00:00"}
    counts: dict[str, Any] = {"accepted": 1, "errors": 0, "warnings": 4, "notes": 4}
    nothing = dict.fromkeys(("period", "month", "received"))
    money = {"budget": f"{368800 + number}.25", "fiscal": "300000", "other": f"{68800 + number}.25"}
    plan = {"plan": "3=25 6=50 10=75 12=100", "executed": None, "indicators": 7}
    return LedgerEntry(
        row(SubmissionRow, **head, **counts, **nothing),
        tuple(
            row(
                ProjectRow,
                place=n,
                code=f"130205{number:09}{n:06}",
                key=f"{number}.{n}",
                name=f"平台运维费用第{n}期",
                alike=f"{number}.{n}",
                **{**money, **plan, **place},
            )
            for n in range(3)
        ),
        tuple(
            row(
                IndicatorRow,
                place=n,
                project=n // 7,
                level1="产出指标",
                level2="数量指标",
                level3=f"审批业务受理率（%）{n}",
                sign="≥",
                number="95",
                unit="%",
                **{"text": "≥95%", "basis": "计划标准", **place},
            )
            for n in range(21)
        ),
        tuple(
            row(
                SubgoalRow,
                place=n,
                number="（一）",
                name="便民服务",
                goal="提高效率",
                measure="好",
                **place,
            )
            for n in range(3)
        ),
        tuple(
            row(
                FindingRow,
                place=n,
                identity=f"{number}.{n}",
                rule="XL314",
                opinion=11,
                severity="warning" if n % 2 else "note",
                project="平台运维费用",
                field_zh="三级指标",
                value="审批业务受理率（%）",
                message_zh="“审批业务受理率（%）”是比率，却写在“数量指标”下。",
                **{"remedy_zh": "可改填数量，例如“审批业务受理件数 ≥950件”。", **place},
            )
            for n in range(8)
        ),
        *records(number),
    )


def records(number: int) -> tuple[tuple[RecordRow, ...], tuple[ValueRow, ...]]:
    """Its rows of any form: every field of these records, two long texts a project."""
    names = [("projects", 3, 14), ("indicators", 21, 6), ("subgoals", 3, 4)]
    rows = [(table, n, count) for table, many, count in names for n in range(many)]
    heads = tuple(
        RecordRow(place, table, n, n // 7, f"{number}.{n}", "项目1", "E3")
        for place, (table, n, _) in enumerate(rows)
    )
    fields = [(at, f) for at, (_, _, count) in enumerate(rows) for f in range(count)]
    values = tuple(
        ValueRow(place, at, f"field{f}", "审批业务受理率" * (12 if f > 11 else 1), None, *[""] * 4)
        for place, (at, f) in enumerate(fields)
    )
    return heads, values


def entries(count: int) -> Iterator[list[LedgerEntry]]:
    """Chunk by chunk."""
    for start in range(0, count, 500):
        yield [entry(number) for number in range(start, min(start + 500, count))]


def month_of(ledger: Ledger) -> Consolidation:
    """What is consolidated."""
    return Consolidation.of(ledger, Month("2022-03"), load_forms())


def recorded(month: Consolidation, path: Path) -> list[tuple[str, str, tuple[Any, ...]]]:
    """Every cell that the summary writes: sheet, method, arguments."""
    calls: list[tuple[str, str, tuple[Any, ...]]] = []
    kept = {name: getattr(Worksheet, name) for name in CALLS}
    row_of_list = ListSheet.row

    def recorder(name: str) -> Any:
        def call(sheet: Worksheet, *arguments: Any) -> Any:
            calls.append((sheet.name, name, arguments))
            return kept[name](sheet, *arguments)

        return call

    def row(rows: ListSheet, values: Sequence[Any], strength: str = "") -> int:
        line = row_of_list(rows, values, strength)
        name = next(page.name for page in rows.pages if page.sheet is rows.sheet)
        calls.extend((name, *call) for call in as_calls(line - 1, values))
        return line

    for name in CALLS:
        setattr(Worksheet, name, recorder(name))
    with patch.object(ListSheet, "row", row):
        write_summary(month, path, path.parent)
    for name in CALLS:
        setattr(Worksheet, name, kept[name])
    return calls


def as_calls(row: int, values: Sequence[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """A row of a list as xlsxwriter is asked for it, cell by cell."""
    for column, value in enumerate(values):
        if value is None or value == "":
            yield "write_blank", (row, column, None, None)
        elif isinstance(value, Formula):
            yield "write_formula", (row, column, value.text, None, value.value)
        else:
            name = "write_string" if isinstance(value, str) else "write_number"
            yield name, (row, column, value, None)


def bare(calls: list[tuple[str, str, tuple[Any, ...]]], path: Path) -> None:
    """The same cells, with one format, and nothing else."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        look = workbook.add_format({"border": 1})
        sheets: dict[str, Worksheet] = {}
        for sheet, name, arguments in calls:
            if sheet not in sheets:
                sheets[sheet] = workbook.add_worksheet(sheet)
            row_, column, value, _, *result = arguments
            getattr(sheets[sheet], name)(row_, column, value, look, *result)


def seconds(work: Any, *arguments: Any) -> float:
    """Processor time of a call: other programs share the machine."""
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


def timed(folder: Path) -> None:
    """The better of two of each, in turn."""
    with Ledger() as ledger:
        kept = sum(seconds(ledger.add, chunk) for chunk in entries(WORKBOOKS))
        month = month_of(ledger)
        calls = recorded(month, folder / "a.xlsx")
        ours, theirs = [], []
        for _ in range(2):
            ours.append(seconds(write_summary, month, folder / "a.xlsx", folder))
            theirs.append(seconds(bare, calls, folder / "b.xlsx"))
        proof = seconds(prove, folder / "a.xlsx")
    print(f"{WORKBOOKS} workbooks, {len(calls):,} cells")
    print(f"laid into the ledger  {kept:8.2f} s")
    print(f"bare xlsxwriter loop  {min(theirs):8.2f} s")
    print(
        f"the summary           {min(ours):8.2f} s {min(ours) / min(theirs):8.2f} ×  (at most 1.3)"
    )
    print(f"its proof             {proof:8.2f} s {proof / min(theirs):8.2f} ×")


def peak(count: int, folder: Path) -> None:
    """Print the peak memory of this process after a whole run, in MB.

    Linux counts what its parent held into the usual figure, so that a parent must stay small.
    """
    with Ledger(folder / f"{count}.db") as ledger:
        for chunk in entries(count):
            ledger.add(chunk)
        write_summary(month_of(ledger), folder / f"{count}.xlsx", folder)
    prove(folder / f"{count}.xlsx")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(used / (1024 * 1024 if sys.platform == "darwin" else 1024))


def main() -> None:
    """Time first, then memory, each count in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        match sys.argv[2:]:
            case ["time"]:
                timed(folder)
                return
            case ["peak"]:
                peak(WORKBOOKS, folder)
                return
        command = [sys.executable, __file__]
        subprocess.run([*command, str(WORKBOOKS), "time"], check=True)
        few, many = (
            float(subprocess.check_output([*command, str(count), "peak"]))
            for count in (WORKBOOKS, WORKBOOKS * 10)
        )
        print(f"peak memory at {WORKBOOKS:>6,}  {few:7.0f} MB")
        ratio = f"{many / few:8.2f} ×  (at most 1.3)"
        print(f"peak memory at {WORKBOOKS * 10:>6,}  {many:7.0f} MB {ratio}")


if __name__ == "__main__":
    main()
