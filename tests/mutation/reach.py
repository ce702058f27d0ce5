"""Which names of a module decide what it does, and which rules stand on which module."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

_IMPORT = re.compile(r"^from (xltool\.[\w.]+) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_SILENT_CALLS = frozenset({"Words", "Examples", "cast", "TypeVar"})
_TELLING = frozenset({"examples", "message", "remedy", "why", "source", "title", "together"})


def deciding(tree: ast.Module, imported: Collection[str]) -> set[str]:
    """The names that are used by a rule's functions or by other modules: no makers of examples."""
    uses = {name: _names_in(node) for node in tree.body for name in _defined(node)}
    rule = next((node for node in tree.body if "RULE" in _defined(node)), None)
    left = set(imported)
    if rule is not None:
        call = getattr(rule, "value", None)
        assert isinstance(call, ast.Call)
        begun = [k for k in call.keywords if k.arg not in _TELLING]
        left |= {"RULE", *(name for k in begun for name in _names_in(k))}
    found: set[str] = set()
    while left:
        name = left.pop()
        if name in uses and name not in found:
            found.add(name)
            left |= uses[name] if name != "RULE" else set()
    return found


def _defined(node: ast.AST) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(name)):
            return [name]
    return []


def deciding_parts(node: ast.AST, told: Collection[str] = ()) -> Iterator[ast.AST]:
    """What is below a node and decides something: no messages, annotations or asserts.

    `told` are local names that are only told in messages: what they are given decides nothing.
    """
    match node:
        case ast.FunctionDef():
            yield from node.body
        case ast.Assign(targets=[target]) if _root(target) in told:
            return
        case ast.AnnAssign():
            if node.value is not None and _root(node.target) not in told:
                yield node.value
        case ast.Call(func=ast.Name(name)) if name in _SILENT_CALLS:
            return
        case ast.keyword(arg="params" | "strict") | ast.JoinedStr() | ast.Assert() | ast.Raise():
            return
        case _:
            yield from ast.iter_child_nodes(node)


def _root(target: ast.expr) -> str:
    """`params` of `params` and of `params["example"]`."""
    while isinstance(target, ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def only_told(function: ast.AST) -> set[str]:
    """The local names of a function that nothing but messages uses."""
    nodes = list(ast.walk(function))
    stored = {_root(each.targets[0]) for each in nodes if isinstance(each, ast.Assign)}
    stored |= {_root(each.target) for each in nodes if isinstance(each, ast.AnnAssign)}
    told: set[str] = set()
    while True:
        # An assignment is no use: without those of a name, is it seen anywhere?
        found = {n for n in stored - {""} if n not in _names_in(function, told | {n})}
        if found <= told:
            return told
        told |= found


def _names_in(node: ast.AST, told: Collection[str] | None = None) -> set[str]:
    if told is None:
        told = only_told(node) if isinstance(node, ast.FunctionDef) else ()
    found = {node.id} if isinstance(node, ast.Name) else set()
    return found.union(*(_names_in(each, told) for each in deciding_parts(node, told)))


def imports_of(path: Path) -> dict[str, set[str]]:
    """The modules of xltool that a file imports from, each with the names that it decides by."""
    text = path.read_text("utf-8")
    used = set().union(*map(_names_in, ast.parse(text).body))
    found: dict[str, set[str]] = {}
    for module, names in _IMPORT.findall(text):
        found.setdefault(module, set()).update(used.intersection(re.findall(r"\w+", names)))
    return found


def imported_names(module: str, imports: Iterable[Mapping[str, Collection[str]]]) -> set[str]:
    """The names that any file imports from a module."""
    return {name for each in imports for name in each.get(module, ())}


def importers_of(module: str, imports: Mapping[str, Mapping[str, object]]) -> set[str]:
    """The modules that import a module, themselves or by way of others."""
    found: set[str] = set()
    left = {module}
    while left:
        below = left.pop()
        above = {name for name, used in imports.items() if below in used} - found
        found |= above
        left |= above
    return found
