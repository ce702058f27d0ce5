"""The new workbook in LibreOffice: its lists, its check cells, its pages; filled in and saved."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook

from tests.facts import filling_of_facts
from tests.libreoffice import SOFFICE, CopySheet, Enter, LibreOffice, NoSheet, Step
from tests.template_book import form_named, opened, target_of
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.forms.load import load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.report import Report, Verdict
from xltool.model.workbook import CellValue
from xltool.pipeline.check import check

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
FORMS = [form.key for form in load_forms()]


class Folders(NamedTuple):
    """Workbooks by name as they were made, and as LibreOffice saved them."""

    made: Path
    saved: Path


def write(data: bytes, folder: Path, name: str = "a.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def folders(of: pytest.TempPathFactory, name: str) -> Folders:
    made = of.mktemp(f"{name}-made") / "收件"  # the name of the one above may read as a year
    made.mkdir()
    return Folders(made, of.mktemp(f"{name}-saved"))


def shown(path: Path) -> dict[tuple[str, str], CellValue]:
    """What formulas show, by sheet and cell; one that shows nothing is left out."""
    return {
        (sheet.name, cell.ref.a1): cell.value
        for sheet in read_workbook(path).sheets
        for cell in sheet.cells.values()
        if cell.formula is not None and cell.value
    }


def kinds(report: Report) -> list[tuple[str, str, str, str, str]]:
    return sorted((f.id, f.rule, f.project, f.field, f.value) for f in report)


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


# Filled in, saved, copied


def typed_facts(name: str) -> dict[tuple[str, str], str | int | float]:
    """Each of the facts at the place that the names of the blank workbook give."""
    form, filling = form_named(), filling_of_facts(name)
    book = opened(build_template(form, projects=3))
    typed: dict[tuple[str, str], str | int | float] = {}
    for part in form.parts:
        for number, entry in enumerate(filling.tables[part.table], 1):
            sheet = f"项目{number}" if part.many else "部门整体"
            for field, value in entry.values.items():
                if field != "money_unit" and isinstance(value, (str, int, float)):
                    typed[sheet, target_of(book[sheet], f"xl_{field}")] = value
            for section in part.repeats():
                top = int(re.findall(r"\d+", target_of(book[sheet], f"xl_{section.name}"))[0])
                records = [
                    e
                    for e in filling.tables[section.name]
                    if not part.many or e.project == number - 1
                ]
                for row, record in enumerate(records, top):
                    for letter, field in zip(
                        "ABCDEF", (f.name for f in section.fields), strict=False
                    ):
                        value = record.values.get(field)
                        if isinstance(value, (str, int, float)):
                            typed[sheet, f"{letter}{row}"] = value
    return typed


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Workbooks that a person filled in and saved with LibreOffice: one start for all."""
    made, saved = there = folders(tmp_path_factory, "filled")
    complete = build_template(form_named(), filling_of_facts("complete"), year=2022)
    long, short = "全年受理的审批事项件数" * 8, "受理件数"
    work: dict[str, tuple[bytes, list[Step]]] = {
        "answers": (build_template(form_named()), [Enter("项目1", *each) for each in ANSWERED]),
        "copied": (complete, [CopySheet("项目3")]),
        "grown": (
            build_template(form_named()),
            [Enter("项目1", "D11", long), Enter("项目1", "C12", short)],
        ),
        "index": (build_template(form_named(), filling_of_facts("complete")), index_steps()),
    }
    for name in ("complete", "published"):
        blank = build_template(form_named(), projects=3)
        work[name] = blank, [Enter(*place, value) for place, value in typed_facts(name).items()]
    LibreOffice().mend(
        [
            (write(data, made, f"{name}.xlsx"), steps, saved / f"{name}.xlsx")
            for name, (data, steps) in work.items()
        ]
    )
    return there


ANSWERED: tuple[tuple[str, float | str], ...] = (
    *(("B4", "13020522P00B8J810002R"), ("C5", 368800), ("E5", 368800)),
    *(("B8", 0.25), ("C8", 0.5)),
)


def test_checks_answer_what_is_typed(filled: Folders) -> None:
    done = shown(filled.saved / "answers.xlsx")
    row = [value for (sheet, cell), value in done.items() if sheet == "项目1" and cell[1:] == "1"]
    assert row == ["✓ 预算数合计", "✗ 支出计划未填全", "✓ 编码 21 位", "✗ 必填项还差 10"]


@pytest.mark.parametrize("name", ["complete", "published"])
def test_typed_in_and_saved_by_libreoffice_it_checks_the_same(
    name: str, filled: Folders, tmp_path: Path
) -> None:
    (tmp_path / "收件").mkdir()
    here = write(build_template(form_named(), filling_of_facts(name)), tmp_path / "收件")
    reports = check([filled.saved / f"{name}.xlsx", here])
    assert kinds(reports[0]) == kinds(reports[1])
    assert [report.form for report in reports] == ["hebei-target@2022"] * 2
    assert (reports[0].verdict is Verdict.CLEAN) == (name == "complete")


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_saved_by_libreoffice_a_blank_one_checks_the_same(
    suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made, saved = folders(tmp_path_factory, "blank")
    paths = [
        write(build_template(form_named(key), year=2023), made, f"{key}.xlsx") for key in FORMS
    ]
    LibreOffice().convert(paths, suffix, saved)
    for path in paths:
        before, after = check([path, saved / f"{path.stem}.{suffix}"])
        assert before.findings and kinds(before) == kinds(after)
        assert after.year and (after.year.value, after.year.source) == ("2023", "stamp")


def test_a_copied_project_sheet_is_read(filled: Folders) -> None:
    path = filled.saved / "copied.xlsx"
    (report,) = check([path])
    assert {f.rule for f in report} == {"XL106", "XL601"}, "the copy has the code and indicators"
    code = next(f for f in report if f.rule == "XL106")
    assert {ref.sheet for ref in code.refs} == {"项目3", "项目3_2"}
    stamp = read_workbook(path).stamp
    assert stamp and ("项目3_2", "xl_indicators") in {(n.sheet, n.name) for n in stamp.names}


def test_a_row_grows_with_what_is_typed_into_it(filled: Folders) -> None:
    sheet = opened((filled.saved / "grown.xlsx").read_bytes())["项目1"]
    heights = [sheet.row_dimensions[row].height or 0 for row in (11, 12, 13)]
    assert heights[0] > 60 and all(20 < height < 26 for height in heights[1:])


# The index


def index_of(path: Path) -> dict[str, tuple[str, str]]:
    """Names and states by the sheets that the index names."""
    cells = next(s.cells for s in read_workbook(path).sheets if s.name == "填表说明")
    texts = {place: str(cell.value or "") for place, cell in cells.items()}
    top = next(row for (row, _), text in texts.items() if text == "填写情况")
    return {
        texts[row, 2]: (texts.get((row, 3), ""), texts.get((row, 4), ""))
        for row in range(top + 1, top + 9)
        if (row, 2) in texts and (row, 4) in texts
    }


def index_steps() -> list[Step]:
    sheets = opened(build_template(form_named(), filling_of_facts("complete")))
    return [
        Enter("项目1", target_of(sheets["项目1"], "xl_budget"), 1.0),
        Enter("项目2", target_of(sheets["项目2"], "xl_code"), "1302"),
        NoSheet("项目3"),
    ]


def test_the_index_says_complete_only_where_every_check_agrees(filled: Folders) -> None:
    """And a sheet that was deleted is said to be so, not shown as an error."""
    complete = "✓ 必填项已填全"
    assert {state for _, state in index_of(filled.made / "index.xlsx").values()} == {complete}
    path = filled.saved / "index.xlsx"
    index = index_of(path)
    assert index["项目1"][1].startswith("✗ 预算数合计差 ")
    assert index["项目2"][1] == "✗ 编码应为 21 位，现为 4"
    assert index["项目3"] == ("", "工作表已删除")
    assert index["部门整体"][1] == complete
    errors = [
        cell.ref.a1
        for sheet in read_workbook(path).sheets
        for cell in sheet.cells.values()
        if "#REF!" in str(cell.value)
    ]
    assert errors == []


def test_the_index_says_what_it_does_not_list() -> None:
    for lang, said in (
        ("zh", "目录只列出生成本工作簿时已有的 4 张工作表"),
        ("en", "only the 4 sheets"),
    ):
        sheet = opened(build_template(form_named(), projects=3, lang=lang)).worksheets[0]
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert said in texts[-1]


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
