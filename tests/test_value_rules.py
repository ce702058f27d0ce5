"""Rules of indicator values called with single rows, at their borders and with blanks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.template_book import form_named
from xltool.model.form import Form
from xltool.model.settings import RuleSetting
from xltool.rules.indicator_values.xl201_template_marks import RULE as TEMPLATE_MARKS
from xltool.rules.indicator_values.xl202_contradicts_name import RULE as CONTRADICTS_NAME
from xltool.rules.indicator_values.xl203_out_of_range import RULE as OUT_OF_RANGE
from xltool.rules.indicator_values.xl206_sign_missing import RULE as SIGN_MISSING
from xltool.rules.indicator_values.xl207_fraction_for_rate import RULE as FRACTION
from xltool.rules.indicator_values.xl208_unit_missing import RULE as UNIT_MISSING
from xltool.rules.indicator_values.xl210_sentence import RULE as SENTENCE
from xltool.rules.indicator_values.xl222_vague_value import RULE as VAGUE
from xltool.rules.indicator_values.xl223_name_disagrees import RULE as NAME_DISAGREES
from xltool.rules.indicator_values.xl225_several_in_one import RULE as SEVERAL
from xltool.rules.indicator_values.xl226_too_few_quantities import RULE as TOO_FEW
from xltool.rules.indicator_values.xl227_full_satisfaction import RULE as FULL_SATISFACTION
from xltool.rules.indicator_values.xl229_name_as_sentence import RULE as NAME_AS_SENTENCE
from xltool.rules.indicator_values.xl230_unit_word import RULE as UNIT_WORD
from xltool.rules.rule import Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

FORM = form_named()


def row(name: object, text: str | None = None, **others: object) -> dict[str, object]:
    read = parse_indicator_value(text) if text is not None else None
    return {"level1": "产出指标", "level2": "数量指标", "level3": name, "value": read, **others}


def hits(rule: RowRule, about: Row, form: Form = FORM) -> list[Hit]:
    return list(rule.check(about, form))


@pytest.mark.parametrize(
    "rule",
    [
        *(TEMPLATE_MARKS, CONTRADICTS_NAME, SIGN_MISSING, FRACTION, UNIT_MISSING, SENTENCE),
        *(VAGUE, NAME_DISAGREES, SEVERAL, FULL_SATISFACTION, UNIT_WORD),
    ],
    ids=lambda rule: rule.code,
)
def test_of_a_blank_value_nothing_is_said(rule: RowRule) -> None:
    assert not hits(rule, row("服务对象满意度"))
    assert not hits(rule, row("服务对象满意度", value="≥95%"))


# XL202


def made_of_a_date(name: str, level1: object = "产出指标", **parts: str) -> list[Hit]:
    date = parse_indicator_value("2022-03-05", date_cell=True, **parts)
    return hits(CONTRADICTS_NAME, {**row(name), "level1": level1, "value": date, "year": 2022})


@pytest.mark.parametrize(
    ("name", "unit", "variant", "entry"),
    [
        ("故障响应（天）", "", "date_made", "3-5天"),
        ("参训人数", "", "date_made", "3-5人"),
        ("工作成效", "", "date_made_bare", ""),
        ("工作成效", "天", "date_made", "3-5"),  # its unit stands in a column of its own
    ],
)
def test_what_to_type_again_for_a_date(name: str, unit: str, variant: str, entry: str) -> None:
    (hit,) = made_of_a_date(name, unit=unit)
    assert (hit.variant, hit.expected) == (variant, entry)


@pytest.mark.parametrize(
    ("day", "variant"), [("1999-12-01", ["date_made_bare"]), ("2000-05-01", [])]
)
def test_under_timeliness_only_a_date_before_2000_was_made_of_something(
    day: str, variant: list[str]
) -> None:
    date = parse_indicator_value(day, date_cell=True)
    about = {**row("到位情况"), "level2": "时效指标", "value": date, "year": 2022}
    assert [hit.variant for hit in hits(CONTRADICTS_NAME, about)] == variant


def test_below_an_unknown_level_a_date_may_be_one() -> None:
    assert not made_of_a_date("工作成效", "乱写")


def test_the_number_of_a_date_in_another_year_names_the_year() -> None:
    about = row("到位时间", "44561", year=2022)
    (hit,) = hits(CONTRADICTS_NAME, about)
    assert (hit.variant, hit.params["year"]) == ("serial_of_year", "2022")
    (hit,) = hits(CONTRADICTS_NAME, {**about, "year": None})
    assert (hit.variant, hit.params["year"], hit.expected) == ("serial", "", "2021年12月31日")
    (hit,) = hits(CONTRADICTS_NAME, row("到位时间", "36526", year=2022))
    assert (hit.variant, hit.params["date"]) == ("serial_of_year", "2000年1月1日")


# XL203


@pytest.mark.parametrize(
    ("low", "high", "variant"),
    [
        ("0", "120", "above"),
        ("0.5", "120", "above"),
        ("-5", "3", "negative"),
        ("-5", None, "negative"),
        ("120", None, "above"),
    ],
)
def test_below_0_or_above_the_whole(low: str, high: str | None, variant: str) -> None:
    ends = (Decimal(low), None if high is None else Decimal(high))
    about = {**row("受理率"), "value": IndicatorValue("…", "", *ends, "%")}
    (hit,) = hits(OUT_OF_RANGE, about)
    assert hit.variant == variant


# XL206 to XL210


@pytest.mark.parametrize(
    ("name", "text", "example"),
    [
        ("业务占比", "0.95", "≥95%"),
        ("业务占比", "1", "≥100%"),
        ("业务占比", "1.5", "≥1.5%"),
        ("业务量增长率", "0.5", "≥0.5"),
        (None, "6个", "≥6个"),
    ],
)
def test_the_example_for_a_value_without_a_sign(name: str | None, text: str, example: str) -> None:
    (hit,) = hits(SIGN_MISSING, row(name, text))
    assert hit.params["example"] == example


@pytest.mark.parametrize(
    ("low", "high", "variant"),
    [
        ("0.95", None, "fraction"),
        ("0.9", "0.95", "fraction"),
        ("0.9", "1", "fraction"),
        ("0.9", "1.5", None),
        ("0", None, None),
        ("0", "1", None),
        ("1", None, "one"),
        ("1.5", None, None),
    ],
)
def test_a_fraction_for_a_rate(low: str, high: str | None, variant: str | None) -> None:
    ends = (Decimal(low), None if high is None else Decimal(high))
    about = {**row("受理率"), "value": IndicatorValue("…", "≥", *ends, "")}
    assert [hit.variant for hit in hits(FRACTION, about)] == ([variant] if variant else [])
    assert not hits(FRACTION, {**about, "level3": None})
    assert not hits(FRACTION, {**about, "value": IndicatorValue("…", words="健全")})


@pytest.mark.parametrize(
    ("name", "text", "variant", "example"),
    [
        ("补助标准", "≥3/人/天", "per", "≥3元/人/天"),
        ("投资", "≥3千", "any_scale", ""),  # 3千万元 or 3千元
        ("投资", "≥3万", "scale", "≥3万元"),
        ("业务量增长率", "≥5", "rate", "≥5%"),
        ("工作成效", "≥5", "any_unit", ""),
    ],
)
def test_the_example_for_a_value_without_a_unit(
    name: str, text: str, variant: str, example: str
) -> None:
    (hit,) = hits(UNIT_MISSING, row(name, text))
    assert (hit.variant, hit.params["example"]) == (variant, example)
    assert not hits(UNIT_MISSING, row(None, text))


@pytest.mark.parametrize(("text", "expected"), [("良好。", "良好"), ("=95%。", "＝95%")])
def test_a_full_stop_is_taken_off_and_no_formula_begun(text: str, expected: str) -> None:
    (hit,) = hits(SENTENCE, row(None, text))
    assert (hit.variant, hit.expected) == ("stop", expected)


def test_a_figure_among_words_of_an_indicator_without_a_name() -> None:
    (hit,) = hits(SENTENCE, row(None, "达到95%左右就好"))
    assert (hit.variant, hit.params["example"]) == ("about", "≥95%")


def test_graded_words_are_not_too_long() -> None:
    setting = RuleSetting.model_validate({"longest": 3})
    form = FORM.model_copy(update={"rules": {**FORM.rules, "XL210": setting}})
    assert not hits(SENTENCE, row("工作成效", "稳步提升"), form)
    assert [hit.variant for hit in hits(SENTENCE, row("工作成效", "蒸蒸日上"), form)] == ["long"]


# XL222 to XL230


@pytest.mark.parametrize(
    ("column", "text", "found"),
    [
        ("value", "长期", 1),
        ("value", "符合相关规定", 1),
        ("value", "稳步提升", 0),
        ("value", "增加岗位", 0),  # XL213 says more of it
        ("target", "增加岗位", 1),
        ("target", "30个岗位", 0),
    ],
)
def test_empty_words(column: str, text: str, found: int) -> None:
    assert len(hits(VAGUE, {column: parse_indicator_value(text)})) == found


def test_empty_words_by_any_of_the_forms_patterns() -> None:
    setting = RuleSetting.model_validate({"words": [], "patterns": ["甲+", "长.", "乙+"]})
    form = FORM.model_copy(update={"rules": {**FORM.rules, "XL222": setting}})
    assert len(hits(VAGUE, row("工作成效", "长期"), form)) == 1


@pytest.mark.parametrize(
    ("name", "text", "variant"),
    [
        ("市民文明意识", "≥95%", "state"),
        ("市民文明意识", "≥95分", None),
        ("市民文明意识", "提升", None),
        ("市民文明意识（%）", "≥95%", None),
        ("受理率95%", "≥90%", "figure"),
        ("受理率95%", "≥95%", None),
        ("受理率95%", "≥90", None),
        ("受理率95%", "90-95%", None),
        ("受理率", "提升", "words"),
        (None, "≥95%", None),
    ],
)
def test_names_that_disagree_with_their_values(
    name: str | None, text: str, variant: str | None
) -> None:
    assert [hit.variant for hit in hits(NAME_DISAGREES, row(name, text))] == (
        [variant] if variant else []
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("培训3次；检查4次", 1),
        ("培训3次，检查4次", 1),
        ("训3次；查4次", 0),  # too short to be distinguished
        ("培训3次；制度健全", 1),
        ("制度健全；流程规范", 0),
        ("培训3次", 0),
        ("≥120,000平方米", 0),
    ],
)
def test_several_results_in_one_value(text: str, found: int) -> None:
    about = {**row("工作成效"), "value": IndicatorValue(text, words=text)}
    if text.startswith("≥"):
        about = row("工作成效", text)
    assert len(hits(SEVERAL, about)) == found


def quantities(
    *texts: str | None, budget: int = 5_000_000, others: int = 0
) -> list[tuple[int, int]]:
    rows: list[Row] = [row("改造数量", text) for text in texts]
    rows += [{**row("验收合格率", "≥100%"), "level2": "质量指标"}] * others
    parent = {"budget": budget, "money_unit": "元"}
    found = TOO_FEW.check([{**each, "parent": parent} for each in rows], FORM)
    return [(hit.row, len(hit.others)) for hit in found]


def test_few_small_quantities_for_much_money() -> None:
    assert quantities("≥1项") == [(0, 1)]
    assert quantities("≥1项", "≥5项") == [(0, 3)]
    assert quantities("≥1项", others=2) == [(0, 1)]
    assert quantities("≥1项", budget=4_999_999) == []
    assert quantities("≥1项", "≥6项") == []
    assert quantities("≥6项", "≥1项") == []
    assert quantities("≥1项", "≥1项", "≥1项") == []
    assert quantities("≥1项", "健全") == []
    assert quantities("≥1项", None) == []
    assert quantities(others=2) == []


def test_without_its_project_no_quantity_is_too_few() -> None:
    assert not list(TOO_FEW.check([row("改造数量", "≥1项")], FORM))


def test_the_largest_of_several_budgets_counts() -> None:
    monitoring = form_named("monitoring@2022")
    parent = {"total_initial": 100, "total_adjusted": 500, "money_unit": "万元"}
    about = {"level2": "数量指标", "level3": "改造数量", "target": parse_indicator_value("≥1项")}
    (hit,) = TOO_FEW.check([{**about, "parent": parent}], monitoring)
    assert (hit.params["amount"], hit.params["count"]) == ("500", 1)
    assert hit.others == ((0, "target"),)


def test_full_satisfaction_is_planned_or_reached() -> None:
    (hit,) = hits(FULL_SATISFACTION, row("群众满意度", "≥100%"))
    assert (hit.field, hit.variant) == ("value", "planned")
    values = {"target": parse_indicator_value("≥95%"), "actual": parse_indicator_value("100%")}
    (hit,) = hits(FULL_SATISFACTION, {"level3": "群众满意度", **values})
    assert (hit.field, hit.variant) == ("actual", "reached")


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("确保居民饮水安全", "sentence"),  # eight characters
        ("确保居民饮水好", None),  # seven
        ("居民饮水安全程度", None),
        ("一" * 40, None),
        ("一" * 41, "sentence"),
        ("是否安全", "question"),
    ],
)
def test_a_name_that_is_a_sentence(name: str, variant: str | None) -> None:
    found = [hit.variant for hit in hits(NAME_AS_SENTENCE, {"level3": name})]
    assert found == ([variant] if variant else [])


def test_a_wrong_unit_is_corrected_in_its_column_or_in_the_value() -> None:
    (hit,) = hits(UNIT_WORD, {"measure_unit": "百分比", "value": parse_indicator_value("95")})
    assert (hit.field, hit.expected) == ("measure_unit", "%")
    (hit,) = hits(UNIT_WORD, {"measure_unit": "百分 比", "value": parse_indicator_value("95")})
    assert hit.expected == "%"
    (hit,) = hits(UNIT_WORD, row("改造面积", "≥1200平方"))
    assert (hit.field, hit.expected) == ("value", "≥1200平方米")
