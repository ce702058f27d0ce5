"""Imports go down, and each heavy library has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "xltool"

# From the ground up: a module imports only from floors below its own.
FLOORS = (
    {"cells", "wording", "text"},
    {"model"},
    {"form_field"},
    {"form", "codes", "indicator_value", "stated_month", "origins", "refusals", "filling"},
    {"errors", "desk_folders", "trouble", "hasten"},
    {"worker", "text_file", "values", "rates", "taxonomy", "form_yaml", "grid"},
    {"rule"},
    {"money", "plan", "context", "alike", "units", "roster", "ledger_schema"},
    {"headings", "issued"},
    {"table_rows"},
    {"layout"},
    {"wide", "value_places", "layout_memory"},
    {"labels", "altered"},
    {"rules"},
    {"form_checks", "sentences"},
    {"problems", "compact"},
    {"ledger", "ledger_rows", "selection", "changes", "outcome"},
    {"form_file", "desk_ledger"},
    {"receipt", "desk_board"},
    {"beside", "outline", "findings", "provenance", "filled", "roles", "recognise"},
    {"cut"},
    {"extract", "carry"},
    {"standing", "intake"},
    {"consolidation"},
    {"dues", "history"},
    {"batch"},
    {"documents", "excel", "reports", "validation"},
    {"outputs"},
    {"inputs", "marking", "settle"},
    {"pipeline"},
    {"monthly"},
    {"examine"},
    {"desk_answers", "desk_notices"},
    {"desk"},
    {"inbox"},
    {"cli"},
    {"__main__"},
)
DOORS = {
    "pandera": {"validation"},
    "pandas": {"validation"},
    "click": {"cli"},
    "openpyxl": {"excel"},
    "xlsxwriter": {"excel"},
    "python_calamine": {"excel"},
    "lxml": {"excel"},
    "docx": {"documents"},
    "pypdf": {"documents"},
    "yaml": {"form_yaml", "grid"},
    "multiprocessing": {"worker"},
    "watchfiles": {"hasten"},
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def unit_of(path: Path) -> str:
    """The module or folder on the first level: `excel/read.py` is `excel`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "xltool":
                names |= {f"xltool.{alias.name}" for alias in node.names}
            else:
                names.add(node.module)
    return names


def floor_of(unit: str) -> int:
    return next(number for number, units in enumerate(FLOORS) if unit in units)


def test_every_module_has_its_floor() -> None:
    assert {unit_of(path) for path in MODULES} == set().union(*FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path) -> None:
    here = unit_of(path)
    for name in imported(path):
        if name.startswith("xltool.") and name != "xltool.__version__":
            there = name.split(".")[1]
            assert there == here or floor_of(there) < floor_of(here), f"{here} imports {there}"


@pytest.mark.parametrize(("library", "doors"), DOORS.items(), ids=DOORS)
def test_a_heavy_library_has_one_door(library: str, doors: set[str]) -> None:
    users = {
        unit_of(path) for path in MODULES if any(n.split(".")[0] == library for n in imported(path))
    }
    assert users <= doors


def test_files_stay_short() -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert not {name: length for name, length in lengths.items() if length > 300}


def test_functions_stay_short() -> None:
    long = [
        f"{path.name}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 45
    ]
    assert not long
