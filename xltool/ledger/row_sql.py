"""A row type -> the SQL that its table is made, filled and read with; so its columns stand once."""

from __future__ import annotations

from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

RowType = type[NamedTuple]
"""A NamedTuple whose fields are the columns of a table, `str | None` where one may be blank."""


def columns(row: RowType, table: str = "") -> str:
    """`p.place, p.code, p.name`."""
    return ", ".join(f"{table}.{name}" if table else name for name in row._fields)


def insert_into(table: str, row: RowType, *before: str) -> str:
    """An INSERT for the columns of `row`, with further ones in front of them."""
    names = (*before, *row._fields)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def create_temp(table: str, row: RowType, key: str = "") -> str:
    """A temporary table of these columns; no two rows have the same `key`."""
    parts = [f"{name} {kind.split()[0]}" for name, kind in definitions(row).items()]
    parts += [f"PRIMARY KEY ({key})"] if key else []
    return f"CREATE TEMP TABLE {table} ({', '.join(parts)})"


def definitions(row: RowType) -> dict[str, str]:
    """Each column with its type in SQLite, and what stands where it was not known yet."""
    return {name: _definition(hint) for name, hint in get_type_hints(row).items()}


def _definition(hint: Any) -> str:
    parts = get_args(hint) or (hint,)
    kind, blank = ("INTEGER", "0") if int in parts else ("TEXT", "''")
    return kind if NoneType in parts else f"{kind} NOT NULL DEFAULT {blank}"
