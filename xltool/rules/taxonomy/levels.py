"""First- and second-level indicators of a project, looked up in the sets of its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby

from xltool.model.form import Form
from xltool.model.settings import Level
from xltool.rules.remembered import remembered
from xltool.values.level_name import level_key as level_key

SATISFACTION = "满意度"


@remembered
def find_level1(text: object, form: Form) -> Level | None:
    """The first-level indicator that a text names, None for none of the form's."""
    key = level_key(text)
    return next(
        (level for level in form.levels if key in map(level_key, (level.level1, *level.also))),
        None,
    )


def find_level2(text: object, level1: Level) -> str | None:
    """The second-level indicator below `level1` that a text names, in its standard spelling.

    Anything with 满意度 below 满意度 counts as its one second level.
    """
    return _second_level(level_key(text), level1.level1, level1.level2)


@lru_cache(maxsize=4096)  # the same few dozen names stand in every row of every workbook
def _second_level(key: str, level1: str, names: tuple[str, ...]) -> str | None:
    for name in names:
        if level_key(name) == key:
            return name
    return names[0] if SATISFACTION in key and SATISFACTION in level1 else None


@remembered
def parents_of(text: object, form: Form) -> tuple[str, ...]:
    """The first-level indicators under which the form has this second-level one."""
    key = level_key(text)
    return tuple(
        level.level1 for level in form.levels if key in {level_key(name) for name in level.level2}
    )


def is_level(text: object, name: str) -> bool:
    """Whether a text names this level: `is_level("时效", "时效指标")`."""
    key = level_key(text)
    return key != "" and key == level_key(name)


@remembered
def is_any_level(text: object, form: Form) -> bool:
    """Whether a text names a first or second level of the form."""
    key = level_key(text)
    names = (name for level in form.levels for name in (level.level1, *level.level2))
    return key != "" and key in map(level_key, names)


@remembered
def home_of(text: object, form: Form) -> str:
    """The first-level indicator that a name in the second-level column belongs to, "" for none.

    A first-level name belongs to itself: 成本指标 has been of either level.
    """
    level = find_level1(text, form)
    return level.level1 if level else next(iter(parents_of(text, form)), "")


def nearest(text: object, names: Sequence[str]) -> str:
    """The one of `names` that a mistyped name most likely stands for, "" where it is not clear."""
    key = level_key(text)
    if not key:
        return ""
    within = [name for name in names if level_key(name) in key or key in level_key(name)]
    if len(within) == 1:
        return within[0]
    likeness = {name: SequenceMatcher(None, key, level_key(name)).ratio() for name in names}
    # One character of two is all that a slip leaves of 产出; of longer names it must be more.
    least = 0.5 if len(key) <= 3 else 0.6
    best = max(likeness.values(), default=0.0)
    found = [name for name in names if likeness[name] == best >= least]
    return found[0] if len(found) == 1 else ""


def intended_level1(text: object, level2s: Sequence[object], form: Form) -> str:
    """The first-level indicator that a wrong name stands for, "" where it is not clear.

    What stands below it tells most; then the name itself.
    """
    below = {home for name in level2s if (home := home_of(name, form))}
    if below:
        return below.pop() if len(below) == 1 else ""
    own = parents_of(text, form)
    return own[0] if own else nearest(text, [level.level1 for level in form.levels])


def runs(rows: Sequence[Mapping[str, object]], *names: str) -> Iterator[range]:
    """The places of neighbouring rows that agree in some columns: mostly one cell, filled down."""

    def agreed(place: int) -> tuple[object, ...]:
        return tuple(rows[place].get(name) for name in names)

    for _, members in groupby(range(len(rows)), key=agreed):
        places = list(members)
        yield range(places[0], places[-1] + 1)


def rows_under(
    rows: Sequence[Mapping[str, object]], level2: str, form: Form
) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The rows that stand under a second level, with their places.

    Not those whose second level is misplaced itself: that is said once, by a rule of its own.
    """
    under = [each for each in enumerate(rows) if is_level(each[1].get("level2"), level2)]
    if not under:
        return
    form = in_set_of(rows, form)
    named = level1_names(rows, form)
    for place, row in under:
        text, level = row.get("level2"), find_level1(row.get("level1"), form)
        fits = level is None or find_level2(text, level) is not None
        if fits or home_of(text, form) not in named:
            yield place, row


@dataclass(slots=True)
class Census:
    """Which levels a project's indicators have, by `level_key`.

    `below` has the second levels of each first level, `first` its first row. `unclear` and
    `unclear_below` are the cells that may stand for any level: blank, unread, or no level's name.
    """

    first: dict[str, int] = field(default_factory=dict)
    unclear: list[object] = field(default_factory=list)
    below: dict[str, set[str]] = field(default_factory=dict)
    unclear_below: dict[str, list[object]] = field(default_factory=dict)

    def lacks(self, wanted: Sequence[str]) -> list[str]:
        """The wanted first levels that are absent."""
        return _lacking(wanted, set(self.first), self.unclear)

    def lacks_below(self, level1: str, wanted: Sequence[str]) -> list[str]:
        """The wanted second levels that are absent below a first level."""
        key = level_key(level1)
        return _lacking(wanted, self.below.get(key, set()), self.unclear_below.get(key, []))


def census(rows: Sequence[Mapping[str, object]], form: Form) -> Census:
    """Take the levels of a project's indicators; a wrong name counts as what it stands for."""
    found = Census()
    own = level1_names(rows, form)
    for place, row in enumerate(rows):
        text, below = row.get("level1"), row.get("level2")
        level = find_level1(text, form)
        level = level or find_level1(intended_level1(text, [below], form), form)
        if level is None:
            found.unclear.append(text)
            continue
        key, home = level_key(level.level1), home_of(below, form)
        found.first.setdefault(key, place)
        second = find_level2(below, level)
        if second:
            found.below.setdefault(key, set()).add(level_key(second))
            continue
        if home:
            found.first.setdefault(level_key(home), place)
            found.below.setdefault(level_key(home), set()).add(level_key(below))
        if not home or home in own:
            found.unclear_below.setdefault(key, []).append(below)
    return found


def in_set_of(rows: Sequence[Mapping[str, object]], form: Form) -> Form:
    """The form with the set of indicators that a project's level names are from.

    Sets differ in where some second levels stand: 成本指标 below 产出指标 until 2021.
    """
    named = {(row.get("level1"), row.get("level2")) for row in rows}
    pairs = {(level_key(level1), level_key(level2)) for level1, level2 in named}
    if pairs <= _pairs_of(form):  # as most
        return form
    # The first of equal ones: the form's own.
    return max((form, *_other_sets(form)), key=lambda each: len(pairs & _pairs_of(each)))


def _pairs_of(form: Form) -> frozenset[tuple[str, str]]:
    if form.digest not in _PAIRS:
        _PAIRS[form.digest] = frozenset(
            (level_key(name), level_key(below))
            for level in form.levels
            for name in (level.level1, *level.also)
            for below in level.level2
        )
    return _PAIRS[form.digest]


_PAIRS: dict[str, frozenset[tuple[str, str]]] = {}
_OTHER_SETS: dict[str, tuple[Form, ...]] = {}


def _other_sets(form: Form) -> tuple[Form, ...]:
    """The form in each of its other sets, made once."""
    if form.digest not in _OTHER_SETS:
        _OTHER_SETS[form.digest] = tuple(
            form.model_copy(update={"levels": levels, "other_levels": ()})
            for levels in form.other_levels
        )
    return _OTHER_SETS[form.digest]


def level1_names(rows: Sequence[Mapping[str, object]], form: Form) -> frozenset[str]:
    """The first-level indicators that are named in a project, in their standard spelling."""
    levels = (find_level1(row.get("level1"), form) for row in rows)
    return frozenset(level.level1 for level in levels if level)


def _lacking(wanted: Sequence[str], present: set[str], unclear: Sequence[object]) -> list[str]:
    """What is wanted and not present, less one for each unclear name: one mistake, one finding."""
    lacking = [name for name in wanted if level_key(name) not in present]
    texts = dict.fromkeys(name for name in unclear if isinstance(name, str))
    others = [name for name in unclear if not isinstance(name, str)]
    for name in (*texts, *others):
        if lacking:
            lacking.remove(nearest(name, lacking) or lacking[0])
    return lacking
