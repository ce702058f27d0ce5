"""The sample workbooks: each gives what the .md beside it says, and each can be made again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sample_workbooks.layouts import published_layout
from sample_workbooks.make import HERE, read_content, samples
from sample_workbooks.months import month_samples
from sample_workbooks.other_layout import other_layout
from tests.book_file import book_bytes
from tests.case_files import read_cases
from xltool.pipeline.check import check

DESCRIPTIONS = sorted(HERE.glob("*.md"))


def parts(data: bytes) -> list[tuple[str, tuple[int, ...], bytes]]:
    """The parts of a workbook: compared instead of the file, whose packing differs with zlib."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(i.filename, i.date_time, archive.read(i.filename)) for i in archive.infolist()]


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=str)
def test_a_sample_gives_its_findings(path: Path) -> None:
    (case,) = read_cases(path)
    (report,) = check([path.with_suffix(".xlsx")])
    differences = case.differences(report)
    if differences:
        pytest.fail("\n".join([path.name, *differences]), pytrace=False)


def test_the_samples_are_those_that_the_script_makes() -> None:
    made = samples()
    assert made.keys() == {path.name for path in HERE.glob("*.xlsx")}
    for name, data in made.items():
        assert parts(data) == parts((HERE / name).read_bytes()), f"{name}: run make.py again"


def test_the_months_are_those_that_the_script_makes() -> None:
    folder = HERE / "months"
    made = month_samples()
    assert made.keys() == {p.relative_to(folder).as_posix() for p in folder.rglob("*.*")}
    for name, data in made.items():
        kept = (folder / name).read_bytes()
        same = parts(data) == parts(kept) if name.endswith(".xlsx") else data == kept
        assert same, f"{name}: run make.py again"


def test_making_twice_gives_the_same_bytes() -> None:
    assert samples() == samples()


def test_another_layout_changes_no_finding(tmp_path: Path) -> None:
    """The published facts, whose findings are many, in both layouts."""
    content = read_content()["published"]
    seen = []
    for layout in (published_layout, other_layout):
        path = tmp_path / "收件" / f"{layout.__name__}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(book_bytes(layout(content)))
        (report,) = check([path])
        seen.append(sorted((f.id, f.rule, f.severity, f.field, f.value) for f in report))
    assert seen[0]
    assert seen[0] == seen[1]
