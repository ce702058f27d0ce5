"""Rows of a summary that the ledger keeps: the next summary is the same bytes with and without."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import xltool.excel.summary.submission_rows
import xltool.ledger.ledger
from tests.test_summary_links import entry
from xltool.excel.read.authorship import cells_mark
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.proof import prove
from xltool.excel.summary.read_back import open_summary
from xltool.excel.summary.workbook import write_summary
from xltool.forms.load import load_forms
from xltool.ledger.entry import LedgerEntry
from xltool.ledger.ledger import Ledger
from xltool.ledger.migrations import MIGRATIONS
from xltool.ledger.subgoal_row import SubgoalRow
from xltool.month.consolidation import Consolidation
from xltool.month.submission_status import Month


def unit(number: int, indicators: int = 3, text: str = "≥95%") -> LedgerEntry:
    """A workbook of a unit with so many indicators and two sub-targets."""
    made = entry(f"{number}.xlsx", [{"name": f"项目{number}"}], indicators, str(439000 + number))
    place = {"sheet": "部门", "cell": "B3"}
    names: dict[str, Any] = dict.fromkeys(SubgoalRow._fields, f"分项{number}")
    return replace(
        made,
        indicators=tuple(each._replace(text=text) for each in made.indicators),
        subgoals=tuple(SubgoalRow(**{**names, **place, "place": at}) for at in range(2)),
    )


def summary(ledger: Path, out: Path, *, most_rows: int = 1_048_576, lang: str = "zh") -> bytes:
    """The summary of a ledger, proved."""
    with Ledger(ledger) as book:
        month = Consolidation.of(book, Month("2022-03"), load_forms(), lang=lang)
        out.parent.mkdir(exist_ok=True)
        write_summary(month, out, out.parent, most_rows)
    prove(out)
    return out.read_bytes()


def keep(ledger: Path, entries: Sequence[LedgerEntry]) -> None:
    with Ledger(ledger) as book:
        book.add(entries)


def forget(ledger: Path) -> None:
    with Ledger(ledger) as book, book.writing():
        assert book.connection.execute("DELETE FROM rendered_rows").rowcount > 0


def renderings(ledger: Path, out: Path, **options: Any) -> tuple[bytes, int]:
    """The summary, and how often rows were rendered for it: once a submission and list."""
    made = ListSheet.rendered
    with patch.object(ListSheet, "rendered", autospec=True, side_effect=made) as counted:
        return summary(ledger, out, **options), counted.call_count


START = [unit(number, number % 4) for number in range(1, 9)]


@pytest.mark.parametrize(
    ("changed", "again", "units"),
    [
        pytest.param([], 0, 8, id="nothing"),
        pytest.param([unit(3, 3, "≥90%")], 2, 8, id="a value"),
        pytest.param([unit(1, 40), unit(5, 0)], 4, 8, id="rows move up and down"),
        pytest.param([unit(9)], 2, 9, id="a further unit"),
    ],
)
@pytest.mark.parametrize("most_rows", [1_048_576, 24])
def test_only_what_changed_is_rendered_again_and_the_bytes_are_those_of_a_first_run(
    tmp_path: Path, changed: list[LedgerEntry], again: int, units: int, most_rows: int
) -> None:
    """With 24 rows a sheet lists go on on further sheets, in the midst of a submission."""
    ledger, out = tmp_path / "台账.db", tmp_path / "汇总.xlsx"
    keep(ledger, START)
    summary(ledger, out, most_rows=most_rows)
    keep(ledger, changed)
    second, count = renderings(ledger, out, most_rows=most_rows)
    assert count == again
    forget(ledger)
    assert renderings(ledger, out, most_rows=most_rows) == (second, 2 * units)


def test_rows_are_rendered_again_for_another_language_folder_or_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their links and words are others."""
    ledger, out = tmp_path / "台账.db", tmp_path / "汇总.xlsx"
    keep(ledger, START)
    assert renderings(ledger, out)[1] == 16
    elsewhere, count = renderings(ledger, tmp_path / "别处" / "汇总.xlsx")
    assert count == 16
    assert renderings(ledger, out, lang="en")[1] == 16
    here, count = renderings(ledger, out)
    assert count == 16 and here != elsewhere
    monkeypatch.setattr(xltool.excel.summary.submission_rows, "__version__", "99")
    assert renderings(ledger, out) == (here, 16)


def test_a_row_that_reads_like_the_reviewers_headings(tmp_path: Path) -> None:
    """What counts for the digest of the cells hangs on the rows before: such rows are not kept,
    and the summary is still known as one in which nobody wrote.
    """
    odd = unit(2)
    words: dict[str, Any] = {"level2": "处理", "level3": "审核意见"}
    odd = replace(odd, indicators=tuple(each._replace(**words) for each in odd.indicators))
    ledger, out = tmp_path / "台账.db", tmp_path / "汇总.xlsx"
    keep(ledger, [unit(1), odd, unit(3)])
    first = summary(ledger, out)
    second = summary(ledger, out)
    forget(ledger)
    assert first == second == summary(ledger, out)
    with open_summary(out) as written:
        assert written.digest() == cells_mark(out)


def test_a_ledger_of_before_learns_to_keep_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, out = tmp_path / "台账.db", tmp_path / "汇总.xlsx"
    with monkeypatch.context() as older:
        older.setattr(xltool.ledger.ledger, "MIGRATIONS", MIGRATIONS[:5])
        Ledger(ledger).connection.close()
    connection = sqlite3.connect(ledger)
    assert connection.execute("PRAGMA user_version").fetchone() == (5,)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    connection.close()
    assert "rendered_rows" not in tables and "answers" in tables
    keep(ledger, START)
    first = summary(ledger, out)
    assert renderings(ledger, out) == (first, 0)


def test_a_ledger_that_is_written_to_meanwhile_keeps_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary is written all the same."""
    ledger, out = tmp_path / "台账.db", tmp_path / "汇总.xlsx"
    keep(ledger, START)
    monkeypatch.setattr(xltool.ledger.ledger, "WAIT_SECONDS", 0.05)
    other = sqlite3.connect(ledger, isolation_level=None)
    with Ledger(ledger) as book:
        month = Consolidation.of(book, Month("2022-03"), load_forms())
        other.execute("BEGIN IMMEDIATE")
        write_summary(month, out, out.parent)
    other.close()
    first = out.read_bytes()
    assert renderings(ledger, out) == (first, 16)
