"""The files that are watched, by family, and the tests that belong to each of their functions."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType

import pytest
from _pytest.runner import runtestprotocol

import xltool
from tests.mutation.cases import CaseLibrary, case_differences, example_differences
from tests.mutation.judging import Trial
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.reach import imported_names, importers_of, imports_of
from xltool.checking.schema import _schemas
from xltool.forms.load import load_forms
from xltool.rules.registry import all_rules
from xltool.rules.rule import Rule

_COLUMNS = "xltool.checking.typed_columns"
"""What a rule with an operation on columns stands on without importing it."""

PACKAGE = Path(xltool.__path__[0])
UNIT_TESTS = {
    "values": (
        "indicator_value",
        "values",
        "money_and_plan",
        "codes",
        "unit_code",
        "score",
        "stated_month",
        "provenance",
    ),
    "identity": ("codes", "unit_code", "provenance"),
    "money": ("money_and_plan", "amounts"),
    "indicator_values": ("indicator_names", "value_rules"),
    "monitoring": ("lights", "history", "monitored"),
    "self_assessment": ("score", "assessed"),
    "across_workbooks": ("across_workbooks",),
    "projects": ("identical_indicators",),
    "taxonomy": ("levels",),
}
"""tests/test_….py of single functions by family; `rules_alone` is asked for all."""

QUICK = 0.5
"""Seconds of its own time: a test that takes longer is no test of a single function."""


def module_name(path: Path) -> str:
    """`…/xltool/values/month.py` -> `xltool.values.month`."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def watched() -> dict[str, list[Path]]:
    """The modules of each family of rules, and of `values`."""
    families = sorted(path for path in (PACKAGE / "rules").iterdir() if path.is_dir())
    places = [*(path for path in families if (path / "__init__.py").exists()), PACKAGE / "values"]
    return {
        place.name: sorted(p for p in place.glob("*.py") if p.stem != "__init__")
        for place in places
    }


class Belonging:
    """Which rules' cases, and which of the collected tests, judge a mutant."""

    def __init__(
        self,
        library: CaseLibrary,
        items: Sequence[pytest.Item],
        forget: Callable[[], None],
        *,
        neighbours: bool = True,
    ) -> None:
        """Read who imports whom; `forget` empties the caches of rules and values.

        Without `neighbours` a rule is judged by its own cases alone, which is faster and stricter.
        """
        self.neighbours = neighbours
        self.library, self.forget = library, forget
        # A test that writes files is none of a single function.
        self.items = [item for item in items if "tmp_path" not in item.fixturenames]  # type: ignore[attr-defined]
        files = list(PACKAGE.rglob("*.py"))
        self._imports = {module_name(path): imports_of(path) for path in files}
        self._rules = {type_module(rule): rule for rule in all_rules()}
        for module, rule in self._rules.items():
            if getattr(rule, "where", None):
                self._imports[module][_COLUMNS] = set()
        self._took: dict[str, float] = {}
        self._called: dict[str, set[tuple[str, str]]] = {}

    def rules(self) -> list[Rule]:
        """All rules, those across workbooks too."""
        return list(self._rules.values())

    def mutants(self, path: Path) -> list[Mutant]:
        """The mutants of a file."""
        return mutants_of(path, imported_names(module_name(path), self._imports.values()))

    def judging_rules(self, path: Path) -> list[Rule]:
        """The rule of a file, or those of its family that stand on it; of `values`, of any family,
        those that use it themselves first.
        """
        module = module_name(path)
        if module in self._rules:
            return [self._rules[module]]
        family = "" if path.parent.name == "values" else module.rpartition(".")[0] + "."
        above = importers_of(module, self._imports) & self._rules.keys()
        names = sorted(name for name in above if name.startswith(family))
        names.sort(key=lambda name: module not in self._imports[name])
        return [self._rules[name] for name in names]

    def trials(self, mutant: Mutant) -> Iterator[Trial]:
        """The tests that belong to a mutant: those that cost least come first.

        What several rules share has tests of its functions, a rule its cases.
        """
        rules = self.judging_rules(mutant.path)
        of_values = mutant.path.parent.name == "values"
        shared = module_name(mutant.path) not in self._rules
        if shared:
            yield from self._items_calling(mutant)
        for rule in rules:
            yield lambda rule=rule: self.notices(rule)  # type: ignore[misc]
        if not shared:
            yield from self._items_calling(mutant)
        for rule in rules:
            if self.neighbours and not of_values:
                yield lambda rule=rule: self.notices_in_family(rule)  # type: ignore[misc]
        for rule in rules:
            if getattr(rule, "tables", None):
                yield lambda rule=rule: self.notices_anew(rule)  # type: ignore[misc]

    def notices(self, rule: Rule) -> bool:
        """Whether a rule's own cases or examples say that something is wrong."""
        own = self.library.of(rule)
        return bool(
            case_differences(rule, own, load_forms(), self.library) or example_differences(rule)
        )

    def notices_in_family(self, rule: Rule) -> bool:
        """Whether the cases of its neighbours say that a rule goes wrong."""
        others = [r for r in self.rules() if family_of(r) == family_of(rule) and r is not rule]
        ready = [each for other in others for each in self.library.of(other)]
        return bool(case_differences(rule, ready, load_forms(), self.library))

    def notices_anew(self, rule: Rule) -> bool:
        """The same once the tables that it picks have been asked for again."""
        self.library.places.clear()
        _schemas.clear()
        return self.notices(rule)

    def _items_calling(self, mutant: Mutant) -> Iterator[Trial]:
        file = str(mutant.path)
        for item in sorted(self.items, key=lambda item: self._took.get(item.nodeid, 0)):
            called = self._called.get(item.nodeid, set())
            constant = mutant.owner.startswith("=") and file in dict(called)
            quick = self._took.get(item.nodeid, 0) <= QUICK
            if quick and (constant or (file, mutant.owner) in called):
                yield lambda item=item: fails(item)  # type: ignore[misc]

    def watch_items(self) -> None:
        """Run every collected test once, and keep which of our functions it calls."""
        for item in self.items:
            self.forget()
            called: set[CodeType] = set()

            def see(frame: FrameType, _event: str, _arg: object, called: set[CodeType] = called):  # type: ignore[no-untyped-def]
                called.add(frame.f_code)

            begun = time.process_time()
            sys.settrace(see)
            try:
                failed = fails(item)
            finally:
                sys.settrace(None)
            self._took[item.nodeid] = time.process_time() - begun
            if failed:
                raise SystemExit(f"{item.nodeid} fails as it is")
            folders = (str(PACKAGE / "values"), str(PACKAGE / "rules"))
            self._called[item.nodeid] = {
                (code.co_filename, code.co_qualname.partition(".<locals>")[0])
                for code in called
                if code.co_filename.startswith(folders)
            }


def type_module(rule: Rule) -> str:
    """The module that a rule stands in."""
    return str(getattr(rule, "check").__module__)  # noqa: B009


def family_of(rule: Rule) -> str:
    """The family that a rule belongs to."""
    return type_module(rule).split(".")[-2]


def fails(item: pytest.Item) -> bool:
    """Whether a collected test fails."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))
