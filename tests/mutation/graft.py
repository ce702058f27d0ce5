"""A mutant -> the running process: its code takes the place of the code that is loaded.

Loading everything anew for each mutant would take seconds. Instead a function keeps its identity
and is given other code, and an assignment of a module is carried out again, with those behind it
that use it. Only for a process of its own: there is no way back.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import gc
import inspect
import re
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType

from tests.mutation.mutants import Mutant
from xltool.rules.rule import Rule

_BEGINS_EMPTY = re.compile(r"^(_\w+): dict\[.*\] = \{\}$", re.MULTILINE)
Functions = dict[tuple[str, str], list[FunctionType]]


def loaded_functions() -> Functions:
    """The functions of xltool in this process by file and qualified name, decorated ones too."""
    found: Functions = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and "xltool" in each.__code__.co_filename:
            code = each.__code__
            found.setdefault((code.co_filename, code.co_qualname), []).append(each)
    return found


def graft(mutant: Mutant, module: ModuleType, functions: Functions) -> None:
    """Put a mutant in; raises `LookupError` where nothing loaded is changed by it."""
    tree = mutant.tree()
    if mutant.owner.startswith("="):
        _assign_again(tree, mutant.owner[1:], module)
        return
    code = compile(tree, str(mutant.path), "exec")
    for each in _codes(code):
        if each.co_qualname == mutant.owner:
            for function in functions[str(mutant.path), mutant.owner]:
                function.__code__ = each
            return
    raise LookupError(mutant.id)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const
            yield from _codes(const)


def _assign_again(tree: ast.Module, name: str, module: ModuleType) -> None:
    """Carry out the assignment of `name` again, and those after it that go by what changed."""
    changed: dict[str, object] = {}
    begun = False
    for node in tree.body:
        target = _target(node)
        begun = begun or target == name
        if not target or not begun:
            continue
        used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if target == name or used & changed.keys():
            changed[target] = vars(module)[target]
            alone = ast.fix_missing_locations(ast.Module([node], []))
            exec(compile(alone, module.__file__ or "", "exec"), vars(module))  # noqa: S102
    for each, old in changed.items():
        _hand_on(each, old, module)


def _target(node: ast.stmt) -> str:
    match node:
        case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)):
            return name
    return ""


def _hand_on(name: str, old: object, module: ModuleType) -> None:
    """A new value to the modules that took the old one; a rule is changed where it stands."""
    new = vars(module)[name]
    if isinstance(old, Rule):
        for field in dataclasses.fields(old):
            object.__setattr__(old, field.name, getattr(new, field.name))
        vars(module)[name] = old
        return
    for other in list(sys.modules.values()):
        ours = getattr(other, "__name__", "").startswith(("xltool", "tests"))
        if ours and vars(other).get(name) is old:
            setattr(other, name, new)


def caches() -> list[object]:
    """What rules and values remember: `functools.cache`, the texts of `remembered`, and the
    constants that begin as `{}`.
    """
    found: list[object] = []
    for name, module in list(sys.modules.items()):
        if name.startswith(("xltool.rules.", "xltool.values.")):
            source = inspect.getsource(module) if module.__file__ else ""
            found += [vars(module)[each] for each in _BEGINS_EMPTY.findall(source)]
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and _remembers(each.__wrapped__):
            found.append(each)
        elif isinstance(each, FunctionType) and each.__closure__ and _remembers(each):
            kept = _closed_over(each).get("known")
            if isinstance(kept, dict):
                found.append(kept)
    return found


def _closed_over(function: FunctionType) -> dict[str, object]:
    """The variables that a function has from around it."""
    names = function.__code__.co_freevars
    return {
        name: cell.cell_contents
        for name, cell in zip(names, function.__closure__ or (), strict=True)
    }


def _remembers(function: object) -> bool:
    module = getattr(function, "__module__", None) or ""
    name = getattr(function, "__name__", "")
    return module.startswith(("xltool.rules.", "xltool.values.")) and name not in _OF_THE_REGISTRY


_OF_THE_REGISTRY = frozenset({"all_rules", "workbook_rules", "batch_rules", "_by_name"})


def forget(kept: list[object]) -> None:
    """Empty the caches."""
    for each in kept:
        getattr(each, "cache_clear", getattr(each, "clear", None))()  # type: ignore[misc]
