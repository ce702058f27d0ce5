"""Marked copies of a check that lie there still: not marked again, and never another's bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

import xltool.pipeline.mark
from tests.test_scale import SAMPLES
from xltool.cli.main import main
from xltool.pipeline.mark import mark


class Desk:
    """A folder of three workbooks that is checked again and again with one ledger."""

    def __init__(self, marked: list[str]) -> None:
        self.marked = marked
        Path("in").mkdir()
        for number, path in enumerate(SAMPLES[:3]):
            shutil.copy(path, Path("in") / f"{number}.xlsx")

    def check(self, *words: str, ledger: str = "a.ledger") -> list[str]:
        """The workbooks that were marked in this check."""
        self.marked.clear()
        with pytest.raises(SystemExit):
            main(("check", "in", "--out", "out", "--ledger", ledger, *words))
        return list(self.marked)

    def copies(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(Path("out").iterdir())}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    marked: list[str] = []

    def counted(path: Path, *rest: object) -> object:
        marked.append(path.name)
        return mark(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(xltool.pipeline.mark, "mark", counted)
    return Desk(marked)


ALL = ["0.xlsx", "1.xlsx", "2.xlsx"]


def test_copies_that_lie_there_are_not_marked_again(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.check() == ALL
    first, said = desk.copies(), capsys.readouterr()
    assert desk.check() == []
    assert desk.copies() == first and capsys.readouterr() == said
    Path("out/1.checked.xlsx").unlink()
    assert desk.check() == ["1.xlsx"] and desk.copies() == first
    shutil.copy(SAMPLES[3], "in/2.xlsx")
    assert desk.check() == ["2.xlsx"] and desk.copies() != first


def test_a_copy_that_a_person_edited_stays_and_another_lies_beside(desk: Desk) -> None:
    desk.check()
    first = desk.copies()
    book = openpyxl.load_workbook("out/0.checked.xlsx")
    book.worksheets[0]["Z99"] = "有人写的"
    book.save("out/0.checked.xlsx")
    edited = Path("out/0.checked.xlsx").read_bytes()
    assert desk.check() == ["0.xlsx"], "the edited copy is not taken for ours"
    beside = {**first, "0.checked.xlsx": edited, "0.checked.2.xlsx": first["0.checked.xlsx"]}
    assert desk.copies() == beside
    assert desk.check() == [] and desk.copies() == beside


def test_an_older_copy_of_ours_makes_room(desk: Desk) -> None:
    """Of the workbook as it was before: nobody typed into it."""
    desk.check()
    Path("out/0.checked.xlsx").write_bytes(desk.copies()["1.checked.xlsx"])
    assert desk.check() == ["0.xlsx"]
    assert len(desk.copies()) == 3


def test_another_language_or_exemptions_ask_for_other_copies(desk: Desk) -> None:
    desk.check()
    chinese = desk.copies()
    assert desk.check("--lang", "en") == ALL
    english = desk.copies()
    assert english != chinese
    assert desk.check("--lang", "en") == []
    assert desk.check() == ALL and desk.copies() == chinese
    Path("e.yaml").write_text(
        "exemptions:\n- unit: '439002'\n  rule: XL408\n  until: 2099-12-31\n"
        "  reason: 已核实\n  approver: 赵\n",
        encoding="utf-8",
    )
    for _ in range(2):
        assert desk.check("--exemptions", "e.yaml", "--period", "2022-03") == ALL


def test_without_marks_nothing_is_kept_of_them(desk: Desk) -> None:
    assert desk.check("--no-annotate") == []
    assert desk.check() == ALL
    assert desk.check("--no-annotate") == [] and desk.check() == []
