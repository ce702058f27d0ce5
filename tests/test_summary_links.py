"""Names, paths and texts that break naive workbooks: links work or are text, nothing is live."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from sample_workbooks.layouts import published_layout
from sample_workbooks.make import HERE, read_content
from tests.book_file import book_bytes
from tests.libreoffice import SOFFICE, LibreOffice
from tests.test_consolidate import LINK, links, run, table
from xltool.excel.read.workbook import read_workbook
from xltool.excel.summary import indicators
from xltool.excel.summary.columns import UNIT
from xltool.excel.summary.links import Formula, link
from xltool.excel.summary.proof import prove
from xltool.excel.summary.workbook import write_summary
from xltool.forms.load import load_forms
from xltool.ledger.entry import LedgerEntry
from xltool.ledger.indicator_row import IndicatorRow
from xltool.ledger.ledger import Ledger
from xltool.ledger.project_row import ProjectRow
from xltool.ledger.submission_row import SubmissionRow
from xltool.month.consolidation import Consolidation
from xltool.month.submission_status import Month

PUBLISHED = HERE / "公开文本三个项目.xlsx"


def entry(
    path: str, projects: list[dict[str, Any]], indicators: int = 0, unit: str = "439001"
) -> LedgerEntry:
    """A workbook as the ledger has it, made up."""
    head: dict[str, Any] = dict.fromkeys(SubmissionRow._fields, "")
    head |= {"path": path, "digest": path, "form": "hebei-target@2022", "unit": unit}
    head |= {"unit_name": "单位", "year": "2022", "verdict": "clean", "accepted": 1}
    head |= dict.fromkeys(("period", "month", "received", "modified"))
    head |= dict.fromkeys(("errors", "warnings", "notes"), 0)
    project: dict[str, Any] = dict.fromkeys(ProjectRow._fields, "")
    project |= {"budget": "100", "fiscal": "100", "other": "0", "executed": None}
    project |= {"plan": "3=25 6=50 10=75 12=100", "indicators": 0, "sheet": "项目1", "cell": "E3"}
    indicator: dict[str, Any] = dict.fromkeys(IndicatorRow._fields, "")
    indicator |= {"project": 0, "number": "95", "sheet": "项目1", "cell": "F10"}
    return LedgerEntry(
        SubmissionRow(**head),
        tuple(
            ProjectRow(**{**project, "place": place, "key": f"{unit} {place}", **changes})
            for place, changes in enumerate(projects)
        ),
        tuple(IndicatorRow(**{**indicator, "place": place}) for place in range(indicators)),
    )


def summary_of(
    folder: Path, entries: list[LedgerEntry], most_rows: int = 1_048_576, *, proved: bool = True
) -> Path:
    out = folder / "汇总.xlsx"
    with Ledger() as ledger:
        ledger.add(entries)
        month = Consolidation.of(ledger, Month("2022-03"), load_forms())
        write_summary(month, out, folder, most_rows)
    if proved:
        prove(out)
    return out


@pytest.mark.parametrize(
    ("path", "sheet", "formula"),
    [
        ("a.xlsx", "项目1", '=HYPERLINK("a.xlsx#\'项目1\'!E3","a.xlsx 项目1!E3")'),
        (
            "../2022 3/甲#1.xlsx",
            "x",
            '=HYPERLINK("../2022 3/甲%231.xlsx#\'x\'!E3","甲#1.xlsx x!E3")',
        ),
        ("100%.xlsx", "x", '=HYPERLINK("100%25.xlsx#\'x\'!E3","100%.xlsx x!E3")'),
        ("a.xlsx", "it's", "=HYPERLINK(\"a.xlsx#'it''s'!E3\",\"a.xlsx it's!E3\")"),
        ('“a"b".xlsx', "x", '=HYPERLINK("“a""b"".xlsx#\'x\'!E3","“a""b"".xlsx x!E3")'),
    ],
)
def test_a_link(path: str, sheet: str, formula: str) -> None:
    made = link(path, sheet, "E3")
    assert isinstance(made, Formula) and made.text == formula


def test_a_path_that_is_too_long_or_odd_is_text() -> None:
    assert link("文" * 240 + "/a.xlsx", "项目1", "E3") == "a.xlsx 项目1!E3"
    assert isinstance(link("文" * 230 + "/a.xlsx", "项目1", "E3"), Formula)
    assert link("a\x01b.xlsx") == "a\x01b.xlsx"


def test_folders_and_sheets_with_odd_names(tmp_path: Path) -> None:
    """Chinese, spaces, #, %, quotes: each link leads to the cell with the project's name."""
    folder = tmp_path / "报送 #1 (50%) 'x' “甲”"
    folder.mkdir()
    book = published_layout(read_content()["published"])
    for plan, name in zip(book.sheets, ("部门#", "it's 1", "a b#c", "项%20目"), strict=True):
        plan.name = name
    (folder / "我 的#表 100%.xlsx").write_bytes(book_bytes(book))
    path = run(tmp_path / "汇总.xlsx", paths=[folder], roster=None).path
    rows = table(path, "项目清单", formulas=True)[:-1]
    found = [place for place in links(path) if place[0] == "项目清单"]
    assert [sheet for _, _, sheet, _ in found] == ["it's 1", "a b#c", "项%20目"]
    for row, (_, file, sheet, ref) in zip(rows, found, strict=True):
        assert LINK.fullmatch(row["出处"])
        original = openpyxl.load_workbook(path.parent / file)
        assert original[sheet][ref].value == row["项目名称"]


def test_a_path_over_255_characters(tmp_path: Path) -> None:
    folder = (
        tmp_path
        / ("很长的文件夹名" * 8)
        / ("又一个很长的文件夹" * 8)
        / ("再一个" * 20)
        / "表"
        / ("长" * 60)
    )
    try:
        folder.mkdir(parents=True)
        shutil.copy(PUBLISHED, folder / "439001.xlsx")
    except OSError:
        pytest.skip("this file system allows no such path")
    path = run(tmp_path / "汇总.xlsx", paths=[tmp_path], roster=None).path
    rows = table(path, "项目清单", formulas=True)
    assert rows[0]["出处"] == "439001.xlsx 项目1!E3"
    assert rows[0]["文件路径"].endswith("长/439001.xlsx")


def test_nothing_that_was_filled_in_is_live(tmp_path: Path) -> None:
    long = "很长的文字，" * 5461 + "完"  # 32,767 characters, the most that a cell can hold
    assert len(long) == 32767
    names = [
        "=1+1",
        "+86 电话",
        "-项目",
        "@SUM(A1)",
        '=HYPERLINK("http://x","点")',
        "表情😀项目",
        "控制\x01字\x0b符",
        "_x0041_ 原样",
        "http://example.com/",
        " 前后空格 ",
        "两行\n项目",
        "{=A1}",
        "'引号",
        long,
    ]
    path = summary_of(tmp_path, [entry("a.xlsx", [{"name": name} for name in names])])
    book = openpyxl.load_workbook(path)
    sheet = book["项目清单"]
    cells = [sheet.cell(row, 4) for row in range(4, 4 + len(names))]
    assert [unescape(str(cell.value)) for cell in cells] == names
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_more_rows_than_a_sheet_holds_go_on_and_totals_span_them(tmp_path: Path) -> None:
    many = [
        entry(f"{n:03}.xlsx", [{"name": f"项目{n}-{m}"} for m in range(3)], 2, f"{439001 + n}")
        for n in range(40)
    ]
    path = summary_of(tmp_path, many, most_rows=69)  # 50 rows a sheet
    book = openpyxl.load_workbook(path, data_only=True)
    names = [name for name in book.sheetnames if name.startswith("项目清单")]
    assert names == ["项目清单", "项目清单 2", "项目清单 3"]
    assert [book[name].auto_filter.ref for name in names] == ["A3:R53", "A3:R53", "A3:R23"]
    total = book["项目清单 3"]["E24"]
    assert total.value == 12000
    formulas = openpyxl.load_workbook(path)
    formula = str(formulas["项目清单 3"]["E24"].value)
    assert (
        formula
        == "=SUM('项目清单'!$E$4:$E$53)+SUM('项目清单 2'!$E$4:$E$53)+SUM('项目清单 3'!$E$4:$E$23)"
    )
    unit = str(formulas["单位汇总"]["E4"].value)
    assert unit.count("SUMIFS(") == 3


def test_links_past_row_65531(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlsxwriter drops real links past 65,530 on a sheet; formulas it does not."""
    columns = [each for each in indicators.INDICATORS if each.key == "origin"]
    monkeypatch.setattr(indicators, "INDICATORS", (UNIT, *columns, *indicators.INDICATORS[-1:]))
    many = entry(f"{tmp_path}/a.xlsx", [{"name": "项目"}], indicators=66_000)
    path = summary_of(tmp_path, [many], proved=False)  # the proof of so many rows takes a minute
    (name,) = [
        f"xl/worksheets/sheet{number}.xml"
        for number, sheet in enumerate(openpyxl.load_workbook(path, read_only=True).sheetnames, 1)
        if sheet == "指标清单"
    ]
    with zipfile.ZipFile(path) as package:
        text = package.read(name).decode()
    for row in range(66_000, 66_004):
        (link,) = re.findall(rf'<c r="B{row}"[^>]*><f>([^<]*)</f>', text)
        assert unescape(link) == 'HYPERLINK("a.xlsx#\'项目1\'!F10","a.xlsx 项目1!F10")'


def test_codes_that_excel_cannot_tell_apart(tmp_path: Path) -> None:
    """0439 and 439 are one number to SUMIFS, * is a wildcard: units are then summed by place."""
    entries = [
        entry("a.xlsx", [{"name": "甲", "budget": "1"}], unit="004390"),
        entry(
            "b.xlsx", [{"name": "乙", "budget": "2"}, {"name": "丙", "budget": "3"}], unit="4390"
        ),
        entry("c.xlsx", [{"name": "丁", "budget": "4"}], unit="某*局"),
    ]
    path = summary_of(tmp_path, entries)
    rows = [row for row in table(path, "单位汇总", formulas=True) if row["单位编码"] != "小计"]
    assert [row["预算数"] for row in rows[:3]] == [
        "=SUM('项目清单'!$E$4:$E$4)",
        "=SUM('项目清单'!$E$5:$E$6)",
        "=SUM('项目清单'!$E$7:$E$7)",
    ]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_another_program_opens_the_hostile_one(tmp_path: Path) -> None:
    path = summary_of(tmp_path, [entry("a.xlsx", [{"name": "=1+1"}, {"name": "控制\x01符"}])])
    LibreOffice().convert([path], "ods", tmp_path)
    sheets = {sheet.name: sheet for sheet in read_workbook(path.with_suffix(".ods")).sheets}
    assert sheets["项目清单"].cells[4, 4].value == "=1+1"
