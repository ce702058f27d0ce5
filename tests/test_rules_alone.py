"""Rules called alone, for what no workbook on the forms of the package can show."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.template_book import form_named
from xltool.extract.template_drift import TemplateChange
from xltool.model.form import Field, Form, Title
from xltool.model.report import Severity
from xltool.model.settings import RuleSetting
from xltool.model.submission import ABSENT, Missing
from xltool.model.workbook import CellRef
from xltool.rules.department.xl705_broken_numbering import RULE as BROKEN_NUMBERING
from xltool.rules.department.xl707_department_part_missing import RULE as DEPARTMENT_MISSING
from xltool.rules.identity.xl101_malformed_code import RULE as MALFORMED_CODE
from xltool.rules.identity.xl103_foreign_division import RULE as FOREIGN_DIVISION
from xltool.rules.identity.xl106_duplicate_code import RULE as DUPLICATE_CODE
from xltool.rules.identity.xl111_malformed_unit_code import RULE as MALFORMED_UNIT_CODE
from xltool.rules.identity.xl113_mixed_units import RULE as MIXED_UNITS
from xltool.rules.indicator_values.indicator_names import contradiction
from xltool.rules.indicator_values.xl213_unknown_wording import RULE as UNKNOWN_WORDING
from xltool.rules.monitoring.xl922_possible_unexplained import RULE as POSSIBLE_UNEXPLAINED
from xltool.rules.rule import Awaits, GroupRule, Hit, Row
from xltool.rules.self_assessment.xl961_over_fulfilment import RULE as OVER_FULFILMENT
from xltool.rules.taxonomy.levels import level_key
from xltool.rules.taxonomy.xl304_indicator_type_absent import RULE as TYPE_ABSENT
from xltool.rules.taxonomy.xl306_indicators_missing import RULE as INDICATORS_MISSING
from xltool.rules.texts.goal_texts import likeness
from xltool.rules.texts.xl514_same_text import RULE as SAME_TEXT
from xltool.rules.texts.xl515_empty_outcome import RULE as EMPTY_OUTCOME
from xltool.rules.workbook.xl003_missing_label import RULE as MISSING_LABEL
from xltool.rules.workbook.xl008_altered_template import RULE as ALTERED_TEMPLATE
from xltool.rules.workbook.xl011_outside_limits import RULE as OUTSIDE_LIMITS
from xltool.rules.workbook.xl013_not_a_choice import RULE as NOT_A_CHOICE
from xltool.values.cell_value import BudgetUnit, Percent
from xltool.values.graded_words import is_graded
from xltool.values.indicator_value import parse_indicator_value as parsed

TARGET, ASSESSMENT = form_named(), form_named("self-assessment@2022")
MONITORING = form_named("monitoring@2022")
A1 = CellRef("项目1", 1, 1)
CODE = "{}22P00B8J810002R"


def hits(rule: GroupRule, rows: Sequence[Row], form: Form = TARGET) -> list[Hit]:
    return list(rule.check(rows, form))


# Identity


@pytest.mark.parametrize(
    ("divisions", "foreign"),
    [
        (["130205", "130205", "130224"], ["130224"]),
        (["130224", "130205", "130205"], ["130224"]),
        (["130205", "130224"], []),  # half are not most
        (["130205", "130205", "130224", "130225"], []),
        (["130205", "130205", "130205", "130224", "130225"], ["130224", "130225"]),
        (["130205", "130205", None, None, "130224"], ["130224"]),  # blanks are none of them
    ],
)
def test_where_the_form_names_no_division_that_of_most_projects_counts(
    divisions: list[str | None], foreign: list[str]
) -> None:
    form = TARGET.model_copy(update={"divisions": ()})
    rows = [{"code": CODE.format(each) if each else None} for each in divisions]
    found = hits(FOREIGN_DIVISION, rows, form)
    assert [hit.params["division"] for hit in found] == foreign
    assert {(hit.variant, hit.params["divisions"]) for hit in found} <= {("others", ("130205",))}


def test_a_form_names_its_divisions() -> None:
    (hit,) = hits(FOREIGN_DIVISION, [{"code": CODE.format("440300")}])
    assert (hit.variant, hit.params["divisions"]) == ("", ("130205", "130200", "130000"))


def without_unique_code() -> Form:
    """The target form, as if two projects might share a code in it."""
    form = TARGET
    parts = []
    for part in form.parts:
        sections = []
        for section in part.sections:
            fields = getattr(section, "fields", ())
            changed = tuple(f.model_copy(update={"unique": False}) for f in fields)
            sections.append(section.model_copy(update={"fields": changed}) if fields else section)
        parts.append(part.model_copy(update={"sections": tuple(sections)}))
    return form.model_copy(update={"parts": tuple(parts)})


def test_a_code_may_stand_twice_where_the_form_does_not_call_it_unique() -> None:
    rows = [{"code": CODE.format("130205"), "name": name} for name in ("平台运维", "大厅改造")]
    assert len(hits(DUPLICATE_CODE, rows)) == 1
    assert not hits(DUPLICATE_CODE, rows, without_unique_code())


@pytest.mark.parametrize(
    ("printed", "others", "asked"),
    [
        (1, None, True),
        (1, BudgetUnit("审批局", "", "审批局"), True),
        (0, None, False),
        (0, BudgetUnit("审批局", "", "审批局"), False),
        (0, BudgetUnit("439001审批局", "439001", "审批局"), True),
        (0, "439001审批局", False),  # any other text is no unit
    ],
)
def test_a_code_is_asked_for_where_the_form_prints_them_or_another_part_gives_one(
    printed: int, others: object, asked: bool
) -> None:
    settings = {**TARGET.rules, "XL111": RuleSetting.model_validate({"printed": printed})}
    form = TARGET.model_copy(update={"rules": settings})
    around = {
        "year": 2022,
        "projects": ({"unit": None}, {"unit": others}),
        "department": ({"unit": None},),
    }
    row = {"table": "projects", "unit": BudgetUnit("财政局", "", "财政局"), "workbook": around}
    found = list(MALFORMED_UNIT_CODE.check(row, form))
    assert [hit.variant for hit in found] == (["none"] if asked else [])
    alone = list(MALFORMED_UNIT_CODE.check({**row, "workbook": None}, form))
    assert bool(alone) is bool(printed)


def test_a_unit_that_two_projects_name_beside_the_main_one() -> None:
    units = [BudgetUnit(code, code, "") for code in ("439001", "439002", "439001", "439002")]
    (hit,) = hits(MIXED_UNITS, [{"unit": unit} for unit in units])
    assert (hit.row, hit.others) == (1, ((3, "unit"), (0, "unit")))


# Department


@pytest.mark.parametrize(
    ("numbers", "variants"),
    [
        (["一", "二", "三"], []),
        ([None, "二", None], [(0, "blank")]),
        (["三", "一", "三"], [(0, "first"), (1, "order"), (2, "repeated")]),
        # After a slip the next number counts on from the one that was meant.
        (["一", "一", "一", "二", "四", "四"], [(1, "repeated"), (2, "repeated"), (4, "gap")]),
        # What cannot be read was the next number, which then stands twice.
        (["一", "甲", "二"], [(1, "unreadable"), (2, "repeated")]),
        (["一", "三", "二", "二"], [(1, "gap"), (2, "order"), (3, "repeated")]),
        (["0", "一"], [(0, "order")]),
    ],
)
def test_numbering(numbers: list[str | None], variants: list[tuple[int, str]]) -> None:
    found = hits(BROKEN_NUMBERING, [{"number": number} for number in numbers])
    assert [(hit.row, hit.variant) for hit in found] == variants


def test_all_blank_numbers_are_one_finding() -> None:
    (hit,) = hits(BROKEN_NUMBERING, [{"number": None}] * 3)
    assert (hit.row, hit.others) == (0, ((1, "number"), (2, "number")))


def test_the_missing_part_is_called_by_its_title_wherever_it_stands() -> None:
    form = TARGET.model_copy(update={"parts": TARGET.parts[::-1]})
    row = {"table": "workbook", "projects": ({"name": "平台运维"},), "department": ()}
    (hit,) = DEPARTMENT_MISSING.check(row, form)
    assert getattr(hit.params["part"], "zh") == "部门整体绩效目标"  # noqa: B009


# Workbook


@pytest.mark.parametrize(
    ("change", "variant", "severity"),
    [
        (TemplateChange("version", ("工作保障措施",), A1, "a@1", "a@2"), "version", None),
        (TemplateChange("version", (), A1, "a@1", "a@2"), "version_alone", None),
        (TemplateChange("labels", ("项目编码",), A1), "labels", Severity.NOTE),
        (TemplateChange("rows", (), A1), "rows", Severity.NOTE),
    ],
)
def test_another_version_of_a_template_warns_and_any_other_change_is_a_note(
    change: TemplateChange, variant: str, severity: Severity | None
) -> None:
    (hit,) = ALTERED_TEMPLATE.check({"template": (change,)}, TARGET)
    assert (hit.variant, hit.severity) == (variant, severity)


@pytest.mark.parametrize(
    ("points", "variant"), [("9.9", "below"), ("10", ""), ("80", ""), ("80.1", "above")]
)
def test_a_percentage_has_limits_too(points: str, variant: str) -> None:
    field = Field(
        name="share",
        title=Title(zh="占比", en="Share"),
        labels=("占比",),
        type="percent",
        minimum=Decimal(10),
        maximum=Decimal(80),
    )
    found = list(OUTSIDE_LIMITS.check(Percent(f"{points}%", Decimal(points), True), field, TARGET))
    assert [hit.variant for hit in found] == ([variant] if variant else [])


# Words


def test_a_form_without_words_of_degree_forms_none() -> None:
    words = {**TARGET.words, "graded": (), "graded_degrees": ()}
    form = TARGET.model_copy(update={"words": words})
    assert is_graded("稳步提升", TARGET)
    assert is_graded("提升", form)
    assert not is_graded("效果", form)


@pytest.mark.parametrize(("name", "graded"), [("师生比", True), ("教师数量", False)])
def test_a_ratio_is_a_value_of_what_is_called_so(name: str, graded: bool) -> None:
    assert is_graded("1:15", TARGET, name) is graded


# What a finding waits for: once the cell is filled in, it has been dealt with.


@pytest.mark.parametrize(
    ("entry", "column", "heading"),
    [
        ({"level1": "产出指标", "level2": "数量指标"}, "level2", "质量指标"),
        ({"level1": "产出指标", "level2": "数量指标"}, "level1", "效益指标"),
        # A print without second levels has them where its names stand.
        ({"level1": "产出指标", "level2": ABSENT, "level3": "数量指标"}, "level3", "质量指标"),
        ({"level1": "产出指标", "level2": ABSENT, "level3": "数量指标"}, "level1", "效益指标"),
    ],
)
def test_an_absent_type_is_awaited_in_its_own_column(entry: Row, column: str, heading: str) -> None:
    awaited = {each for hit in hits(TYPE_ABSENT, [entry]) for each in hit.awaits}
    assert Awaits(column, level_key(heading)) in awaited


def test_indicators_are_awaited_by_their_heading() -> None:
    (hit,) = INDICATORS_MISSING.check({"indicators": ()}, TARGET)
    assert Awaits("", "三级指标") in hit.awaits


def test_a_form_without_a_table_of_indicators_awaits_no_heading() -> None:
    form = TARGET.model_copy(update={"parts": ()})
    (hit,) = INDICATORS_MISSING.check({"indicators": ()}, form)
    assert hit.awaits == (Awaits("indicators"),)


def test_a_missing_label_is_awaited_as_the_form_prints_it() -> None:
    missing = Missing("other", ("其他资金", "Other funds"), True)
    (hit,) = MISSING_LABEL.check({"missing": (missing,)}, TARGET)
    assert hit.awaits == (Awaits("", "其他资金"),)


# Signs, codes, periods


def test_a_sign_is_a_choice_in_a_column_of_signs_alone() -> None:
    field = Field(name="grade", title=Title(zh="等级", en="Grade"), enum=("优", "良"))
    assert len(list(NOT_A_CHOICE.check(">=", field, TARGET))) == 1


@pytest.mark.parametrize(
    ("code", "divisions", "severity"),
    [
        ("13020522100B8J810002R", False, Severity.WARNING),  # a digit, as in other provinces
        ("130205221A0B8J810002R", False, Severity.WARNING),
        ("13020522100B8J810002R", True, None),
        ("1302052A100B8J810002R", False, None),  # the year is wrong too
    ],
)
def test_a_digit_for_the_letter_warns_where_codes_may_be_other_ones(
    code: str, divisions: bool, severity: Severity | None
) -> None:
    form = TARGET if divisions else TARGET.model_copy(update={"divisions": ()})
    field = form.field("projects", "code")
    assert field
    (hit,) = MALFORMED_CODE.check(code, field, form)
    assert hit.severity is severity


# Rates and spelled figures


@pytest.mark.parametrize(
    ("value", "name", "against"),
    [
        ("1起", "工程验收合格率", "rate"),
        ("0起", "工程验收合格率", ""),
        ("≤3人/万", "孕产妇死亡率", ""),
        ("≤12/人", "孕产妇死亡率", "rate"),
    ],
)
def test_what_a_rate_is_counted_in(value: str, name: str, against: str) -> None:
    assert contradiction(parsed(value), name, TARGET) == against


@pytest.mark.parametrize(
    ("words", "example"),
    [
        ("每年两次", "≥2次/年"),
        ("每季度至少三次", "≥3次/季度"),
        ("每年两趟", ""),
        ("半年", "≤6个月"),
        ("半年以内", "≤6个月"),
        ("两小时", "≤2小时"),
    ],
)
def test_the_example_says_the_words_in_figures(words: str, example: str) -> None:
    row = {"value": parsed(words), "level3": "巡查安排", "level2": "数量指标"}
    (hit,) = UNKNOWN_WORDING.check(row, TARGET)
    assert hit.params["example"] == example


@pytest.mark.parametrize(("words", "graded"), [("全覆盖、应保尽保", True), ("全覆盖、乱写", False)])
def test_each_word_of_a_series_is_graded(words: str, graded: bool) -> None:
    assert is_graded(words, TARGET) is graded


# Sets of indicators


def test_what_a_set_of_indicators_does_not_have_is_not_absent() -> None:
    form = form_named("national-target@2021")
    sets = [{level.level1: level for level in levels} for levels in form.other_levels]
    levels = next(levels for levels in sets if "投入管理指标" in levels)
    rows = [
        {"level1": name, "level2": below}
        for name, level in levels.items()
        for below in level.level2[:-1]
    ]
    absent = {hit.subject for hit in hits(TYPE_ABSENT, rows, form)}
    # The set has neither satisfaction nor these below its output indicators.
    assert absent.isdisjoint({"满意度指标", "数量指标", "质量指标", "时效指标"})


def test_texts_that_are_filled_down_and_codes_are_no_texts_of_their_own() -> None:
    text = "一体化政务服务平台运行维护费用"
    assert not list(SAME_TEXT.check({"table": "projects", "name": text, "code": text}, TARGET))
    level = {"table": "indicators", "level1": text, "level3": text}
    assert not list(SAME_TEXT.check(level, TARGET))
    described = {"table": "indicators", "description": text, "evidence": text}
    assert len(list(SAME_TEXT.check(described, TARGET))) == 1


# Cells beside a finding


def test_only_what_the_print_has_is_marked_beside_a_target_far_exceeded() -> None:
    row = {"level3": "购置数量", "target": parsed("≥20台"), "actual": parsed("40台")}
    (hit,) = OVER_FULFILMENT.check({**row, "reason": ABSENT}, ASSESSMENT)
    assert hit.others == ((0, "target"),)
    (hit,) = OVER_FULFILMENT.check({**row, "reason": None}, ASSESSMENT)
    assert hit.others == ((0, "target"), (0, "reason"))


def test_only_what_the_print_has_is_marked_beside_a_target_that_may_be_missed() -> None:
    ticked = {"possible": "√", "certain": None, "impossible": None}
    blank = {"cause_explained": ABSENT, "remarks": None}
    (hit,) = POSSIBLE_UNEXPLAINED.check({"level3": "人次", **ticked, **blank}, MONITORING)
    assert hit.others == ((0, "remarks"),)


# Texts


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("甲乙丙", "甲乙丙", 1.0),
        ("甲乙丙", "甲乙丁", 0.5),
        ("甲乙丙丁", "甲乙", 1.0),
        ("甲乙", "丙丁", 0.0),
        ("甲", "甲乙", 0.0),
        ("", "", 0.0),
    ],
)
def test_how_much_of_a_text_another_has(one: str, other: str, share: float) -> None:
    assert likeness(one, other) == share


def running(first: int, count: int) -> str:
    """So many characters, each another one, none of which is a figure."""
    return "".join(chr(0x6C34 + first + place) for place in range(count))


@pytest.mark.parametrize(
    ("same", "length", "found"),
    [
        (6, 10, True),  # of ten pairs six are the target's
        (5, 10, False),
        (22, 37, False),  # 59.5 %
        (23, 37, True),  # 62.2 %
        (9, 9, True),  # ten characters
        (8, 8, False),  # nine
    ],
)
def test_a_copied_target_with_a_word_put_in(same: int, length: int, found: bool) -> None:
    outcome = running(0, length + 1)
    goal = running(0, same + 1) + running(100, length - same) + running(300, 5)
    hits = list(EMPTY_OUTCOME.check({"outcome": outcome, "goal": goal}, ASSESSMENT))
    assert [hit.variant for hit in hits] == (["copied"] if found else [])
