"""Imports go down from room to room, and each heavy library has one door."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "xltool"

# From the top down: a module imports only from its own room and from those below it.
ROOMS = (
    "cli",
    "watch",
    "pipeline",
    "documents",
    "excel",
    "month",
    "ledger",
    "reports",
    "checking",
    "forms",
    "rules",
    "extract",
    "values",
    "model",
    "language",
)
# The rooms inside excel, likewise.
INNER: dict[str, set[str]] = {
    "summary": {"template", "read", "package"},
    "template": {"read"},
    "marks": {"package", "read"},
    "package": set(),
    "read": {"package"},
}
DOORS = {
    "pandera": {"checking"},
    "pandas": {"checking", "rules"},  # rules name its types alone
    "click": {"cli"},
    "openpyxl": {"excel"},
    "xlsxwriter": {"excel"},
    "python_calamine": {"excel"},
    "lxml": {"excel"},
    "docx": {"documents"},
    "pypdf": {"documents"},
    "yaml": {"forms.yaml_file"},
    "multiprocessing": {"watch.worker", "pipeline.local_pool"},
    "distributed": {"pipeline.dask_pool"},
    "watchfiles": {"watch.fs_events"},
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def parts_of(path: Path) -> tuple[str, ...]:
    """Room and module: `excel/read/guard.py` is `excel`, `read`, `guard`."""
    return path.relative_to(PACKAGE).with_suffix("").parts


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    """The full names of the modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def test_the_root_holds_the_rooms_and_nothing_else() -> None:
    here = {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"}
    assert here == {"__init__.py", "__main__.py", "py.typed", *ROOMS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_a_sentence_what_it_is_for(room: str) -> None:
    for init in (PACKAGE / room).rglob("__init__.py"):
        body = tree_of(init).body
        assert len(body) == 1 and ast.get_docstring(tree_of(init)), name_of(init)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    room, *inside = parts_of(path)
    for name in imported(path):
        first, *there = name.split(".")
        if first != "xltool" or room == "__main__" or there == ["__version__"]:
            continue
        assert ROOMS.index(there[0]) >= ROOMS.index(room), f"{room} imports {name}"
        if room == there[0] == "excel" and there[1] != inside[0]:
            assert there[1] in INNER[inside[0]], f"excel.{inside[0]} imports {name}"


def test_modules_of_a_room_do_not_import_in_a_circle() -> None:
    names = {
        ".".join(("xltool", *parts_of(path))).removesuffix(".__init__"): path for path in MODULES
    }
    open_now: list[str] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        assert name not in open_now, " -> ".join([*open_now, name])
        if name in done:
            return
        open_now.append(name)
        for target in at_load_time(names[name]):
            found = target if target in names else target.rpartition(".")[0]
            if found in names and found != name:
                visit(found)
        open_now.pop()
        done.add(name)

    for name in names:
        visit(name)


def at_load_time(path: Path) -> set[str]:
    """What a module imports when it is loaded itself, not in a function or for types alone."""
    return {
        f"{node.module}.{alias.name}"
        for node in tree_of(path).body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


@pytest.mark.parametrize(("library", "doors"), DOORS.items(), ids=DOORS)
def test_a_heavy_library_has_one_door(library: str, doors: set[str]) -> None:
    users = set()
    for path in MODULES:
        if any(name.split(".")[0] == library for name in imported(path)):
            full = ".".join(parts_of(path))
            users.add(next((door for door in doors if (full + ".").startswith(door + ".")), full))
    assert users == doors


def test_files_stay_short() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert not {name: length for name, length in lengths.items() if length > 300}


def test_functions_stay_short() -> None:
    long = [
        f"{name_of(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 40
    ]
    assert not long


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(name_of(path))
    assert not {name: found for name, found in places.items() if len(found) > 1}
