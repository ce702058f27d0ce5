"""Findings of two checks -> which are the same: for explanations, and for fixed / new / open.

A finding is known again by its id. Correcting a project's code or renaming an indicator changes
ids: then the same rule and field are looked for in the record nearest by name, then by row. What
that needs of a finding is its `Fingerprint`; it is stored as a text wherever findings are stored.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

SEPARATOR = "\x1f"
"""Between the parts of a record's name; the last of them is its own."""

_SIMILAR = 0.6  # of two names: 1 is equal; difflib's own limit for close matches
_MOST_COMPARED = 4096  # pairs compared one by one; of more the first is paired with the first


# Made once: `json.dumps` makes an encoder for each call that is not all defaults.
_encoded = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Where a finding stands: its project, and its record in it; places count from 0.

    `code`, `name` and `project` are those of the project, and its place among `projects`; all
    blank and -1 outside projects. `record` is the record's name with the levels above it, `row` its
    place among `rows`. `subject` tells the findings of one rule and field apart.
    """

    subject: str = ""
    code: str = ""
    name: str = ""
    project: int = -1
    projects: int = 0
    record: str = ""
    row: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a finding is known by; `value` is the digest of its value.

    `facts` is None for a finding that was stored by its id alone.
    """

    id: str
    value: str = ""
    rule: str = ""
    table: str = ""
    field: str = ""
    facts: RecordFacts | None = None

    def kept(self) -> str:
        """This as it is stored: the id alone, or a JSON array in ASCII, only ever extended."""
        if self.facts is None:
            return self.id
        head = (self.id, self.value, self.rule, self.table, self.field)
        # Not by `astuple`, which copies each value.
        facts = (getattr(self.facts, name) for name in _FACT_NAMES)
        return _encoded([*head, *facts])

    @classmethod
    def of(cls, kept: str) -> Fingerprint:
        """What was stored by any version; a text that is no such array is an id."""
        try:
            parts = json.loads(kept) if kept.startswith("[") else []
        except ValueError:
            parts = []
        facts = dict(zip(_FACT_NAMES, parts[5:], strict=False))
        right = len(parts) >= 13 and all(isinstance(part, str) for part in parts[:5])
        if not right or any(
            not isinstance(value, type(getattr(_NO_FACTS, name))) for name, value in facts.items()
        ):
            return cls(kept)
        return cls(parts[0], parts[1], parts[2], parts[3], parts[4], RecordFacts(**facts))


_NO_FACTS = RecordFacts()
_FACT_NAMES = tuple(field.name for field in fields(RecordFacts))


@dataclass(frozen=True, slots=True)
class Matching:
    """Places in the two lists: `pairs` from now to before, `lost` of before, `new` of now."""

    pairs: Mapping[int, int]
    lost: tuple[int, ...]
    new: tuple[int, ...]


def match(before: Sequence[Fingerprint], now: Sequence[Fingerprint]) -> Matching:
    """Pair the findings of two checks of one workbook; each is in one pair at most.

    The id decides, else rule, field and value in the record of that name, a similar name, or that
    row. A pair may differ in its value: whoever asks whether an explanation holds compares it.
    Among records of one name (their ids count them) the same value goes before the same id.
    """
    matcher = _Matcher(before, now)
    matcher.pair(lambda f: (f.id, f.value) if f.value else None)
    matcher.pair_in_projects(lambda f, facts: (f.value, facts.record))
    matcher.pair(lambda f: f.id)
    matcher.pair_in_projects(lambda _, facts: facts.record)
    matcher.pair_in_projects(lambda f, _: f.value, _unlikeness)
    # Rows put in or taken out above or below leave one of the two numbers as it was.
    matcher.pair_in_projects(lambda f, facts: (f.value, facts.row))
    matcher.pair_in_projects(lambda f, facts: (f.value, facts.rows - facts.row))
    # A name that was at fault itself and is wrong in another way now: only its row is left.
    matcher.pair_in_projects(lambda _, facts: (facts.row, facts.rows))
    return Matching(matcher.pairs, tuple(sorted(matcher.lost)), tuple(sorted(matcher.new)))


_Key = Callable[[Fingerprint], Hashable | None]
_KeyInProject = Callable[[Fingerprint, RecordFacts], Hashable]
_Distance = Callable[[Fingerprint, Fingerprint], float | None]


def _same(_old: Fingerprint, _new: Fingerprint) -> float:
    return 0.0


def _unlikeness(old: Fingerprint, new: Fingerprint) -> float | None:
    """How far apart the records' own names are, None where one is not the other corrected."""
    if old.facts is None or new.facts is None:
        return None
    # Without the levels above: records of one second level are not alike for that.
    names = (facts.record.rpartition(SEPARATOR)[2] for facts in (old.facts, new.facts))
    likeness = _likeness(*names)
    return 1 - likeness if likeness >= _SIMILAR else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


class _Matcher:
    """What is paired so far; each further pass pairs among what is left."""

    def __init__(self, before: Sequence[Fingerprint], now: Sequence[Fingerprint]) -> None:
        self._before, self._now = before, now
        self._projects = _same_projects(_projects(before), _projects(now))
        self.pairs: dict[int, int] = {}
        self.lost = dict.fromkeys(range(len(before)))
        self.new = dict.fromkeys(range(len(now)))

    def pair_in_projects(self, key: _KeyInProject, distance: _Distance = _same) -> None:
        """Pair findings of one rule, field and project whose keys are equal, the nearest first."""

        def whole(finding: Fingerprint, project: _Project | None) -> Hashable | None:
            if finding.facts is None or project is None:
                return None
            place = (finding.rule, finding.table, finding.field, finding.facts.subject, project)
            return (place, key(finding, finding.facts))

        self._pair(whole, distance)

    def pair(self, key: _Key) -> None:
        """Pair findings whose keys are equal, wherever they stand."""
        self._pair(lambda finding, _: key(finding), _same)

    def _pair(
        self,
        key: Callable[[Fingerprint, _Project | None], Hashable | None],
        distance: _Distance,
    ) -> None:
        olds: dict[Hashable, list[int]] = defaultdict(list)
        news: dict[Hashable, list[int]] = defaultdict(list)
        for place in self.lost:
            old = self._before[place]
            olds[key(old, self._moved(old))].append(place)
        for place in self.new:
            new = self._now[place]
            news[key(new, _project(new))].append(place)
        for each, places in news.items():
            if each is not None and each in olds:
                for old_place, new_place in self._nearest(olds[each], places, distance):
                    self.pairs[new_place] = old_place
                    del self.lost[old_place], self.new[new_place]

    def _moved(self, old: Fingerprint) -> _Project | None:
        """The project of an earlier finding as it is now."""
        project = _project(old)
        return None if project is None else self._projects.get(project)

    def _nearest(
        self, olds: Sequence[int], news: Sequence[int], distance: _Distance
    ) -> Iterator[tuple[int, int]]:
        if len(olds) * len(news) > _MOST_COMPARED:
            if distance is _same:
                yield from zip(olds, news, strict=False)
            return
        ranked = []
        for old in olds:
            for new in news:
                one, other = self._before[old], self._now[new]
                if (apart := distance(one, other)) is not None:
                    moved = self._moved(one) != _project(other)
                    rows = _rows_between(one, other)
                    ranked.append((apart, moved, rows, one.id != other.id, old, new))
        for *_, old, new in _one_to_one(sorted(ranked)):
            yield old, new


def _rows_between(one: Fingerprint, other: Fingerprint) -> int:
    return abs(one.facts.row - other.facts.row) if one.facts and other.facts else 0


_Ranked = tuple[float, bool, int, bool, int, int]


def _one_to_one(ranked: Sequence[_Ranked]) -> Iterator[_Ranked]:
    """The pairs, the best first, without those of which one is taken."""
    olds: set[int] = set()
    news: set[int] = set()
    for each in ranked:
        *_, old, new = each
        if old not in olds and new not in news:
            olds.add(old)
            news.add(new)
            yield each


# Projects: by code, else by name, else by place where one of the two was corrected

_Project = tuple[str, str, int, int]  # code, name, place among how many
_OUTSIDE: _Project = ("", "", -1, 0)


def _project(finding: Fingerprint) -> _Project | None:
    facts = finding.facts
    if facts is None:
        return None
    if facts.project < 0:
        return _OUTSIDE
    return (facts.code, facts.name, facts.project, facts.projects)


def _projects(findings: Sequence[Fingerprint]) -> list[_Project]:
    """The projects that findings stand in, each once, in their order."""
    found = {project for finding in findings if (project := _project(finding))}
    return sorted(found - {_OUTSIDE}, key=lambda project: project[2])


def _same_projects(
    before: Sequence[_Project], now: Sequence[_Project]
) -> Mapping[_Project, _Project]:
    """Which project each became: pair by pair, the nearest in place first."""
    same = {_OUTSIDE: _OUTSIDE}
    for key in _PROJECT_KEYS:
        taken = set(same.values())
        olds: dict[Hashable, list[int]] = defaultdict(list)
        for at, old in enumerate(before):
            if old not in same and key(old):
                olds[key(old)].append(at)
        ranked = sorted(
            (0.0, not _corrected(before[at], new), abs(before[at][2] - new[2]), False, at, other)
            for other, new in enumerate(now)
            if new not in taken
            for at in olds.get(key(new), ())
        )
        if key is _PROJECT_KEYS[-1]:
            ranked = [each for each in ranked if not each[1]]
        same.update((before[at], now[other]) for *_, at, other in _one_to_one(ranked))
    return same


_PROJECT_KEYS: tuple[Callable[[_Project], Hashable | None], ...] = (
    lambda project: project[:2] if all(project[:2]) else None,
    lambda project: project[0],
    lambda project: project[1],
    lambda project: project[2:],
)


def _corrected(old: _Project, new: _Project) -> bool:
    """Whether code or name reads like the earlier one corrected, or was blank before."""
    return (
        not (old[0] and old[1])
        or _likeness(old[0], new[0]) >= _SIMILAR
        or _likeness(old[1], new[1]) >= _SIMILAR
    )
