"""Which submission of a unit counts, as a truth table."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from xltool.month.selection import Candidate, Status, choose, outside

A = Candidate(
    id=1,
    path="a.xlsx",
    digest="aa",
    year="2022",
    period=None,
    month=None,
    time="2022-02-01T00:00:00",
    verdict="clean",
    accepted=True,
    monthly=False,
)
NEWER = replace(A, id=2, path="b.xlsx", digest="bb", time="2022-02-02T00:00:00")
WRONG = replace(A, id=3, path="c.xlsx", digest="cc", verdict="findings", accepted=False)
WRONG_NEWER = replace(WRONG, id=4, digest="dd", time="2022-02-09T00:00:00")
COPY = replace(A, id=5, path="z.xlsx")
UNDATED = replace(A, id=6, path="u.xlsx", digest="00", time=None)
SAME_TIME = replace(A, id=7, path="s.xlsx", digest="ff")
AGAIN = replace(A, id=8, path="a2.xlsx", time="2022-02-03T00:00:00")
WRONG_AGAIN = replace(WRONG, id=9, path="c2.xlsx", time="2022-02-04T00:00:00")


@pytest.mark.parametrize(
    ("candidates", "statuses"),
    [
        ([A], {1: "counted"}),
        ([A, NEWER], {1: "older", 2: "counted"}),
        ([A, COPY], {1: "counted", 5: "duplicate"}),
        ([A, AGAIN], {1: "duplicate", 8: "counted"}),
        ([A, NEWER, AGAIN], {1: "duplicate", 2: "older", 8: "counted"}),
        ([A, WRONG, WRONG_AGAIN], {1: "counted", 3: "duplicate", 9: "invalid"}),
        ([WRONG], {3: "invalid"}),
        ([A, WRONG_NEWER], {1: "counted", 4: "invalid"}),
        ([NEWER, WRONG], {2: "counted", 3: "older"}),
        ([WRONG, WRONG_NEWER], {3: "older", 4: "invalid"}),
        ([A, UNDATED], {1: "counted", 6: "older"}),
        ([A, SAME_TIME], {1: "older", 7: "counted"}),
    ],
)
def test_the_newest_accepted_one_counts(
    candidates: list[Candidate], statuses: dict[int, str]
) -> None:
    for order in itertools.permutations(candidates):
        assert choose(order).statuses == statuses


def test_an_order_that_cannot_be_told_is_named_and_the_largest_digest_taken() -> None:
    assert set(choose([A, UNDATED]).ambiguous) == {1, 6}
    assert set(choose([A, SAME_TIME, WRONG]).ambiguous) == {1, 7}
    assert choose([A, NEWER]).ambiguous == ()
    assert choose([A, COPY]).ambiguous == ()  # the same content needs no choice


def test_errors_count_only_where_nothing_better_is() -> None:
    assert choose([WRONG], include_invalid=True).statuses == {3: "marked"}
    assert choose([A, WRONG_NEWER], include_invalid=True).statuses == {1: "counted", 4: "invalid"}


def test_a_closed_month_keeps_what_it_counted() -> None:
    assert choose([A, NEWER], frozen=frozenset({1})).statuses == {1: "counted", 2: "adjustment"}
    assert choose([NEWER], frozen=frozenset()).statuses == {2: "adjustment"}
    assert choose([A, COPY], frozen=frozenset({1})).statuses == {1: "counted", 5: "duplicate"}
    taken_out = replace(NEWER, returned=True)  # by the reviewer: it would not count either
    assert choose([taken_out], frozen=frozenset()).statuses == {2: "returned"}
    assert choose([A, taken_out], frozen=frozenset({1})).statuses == {1: "counted", 2: "returned"}
    assert choose([A, NEWER, AGAIN], frozen=frozenset({1})).statuses == {
        1: "counted",
        2: "older",
        8: "duplicate",
    }
    assert choose([A, NEWER, AGAIN], frozen=frozenset({2})).statuses == {
        1: "duplicate",
        2: "counted",
        8: "adjustment",
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"month": "2022-01"}, None),
        ({"month": "2022-03"}, None),
        ({"month": "2022-04"}, Status.LATER),
        ({"year": "2021"}, Status.OTHER_YEAR),
        ({"year": None}, None),
        ({"year": None, "month": "2022-04"}, Status.LATER),
        ({"monthly": True, "period": "2022-03"}, None),
        ({"monthly": True, "period": "2022-02"}, Status.OTHER_MONTH),
        ({"monthly": True}, Status.NO_MONTH),
        ({"verdict": "unreadable"}, Status.UNREADABLE),
        ({"verdict": "unknown_form"}, Status.UNKNOWN_FORM),
    ],
)
def test_what_a_submission_is_to_march(changes: dict[str, object], reason: Status | None) -> None:
    assert outside(replace(A, **changes), "2022-03") is reason  # type: ignore[arg-type]
