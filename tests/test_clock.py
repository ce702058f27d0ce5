"""Times are read by one clock, Beijing's, whatever zone the machine is set to."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.test_summary_links import entry
from xltool.language.clock import in_beijing, local_time
from xltool.ledger.ledger import Ledger
from xltool.watch.folders import WatchFolders, received_at
from xltool.watch.receipt import time_of

NUMBER = "20260301-073005-kqzta"


def test_a_stored_time_is_shown_as_it_is_read_in_china() -> None:
    assert local_time("2022-02-28T23:30:05") == "2022-03-01 07:30"
    assert local_time("2022-02-28T23:30:05+00:00", seconds=True) == "2022-03-01 07:30:05"
    assert local_time(datetime(2022, 2, 28, 23, 30, tzinfo=UTC)) == "2022-03-01 07:30"
    assert local_time(None) == local_time("") == ""


@pytest.mark.parametrize("zone", ["UTC0", "EST5EDT", "CST-8"])
def test_a_receipt_says_the_same_time_on_every_machine(zone: str) -> None:
    """And the ledger keeps the same UTC of it, from which the summary makes that time again."""
    code = (
        "from xltool.watch.folders import received_at; from xltool.watch.receipt import time_of\n"
        f"print(received_at({NUMBER!r}).isoformat(), time_of({NUMBER!r}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "2026-02-28T23:30:05+00:00 2026-03-01 07:30:05"
    assert local_time(received_at(NUMBER).isoformat(), seconds=True) == time_of(NUMBER)


def test_a_number_holds_the_time_of_the_clock(tmp_path: Path) -> None:
    folders = WatchFolders(tmp_path, "zh", "me")
    folders.make()
    (folders.waiting / "表.xlsx").write_bytes(b"x")
    (seen,) = folders.scan()
    claim = folders.claim(seen, datetime(2026, 2, 28, 23, 30, 5, tzinfo=UTC))
    assert claim.number.startswith(NUMBER[:15])
    assert in_beijing(received_at(claim.number)).isoformat() == "2026-03-01T07:30:05+08:00"


def test_the_last_month_of_a_ledger_is_by_the_same_clock() -> None:
    """What came at 20:00 UTC on the last of March came in April."""
    with Ledger() as ledger:
        assert ledger.last_month() is None
        made = entry("a.xlsx", []).received_again("a.xlsx", "2022-03-31T20:00:00")
        ledger.add([made])
        assert ledger.last_month() == "2022-04"
