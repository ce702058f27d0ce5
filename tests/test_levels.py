"""Names of first- and second-level indicators: what a wrong one stands for, and what is absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.template_book import form_named
from xltool.model.form import Form
from xltool.model.submission import ABSENT, Unread
from xltool.rules.rule import GroupRule, Hit, Row
from xltool.rules.taxonomy.levels import Census, census, in_set_of, intended_level1, nearest
from xltool.rules.taxonomy.xl301_unknown_level1 import RULE as UNKNOWN_LEVEL1
from xltool.rules.taxonomy.xl302_unknown_level2 import RULE as UNKNOWN_LEVEL2
from xltool.rules.taxonomy.xl303_satisfaction_variant import RULE as SATISFACTION_VARIANT
from xltool.rules.taxonomy.xl304_indicator_type_absent import RULE as TYPE_ABSENT
from xltool.rules.taxonomy.xl305_cost_type_absent import RULE as COST_ABSENT
from xltool.rules.taxonomy.xl307_no_records import RULE as NO_RECORDS
from xltool.rules.taxonomy.xl311_satisfaction_misplaced import RULE as SATISFACTION_MISPLACED
from xltool.rules.taxonomy.xl312_not_timeliness import RULE as NOT_TIMELINESS
from xltool.rules.taxonomy.xl313_money_as_quantity import RULE as MONEY_AS_QUANTITY
from xltool.rules.taxonomy.xl314_rate_as_quantity import RULE as RATE_AS_QUANTITY
from xltool.rules.taxonomy.xl315_implausible_reduction import RULE as IMPLAUSIBLE_REDUCTION
from xltool.rules.taxonomy.xl319_level2_misplaced import RULE as LEVEL2_MISPLACED
from xltool.values.indicator_value import parse_indicator_value

TARGET, NATIONAL = form_named(), form_named("national-target@2021")
ASSESSMENT = form_named("self-assessment@2022")
FIRST = ("产出指标", "效益指标", "满意度指标")


def row(
    level1: object, level2: object, level3: object = None, value: str = ""
) -> dict[str, object]:
    read = parse_indicator_value(value) if value else None
    return {"level1": level1, "level2": level2, "level3": level3, "value": read}


def hits(rule: GroupRule, rows: Sequence[Row], form: Form = TARGET) -> list[Hit]:
    return list(rule.check(rows, form))


# Names


@pytest.mark.parametrize(
    ("text", "names", "meant"),
    [
        ("本项目的总体产出情况", FIRST, "产出指标"),
        ("满意", ("社会效益指标", "服务对象满意度指标"), "服务对象满意度指标"),
        ("产出效益", FIRST, ""),  # two of them
        ("产品", FIRST, "产出指标"),
        ("社效率", ("社会效益指标", "生态效益指标"), "社会效益指标"),
        ("社会影响", ("社会效益指标", "生态效益指标"), ""),
        ("社会效率", ("社会效益指标", "生态效益指标"), "社会效益指标"),
        ("", ("产出指标",), ""),
        (None, ("产出指标",), ""),
        ("乱写", (), ""),
    ],
)
def test_what_a_mistyped_name_stands_for(text: object, names: Sequence[str], meant: str) -> None:
    assert nearest(text, names) == meant


@pytest.mark.parametrize(
    ("below", "meant"),
    [
        (["数量指标", "质量指标"], "产出指标"),
        (["数量指标", "服务对象满意度指标"], ""),
        (["乱写"], "效益指标"),
    ],
)
def test_what_stands_below_a_wrong_name_tells_most(below: list[object], meant: str) -> None:
    assert intended_level1("效率指标", below, TARGET) == meant


@pytest.mark.parametrize(
    ("pairs", "levels"),
    [
        ([("产出指标", "成本指标")], 3),
        ([("产出指标", "数量指标"), ("产出指标", "成本指标")], 3),
        ([("产出指标", "数量指标")], 4),  # in both sets
        ([("成本指标", "经济成本指标"), ("产出指标", "成本指标")], 4),  # one for each
        ([], 4),
    ],
)
def test_the_set_that_a_project_is_written_in(pairs: list[tuple[str, str]], levels: int) -> None:
    rows = [row(*pair) for pair in pairs]
    assert len(in_set_of(rows, NATIONAL).levels) == levels
    assert in_set_of(rows, TARGET) is TARGET


# Census


def test_a_name_that_may_stand_for_any_level_is_unclear() -> None:
    found = census([row("乱写", "乱填"), row(None, None)], TARGET)
    assert (found.first, found.unclear) == ({}, ["乱写", None])


def test_a_second_level_elsewhere_counts_where_it_belongs() -> None:
    found = census([row("产出指标", "社会效益指标"), row("产出指标", "乱填")], TARGET)
    assert found.first == {"产出": 0, "效益": 0}
    assert found.below == {"效益": {"社会效益"}}
    # Its cell is that of a first level which no other cell names, so no second level is missing.
    assert found.unclear_below == {"产出": ["乱填"]}
    found = census([row("产出指标", "社会效益指标"), row("效益指标", "经济效益指标")], TARGET)
    assert found.unclear_below == {"产出": ["社会效益指标"]}


@pytest.mark.parametrize(
    ("unclear", "lacking"),
    [
        ([], list(FIRST)),
        ([None], ["效益指标", "满意度指标"]),
        ([None, None], ["满意度指标"]),
        (["满意", "满意"], ["产出指标", "效益指标"]),  # one name, however many rows
        ([Unread("wrong_type", "#REF!"), "满意"], ["效益指标"]),
        ([None] * 5, []),
    ],
)
def test_each_unclear_name_stands_for_one_that_is_lacking(
    unclear: list[object], lacking: list[str]
) -> None:
    assert Census(unclear=unclear).lacks(FIRST) == lacking


# Wrong names


def test_a_wrong_name_is_one_finding_on_all_its_rows() -> None:
    (hit,) = hits(UNKNOWN_LEVEL1, [row("产值指标", "数量指标")] * 3)
    assert (hit.row, hit.others) == (0, ((1, "level1"), (2, "level1")))
    (hit,) = hits(UNKNOWN_LEVEL2, [row("产出指标", "数目指标")] * 3)
    assert (hit.row, hit.others) == (0, ((1, "level2"), (2, "level2")))
    assert hit.expected == "数量指标"
    (hit,) = hits(SATISFACTION_VARIANT, [row("满意度指标", "群众满意度指标")] * 3)
    assert (hit.row, hit.others) == (0, ((1, "level2"), (2, "level2")))


def test_below_a_wrong_first_level_nothing_is_said_of_the_second() -> None:
    assert not hits(SATISFACTION_VARIANT, [row("乱写", "群众满意度指标")])


@pytest.mark.parametrize(
    ("below", "variant"),
    [
        (["效益指标"], "itself"),
        (["效益指标", "社会效益指标"], "level1"),
        (["社会效益指标", "效益指标"], "level1"),
        (["社会效益指标"], "level1"),
    ],
)
def test_second_levels_of_a_first_level_that_no_cell_names(below: list[str], variant: str) -> None:
    (hit,) = hits(UNKNOWN_LEVEL2, [row("产出指标", name) for name in below])
    assert (hit.variant, hit.opinion, hit.params["home"]) == (variant, 6, "效益指标")
    assert hit.others[-1] == (0, "level1")


# Absent types


def absent(rows: Sequence[Row], form: Form = TARGET) -> list[tuple[str, int, str]]:
    return [(hit.field, hit.row, hit.subject) for hit in hits(TYPE_ABSENT, rows, form)]


def test_an_unclear_first_level_stands_for_one_that_is_absent() -> None:
    assert absent([row("乱写", "乱填")]) == [
        ("level1", 0, "效益指标"),
        ("level1", 0, "满意度指标"),
    ]


def test_a_print_without_second_levels_may_have_them_as_names() -> None:
    rows = [
        row("产出指标", ABSENT, "数量指标"),
        row("产出指标", ABSENT, "时效指标"),
        row("效益指标", ABSENT, "社会效益指标"),
        row("满意度指标", ABSENT, "服务对象满意度指标"),
    ]
    assert absent(rows) == [("level1", 0, "质量指标")]
    assert absent([{**r, "level2": r["level3"]} for r in rows]) == [("level2", 0, "质量指标")]


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (None, [("level2", 1, "质量指标"), ("level2", 1, "时效指标")]),
        (ABSENT, []),
    ],
)
def test_of_a_table_whose_end_is_lost_the_last_first_level_is_not_told(
    total: object, expected: list[tuple[str, int, str]]
) -> None:
    parent = {"overall_weight": total, "total_weight": ABSENT}
    about = {"parent": parent}
    rows = [
        {**row("效益指标", "社会效益指标"), **about},
        {**row("产出指标", "数量指标"), **about},
        {**row("产出指标", "数量指标"), **about},
    ]
    found = absent(rows, ASSESSMENT)
    assert [each for each in found if each[0] == "level2"] == expected
    whole = [each[2] for each in found if each[0] == "level1"]
    assert whole == ([] if total is ABSENT else ["满意度指标"])


def test_what_stands_above_the_last_first_level_is_told() -> None:
    about = {"parent": {"overall_weight": ABSENT}}
    rows = [
        {**row("产出指标", "数量指标"), **about},
        {**row("效益指标", "社会效益指标"), **about},
    ]
    assert absent(rows, ASSESSMENT) == [("level2", 0, "质量指标"), ("level2", 0, "时效指标")]


def asked_for_cost(form: Form, parent: object = None) -> bool:
    about = {"name": "大厅改造工程"} if parent is None else parent
    return bool(hits(COST_ABSENT, [{**row("产出指标", "数量指标"), "parent": about}], form))


def test_cost_is_asked_for_where_the_form_has_it_and_does_not_ask_anyway() -> None:
    assert asked_for_cost(NATIONAL)
    assert not asked_for_cost(NATIONAL, {"name": "平台运维"})
    assert not asked_for_cost(NATIONAL, {"name": None})
    assert not asked_for_cost(NATIONAL, "大厅改造工程")
    assert not asked_for_cost(TARGET)
    entry = NATIONAL.completeness[0].model_copy(update={"level1": "成本指标"})
    asked = NATIONAL.model_copy(update={"completeness": (*NATIONAL.completeness, entry)})
    assert not asked_for_cost(asked)


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"table": "projects", "assessed_indicators": ()}, "assessed_indicators"),
        ({"table": "projects", "assessed_indicators": None}, ""),
        ({"table": "elsewhere", "assessed_indicators": ()}, ""),
    ],
)
def test_an_empty_table(about: Mapping[str, object], field: str) -> None:
    assert [hit.field for hit in NO_RECORDS.check(about, ASSESSMENT)] == ([field] if field else [])


def test_an_empty_table_of_another_part() -> None:
    parts = (TARGET.parts[0], *ASSESSMENT.parts)
    form = ASSESSMENT.model_copy(update={"parts": parts})
    about = {"table": "projects", "assessed_indicators": ()}
    assert [hit.field for hit in NO_RECORDS.check(about, form)] == ["assessed_indicators"]


# Under the wrong second level


def test_satisfaction_by_any_of_the_forms_words() -> None:
    words = {**TARGET.words, "satisfaction": ("满意", "好评")}
    form = TARGET.model_copy(update={"words": words})
    rows = [row("效益指标", "社会效益指标", "群众好评比例"), row("效益指标", "社会效益指标", None)]
    assert [hit.row for hit in hits(SATISFACTION_MISPLACED, rows, form)] == [0]


def test_a_row_without_a_name_is_passed_over() -> None:
    rows = [row("产出指标", "时效指标", None), row("产出指标", "时效指标", "公告覆盖率")]
    assert [hit.row for hit in hits(NOT_TIMELINESS, rows)] == [1]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("投入资金", "≤36万元", True),
        ("投入资金（万元）", "36", True),
        (None, "≤36万元", True),
        ("投入资金", "", False),
        ("投入资金（万元）", "若干", False),
        ("平台个数（个）", "36万元", False),  # contradicts its name
        ("平台个数", "6个", False),
    ],
)
def test_money_under_quantity(name: str | None, value: str, found: bool) -> None:
    rows = [row("产出指标", "数量指标", name, value)]
    assert bool(hits(MONEY_AS_QUANTITY, rows)) is found


@pytest.mark.parametrize(
    ("rates", "others", "variant"), [(1, 0, "all"), (2, 0, "all"), (1, 1, "some"), (2, 1, "some")]
)
def test_rates_under_quantity_are_told_apart_where_they_are_all(
    rates: int, others: int, variant: str
) -> None:
    rows = [row("产出指标", "数量指标", "公告覆盖率", "≥95%")] * rates
    rows += [row("产出指标", "数量指标", "公告次数", "≥40次")] * others
    assert [hit.variant for hit in hits(RATE_AS_QUANTITY, rows)] == [variant] * rates


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("公告覆盖率", "", True),
        ("业务占比", "≥95%", True),
        ("线上业务", "≥95%", True),
        ("线上业务", "", False),
        ("公告次数（次）", "≥95%", False),  # contradicts its name
        ("资金支付率", "≥95%", False),  # of funds
        (None, "≥95%", False),
    ],
)
def test_a_rate_under_quantity(name: str | None, value: str, found: bool) -> None:
    rows = [row("产出指标", "数量指标", name, value)]
    assert bool(hits(RATE_AS_QUANTITY, rows)) is found


def test_an_implausible_reduction_by_a_name_of_the_forms_own() -> None:
    words = {**TARGET.words, "cost_reduction": ("造价压减率",)}
    about = row("产出指标", "成本指标", "造价压减率", "≥60%")
    assert not list(IMPLAUSIBLE_REDUCTION.check(about, TARGET))
    assert list(IMPLAUSIBLE_REDUCTION.check(about, TARGET.model_copy(update={"words": words})))


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("成本降低率", "≥50%", True),
        ("成本降低率", "≥49.9%", False),
        ("成本降低率", "≥100%", True),
        ("成本降低率", "≥100.5%", False),  # another rule's
        ("办公费用支出节约率", "≥60%", True),
        ("成本降低率", "≤60%", False),
        ("成本降低率", "＜60%", False),
        ("办公费用", "≥60%", False),
        ("能耗下降率", "≥60%", False),
        (None, "≥60%", False),
    ],
)
def test_an_implausible_reduction(name: str | None, value: str, found: bool) -> None:
    about = row("产出指标", "成本指标", name, value)
    assert bool(list(IMPLAUSIBLE_REDUCTION.check(about, TARGET))) is found
    assert not list(IMPLAUSIBLE_REDUCTION.check({**about, "value": None}, TARGET))


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("设备正常运行率", "≥95%", True),
        ("设备正常运行率", "", True),
        ("收入覆盖率", "≥95%", False),
        ("设备正常运转", "≥50万元", False),
        ("设备正常运转", "≥50元/台", False),
        ("设备正常运转", "≥50台", True),
    ],
)
def test_under_economic_benefit_money_speaks_for_itself(name: str, value: str, found: bool) -> None:
    about = row("效益指标", "经济效益指标", name, value)
    assert bool(list(LEVEL2_MISPLACED.check(about, TARGET))) is found
