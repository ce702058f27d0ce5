"""Live lights in a blank: what Excel would work out is what the rules say, and never more."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.libreoffice import SOFFICE, LibreOffice
from tests.template_book import form_named
from tests.year import YEAR, monitoring_workbook, target_workbook, units
from xltool.excel.template import guide
from xltool.excel.template.formats import BLANK_FILL, LIGHT_FILLS
from xltool.excel.template.indicator_lights import LitRow, lit_rows
from xltool.excel.template.page import FormPage, Slot
from xltool.excel.template.workbook import build_template
from xltool.model.filling import FilledRecord, Filling
from xltool.model.workbook import Area
from xltool.rules.monitoring.lights import Light, indicator_light
from xltool.values.indicator_value import parse_indicator_value

FORM, MONTH = form_named("monitoring@2022"), 7
FIELDS = {field.name: field for field in FORM.tables()["monitored_indicators"]}
COLUMNS = ("level3", "target", "actual", "cause_explained")
TARGETS = """
≥120人次 参训人次 人次
＝20台 自助终端购置数量 台
＝0起 安全事故 起
≥95% 办事群众满意度 %
≥90 审批业务受理率（%） %
≥90 业务受理率 %
≥0.5 完成率 %
<15分钟 平均等候时间 分钟
10-20次 检查次数 次
≥2万元 节约金额 万元
≤2500元/平方米 改造单位成本 元/平方米
明显提升 服务水平 %
2022年12月底前 工程完工时间 月
"""
NUMBERS = (
    *(
        "0",
        "1",
        "6",
        "7",
        "14",
        "0.5",
        "0.92",
        "15",
        "20",
        "42",
        "73",
        "75.9",
        "76",
        "140",
        "31.50",
    ),
)
DOUBTFUL = (
    *("007", ".5", "5.", "1,200", "1e3", "-5", "(5)", "5月1日", "10月", "3/5", "12:30", "1.2.3"),
    *("１２", "二十", "约30", "36-40", "≥36", "20221031", "202210", "44682", "5 0", "36 人次"),
    *(" 36", "", "=1+1", "—", "无", "若干", "推进中", "m", "%", "0%", "50％", "1.234"),
)
WORDS = ("达成", "部分达成", "未达成", "未开展", "尚未", "完成", "明显提升", "有所提升", "已完成了")


def lit_row(target: str, name: str) -> LitRow | None:
    """The light of a target, as in the first row of a sheet."""
    page = FormPage(FORM.parts[0], [10.0] * 4)
    page.slots = [
        Slot(Area(1, column, 1, column), "monitored_indicators", FIELDS[field], 0)
        for column, field in enumerate(COLUMNS, 1)
    ]
    texts = {"level3": name, "target": target}
    return next(lit_rows(page, FORM, MONTH, lambda slot: texts.get(slot.field.name)), None)


def typed(unit: str) -> list[str]:
    """What is typed for an indicator: numbers with units of its own and of others, and words."""
    numbers = [number + each for number in NUMBERS for each in ("", unit)]
    others = [f"{number}{each}" for number in (0, 0.5, 48) for each in ("%", "人", "万")]
    doubtful = [each + unit for each in DOUBTFUL[:4]]
    return list(dict.fromkeys((*numbers, *others, *DOUBTFUL, *doubtful, *WORDS)))


def formula_of(row: LitRow, line: int) -> str:
    """The name of the light, "" for none, by the conditions of the row moved to another."""
    text = '""'
    for light, condition in row.conditions.items():
        moved = re.sub(r"\$([ABC])1\b", rf"$\g<1>{line}", condition)
        text = f'IF({moved},"{light.value}",{text})'
    return f"={text}"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_what_is_worked_out_is_the_light_or_nothing(tmp_path: Path) -> None:
    """Some thousand values: every light shown is true, and the plain ones are all shown."""
    path = tmp_path / "lights.xlsx"
    expected: list[tuple[str, str, str, Light | None]] = []
    with xlsxwriter.Workbook(path) as workbook:
        sheet, text = workbook.add_worksheet(), workbook.add_format({"num_format": "@"})
        for target, name, unit in map(str.split, TARGETS.strip().splitlines()):
            row = lit_row(target, name)
            if row is None:
                assert target.endswith("底前"), "dates have no light"
                continue
            for actual in typed(unit):
                line = len(expected)
                for column, value in enumerate((name, target, actual)):
                    sheet.write(line, column, None, text)
                    if value:
                        sheet.write_string(line, column, value, text)
                sheet.write_formula(line, 3, formula_of(row, line + 1), None, "not computed")
                expected.append((target, name, actual, row.light(actual)))
    LibreOffice(compute=True).convert([path], "xlsx", tmp_path / "office")
    computed = openpyxl.load_workbook(tmp_path / "office" / path.name, data_only=True).active
    assert computed
    shown = 0
    for line, (target, name, actual, mirrored) in enumerate(expected, 1):
        light = computed.cell(line, 4).value or ""
        values = (parse_indicator_value(target), parse_indicator_value(actual))
        true = indicator_light(*values, name, MONTH, FORM)
        assert light == (mirrored.value if mirrored else ""), (target, name, actual)
        assert light in ("", true.value if true else ""), (target, name, actual)
        shown += bool(light)
    assert shown > 350


@pytest.mark.parametrize(
    ("target", "name", "unit"),
    [
        ("≥120人次", "参训人次", "人次"),
        ("≥95%", "办事群众满意度", "%"),
        ("≤15分钟", "平均等候时间", "分钟"),
    ],
)
def test_every_plain_number_has_its_light(target: str, name: str, unit: str) -> None:
    row = lit_row(target, name)
    assert row
    for number, each in itertools.product(NUMBERS, ("", unit)):
        actual = number + each
        true = indicator_light(
            parse_indicator_value(target), parse_indicator_value(actual), name, MONTH, FORM
        )
        assert row.light(actual) is true, actual


def test_a_blank_from_targets_has_lights_and_one_without_has_none(tmp_path: Path) -> None:
    """The cell of the actual value takes the colour, that of the reason asks for one."""
    unit = units()["439002"]
    source = tmp_path / "目标.xlsx"
    source.write_bytes(target_workbook(unit))
    sheet = openpyxl.load_workbook(io.BytesIO(monitoring_workbook(unit, MONTH, source)))["监控1"]
    fills = fills_at(sheet, "E13")
    assert fills == {colour.lstrip("#") for colour in LIGHT_FILLS.values()} | {blank()}
    assert blank() in fills_at(sheet, "L13")
    assert len(fills_at(sheet, "E15")) == 1, "a date has no light"
    empty = openpyxl.load_workbook(io.BytesIO(build_template(FORM, year=YEAR, month=MONTH)))
    assert fills_at(empty["监控1"], "E13") == {blank()}
    said = [str(row[1].value) for row in empty[guide.SHEET].iter_rows(max_row=12)]
    assert not any("红灯" in text for text in said)


def test_what_the_filler_may_change_has_no_light() -> None:
    """A target that nobody locks, one too long for a formula, a month that is not known."""
    assert lit_row("≥120人次" + "人" * 260, "参训人次") is None
    filling = Filling({"monitored_indicators": (FilledRecord({"target": "≥4次"}, 0),)})
    book = openpyxl.load_workbook(io.BytesIO(build_template(FORM, filling)))
    assert fills_at(book["监控1"], "E13") == {blank()}


def blank() -> str:
    return BLANK_FILL.lstrip("#")


def fills_at(sheet: Worksheet, cell: str) -> set[str]:
    """The colours of the rules that lie over a cell."""
    return {
        rule.dxf.fill.bgColor.rgb[2:]
        for area in sheet.conditional_formatting
        if cell in area
        for rule in area.rules
        if rule.dxf and rule.dxf.fill
    }
