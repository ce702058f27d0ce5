"""Rules across workbooks on compact rows, as `batch` gives them: cells, sentences and borders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.template_book import form_named
from xltool.rules.across_workbooks import (
    xl801_shared_code,
    xl802_identical_across_units,
    xl803_order_unknown,
)
from xltool.rules.rule import BatchRule, Hit

SHARED, ALIKE = xl801_shared_code.RULE, xl802_identical_across_units.RULE
CODE = "13020522P00B8J810002R"


def hits(rule: BatchRule, rows: list[dict[str, object]]) -> list[Hit]:
    return list(rule.check(rows, form_named()))


def rows_of(*units: str) -> list[dict[str, object]]:
    """A project of each unit, all with one code and one set of seven indicators."""
    return [
        {
            "unit": unit,
            "name": f"{unit}的项目",
            "code": CODE,
            "indicators_digest": "3f2a",
            "indicators": 7,
        }
        for unit in units
    ]


@pytest.mark.parametrize(("rule", "field"), [(SHARED, "code"), (ALIKE, "name")])
def test_each_of_two_units_names_the_other(rule: BatchRule, field: str) -> None:
    found = hits(rule, rows_of("439001", "512001"))
    assert [(hit.field, hit.row, hit.others) for hit in found] == [
        (field, 0, ((1, field),)),
        (field, 1, ((0, field),)),
    ]
    assert [str(hit.params["units"].zh) for hit in found] == [  # type: ignore[attr-defined]
        "512001 “512001的项目”",
        "439001 “439001的项目”",
    ]


def test_every_project_with_a_shared_code_but_one_of_each_unit_with_shared_indicators() -> None:
    rows = rows_of("439001", "439001", "512001")
    assert [(hit.row, hit.others) for hit in hits(SHARED, rows)] == [
        (0, ((2, "code"),)),
        (1, ((2, "code"),)),
        (2, ((0, "code"),)),
    ]
    assert [(hit.row, hit.others) for hit in hits(ALIKE, rows)] == [
        (0, ((2, "name"),)),
        (2, ((0, "name"),)),
    ]


@pytest.mark.parametrize(("rule", "field"), [(SHARED, "code"), (ALIKE, "name")])
@pytest.mark.parametrize(
    ("units", "first", "last", "sentence"),
    [
        (6, (1, 2, 3, 4, 5), (0, 1, 2, 3, 4), None),
        (8, (1, 2, 3, 4, 5), (0, 1, 2, 3, 4), "等 7 个单位"),
    ],
)
def test_of_many_units_five_others_are_named_and_all_are_counted(
    rule: BatchRule,
    field: str,
    units: int,
    first: tuple[int, ...],
    last: tuple[int, ...],
    sentence: str | None,
) -> None:
    found = hits(rule, rows_of(*(f"43900{number}" for number in range(units))))
    assert len(found) == units
    assert found[0].others == tuple((place, field) for place in first)
    assert found[-1].others == tuple((place, field) for place in last)
    # A unit in the middle leaves itself out of the five, and takes the sixth.
    assert found[2].others == tuple((place, field) for place in (0, 1, 3, 4, 5))
    for hit in found:
        said = hit.params["units"].zh  # type: ignore[attr-defined]
        assert said.count("的项目") == 5
        assert ("等" in said) is bool(sentence)
        assert (sentence or "") in said


@pytest.mark.parametrize(("rule", "name"), [(SHARED, "code"), (ALIKE, "indicators_digest")])
def test_what_is_blank_is_not_shared(rule: BatchRule, name: str) -> None:
    assert not hits(rule, [{**row, name: ""} for row in rows_of("439001", "512001")])


def test_files_whose_order_is_unknown_are_all_named_beside_the_one_taken() -> None:
    def found(*files: str) -> Iterator[Mapping[str, object]]:
        for hit in hits(xl803_order_unknown.RULE, [{"unit": "1", "file": f} for f in files]):
            yield {"field": hit.field, "row": hit.row, "others": hit.others, **hit.params}

    assert list(found("甲.xlsx")) == []
    assert list(found("甲.xlsx", "乙.xlsx", "丙.xlsx")) == [
        {
            "field": "",
            "row": 0,
            "others": ((1, ""), (2, "")),
            "files": ["甲.xlsx", "乙.xlsx", "丙.xlsx"],
            "taken": "甲.xlsx",
        }
    ]
