"""A ledger's columns stand once, in the row types: tables, SELECTs and INSERTs follow them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from tests.test_summary_links import entry
from xltool.ledger.entry import TABLES
from xltool.ledger.ledger import Ledger
from xltool.ledger.row_sql import columns, create_temp, definitions, insert_into


class Pear(NamedTuple):
    """A row."""

    place: int
    name: str
    colour: str | None


def test_what_is_made_of_a_row_type() -> None:
    assert columns(Pear, "p") == "p.place, p.name, p.colour"
    assert insert_into("pears", Pear, "tree") == (
        "INSERT INTO pears (tree, place, name, colour) VALUES (?, ?, ?, ?)"
    )
    assert definitions(Pear) == {
        "place": "INTEGER NOT NULL DEFAULT 0",
        "name": "TEXT NOT NULL DEFAULT ''",
        "colour": "TEXT",
    }
    book = sqlite3.connect(":memory:")
    book.execute(create_temp("pears", Pear, key="name"))
    book.execute(insert_into("pears", Pear), Pear(1, "Williams", None))
    found = book.execute("SELECT place, name, colour FROM pears")
    assert [Pear._make(row) for row in found] == [Pear(1, "Williams", None)]


def test_the_tables_have_the_columns_of_the_row_types() -> None:
    with Ledger() as ledger:
        for table, row in TABLES.items():
            info = ledger.connection.execute(f"PRAGMA table_info({table})")
            names = [name for _, name, *_ in info if name not in ("id", "submission")]
            assert sorted(names) == sorted(row._fields), table


def test_a_ledger_that_lacks_a_column_gets_it(tmp_path: Path) -> None:
    """As one that was written before the column was thought of: what it holds stays."""
    path = tmp_path / "台账.db"
    (old,) = [
        entry(str(tmp_path / "a.xlsx"), [{"name": "平台运维费用", "indicators_digest": "3f2a"}])
    ]
    with Ledger(path) as ledger:
        ledger.add([old])
    with sqlite3.connect(path) as book:
        book.execute("ALTER TABLE projects DROP COLUMN indicators_digest")
        book.execute("ALTER TABLE projects DROP COLUMN executed")
        book.execute("ALTER TABLE submissions DROP COLUMN notes")
    book.close()
    with Ledger(path) as ledger:
        kept = ledger.entry("a.xlsx", old.head.digest)
        assert kept is not None and kept.head.notes == 0
        (project,) = kept.projects
        values = (project.name, project.indicators_digest, project.executed)
        assert values == ("平台运维费用", "", None)
        ledger.add([old])
        again = ledger.entry("a.xlsx", old.head.digest)
        assert again is not None and again.projects[0].indicators_digest == "3f2a"


def test_an_older_xltool_goes_on_with_a_column_that_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    with Ledger(path):
        pass
    with sqlite3.connect(path) as book:
        book.execute("ALTER TABLE projects ADD COLUMN purpose TEXT NOT NULL DEFAULT ''")
    book.close()
    with Ledger(path) as ledger:
        ledger.add([entry(str(tmp_path / "a.xlsx"), [{"name": "平台运维费用"}])])
        (purpose,) = ledger.connection.execute("SELECT purpose FROM projects").fetchone()
    assert purpose == ""
