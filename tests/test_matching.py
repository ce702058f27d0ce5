"""Which findings of two checks are the same."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xltool.model.matching import Fingerprint, RecordFacts, match

FACTS = RecordFacts("", "C1", "道路养护", 0, 2, "数量\x1f养护里程", 1, 4)
OLD = Fingerprint("a" * 16, "11111111", "XL206", "indicators", "value", FACTS)


def changed(id_: str = "b", value: str = OLD.value, **facts: object) -> Fingerprint:
    """The finding with another id, as a correction leaves it."""
    return replace(OLD, id=id_ * 16, value=value, facts=replace(FACTS, **facts))  # type: ignore[arg-type]


def pairs(before: list[Fingerprint], now: list[Fingerprint]) -> dict[int, int]:
    return dict(match(before, now).pairs)


@pytest.mark.parametrize(
    "now",
    [
        replace(OLD, value="22222222", facts=RecordFacts()),
        changed(code="C2"),
        changed(name="公路养护"),
        changed(code="C2", name="道路养护工程"),
        changed(code="", project=1, projects=3),
        changed(record="数量\x1f管护里程", row=3, rows=6),
        changed(record="质量\x1f验收", row=1),
        changed(record="质量\x1f验收", row=2, rows=5),
        changed(code="C2", value="22222222"),
        changed(record="质量\x1f验收", value="22222222"),
    ],
    ids=[
        "id",
        "code",
        "project name",
        "code and name",
        "other project above",
        "similar name",
        "same row",
        "row put in above",
        "code and value",
        "name and value",
    ],
)
def test_the_same_after_a_correction(now: Fingerprint) -> None:
    assert pairs([OLD], [now]) == {0: 0}


@pytest.mark.parametrize(
    "now",
    [
        replace(changed(code="C2"), rule="XL207"),
        replace(changed(code="C2"), field="level3"),
        changed(code="C2", subject="other"),
        changed(code="X9", name="学校食堂"),
        changed(code="C2", name="学校食堂", projects=3),
        changed(record="质量\x1f验收", row=3, rows=5),
        changed(record="质量\x1f验收", value="22222222", rows=3),
        replace(changed(), facts=None),
    ],
    ids=[
        "rule",
        "field",
        "subject",
        "project",
        "project and their number",
        "record and row",
        "one record fewer",
        "nothing known",
    ],
)
def test_not_the_same(now: Fingerprint) -> None:
    found = match([OLD], [now])
    assert (found.pairs, found.lost, found.new) == ({}, (0,), (0,))


def test_the_name_goes_before_the_row() -> None:
    """The first of two records was taken out, so that the second stands in its row."""
    below = changed("c", record="数量\x1f巡查次数", row=2)
    now = changed("d", code="C2", record="数量\x1f巡查次数", row=1, rows=3)
    assert pairs([OLD, below], [now]) == {0: 1}


def test_a_record_of_two_alike_is_known_by_its_value() -> None:
    """Ids count records of one name: when the first goes, the second has the id of the first."""
    second = replace(changed("c", row=2), value="22222222")
    now = replace(OLD, value="22222222", facts=replace(FACTS, rows=3))
    assert pairs([OLD, second], [now]) == {0: 1}


def test_codes_that_were_swapped_do_not_cross_projects_of_one_code() -> None:
    twin = replace(OLD, facts=replace(FACTS, name="学校食堂", project=1))
    now = [changed(code="C9"), replace(twin, id=OLD.id)]
    assert pairs([OLD, twin], now) == {0: 0, 1: 1}


def test_what_is_said_before_the_name_makes_no_likeness() -> None:
    """Indicators of one long second level are not like each other for that."""
    before, now = (
        changed("c", record="服务对象满意度指标\x1f乘客", row=1, rows=4),
        changed("d", record="服务对象满意度指标\x1f沿线居民", row=4, rows=8),
    )
    assert pairs([before], [now]) == {}


def test_an_id_alone_matches_only_itself() -> None:
    stored = Fingerprint.of(OLD.id)
    assert stored == Fingerprint(OLD.id)
    assert pairs([stored], [OLD]) == {0: 0}
    assert pairs([stored], [changed()]) == {}


def test_many_of_one_kind_are_matched_in_time() -> None:
    """Every id changed, since the unit's code was corrected."""
    facts = [replace(FACTS, record=f"数量\x1f第{n}项", row=n, rows=5000) for n in range(5000)]
    before = [replace(OLD, id=f"{n:016x}", facts=each) for n, each in enumerate(facts)]
    now = [replace(OLD, id=f"f{n:015x}", facts=each) for n, each in enumerate(facts)]
    assert pairs(before, now) == {n: n for n in range(5000)}


few = st.sampled_from(["", "甲", "乙", "甲乙丙丁", "甲乙丙戊"])
facts_ = st.builds(
    RecordFacts,
    st.sampled_from(["", "s"]),
    *(few, few),
    st.integers(-1, 2),
    st.integers(0, 3),
    few,
    *(st.integers(0, 3), st.integers(0, 3)),
)
fingerprints = st.builds(
    Fingerprint,
    st.sampled_from(["a", "b", "c", "d"]),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["XL1", "XL2"]),
    st.just("t"),
    st.sampled_from(["v", "w"]),
    st.none() | facts_,
)


@settings(max_examples=300)
@given(st.lists(fingerprints, max_size=12), st.lists(fingerprints, max_size=12))
def test_each_finding_is_in_one_pair_or_none(
    before: list[Fingerprint], now: list[Fingerprint]
) -> None:
    found = match(before, now)
    assert len(set(found.pairs.values())) == len(found.pairs)
    assert sorted([*found.pairs.values(), *found.lost]) == list(range(len(before)))
    assert sorted([*found.pairs, *found.new]) == list(range(len(now)))
    assert found == match(before, now)
    for new, old in found.pairs.items():
        one, other = before[old], now[new]
        assert one.id == other.id or (one.rule, one.field) == (other.rule, other.field)


@settings(max_examples=300)
@given(st.lists(fingerprints, max_size=12), st.integers(0, 99))
def test_what_did_not_change_is_the_same_in_any_order(before: list[Fingerprint], seed: int) -> None:
    now = random.Random(seed).sample(before, len(before))  # noqa: S311
    found = match(before, now)
    assert (found.lost, found.new) == ((), ())
    assert all(now[new].id == before[old].id for new, old in found.pairs.items())


@given(fingerprints)
def test_a_stored_fingerprint_is_read_again(fingerprint: Fingerprint) -> None:
    kept = fingerprint.kept()
    assert kept.isascii()
    wanted = fingerprint if fingerprint.facts else Fingerprint(fingerprint.id)
    assert Fingerprint.of(kept) == wanted


@pytest.mark.parametrize("kept", ["", "0123456789abcdef", "[", "[1,2]", '["a"]', "{}", "[[[[[["])
def test_any_other_text_is_an_id(kept: str) -> None:
    assert Fingerprint.of(kept) == Fingerprint(kept)


def test_a_later_version_may_store_more() -> None:
    assert Fingerprint.of(OLD.kept()[:-1] + ',"more"]') == OLD
