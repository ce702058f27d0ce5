"""The proof of what was spent, reached and scored: shares, totals, what is behind, ranks."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from itertools import zip_longest

from xltool.excel.summary.agreement import Agreement, Sums, add_up, amount_of, form_of
from xltool.excel.summary.execution import rate
from xltool.excel.summary.read_back import SummaryLine
from xltool.language.errors import ProofError
from xltool.model.workbook import a1
from xltool.rules.monitoring.lights import LIGHT_WORDS, Light

_LIGHTS = {text for words in LIGHT_WORDS.values() for text in (words.zh, words.en)}
_BEHIND = {
    text
    for light in (Light.RED, Light.YELLOW)
    for text in (LIGHT_WORDS[light].zh, LIGHT_WORDS[light].en)
}


class AttainmentProof(Agreement):
    """The lists that only some forms fill; what is not there needs no proof."""

    def execution(self) -> None:
        """Each share from its amounts, then the totals of each form."""
        sums: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
        for line in self.summary.lines("execution"):
            own = _total(sums, line) if line.total else line.values
            budget, executed = (amount_of(own.get(key)) for key in ("budget", "executed"))
            if line.total:
                for key in ("budget", "executed", "expected"):
                    if key in line.values:
                        self.agree(line, key, amount_of(own.get(key)))
            else:
                add_up(sums[form_of(line)], line, "execution")
            if isinstance(line.values.get("rate"), (int, float)):
                share = rate(executed, budget)
                self.agree(line, "rate", share)
                if not line.total:
                    self.agree(line, "ahead", share - amount_of(line.values["time"]))

    def misses(self) -> None:
        """What is behind is listed, line by line in the same order, and nothing else."""
        behind = (line for line in self.summary.lines("attainment") if _is_behind(line))
        listed = (line for line in self.summary.lines("misses") if line.values.get("form"))
        for one, other in zip_longest(behind, listed):
            line = one or other
            assert line is not None
            if one is None or other is None or _missed(one) != _missed(other):
                raise ProofError(
                    sheet=line.sheet,
                    cell=a1(line.row, 1),
                    stated=" ".join(_missed(other)) if other else "—",
                    proved=" ".join(_missed(one)) if one else "—",
                )
            self.count += 1

    def scores(self) -> None:
        """Each rank: one more than there are better totals on the same form."""
        lines = [line for line in self.summary.lines("scores") if line.values.get("form")]
        totals: dict[str, list[Decimal]] = defaultdict(list)
        for line in lines:
            totals[form_of(line)].append(amount_of(line.values["score"]))
        for scores in totals.values():
            scores.sort()
        for line in lines:
            scores = totals[form_of(line)]
            better = len(scores) - bisect_right(scores, amount_of(line.values["score"]))
            self.agree(line, "rank", Decimal(1 + better))


def _total(sums: dict[str, Sums], line: SummaryLine) -> Sums:
    """The sums of a total row: its form's, or those of the only form."""
    form = line.values.get("form")
    return sums[str(form)] if form else next(iter(sums.values()), {})


def _is_behind(line: SummaryLine) -> bool:
    """Whether an indicator has a red or yellow light, or no light and less than its weight."""
    light, values = line.values.get("light"), line.values
    if light in _LIGHTS:
        return light in _BEHIND
    known = values.get("score") is not None and values.get("weight") is not None
    return known and amount_of(values["score"]) < amount_of(values["weight"])


def _missed(line: SummaryLine) -> tuple[str, ...]:
    names = ("form", "unit", "name", "level3", "target", "actual")
    return tuple(str(line.values.get(name) or "") for name in names)
