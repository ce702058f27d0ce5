"""From the drop folder to the month: what comes again, and what states no year."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.drop_folder import SAMPLES, Drop
from tests.test_consolidate import ROSTER, run, table
from tests.test_ledger import submitted
from xltool.cli.main import main
from xltool.forms.load import load_forms
from xltool.language.errors import NothingToCheckError

COUNTED, SAME, OLDER = "计入", "与另一份文件内容相同。", "有更新的报送。"
LATER = "在本月之后报送，从报送的月份起计入。"
UNDATED = SAMPLES / "months" / "2022-02" / "512001.xlsx"
"""A workbook that states no year: only its project codes hold one, 2022."""


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    return Drop(tmp_path)


def receive(drop: Drop, *files: Path) -> None:
    """Each under the same name, one after the other, on the first days of November 2026."""
    for file in files:
        day = len(drop.answered()) + 1
        drop.drop("439001/表.xlsx", file)
        (waiting,) = drop.folders.scan()
        drop.folders.claim(waiting, datetime(2026, 11, day, 12))
        drop.once()


def sources(drop: Drop, period: str) -> list[tuple[str, str, str]]:
    """Of each original in the order of receipt: day, whether it counts, and why not."""
    out = drop.root.parent / "汇总.xlsx"
    originals = drop.root / "原件"
    path = run(out, paths=[originals], ledger=drop.ledger_file, period=period, roster=None).path
    rows = sorted(table(path, "来源与校验"), key=lambda row: row["文件"])
    return [(row["时间"][:10], row["是否计入"], row["原因"] or "") for row in rows if row["时间"]]


def versions(folder: Path, letters: str) -> Sequence[Path]:
    budgets = {"A": 368800, "B": 400000}
    made = {name: submitted(folder / f"{name}.xlsx", budgets[name]) for name in set(letters)}
    return [made[name] for name in letters]


@pytest.mark.parametrize(
    ("letters", "reasons"),
    [("ABA", [SAME, OLDER, ""]), ("AA", [SAME, ""]), ("ABAA", [SAME, OLDER, SAME, ""])],
)
def test_the_last_receipt_counts_though_its_content_came_before(
    drop: Drop, letters: str, reasons: list[str]
) -> None:
    receive(drop, *versions(drop.root.parent, letters))
    rows = sources(drop, "2026-11")
    assert rows == [
        (f"2026-11-{day:02}", "未计入" if reason else COUNTED, reason)
        for day, reason in enumerate(reasons, 1)
    ]


def test_what_is_received_again_has_its_receipt_in_the_ledger(drop: Drop) -> None:
    """It does not stand in a month before it came, also where it is answered from the ledger."""
    receive(drop, *versions(drop.root.parent, "AA"))
    asked = drop.worker.asked
    assert [reason for *_, reason in sources(drop, "2026-01")] == [LATER, LATER]
    assert drop.worker.asked == asked == 2  # checked and marked once


def test_the_rows_of_what_is_received_again_are_whole(drop: Drop) -> None:
    from xltool.ledger.ledger import Ledger

    receive(drop, *versions(drop.root.parent, "AA"))
    second, first = drop.answered()
    with Ledger(drop.ledger_file) as book:
        one, two = (book.entry(each.kept, each.digest) for each in (first, second))
        assert book.entry(first.kept, "another") is None
    assert one and two
    assert one.projects and one.indicators and one.findings
    assert one.received_again(second.kept, second.received) == two


def status(drop: Drop, period: str) -> str:
    arguments = ["status", "--ledger", str(drop.ledger_file), "--period", period]
    done = CliRunner().invoke(main, [*arguments, "--roster", str(ROSTER)])
    (line,) = (line for line in done.stdout.splitlines() if " 512001 " in line)
    # Without the number of warnings: some rules compare with the year that a summary is made for.
    return line.partition("  错误 ")[0]


def test_status_agrees_with_the_summary_where_no_year_is_stated(drop: Drop) -> None:
    receive(drop, UNDATED)
    before = status(drop, "2026-11")
    assert before.startswith("逾期报送")  # due in March 2022
    assert "2026-11-01" in before
    assert status(drop, "2026-10").startswith("未报送")  # it came after that month
    assert status(drop, "2027-01") == before  # a summary of that month would count it as well
    assert sources(drop, "2026-11") == [("2026-11-01", COUNTED, "")]
    assert status(drop, "2026-11") == before


def test_a_year_that_the_form_or_the_file_states_is_kept(drop: Drop, tmp_path: Path) -> None:
    drop.schemas = tmp_path / "forms"
    shutil.copytree(SAMPLES.parent / "schemas", drop.schemas)
    form = drop.schemas / "hebei-target@2022.yaml"
    text = form.read_text("utf-8")
    form.write_text(text.replace("default_year: null", "default_year: 2025"), "utf-8")
    assert any(each.default_year == 2025 for each in load_forms(drop.schemas))
    receive(drop, UNDATED)
    assert status(drop, "2026-11").startswith("未报送")


def test_what_cannot_be_read_is_of_no_month(drop: Drop) -> None:
    drop.drop("439001/文字.xlsx", b"text")
    drop.once()
    (original,) = (drop.root / "原件" / name for name in drop.names("原件"))
    original.unlink()
    with pytest.raises(NothingToCheckError):
        sources(drop, "2026-11")
