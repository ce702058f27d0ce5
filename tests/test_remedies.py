"""What users are told to type: in the form that other rules accept, and fit for their own value."""

from __future__ import annotations

import pytest

from tests.template_book import form_named
from xltool.rules.department.xl705_broken_numbering import check as broken_numbering
from xltool.rules.indicator_values.xl206_sign_missing import check as sign_missing
from xltool.rules.indicator_values.xl208_unit_missing import check as unit_missing
from xltool.rules.indicator_values.xl213_unknown_wording import check as unknown_wording
from xltool.rules.money.xl401_unreadable_money import check as unreadable_money
from xltool.rules.registry import find_rule
from xltool.rules.rule import Hit
from xltool.values.cell_value import typed_record

FORM = form_named()


def row(table: str, **raw: object) -> dict[str, object]:
    fields = [field for field in FORM.tables()[table] if field.name in raw]
    return {**raw, **typed_record(raw, fields)}


def said(code: str, hit: Hit, lang: str = "zh") -> tuple[str, str]:
    """Message and remedy of a hit."""
    rule = find_rule(code)
    remedy = rule.remedy.get(hit.variant) or rule.remedy[""]
    return rule.message[hit.variant].render(hit.params, lang), remedy.render(hit.params, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_amount_to_be_typed_has_no_separators(lang: str) -> None:
    (hit,) = unreadable_money(row("projects", budget="36.88万", money_unit="元"), FORM)
    message, remedy = said("XL401", hit, lang)
    assert "368,800 元" in message
    assert "“368800”" in remedy and "“368,800”" not in remedy


@pytest.mark.parametrize(
    ("name", "value", "example"),
    [
        ("线上办理业务占比", "≥80", "≥80%"),
        ("专业技术人员比例", "≤30", "≤30%"),
        ("刊登公告及时率", "≥98", "≥98%"),
        ("业务系统数量", "≥6", "≥6个"),
        ("设施使用年限", "8-10", "8-10年"),
        ("改造面积", "≥1200", "≥1200平方米"),
        ("作物种植补助标准", "≤28.40/株", "≤28.40元/株"),
        ("投资额", "≤250万", "≤250万元"),
        ("业务系统数量", "不少于6", "≥6个"),
    ],
)
def test_a_missing_unit_is_shown_behind_the_own_number(name: str, value: str, example: str) -> None:
    (hit,) = unit_missing(row("indicators", level3=name, value=value), FORM)
    for lang in ("zh", "en"):
        assert f"“{example}”" in said("XL208", hit, lang)[1]


@pytest.mark.parametrize(
    ("value", "example"),
    [
        ("两小时", "≤2小时"),
        ("十五个工作日内", "≤15个工作日"),
        ("三次以上", "≥3次"),
        ("不少于两小时", "≥2小时"),
    ],
)
def test_words_that_spell_a_number_are_shown_in_figures(value: str, example: str) -> None:
    (hit,) = unknown_wording(row("indicators", level3="响应时间", value=value), FORM)
    for lang in ("zh", "en"):
        assert f"“{example}”" in said("XL213", hit, lang)[1]


@pytest.mark.parametrize("value", ["呱呱叫", "第一位", "一般般"])
@pytest.mark.parametrize(
    ("name", "example"), [("响应时间", ""), ("合格率", "≥95%"), ("差错率", "≤5%")]
)
def test_a_word_is_answered_by_a_rate_only_for_a_rate(name: str, value: str, example: str) -> None:
    (hit,) = unknown_wording(row("indicators", level3=name, value=value), FORM)
    assert hit.params["example"] == example
    assert ("%" in said("XL213", hit)[1]) == bool(example)


@pytest.mark.parametrize(
    ("level2", "name", "value", "example"),
    [
        ("数量指标", "业务系统数量", "6个", "≥6个"),
        ("数量指标", "改造面积", "1200", "≥1200平方米"),
        ("质量指标", "设备完好率（%）", "95%", "≥95%"),
        ("质量指标", "工程合格率（%）", "100%", "＝100%"),
        ("质量指标", "公告差错率（%）", "3%", "≤3%"),
        ("时效指标", "故障响应时间", "30分钟", "≤30分钟"),
        ("成本指标", "维护补助", "1600元/亩", "≤1600元/亩"),
        ("成本指标", "成本降低率（%）", "5%", "≥5%"),
        ("成本指标", "伙食补助", "17元/人.每天", "≤17元/人·天"),
    ],
)
def test_the_sign_shown_is_the_one_that_the_indicator_has(
    level2: str, name: str, value: str, example: str
) -> None:
    (hit,) = sign_missing(row("indicators", level2=level2, level3=name, value=value), FORM)
    for lang in ("zh", "en"):
        assert f"“{example}”" in said("XL206", hit, lang)[1]


@pytest.mark.parametrize(
    ("numbers", "zh", "en"),
    [
        (("（一）", "（二）", "（五）"), "中间缺第 3、4 项", "missing between them: 3, 4."),
        (("（一）", "（三）"), "中间缺第 2 项", "missing between them: 2."),
        (("（三）",), "前面缺第 1、2 项", "missing before it: 1, 2."),
    ],
)
def test_a_gap_names_every_number_that_is_missing(
    numbers: tuple[str, ...], zh: str, en: str
) -> None:
    (hit,) = broken_numbering([{"number": number} for number in numbers], FORM)
    assert zh in said("XL705", hit)[0]
    assert en in said("XL705", hit, "en")[0]
