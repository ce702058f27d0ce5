"""The new workbook in LibreOffice: its check cells, its lists, its pages."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.facts import filling_of_facts
from tests.libreoffice import SOFFICE, LibreOffice
from tests.template_book import Folders, folders, form_named, opened, shown, target_of, write
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.forms.load import load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.workbook import CellValue

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
FORMS = [form.key for form in load_forms()]


# Check cells


def wrong() -> Filling:
    """One project whose every check says ✗, a second that was only begun, a third that is right."""
    third = filling_of_facts("complete")
    first: dict[str, CellValue] = {
        "code": "1302", "name": "平台", "budget": 100.5, "fiscal": 60, "other": 30.25,
        "plan_march": 0.5, "plan_june": 0.25, "plan_october": 0.75, "plan_december": 1,
    }  # fmt: skip
    second: dict[str, CellValue] = {"budget": "约300万", "plan_march": 0.25}
    rows: list[dict[str, CellValue]] = [
        {"level1": "产出指标", "level2": "数量指标", "level3": "次数"},
        {"level3": "件数", "value": "≥3件"},
    ]
    return Filling(
        {
            "projects": (
                FilledRecord(first, 0),
                FilledRecord(second, 1),
                FilledRecord(third.tables["projects"][0].values, 2),
            ),
            "indicators": (
                *(FilledRecord(row, 0) for row in rows),
                *(FilledRecord(e.values, 2) for e in third.tables["indicators"] if e.project == 0),
            ),
        }
    )


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Workbooks as they are made, and as LibreOffice computes them anew: one start for all."""
    made, saved = there = folders(tmp_path_factory, "computed")
    fillings = {"blank": None, "full": filling_of_facts("complete"), "wrong": wrong()}
    for name, filling in fillings.items():
        write(build_template(form_named(), filling, year=2022, projects=2), made, f"{name}.xlsx")
    for key in FORMS:
        write(build_template(form_named(key), projects=2), made, f"{key}.xlsx")
    write(with_a_wrong_result(), made, "planted.xlsx")
    lists_laid_out().save(made / "lists.xlsx")
    LibreOffice(compute=True).convert(sorted(made.iterdir()), "xlsx", saved)
    return there


def with_a_wrong_result() -> bytes:
    data = build_template(form_named(), filling_of_facts("complete"))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet3.xml"):
                text = text.replace("<v>✓ 预算数合计</v>".encode(), "<v>✗ planted</v>".encode(), 1)
            target.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize("name", ["blank", "full", "wrong"])
def test_stored_results_are_what_is_worked_out(name: str, computed: Folders) -> None:
    again = shown(computed.saved / f"{name}.xlsx")
    assert again and again == shown(computed.made / f"{name}.xlsx")


@pytest.mark.parametrize("key", FORMS)
def test_the_checks_of_every_form_compute(key: str, computed: Folders) -> None:
    again = shown(computed.saved / f"{key}.xlsx")
    assert again and again == shown(computed.made / f"{key}.xlsx")
    first_row = [str(value) for (_, cell), value in again.items() if re.fullmatch("[A-Z]+1", cell)]
    assert first_row and all(value[0] in "✗○" for value in first_row)


def test_a_planted_wrong_result_is_worked_out_anew(computed: Folders, tmp_path: Path) -> None:
    """LibreOffice trusts stored results: without this, the tests above would prove nothing."""
    path, place = computed.made / "planted.xlsx", ("项目1", "A1")
    LibreOffice().convert([path], "xlsx", tmp_path)
    assert shown(path)[place] == "✗ planted"
    assert shown(tmp_path / path.name)[place] == "✗ planted"
    assert shown(computed.saved / path.name)[place] == "✓ 预算数合计"


# Lists


LEVELS_ASKED = ("产出指标", "效益指标", "满意度指标", "", "别的")


def lists_laid_out() -> Workbook:
    """A new workbook with a sheet that shows what each list offers, by the validation's own
    formula: a column of second levels for each of `LEVELS_ASKED`, then first levels and evidence.
    """
    book = opened(build_template(form_named()))
    sheet = book["项目1"]
    lists = {
        str(area): v.formula1
        for v in sheet.data_validations.dataValidation if v.type == "list"
        for area in v.sqref.ranges
    }  # fmt: skip
    top = target_of(sheet, "xl_indicators").split(":")[0].lstrip("A")
    first, second, evidence = (
        next(f for a, f in lists.items() if a.startswith(f"{column}{top}:")) for column in "ABF"
    )
    trial = book.create_sheet("试算")
    for column, level1 in enumerate(LEVELS_ASKED, 2):
        trial.cell(1, column, level1 or None)
        letter = trial.cell(1, column).column_letter
        there = second.replace(f"$A{top}", f"'试算'!{letter}$1")
        for row in range(2, 14):
            trial.cell(row, column, f'=IFERROR(INDEX({there},{row - 1})&"","-")')
    for row in range(2, 14):
        trial.cell(row, 10, f'=IFERROR(INDEX({first},{row - 1})&"","-")')
        trial.cell(row, 11, f'=IFERROR(INDEX({evidence},{row - 1})&"","-")')
    return book


def test_lists_offer_what_they_should(computed: Folders) -> None:
    path = computed.saved / "lists.xlsx"
    cells = next(s.cells for s in read_workbook(path).sheets if s.name == "试算")

    def offered(column: int) -> tuple[str, ...]:
        texts = (str(cells[row, column].value) for row in range(2, 14) if (row, column) in cells)
        return tuple(text for text in texts if text != "-")

    form = form_named()
    by_level1 = {level.level1: level.level2 for level in form.levels}
    for column, level1 in enumerate(LEVELS_ASKED, 2):
        everything = tuple(name for level in form.levels for name in level.level2)
        assert offered(column) == by_level1.get(level1, everything), level1
    assert offered(10) == tuple(level.level1 for level in form.levels)
    assert offered(11) == ("计划标准", "行业标准", "历史标准")


# Pages


@pytest.fixture(scope="module")
def printed(computed: Folders, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    LibreOffice().convert([computed.made / f"{key}.xlsx" for key in FORMS], "pdf", folder)
    return folder


@pytest.mark.parametrize("key", FORMS)
def test_pages_print_on_a4(key: str, computed: Folders, printed: Path) -> None:
    """The instructions and each sheet of one page, upright or, for many columns, lying."""
    path = computed.made / f"{key}.xlsx"
    pdf = (printed / f"{key}.pdf").read_bytes()
    pages = re.findall(rb"/Type\s*/Page\b.*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf, re.S)
    sizes = [(round(float(width)), round(float(height))) for width, height in pages]
    a4 = {(595, 842), (842, 595)}
    assert set(sizes) <= a4
    assert len(sizes) == len(opened(path.read_bytes()).worksheets) - 1, "the lists are not printed"
    lying = [size for size in sizes if size == (842, 595)]
    assert len(lying) == (2 if key == "monitoring@2022" else 0)
