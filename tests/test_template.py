"""The standard workbook: built from the form alone, checked blank, filled in, and read back."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl.utils import range_boundaries
from xlsxwriter.worksheet import Worksheet

from tests.facts import filling_of_facts
from tests.other_book import Filled, filled_forms, save
from tests.template_book import (
    TARGET,
    cells_of,
    form_named,
    opened,
    plain,
    saved,
    target_of,
    type_in,
    unlocked,
)
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.extract import extract
from xltool.extract.raw_values import filling_of
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.language.errors import TextTooLongError
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Form
from xltool.model.report import Report, Verdict
from xltool.model.workbook import CellValue
from xltool.pipeline.check import check

FILLED = list(filled_forms())
FORMS = [form.key for form in load_forms()]
UNIT = "439001唐山市开平区行政审批局本级"
REQUIRED = {"XL307", "XL001", "XL306", "XL701", "XL703"}
"""Rules that only say that something has not been filled in yet."""
KNOWN_IN_2007 = {
    *(
        "ABS",
        "AND",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "IF",
        "IFERROR",
        "LEFT",
        "LEN",
        "MATCH",
        "MIN",
        "N",
    ),
    *("OFFSET", "OR", "ROUND", "ROW", "ROWS", "SUM", "SUMPRODUCT", "TEXT", "TRIM"),
}
SAMPLES = Path(__file__).parent.parent / "sample_workbooks"


def checked(data: bytes, folder: Path) -> Report:
    path = folder / "收件" / "绩效目标表.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return check([path])[0]


def read_back(path: Path, form: Form) -> Filling:
    workbook = read_workbook(path)
    match = recognise(workbook, load_forms())
    assert match and match.form.key == form.key
    return filling_of(workbook, extract(workbook, match), form)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


# Blank


@pytest.mark.parametrize("key", FORMS)
@pytest.mark.parametrize("projects", [1, 3])
def test_a_blank_workbook_lacks_what_is_required_and_nothing_else(
    key: str, projects: int, tmp_path: Path
) -> None:
    data = build_template(form_named(key), year=2023, projects=projects)
    report = checked(data, tmp_path)
    assert report.form == key
    assert report.verdict is Verdict.FINDINGS
    assert {finding.rule for finding in report} <= REQUIRED
    places = {place for finding in report for place in cells_of(finding.refs)}
    assert places <= unlocked(opened(data))
    asked = {
        field.name
        for part in form_named(key).parts
        for field in part.single_fields()
        if field.required and not field.computed
    }
    assert {f.field for f in report if f.rule == "XL001"} == asked


def test_unit_and_year_stand_in_every_part(tmp_path: Path) -> None:
    report = checked(build_template(form_named(), unit=UNIT, year=2023, projects=2), tmp_path)
    assert report.unit_code and report.unit_code.value == "439001"
    assert report.year and (report.year.value, report.year.source) == ("2023", "stamp")
    assert not [f for f in report if f.field in ("unit", "year_stated")]


@pytest.mark.parametrize("key", FORMS)
def test_the_same_arguments_give_the_same_bytes(key: str) -> None:
    form = form_named(key)
    made = [build_template(form, unit=UNIT, year=2023, projects=2) for _ in range(2)]
    assert made[0] == made[1]


def test_rows_for_twenty_indicators_and_more() -> None:
    sheet = opened(build_template(form_named()))["项目1"]
    _, top, _, bottom = range_boundaries(target_of(sheet, "xl_indicators"))
    rows = range(int(top or 0), int(bottom or 0) + 1)
    shown = [row for row in rows if not sheet.row_dimensions[row].hidden]
    assert (len(shown), len(rows)) == (20, 40)
    merged = [area for area in sheet.merged_cells.ranges if area.min_row in rows]
    assert all(area.min_row == area.max_row for area in merged), "no level is merged downwards"
    assert not [area for area in merged if area.min_col <= 4], "nor any text column sideways"


@pytest.mark.parametrize("key", FORMS)
def test_labels_are_locked_and_rows_may_be_inserted(key: str) -> None:
    book = opened(build_template(form_named(key)))
    for sheet in book.worksheets[1:-1]:
        protection = sheet.protection
        assert protection.sheet and not protection.password
        assert not protection.insertRows and not protection.formatRows, "False: not forbidden"
        open_cells = [c for row in sheet.iter_rows() for c in row if not c.protection.locked]
        assert not [c for c in open_cells if str(c.value or "") not in _prefilled(key)]


def _prefilled(key: str) -> set[str]:
    numbers = {f"（{n}）" for n in "一二三四五六七八九十"} | {f"（十{n}）" for n in "一二三四五六"}
    return {"", *(numbers if key == TARGET else ())}


@pytest.mark.parametrize("key", FORMS)
def test_pages_are_set_up_for_a4(key: str) -> None:
    # Of several tables on a page none has its headings repeated.
    printed = [
        [table for table in part.repeats() if any(f.printed != "elsewhere" for f in table.fields)]
        for part in form_named(key).parts
    ]
    single = max(map(len, printed)) == 1
    for sheet in opened(build_template(form_named(key))).worksheets[1:-1]:
        assert str(sheet.page_setup.paperSize) == "9"
        wide = key == "monitoring@2022"
        assert sheet.page_setup.orientation == ("landscape" if wide else "portrait")
        fitted = sheet.sheet_properties.pageSetUpPr
        assert fitted and fitted.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_area and "$A$2" in sheet.print_area, "the row of checks is not printed"
        assert bool(sheet.print_title_rows) is single
        assert sheet.oddFooter and sheet.oddFooter.center
        assert "&P" in str(sheet.oddFooter.center.text) or "Page" in str(sheet.oddFooter.center)


# Formulas and validations


@pytest.mark.parametrize("key", FORMS)
def test_only_functions_of_excel_2007(key: str) -> None:
    xml = "".join(
        text for name, text in parts(build_template(form_named(key))).items() if "/sheet" in name
    )
    formulas = re.findall(r"<(?:f|formula|formula1|formula2)>([^<]*)<", xml)
    assert formulas
    bare = [re.sub(r"&quot;.*?&quot;|\".*?\"", "", formula) for formula in formulas]
    used = {name for formula in bare for name in re.findall(r"([A-Z][A-Z.]+|N)\(", formula)}
    assert used <= KNOWN_IN_2007


@pytest.mark.parametrize("key", FORMS)
def test_formulas_are_written_as_xlsxwriter_writes_them(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours are not searched for later functions; a target brings the formulas of its lights."""
    row = FilledRecord({"name": "参训人次", "target": "≥120人次"}, 0)
    filling = Filling({"monitored_indicators": (row,)} if key.startswith("monitoring") else {})
    ours = build_template(form_named(key), filling, year=2022, month=5, carried=True)
    monkeypatch.setattr("xltool.excel.template.workbook.FormSheet", Worksheet)
    assert build_template(form_named(key), filling, year=2022, month=5, carried=True) == ours


@pytest.mark.parametrize("key", FORMS)
def test_every_formula_has_a_result(key: str) -> None:
    for text in parts(build_template(form_named(key), projects=2)).values():
        assert not re.findall(r"</f>(?!<v>)", text)


@pytest.mark.parametrize("key", FORMS)
def test_validations_are_within_the_limits_of_excel(key: str) -> None:
    book = opened(build_template(form_named(key)))
    for sheet in book.worksheets[1:-1]:
        ranges = {
            str(area) for v in sheet.data_validations.dataValidation for area in v.sqref.ranges
        }
        assert len(ranges) >= 10 or sheet.title == "部门整体"
        for each in sheet.data_validations.dataValidation:
            assert 0 < len(each.promptTitle) <= 32 and 0 < len(each.prompt) <= 255
            assert len(each.formula1 or "") <= 255
            if each.type == "list":
                assert '"' not in each.formula1, "lists stand in ranges"


@pytest.mark.parametrize("key", FORMS)
def test_every_input_cell_has_a_prompt(key: str) -> None:
    """A validation that Excel would drop is not written: xlsxwriter leaves it out."""
    book = opened(build_template(form_named(key)))
    for sheet in book.worksheets[1:-1]:
        ranges = [a for v in sheet.data_validations.dataValidation for a in v.sqref.ranges]
        for name in sheet.defined_names:
            if not name.startswith(("xl_check_", "_xlnm")):
                left, top, _, _ = range_boundaries(target_of(sheet, name))
                assert any(
                    r.min_row <= (top or 0) <= r.max_row and r.min_col <= (left or 0) <= r.max_col
                    for r in ranges
                ), name


# Filled in


def test_the_complete_facts_are_clean(tmp_path: Path) -> None:
    report = checked(build_template(form_named(), filling_of_facts("complete")), tmp_path)
    assert report.verdict is Verdict.CLEAN


def kinds(report: Report) -> list[tuple[str, str, str, str, str, str]]:
    return sorted((f.id, f.rule, str(f.severity), f.project, f.field, f.value) for f in report)


@pytest.mark.parametrize("name", ["complete", "published"])
def test_typed_in_by_a_script_it_is_found_as_the_published_layout(
    name: str, tmp_path: Path
) -> None:
    """Each value goes where the names of the blank workbook's sheets say."""
    book = opened(build_template(form_named(), projects=3))
    type_in(book, form_named(), filling_of_facts(name))
    report = check([saved(book, tmp_path / "收件" / "绩效目标表.xlsx")])[0]
    sample = {"complete": "三套指标完整", "published": "公开文本三个项目"}[name]
    (expected,) = check([SAMPLES / f"{sample}.xlsx"])
    assert not report.errors
    assert kinds(report) == kinds(expected)
    assert bool(kinds(report)) == (name == "published")


@pytest.mark.parametrize("name", ["complete", "published"])
def test_what_is_filled_in_is_read_back(name: str, tmp_path: Path) -> None:
    filling = filling_of_facts(name)
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_template(form_named(), filling))
    assert plain(read_back(path, form_named())) == plain(filling)


@pytest.mark.parametrize("filled", FILLED, ids=lambda filled: filled.form)
def test_other_forms_are_read_back_too(filled: Filled, tmp_path: Path) -> None:
    """The filled forms of tests/other_forms, read from their own layouts, in the new one."""
    form = form_named(filled.form)
    first = read_back(save(tmp_path / "a.xlsx", (filled,)), form)
    assert sum(len(entry.values) for entries in first.tables.values() for entry in entries) > 40
    (tmp_path / "b.xlsx").write_bytes(build_template(form, first))
    again = plain(read_back(tmp_path / "b.xlsx", form))
    # The month that is part of headings there stands in a cell of its own here.
    assert again == plain(first)


def test_long_texts_and_many_rows_have_room(tmp_path: Path) -> None:
    row = {"level1": "产出指标", "level2": "数量指标", "level3": "次数", "value": "≥1次"}
    text = "\n".join("长" * 400 for _ in range(10))
    filling = Filling(
        {
            "projects": (FilledRecord({"name": "平台运维费用", "goal": text}, 0),),
            "indicators": tuple(FilledRecord(dict(row, level3=f"次数{n}"), 0) for n in range(55)),
        }
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_template(form_named(), filling))
    read = read_back(path, form_named())
    assert read.tables["projects"][0].values["goal"] == text
    assert [e.values["level3"] for e in read.tables["indicators"]] == [
        f"次数{n}" for n in range(55)
    ]
    sheet = opened(path.read_bytes())["项目1"]
    assert all((d.height or 0) <= 409 for d in sheet.row_dimensions.values())
    assert not [
        r for r in range(11, 66) if sheet.row_dimensions[r].hidden and sheet.cell(r, 1).value
    ]


def test_a_text_that_no_cell_holds_is_refused_not_dropped() -> None:
    filling = Filling({"projects": (FilledRecord({"goal": "长" * 32768}, 0),)})
    with pytest.raises(TextTooLongError):
        build_template(form_named(), filling)


def test_checks_show_what_is_wrong() -> None:
    plan = {"plan_march": 0.5, "plan_june": 0.25, "plan_october": 0.75, "plan_december": 1}
    wrong: dict[str, CellValue] = {"code": "1302", "budget": 100, "fiscal": 60, "other": 30, **plan}
    data = build_template(form_named(), Filling({"projects": (FilledRecord(wrong, 0),)}))
    xml = next(text for name, text in parts(data).items() if name.endswith("sheet3.xml"))
    results = re.findall(r"</f><v>([^<]*)</v>", xml.split('<row r="2"')[0])
    assert results == [
        "✗ 预算数合计差 10.00",
        "✗ 支出计划：逐期不减，末期 100%",
        "✗ 编码应为 21 位，现为 4",
        "✗ 必填项还差 8",
    ]


def test_english_explains_in_english_and_prints_the_same_labels() -> None:
    zh, en = (opened(build_template(form_named(), lang=lang)) for lang in ("zh", "en"))
    assert "how to fill in" in str(en.worksheets[0]["A1"].value)
    labels = [[c.value for c in book["项目1"]["A"] if c.row > 3] for book in (zh, en)]
    assert labels[0] == labels[1]
