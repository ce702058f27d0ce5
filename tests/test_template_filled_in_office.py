"""The new workbook filled in, saved and copied with LibreOffice: what is read from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.facts import filling_of_facts
from tests.libreoffice import SOFFICE, CopySheet, Enter, LibreOffice, NoSheet, Step
from tests.template_book import Folders, folders, form_named, opened, shown, target_of, write
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.forms.load import load_forms
from xltool.model.report import Report, Verdict
from xltool.pipeline.check import check

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
FORMS = [form.key for form in load_forms()]


def kinds(report: Report) -> list[tuple[str, str, str, str, str]]:
    return sorted((f.id, f.rule, f.project, f.field, f.value) for f in report)


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
