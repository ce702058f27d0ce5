"""equivalent.yaml names mutants that there are: a line whose code has gone must go too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.belonging import watched
from tests.mutation.equivalent import equivalents
from tests.mutation.mutants import mutants_of

PATHS = {path.name: path for paths in watched().values() for path in paths}


def names_of(path: Path) -> set[str]:
    """What equivalent.yaml calls the mutants of a file, whoever uses what it defines."""
    tree = ast.parse(path.read_text("utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return {f"{path.name} {each.owner}: {each.change}" for each in mutants_of(path, defined)}


@pytest.mark.parametrize("file", sorted({name.split()[0] for name in equivalents()}))
def test_every_line_names_a_mutant(file: str) -> None:
    listed = {name for name in equivalents() if name.startswith(f"{file} ")}
    assert listed <= names_of(PATHS[file])
