"""The text of an indicator value is read as a person reads it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xltool.model.form import Composition, Field, Title
from xltool.model.workbook import Cell, CellRef, CellValue, Kind
from xltool.values.cell_value import typed, typed_record
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

TITLE = Title(zh="指标值", en="Value")
VALUE = Field(name="value", title=TITLE, type="indicator_value")
THREE_COLUMNS = (
    Field(name="kind", title=TITLE),
    VALUE.model_copy(update={"parts": Composition(sign="kind", unit="unit")}),
    Field(name="unit", title=TITLE),
)


def read(text: str) -> tuple[str, str, str]:
    """Sign, number or range, unit: all of a measured value, as in the tables below."""
    value = parse_indicator_value(text)
    assert value.low is not None, value
    assert not value.dated
    assert not value.words
    assert not value.years
    number = f"{value.low}" if value.high is None else f"{value.low}..{value.high}"
    return value.sign, number, value.unit


# Already in the standard notation, or in one that is accepted silently
@pytest.mark.parametrize(
    ("text", "sign", "number", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        ("≥98.5%", "≥", "98.5", "%"),
        ("≤10万元", "≤", "10", "万元"),
        ("≤36.88 万 元", "≤", "36.88", "万元"),
        (">5次", ">", "5", "次"),
        ("<5%", "<", "5", "%"),
        ("＝3个", "=", "3", "个"),
        ("=3个", "=", "3", "个"),
        ("≥ 95 %", "≥", "95", "%"),
        ("≥　95%", "≥", "95", "%"),
        ("  ≥95%\n", "≥", "95", "%"),
        ("≥1,200人次", "≥", "1200", "人次"),
        ("≥5 000 元", "≥", "5000", "元"),
        ("≥1 200 000元", "≥", "1200000", "元"),
        ("≥ 3 次/年", "≥", "3", "次/年"),
        ("≤2500元/平方米", "≤", "2500", "元/平方米"),
        ("≥1件/万人", "≥", "1", "件/万人"),
        ("≥95分", "≥", "95", "分"),
        ("≥1.5万人次", "≥", "1.5", "万人次"),
        ("≤30万", "≤", "30", "万"),
        ("≥0.97", "≥", "0.97", ""),
        ("≥0.5‰", "≥", "0.5", "‰"),
        ("0.5‰", "", "0.5", "‰"),
        ("≥5个百分点", "≥", "5", "个百分点"),
        ("≥-5%", "≥", "-5", "%"),
        ("-5%", "", "-5", "%"),
        ("≥20㎡", "≥", "20", "㎡"),
        ("≥20m2", "≥", "20", "m2"),
        ("≥20km", "≥", "20", "km"),
        ("≤10℃", "≤", "10", "℃"),
        ("≥3个乡镇", "≥", "3", "个乡镇"),
        ("100%", "", "100", "%"),
        ("100", "", "100", ""),
        ("2022", "", "2022", ""),
        ("0", "", "0", ""),
        ("1次/季度", "", "1", "次/季度"),
        # Periods of time are numbers with a unit, not dates
        ("3个月", "", "3", "个月"),
        ("≥12个月", "≥", "12", "个月"),
        ("≤15日", "≤", "15", "日"),
        ("15日", "", "15", "日"),
        ("≤3个工作日", "≤", "3", "个工作日"),
        ("≥8年", "≥", "8", "年"),
        ("≤1.5天", "≤", "1.5", "天"),
        ("≤2小时", "≤", "2", "小时"),
        # A number, not July 2022: a sign or a unit stands with it
        ("≤2022.7", "≤", "2022.7", ""),
        ("2022.7万元", "", "2022.7", "万元"),
        ("≥20221231", "≥", "20221231", ""),
        # Ranges
        ("90-95%", "", "90..95", "%"),
        ("90%-95%", "", "90..95", "%"),
        ("90～95%", "", "90..95", "%"),
        ("90%—95%", "", "90..95", "%"),
        ("90%——95%", "", "90..95", "%"),
        ("90~95分", "", "90..95", "分"),
        ("2-3次", "", "2..3", "次"),
        ("3-5日", "", "3..5", "日"),
        ("3-5个工作日", "", "3..5", "个工作日"),
        ("-5-5度", "", "-5..5", "度"),
        ("≥90-95%", "≥", "90..95", "%"),
        # Marked by a rule of its own
        ("≥95%。", "≥", "95", "%"),
    ],
)
def test_a_usual_notation_is_read_silently(text: str, sign: str, number: str, unit: str) -> None:
    assert read(text) == (sign, number, unit)
    assert not parse_indicator_value(text).unusual


# Read, with a note; the standard notation is the safe fix
@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("≧95%", "≥95%"),
        ("⩾95%", "≥95%"),
        (">=95%", "≥95%"),
        ("=>95%", "≥95%"),
        ("> = 95%", "≥95%"),
        (">= 95 %", "≥95%"),
        ("≥=95%", "≥95%"),
        ("≥＝95%", "≥95%"),
        ("≮95%", "≥95%"),
        ("大于等于95%", "≥95%"),
        ("大于或等于95%", "≥95%"),
        ("不低于95%", "≥95%"),
        ("不得低于95%", "≥95%"),
        ("不少于3次", "≥3次"),
        ("不小于3次", "≥3次"),
        ("至少3次", "≥3次"),
        ("95%以上", "≥95%"),
        ("95%及以上", "≥95%"),
        ("95%（含）以上", "≥95%"),
        ("5次以上（含5次）", "≥5次"),
        ("100%以上", "≥100%"),
        ("30万以上", "≥30万"),
        ("≥95%以上", "≥95%"),
        ("不低于95%以上", "≥95%"),
        ("≥95%（含）", "≥95%"),
        ("≦5", "≤5"),
        ("⩽5", "≤5"),
        ("≯5", "≤5"),
        ("<=5", "≤5"),
        ("=<5", "≤5"),
        ("小于等于5天", "≤5天"),
        ("不超过10万元", "≤10万元"),
        ("不得超过10万元", "≤10万元"),
        ("不高于5%", "≤5%"),
        ("不多于5次", "≤5次"),
        ("不大于5次", "≤5次"),
        ("至多5次", "≤5次"),
        ("5%以下", "≤5%"),
        ("5%以内", "≤5%"),
        ("5%之内", "≤5%"),
        ("36.88万元以内", "≤36.88万元"),
        ("24小时内", "≤24小时"),
        ("3日内", "≤3日"),
        ("5个工作日内", "≤5个工作日"),
        ("3个月内", "≤3个月"),
        # These leave the figure out
        ("超过5次", ">5次"),
        ("大于5次", ">5次"),
        ("高于5%", ">5%"),
        ("＞5%", ">5%"),
        ("﹥5%", ">5%"),
        ("小于5%", "<5%"),
        ("低于5%", "<5%"),
        ("＜5%", "<5%"),
        ("﹦3个", "＝3个"),
        ("═3个", "＝3个"),
        ("==3个", "＝3个"),
        ("＝＝3个", "＝3个"),
        ("等于3个", "＝3个"),
        ("≥95％", "≥95%"),
        ("≥95﹪", "≥95%"),
        ("≥95百分比", "≥95%"),
        ("≥百分之95", "≥95%"),
        ("＞＝９５％", "≥95%"),
        ("≥９８．５%", "≥98.5%"),
        ("≥1，200人", "≥1200人"),
        ("３％", "3%"),
        ("１２００", "1200"),
        ("≥.95", "≥0.95"),
        ("≥+5%", "≥5%"),
        ("≥95.", "≥95"),
        ("≥95%.", "≥95%"),
        ("≥95%；", "≥95%"),
        ("“≥95%”", "≥95%"),
        ('"≥95%"', "≥95%"),
        ("＂≥95%＂", "≥95%"),
        ("≥100（人次）", "≥100人次"),
        ("3至5天", "3-5天"),
        ("3到5天", "3-5天"),
        ("定量：≥5件", "≥5件"),
        # What is done within a time, and counts for each period
        ("30分钟内响应", "≤30分钟"),
        ("4小时内解决", "≤4小时"),
        ("3个工作日内全部办结", "≤3个工作日"),
        ("≤30分钟内到场", "≤30分钟"),
        ("超13万元/年", ">13万元/年"),
        ("15%及其以下", "≤15%"),
        ("每年2次", "2次/年"),
        ("每月1次", "1次/月"),
        ("每季度不少于2次", "≥2次/季度"),
        ("≥每年2次", "≥2次/年"),
        ("17元/人.每天", "17元/人·天"),
        ("≥3次/每月", "≥3次/月"),
        # What is reached, and other spellings of a figure
        ("达到95%", "≥95%"),
        ("达到300人", "≥300人"),
        ("百分之百", "100%"),
        ("￥500", "500元"),
        ("≤¥1,200.50", "≤1200.50元"),
        ("￥30/亩", "30元/亩"),
    ],
)
def test_another_notation_is_read_and_noted(text: str, standard: str) -> None:
    value = parse_indicator_value(text)
    assert value.unusual
    assert value.low is not None
    assert value.standard == value.correction == standard


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("12月", ()),
        ("12月份", ()),
        ("12月底", ()),
        ("12月底前", ()),
        ("12月底之前", ()),
        ("12月中旬", ()),
        ("12月31日", ()),
        ("12月31日前完成", ()),
        ("12月31号前", ()),
        ("12月底前支付", ()),
        ("十二月底前", ()),
        ("不晚于12月31日", ()),
        ("≤12月31日", ()),
        ("10日前", ()),
        ("每月10日前", ()),
        ("1-12月", ()),
        ("7月至12月", ()),
        ("1月1日至12月31日", ()),
        ("12月1-15日", ()),
        ("全年", ()),
        ("当年", ()),
        ("本年度", ()),
        ("年底前", ()),
        ("年内", ()),
        ("上半年", ()),
        ("每月", ()),
        ("每年", ()),
        ("每季度末", ()),
        ("每月5日", ()),
        ("每年12月", ()),
        ("按月发放", ()),
        ("按季度拨付", ()),
        ("按学期", ()),
        ("12月底到位", ()),
        ("截至12月底", ()),
        ("截止到12月底", ()),
        ("12月31日前全部到位", ()),
        ("6月30日全部完工", ()),
        ("11月下旬完成验收", ()),
        ("第四季度", ()),
        ("四季度末", ()),
        ("2022年", (2022,)),
        ("2022年度", (2022,)),
        ("2022年底", (2022,)),
        ("2022年年底前", (2022,)),
        ("2022年上半年", (2022,)),
        ("2022年第三季度", (2022,)),
        ("2022年12月", (2022,)),
        ("2022年12月底前完成验收", (2022,)),
        ("2022 年 12 月底前", (2022,)),
        ("2022.12", (2022,)),
        ("2022/12/31", (2022,)),
        ("2022-12-31", (2022,)),
        ("20221231", (2022,)),
        ("2022.07-2022.12", (2022,)),
        ("2022.7.1-2022.12.31", (2022,)),
        ("2022年1月-12月", (2022,)),
        ("2022年7-12月", (2022,)),
        ("2021年7月至2022年6月", (2021, 2022)),
        ("2022年1月——2023年12月", (2022, 2023)),
        ("2022-2024年", (2022, 2024)),
        ("2022年-2024年", (2022, 2024)),
        ("2022-2024", (2022, 2024)),
        ("２０２２年１２月", (2022,)),
    ],
)
def test_a_date_or_period_is_read_with_its_years(text: str, years: tuple[int, ...]) -> None:
    value = parse_indicator_value(text)
    assert value.dated
    assert value.years == years
    assert value.low is None
    assert not value.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("优", "优"),
        ("优良", "优良"),
        ("明显提升", "明显提升"),
        ("明显提升。", "明显提升"),
        ("明显 提升", "明显提升"),
        ("定性：良好", "良好"),
        ("定性", "定性"),
        ("“优”", "优"),
        ("不超预算", "不超预算"),
        ("低于去年", "低于去年"),
        ("超过预期", "超过预期"),
        ("无", "无"),
        ("/", "/"),
        ("。", "。"),
        ("**", "**"),
        ("公里", "公里"),
        ("%", "%"),
        ("A级", "A级"),
        ("春节前", "春节前"),
        # Numbers that are not safely known stay text, so that a rule speaks of them
        ("约100人", "约100人"),
        ("24小时内响应率", "24小时内响应率"),
        ("12月到位率", "12月到位率"),
        ("每年2", "每年2"),
        ("每年2次/年", "每年2次/年"),
        ("超预期", "超预期"),
        ("100余人", "100余人"),
        ("3%左右", "3%左右"),
        ("100%完成", "100%完成"),
        ("提升10%以上", "提升10%以上"),
        ("控制在10万元以内", "控制在10万元以内"),
        ("50%以上群众", "50%以上群众"),
        ("5次以下（不含）", "5次以下(不含)"),
        ("超过5次（含）", "超过5次(含)"),
        ("大于5次以上", "大于5次以上"),
        ("80元-90万元", "80元-90万元"),
        ("[80,90]", "[80,90]"),
        ("80%≤X≤90%", "80%≤X≤90%"),
        ("±5%", "±5%"),
        ("1:20", "1:20"),
        ("7×24小时", "7×24小时"),
        ("1 00%", "100%"),
        ("5\n10", "510"),
        ("百分之九十五", "百分之九十五"),
    ],
)
def test_what_is_neither_is_words(text: str, words: str) -> None:
    value = parse_indicator_value(text)
    assert (value.sign, value.words) == ("", words)
    assert value.low is None
    assert not value.dated
    assert not value.unusual
    assert value.standard == ""


@pytest.mark.parametrize(
    ("text", "sign", "words"),
    [
        ("≥", "≥", ""),
        ("≥%", "≥", "%"),
        ("≤公里", "≤", "公里"),
        ("＝", "=", ""),
        ("=优", "=", "优"),
        ("≥80%且≤90%", "≥", "80%且≤90%"),
        ("≥80%，≤90%", "≥", "80%,≤90%"),
        ("≥95%\n≥90%", "≥", "95%≥90%"),
        ("≥≥95%", "≥", "≥95%"),
        ("≥90%以下", "≥", "90%以下"),
    ],
)
def test_a_sign_before_no_number_is_kept(text: str, sign: str, words: str) -> None:
    value = parse_indicator_value(text)
    assert (value.sign, value.words, value.low, value.dated) == (sign, words, None, False)


@pytest.mark.parametrize(
    ("value", "kind", "formula", "sign", "number", "unit", "constant"),
    [
        (0.95, Kind.PERCENT, None, "", "95", "%", False),
        (0.955, Kind.PERCENT, None, "", "95.5", "%", False),
        (0.07 * 100, Kind.NUMBER, None, "", "7", "", False),
        (0.1 + 0.2, Kind.NUMBER, None, "", "0.3", "", False),
        (3, Kind.NUMBER, None, "", "3", "", False),
        (1, Kind.PERCENT, "100%", "=", "100", "%", True),
        (3, Kind.NUMBER, "3", "=", "3", "", True),
        (-0.05, Kind.PERCENT, "-5%", "=", "-5", "%", True),
        (5, Kind.NUMBER, "A1+2", "", "5", "", False),
        ("≥95%", Kind.TEXT, '"≥"&A1', "≥", "95", "%", False),
    ],
)
def test_a_cell_is_read_as_it_shows(
    value: CellValue,
    kind: Kind,
    formula: str | None,
    sign: str,
    number: str,
    unit: str,
    constant: bool,
) -> None:
    found = typed(Cell(CellRef("项目1", 10, 6), value, kind, formula), VALUE)
    assert isinstance(found, IndicatorValue)
    assert (found.sign, str(found.low), found.unit) == (sign, number, unit)
    assert found.constant is constant
    assert not found.unusual
    assert not found.correction.startswith("=")


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u3000\n"])
def test_a_cell_that_shows_nothing_is_blank(text: str) -> None:
    assert typed(Cell(CellRef("项目1", 10, 6), text, Kind.TEXT), VALUE) is None


@pytest.mark.parametrize(
    ("kind", "value", "unit", "standard", "correction"),
    [
        ("≥", "95", "%", "≥95%", "95"),
        ("≥", 95, "%", "≥95%", "95"),
        ("＝", 3, "个", "＝3个", "3"),
        ("大于等于", "95", "％", "≥95%", "95"),
        ("≤", "９５", "万元", "≤95万元", "95"),
        ("≥", "95%", None, "≥95%", "95%"),
        ("≥", "≥95", "%", "≥95%", "≥95"),
        (None, "≥95%", None, "≥95%", "≥95%"),
        (None, 95, None, "95", "95"),
        ("定性", 95, "%", "95%", "95"),
        ("≤", "12月底前", None, "12月底前", "12月底前"),
    ],
)
def test_three_columns_are_put_together(
    kind: str | None, value: object, unit: str | None, standard: str, correction: str
) -> None:
    record = typed_record({"kind": kind, "value": value, "unit": unit}, THREE_COLUMNS)
    found = record["value"]
    assert isinstance(found, IndicatorValue)
    assert (found.standard, found.correction) == (standard, correction)
    assert typed_record(record, THREE_COLUMNS) == record
    alone = typed_record({"value": found}, THREE_COLUMNS)["value"]
    assert isinstance(alone, IndicatorValue)
    assert alone.standard == standard


@pytest.mark.parametrize(
    ("sign", "unit", "column_sign", "value_sign", "value_unit"),
    [
        ("正向", "", "正向", "≥", ""),
        ("反向指标", "", "反向", "≤", ""),
        ("≥", "", "≥", "≥", ""),
        ("≥以上", "", "", "", ""),
        ("≥", "百分比(%)", "≥", "≥", "%"),
        ("≥", "百分数", "≥", "≥", "%"),
        ("≥", "—", "≥", "≥", ""),
        ("≥", "无", "≥", "≥", ""),
        ("≥", "（人次）", "≥", "≥", "人次"),
        ("≥", "(人次", "≥", "≥", "(人次"),
        ("≥", "人次)", "≥", "≥", "人次)"),
    ],
)
def test_a_sign_and_a_unit_from_columns(
    sign: str, unit: str, column_sign: str, value_sign: str, value_unit: str
) -> None:
    found = parse_indicator_value("95", sign=sign, unit=unit)
    assert (found.column_sign, found.sign, found.unit) == (column_sign, value_sign, value_unit)


def test_a_date_has_its_own_sign_or_that_of_its_column() -> None:
    assert parse_indicator_value("2022年12月底前", sign="≤").sign == "≤"
    own = parse_indicator_value("≤2022年12月", sign="")
    assert (own.dated, own.sign) == (True, "≤")


def test_a_graded_word_takes_no_sign_from_its_column() -> None:
    for kind in ("定性", "＝"):
        found = typed_record({"kind": kind, "value": "优", "unit": None}, THREE_COLUMNS)["value"]
        assert isinstance(found, IndicatorValue)
        assert (found.sign, found.words) == ("", "优")


# Properties

NUMBERS = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=2)
UNITS = st.sampled_from(["", "%", "‰", "个", "人次", "万元", "次/年", "元/平方米", "个工作日"])


@settings(deadline=None)
@given(st.sampled_from("≥≤><="), NUMBERS, UNITS)
def test_the_standard_notation_reads_back_to_the_same(sign: str, low: Decimal, unit: str) -> None:
    value = IndicatorValue("", sign, low, None, unit)
    again = parse_indicator_value(value.standard)
    assert (again.sign, again.low, again.high, again.unit) == (sign, low, None, unit)
    assert again.standard == again.correction == again.raw == value.standard
    assert not again.unusual


# Without a unit, 2022.01-2022.12 is a period.
@settings(deadline=None)
@given(NUMBERS.filter(lambda low: low < 2000), NUMBERS, UNITS)
def test_a_range_reads_back_to_the_same(low: Decimal, high: Decimal, unit: str) -> None:
    value = IndicatorValue("", "", low, high, unit)
    again = parse_indicator_value(value.standard)
    assert (again.sign, again.low, again.high, again.unit) == ("", low, high, unit)


TYPED = st.text(
    "0123456789.,-~％%‰≥≤＞＝<=>不低于超过以上内含（）()月年日底前季度优个 万元至\n２。",
    max_size=16,
)


@settings(deadline=None)
@given(st.one_of(st.text(), TYPED), st.text(max_size=3), st.text(max_size=3))
def test_reading_never_fails_and_holds_exactly_one(text: str, sign: str, unit: str) -> None:
    value = parse_indicator_value(text, sign=sign, unit=unit)
    assert (value.low is not None) + value.dated + bool(value.words) <= 1
    assert value.low is not None or value.dated or value.words or value.sign or not value.raw
    assert not value.standard.startswith("=")
    assert not value.correction.startswith("=")


@settings(deadline=None)
@given(TYPED)
def test_a_correction_corrects(text: str) -> None:
    value = parse_indicator_value(text)
    if value.correction:
        again = parse_indicator_value(value.correction)
        assert (again.sign, again.low, again.high, again.unit, again.dated) == (
            (value.sign, value.low, value.high, value.unit, value.dated)
        )
        assert again.correction == value.correction
        assert not again.unusual
