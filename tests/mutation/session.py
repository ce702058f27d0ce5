"""The run itself, as a plugin of pytest: its tests are collected, and run only for mutants."""

from __future__ import annotations

import gc
import importlib
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.mutation.belonging import Belonging, module_name, watched
from tests.mutation.cases import CaseLibrary
from tests.mutation.graft import caches, forget, graft, loaded_functions
from tests.mutation.judging import Outcome, judged
from tests.mutation.mutants import Mutant
from tests.mutation.results import Result, Results
from tests.mutation.thresholds import Threshold, borders, changed_forms, thresholds, trials
from xltool.model.form import Form
from xltool.rules.rule import Rule

SEED = 2022


class Session:
    """One run over some families; `sample` of each family, or all."""

    def __init__(
        self,
        families: Sequence[str],
        results: Results,
        sample: int | None,
        again: bool,
        seconds: float,
        *,
        neighbours: bool,
    ) -> None:
        self._families, self._results, self._sample = families, results, sample
        self._again, self._seconds = again, seconds
        self._neighbours = neighbours
        self.chosen: set[str] = set()
        self._warmed: set[str] = set()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of pytest's own loop."""
        with tempfile.TemporaryDirectory() as scratch:
            self._scratch = Path(scratch)
            self._library = CaseLibrary(self._scratch / "cases")
            self._run(session.items)
        return True

    def _run(self, items: Sequence[pytest.Item]) -> None:
        kept: list[object] = []
        self._belonging = Belonging(
            self._library, items, lambda: forget(kept), neighbours=self._neighbours
        )
        for paths in watched().values():
            for path in paths:
                importlib.import_module(module_name(path))
        self._functions = loaded_functions()
        kept += caches()
        self._belonging.watch_items()
        before = {
            each.id: each.outcome
            for each in self._results.latest()
            if each.outcome is not Outcome.NOTHING
        }
        for family in self._families:
            begun, number = time.monotonic(), 0
            for mutant in self._chosen(family):
                self.chosen.add(mutant.id)
                if before.get(mutant.id) is not (Outcome.SURVIVED if self._again else None):
                    continue
                outcome = self._judge(mutant, kept)
                number += 1
                self._results.add(Result.of(family, mutant, outcome))
            print(f"{family}: {number} in {time.monotonic() - begun:.0f} s", flush=True)

    def _chosen(self, family: str) -> list[Mutant] | list[Threshold]:
        """The mutants of a family in the order of its files, or a draw of them."""
        found: list[Mutant] | list[Threshold]
        if family == "schemas":
            found = list(thresholds())
        else:
            of = self._belonging.mutants
            found = [each for path in watched()[family] for each in of(path)]
        if self._sample is None or len(found) <= self._sample:
            return found
        places = random.Random(SEED).sample(range(len(found)), self._sample)  # noqa: S311
        return [found[place] for place in sorted(places)]  # type: ignore[return-value]

    def _judge(self, mutant: Mutant | Threshold, kept: list[object]) -> Outcome:
        if isinstance(mutant, Threshold):
            return self._judge_threshold(mutant, kept)
        module = importlib.import_module(module_name(mutant.path))
        of_values = mutant.path.parent.name == "values"
        for rule in self._belonging.judging_rules(mutant.path):
            self._warm(rule, neighbours=self._neighbours and not of_values)

        def put_in() -> None:
            graft(mutant, module, self._functions)
            forget(kept)

        return judged(put_in, self._belonging.trials(mutant), self._seconds)

    def _warm(self, rule: Rule, *, neighbours: bool) -> None:
        """Read cases in this process, so that its children need not; all must pass as they are."""
        if rule.code not in self._warmed:
            self._warmed.add(rule.code)
            wrong = self._belonging.notices(rule)
            if wrong or (neighbours and self._belonging.notices_in_family(rule)):
                raise SystemExit(f"{rule.code} fails as it is")
            gc.collect()
            gc.freeze()  # what is never collected is never copied into a child

    def _judge_threshold(self, threshold: Threshold, kept: list[object]) -> Outcome:
        folder = Path(tempfile.mkdtemp(dir=self._scratch))
        threshold.write(folder)
        forms: list[tuple[Form, ...]] = []

        def put_in() -> None:
            forms.append(changed_forms(folder))
            forget(kept)

        outcome = judged(put_in, borders(threshold, lambda: forms[0]), self._seconds)
        if outcome is not Outcome.SURVIVED:
            return outcome
        for rule in self._belonging.rules():
            self._library.of(rule)
        found = trials(threshold, self._library, lambda: forms[0])
        return judged(put_in, found, self._seconds * 5)
