"""XL202: the unit or sign of an indicator value is not the one that stands beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import (
    SHARES,
    contradiction,
    unit_counted,
    unit_in_name,
)
from xltool.rules.indicator_values.stray_dates import (
    THIS_CENTURY,
    date_of_serial,
    is_serial,
    likely_typed,
)
from xltool.rules.indicator_values.suggestion import rate_example
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.taxonomy.levels import find_level1, find_level2, is_level
from xltool.values.graded_words import WORD_LISTS, is_graded
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Money or a count for a rate, another unit than the name or the unit column gives, another
    sign than the sign column; a date, a date's number or a word where the name says otherwise.
    """
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue):
        return
    # A name that is missing is not held against the value.
    name = name if isinstance(name, str) else ""
    variant = contradiction(value, name, form)
    params: dict[str, object] = {"name": brief(name), "value": brief(value.raw)}
    if variant == "sign_column":
        yield _beside(variant, params, value.sign, value.column_sign, form)
    elif variant == "unit_column":
        yield _beside(variant, params, value.unit, value.column_unit, form)
    elif variant:
        params |= {"unit": value.unit, "stated": unit_in_name(name, form)}
        params["example"] = rate_example(name, row.get("level2"), form)
        yield Hit("value", params=params, variant=variant)
    elif value.dated:
        yield from _dated(value, name, row, params, form)
    elif is_serial(value, name, row, form):
        yield _serial(value, row, params)
    elif unit_in_name(name, form) in SHARES and is_graded(value.words, form):
        params["example"] = rate_example(name, row.get("level2"), form)
        yield Hit("value", params=params, variant="word", severity=Severity.WARNING)


def _dated(
    value: IndicatorValue, name: str, row: Row, params: dict[str, object], form: Form
) -> Iterator[Hit]:
    """A date for a name that counts; one that Excel made of something like 3-5 anywhere but under
    timeliness, and there too where it lies before 2000.
    """
    stated = unit_in_name(name, form) or value.column_unit
    counts = bool(stated) and stated not in _OF_DATES
    old = any(named < THIS_CENTURY for named in value.years)
    if value.date_cell and (old or counts or _is_elsewhere(row, form)):
        year = row.get("year")
        likely = likely_typed(value.raw, year if isinstance(year, int) else None)
        unit = "" if value.column_unit else stated or unit_counted(name, form)
        params |= {"date": value.raw, "likely": likely, "entry": likely + unit}
        severity = None if counts else Severity.WARNING
        known = unit or value.column_unit
        entry, variant = (likely + unit, "date_made") if known else ("", "date_made_bare")
        yield Hit("value", params=params, variant=variant, expected=entry, severity=severity)
    elif counts:
        yield Hit("value", params={**params, "stated": stated}, variant="date")


def _is_elsewhere(row: Row, form: Form) -> bool:
    """Whether the second level is one of the form's and not timeliness."""
    level = find_level1(row.get("level1"), form)
    level2 = row.get("level2")
    known = find_level2(level2, level) is not None if level else False
    return known and not is_level(level2, "时效指标")


def _serial(value: IndicatorValue, row: Row, params: dict[str, object]) -> Hit:
    """A date that lost its format; only one within the year is worth entering again."""
    date, year = date_of_serial(value.low or Decimal(0)), row.get("year")
    own = f"{date.year}年{date.month}月{date.day}日"
    params |= {"date": own, "year": str(year or ""), "entry": own}
    if date.year < THIS_CENTURY:
        likely = likely_typed(date.isoformat(), None)
        params |= {"date": date.isoformat(), "likely": likely}
        variant, entry = "serial_made", ""
    elif isinstance(year, int) and date.year != year:
        variant, entry = "serial_of_year", ""
    else:
        variant, entry = "serial", own
    return Hit("value", params=params, variant=variant, expected=entry, severity=Severity.WARNING)


_OF_DATES = ("年", "月", "日", "季度")
"""Units in a name whose value may be a date: 完成时间（月） with 12月."""


def _beside(variant: str, params: dict[str, object], own: str, stated: str, form: Form) -> Hit:
    """The cell and a column beside it that say different things."""
    field = form.field(RULE.table, "value")
    parts = field.parts if field else None
    name = (parts.sign if variant == "sign_column" else parts.unit) if parts else None
    column = form.field(RULE.table, name) if name else None
    return Hit(
        "value",
        others=((0, column.name),) if column else (),
        params={
            **params,
            "own": own,
            "stated": stated,
            "column": column.title.words() if column else "",
        },
        variant=variant,
    )


_DATE_MADE = Words(
    "“{name}”的指标值是日期 {date}，可能原来填的是“{likely}”，被 Excel 或 WPS 变成了日期。",
    "The value of “{name}” is the date {date}; “{likely}” may have been typed, which Excel "
    "and WPS turn into a date.",
)

_TYPE_AGAIN = Words(
    "请先把单元格格式设为“文本”，再填写原来的内容，可能是“{likely}”，并写上单位。",
    "Set the cell's format to Text, then type the entry again, maybe “{likely}”, with its unit.",
)

RULE = RowRule(
    code="XL202",
    name="contradicts_name",
    severity=Severity.ERROR,
    title=Words("指标值与指标名称不符", "Value contradicts the name"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "unit": Words(
            "“{name}”的单位是“{stated}”，指标值“{value}”的单位却是“{unit}”。",
            "“{name}” is in “{stated}”, yet its value “{value}” is in “{unit}”.",
        ),
        "rate": Words(
            "“{name}”是比率，指标值“{value}”的单位却是“{unit}”。",
            "“{name}” is a rate, yet its value “{value}” is in “{unit}”.",
        ),
        "word": Words(
            "“{name}”要用百分数衡量，指标值“{value}”却是文字。",
            "“{name}” is measured in percent, yet its value “{value}” is a word.",
        ),
        "date": Words(
            "“{name}”的单位是“{stated}”，指标值“{value}”却是日期。",
            "“{name}” is in “{stated}”, yet its value “{value}” is a date.",
        ),
        "date_made": _DATE_MADE,
        "date_made_bare": _DATE_MADE,
        "serial_made": Words(
            "“{name}”的指标值“{value}”像是日期 {date} 的序号，可能原来填的是“{likely}”，"
            "被 Excel 或 WPS 变成了日期。",
            "The value “{value}” of “{name}” seems to be the serial number of {date}; “{likely}” "
            "may have been typed, which Excel and WPS turn into a date.",
        ),
        "serial": Words(
            "“{name}”的指标值“{value}”像是日期的序号：{date} 去掉日期格式后就显示成这个数。",
            "The value “{value}” of “{name}” seems to be the serial number of a date: {date} shows "
            "like that without its date format.",
        ),
        "serial_of_year": Words(
            "“{name}”的指标值“{value}”像是日期的序号：{date} 去掉日期格式后就显示成这个数。",
            "The value “{value}” of “{name}” seems to be the serial number of a date: {date} shows "
            "like that without its date format.",
        ),
        "sign_column": Words(
            "指标值“{value}”里的符号是“{own}”，“{column}”栏填的却是“{stated}”。",
            "The value “{value}” has the sign “{own}”, yet “{column}” beside it says “{stated}”.",
        ),
        "unit_column": Words(
            "指标值“{value}”的单位是“{own}”，“{column}”栏填的却是“{stated}”。",
            "The value “{value}” is in “{own}”, yet “{column}” beside it says “{stated}”.",
        ),
    },
    remedy={
        "unit": Words(
            "请核对：指标值的单位与名称要一致，改指标值，或改名称里的单位“{stated}”。",
            "Name and value need the same unit: change the value, or the “{stated}” in the name.",
        ),
        "rate": Words(
            "请改填百分数，例如“{example}”；如果要考核的不是比率，请改指标名称。",
            "Enter a percentage, for example “{example}”; if no rate is meant, change the name.",
        ),
        "word": Words(
            "请改填百分数，例如“{example}”；如果只能定性描述，请去掉名称里的百分号。",
            "Enter a percentage, for example “{example}”; if it can only be put in words, take the "
            "percent sign out of the name.",
        ),
        "date": Words(
            "请改填以“{stated}”为单位的数；如果要考核的是日期，请改指标名称。",
            "Enter a number in “{stated}”; if a date is meant, change the name.",
        ),
        "date_made": Words(
            "请先把单元格格式设为“文本”，再填写原来的内容；如果原来填的是“{likely}”，就填“{entry}”。",
            "Set the cell's format to Text, then type the entry again: if it was “{likely}”, enter "
            "“{entry}”.",
        ),
        "date_made_bare": _TYPE_AGAIN,
        "serial_made": _TYPE_AGAIN,
        "serial": Words(
            "请先把单元格格式设为“文本”，再填写日期，例如“{entry}”。",
            "Set the cell's format to Text, then type the date, for example “{entry}”.",
        ),
        "serial_of_year": Words(
            "请先把单元格格式设为“文本”，再填写 {year} 年内的日期；{date} 不在本年度。",
            "Set the cell's format to Text, then type a date within {year}; {date} lies outside "
            "the fiscal year.",
        ),
        "sign_column": Words(
            "请核对哪一个正确：指标值只填数字，符号填在“{column}”栏。",
            "Check which one is right; leave the number alone in the value, and put the sign under "
            "“{column}”.",
        ),
        "unit_column": Words(
            "请核对哪一个正确：指标值只填数字，单位填在“{column}”栏。",
            "Check which one is right; leave the number alone in the value, and put the unit under "
            "“{column}”.",
        ),
    },
    why=Words(
        "名称与指标值说的不是同一件事，年底就无法对照考核。",
        "If name and value speak of different things, the result cannot be compared with it.",
    ),
    source=Words("由公开文本的指标名称归纳。", "Inferred from the names of published indicators."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "28.8万元"},),
            ({"level3": "审批业务办结率", "value": "≥3个"},),
            ({"level3": "年度运维成本（万元）", "value": "≤98%"},),
            ({"level3": "公告差错率（%）", "value": "≤5‰"},),
            ({"level3": "年度运维成本（万元）", "value": "≤368800元"},),
            ({"level3": "业务量增长率", "value": "≥3件"},),
            ({"level3": "业务保障能力提升情况（%）", "value": "明显提升"},),
            ({"level3": "响应天数（天）", "value": "12月底前"},),
            ({"level3": "响应天数（天）", "value": datetime.date(2022, 3, 5)},),
            ({"level1": "产出", "level2": "数量", "value": datetime.date(2022, 6, 15)},),
            ({"level2": "时效指标", "level3": "资金到位时间", "value": 44561, "year": 2021},),
            ({"level2": "时效指标", "level3": "资金到位时间", "value": 44561, "year": 2022},),
        ),
        good=(
            ({"level3": "公告差错率", "value": "≤5‰"},),
            ({"level3": "业务量增长率（%）", "value": "≥5个百分点"},),
            ({"level3": "改造面积（平方米）", "value": "≥1200㎡"},),
            ({"level3": "培训人次（人次）", "value": "≥1.5万人次"},),
            ({"level3": "接入单位数量（个）", "value": "≥30家"},),
            ({"level3": "巡检次数（次）", "value": "≥3次/年"},),
            ({"level3": "库存周转率", "value": "≥4次"},),
            ({"level3": "服务对象满意度", "value": "≥95分"},),
            ({"level3": "满意度调查问卷份数", "value": "≥300份"},),
            ({"level3": "办事效率", "value": "≤5天"},),
            ({"level3": "完成时间（月）", "value": "12月"},),
            ({"level2": "时效指标", "level3": "完工时间", "value": datetime.date(2022, 6, 15)},),
            ({"level2": "数量指标", "level3": "受益人数（人）", "value": 44561},),
            ({"level2": "数量指标", "level3": "种植株数", "value": 44561},),
            ({"level3": "服务质量", "value": "明显提升"},),
        ),
    ),
    check=check,
    words=(
        "units",
        "not_rates",
        "growth_rates",
        "same_units",
        "counters",
        "growth_units",
        "score_units",
        *WORD_LISTS,
        "lower_is_better",
    ),
    opinion=4,
)
