"""Filled workbooks become the document that a unit publishes, and back again."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from docx.oxml.ns import qn
from docx.shared import Cm

import xltool
from tests.facts import filling_of_facts
from tests.other_book import filled_forms, save
from xltool.cli.main import main
from xltool.documents.page_numbers import office
from xltool.documents.published import Heading, blocks_of
from xltool.documents.published import PublishedUnit as PublishedUnit
from xltool.documents.read_values import filling_from
from xltool.documents.written import written
from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import extract
from xltool.extract.recognise import recognise
from xltool.forms.load import find_form, load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Form
from xltool.pipeline import publish as publishing
from xltool.pipeline.import_document import import_document

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
CLEAN = SAMPLES / "三套指标完整.xlsx"
PUBLISHED = SAMPLES / "公开文本三个项目.xlsx"
THIRTY = SAMPLES / "三十处错误.xlsx"
HEADINGS = [
    "第一部分部门整体绩效目标",
    "一、总体绩效目标",
    "二、分项绩效目标",
    "三、工作保障措施",
    "第二部分预算项目绩效目标",
    "1.平台运维费用本级绩效目标表",
    "2.政务服务大厅提升改造工程本级绩效目标表",
    "3.行政审批综合管理事务本级绩效目标表",
]


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without LibreOffice, and quicker."""
    monkeypatch.setattr(publishing, "page_numbers", lambda *_: None)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def published(out: Path, *files: Path, options: tuple[str, ...] = ()) -> Any:
    result = run("publish", *files, "--out", out, *options)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(out)
    return docx.Document(str(out))


def texts(document: Any, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name.startswith(style)]


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(("path", "facts"), [(CLEAN, "complete"), (PUBLISHED, "published")])
def test_what_was_published_is_imported_again(path: Path, facts: str, tmp_path: Path) -> None:
    published(tmp_path / "公开.docx", path)
    ((placement, _),) = import_document(tmp_path / "公开.docx", load_forms())
    assert not placement.left_over
    for table, entries in filling_of_facts(facts).tables.items():
        found = placement.filling.tables[table]
        assert len(found) == len(entries)
        for one, other in zip(found, entries, strict=True):
            assert one.project == other.project
            # The department's unit is that of its projects, so its part does not repeat it.
            wanted = {n: v for n, v in other.values.items() if (table, n) != ("department", "unit")}
            assert {name: one.values[name] for name in wanted} == wanted


@pytest.mark.usefixtures("no_office")
def test_headings_are_numbered_and_in_the_contents(tmp_path: Path) -> None:
    document = published(tmp_path / "公开.docx", PUBLISHED)
    assert texts(document, "Heading") == HEADINGS
    entries = [p for p in document.paragraphs if p.style.name.startswith("toc ")]
    runs = ["".join(t.text for t in entry._p.iter(qn("w:t"))) for entry in entries]
    assert runs == HEADINGS
    codes = "".join(t.text for t in document.element.iter(qn("w:instrText")))
    assert 'TOC \\o "1-2" \\h' in codes
    marks = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    links = [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))]
    assert links == marks
    assert [mark for mark in marks if f"PAGEREF {mark} " in codes] == marks
    kinds = [c.get(qn("w:fldCharType")) for c in document.element.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 9
    # Without page numbers Word is asked to fill them in when it opens the document.
    assert document.settings.element.find(qn("w:updateFields")) is not None


@pytest.mark.usefixtures("no_office")
def test_part_one_has_three_levels(tmp_path: Path) -> None:
    document = published(tmp_path / "公开.docx", CLEAN)
    lines = [p.text for p in document.paragraphs]
    start = lines.index("二、分项绩效目标")  # the contents have a tab and a number behind it
    first = filling_of_facts("complete").tables["subgoals"][0].values
    assert lines[start + 1 : start + 4] == [
        f"（一）{first['name']}",
        f"绩效目标：{first['goal']}",
        f"绩效指标：{first['measure']}",
    ]
    assert lines[start + 4].startswith("（二）")


@pytest.mark.usefixtures("no_office")
def test_a_project_stands_in_the_published_table(tmp_path: Path) -> None:
    document = published(tmp_path / "公开.docx", PUBLISHED)
    section = document.sections[0]
    assert (section.page_width.cm, section.page_height.cm) == pytest.approx((21, 29.7), abs=0.01)
    assert len(document.tables) == 6  # the indicators' headings can only be repeated on their own
    money, indicators = document.tables[:2]
    rows = [[cell.text for cell in _once(row)] for row in money.rows]
    assert rows[0] == ["439001唐山市开平区行政审批局本级", "单位：元"]
    assert rows[1] == ["项目编码", "13020522P00B8J810002R", "项目名称", "平台运维费用本级"]
    assert rows[2][1:] == ["预算数", "368800.00", "其中：财政资金", "368800.00", "其他资金", ""]
    assert rows[3][0] == rows[2][0] == "预算规模及资金用途"
    assert rows[4] == ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"]
    assert rows[5] == ["资金支出计划（%）", "25%", "50%", "75%", "100%"]
    assert rows[6][0] == "绩效目标"
    headings = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
    assert [cell.text for cell in indicators.rows[0].cells] == headings
    assert indicators.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    first = [row.cells[0] for row in indicators.rows[1:]]
    assert [cell.text for cell in first] == ["产出指标"] * 4 + ["效益指标"] * 2 + ["满意度指标"]
    assert len({id(cell._tc) for cell in first}) == 3  # merged
    second = [row.cells[1] for row in indicators.rows[1:]]
    assert len({id(cell._tc) for cell in second}) == 7  # not merged, though two are equal
    for table in document.tables:
        for row in table._tbl.tr_lst:
            assert sum(cell.width for cell in row.tc_lst) == pytest.approx(Cm(16.4), rel=0.001)


def _once(row: Any) -> list[Any]:
    """The cells of a row, one that spans columns once."""
    return list({id(cell._tc): cell for cell in row.cells}.values())


@pytest.mark.usefixtures("no_office")
def test_errors_stop_it_and_a_draft_is_marked(tmp_path: Path) -> None:
    out = tmp_path / "公开.docx"
    result = run("publish", CLEAN, THIRTY, "--out", out)
    assert result.exit_code == 1
    errors = xltool.check([THIRTY])[0].errors
    assert f"{THIRTY}：{errors} 处错误" in result.stderr
    assert not result.stdout
    assert not out.exists()
    published(out, CLEAN, THIRTY, options=("--draft",))
    with zipfile.ZipFile(out) as package:
        headers = [package.read(n).decode() for n in package.namelist() if "/header" in n]
    assert [header for header in headers if 'string="草稿"' in header]
    assert not texts(docx.Document(str(out)), "草稿")


@pytest.mark.usefixtures("no_office")
def test_a_clean_document_has_no_watermark(tmp_path: Path) -> None:
    published(tmp_path / "公开.docx", CLEAN)
    with zipfile.ZipFile(tmp_path / "公开.docx") as package:
        assert not [n for n in package.namelist() if "草稿".encode() in package.read(n)]


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("options", [(), ("--draft",)])
def test_a_file_that_cannot_be_read_stops_even_a_draft(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    bad = tmp_path / "空.xlsx"
    bad.write_bytes(b"")
    result = run("publish", CLEAN, bad, "--out", tmp_path / "公开.docx", *options)
    assert result.exit_code == 2
    assert f"{bad}：无法读取" in result.stderr
    assert not (tmp_path / "公开.docx").exists()


@pytest.mark.usefixtures("no_office")
def test_the_same_workbooks_give_the_same_bytes(tmp_path: Path) -> None:
    published(tmp_path / "甲.docx", CLEAN)
    published(tmp_path / "乙.docx", CLEAN)
    assert (tmp_path / "甲.docx").read_bytes() == (tmp_path / "乙.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "甲.docx") as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "python-docx" not in package.read("docProps/core.xml").decode()


@pytest.mark.usefixtures("no_office")
def test_several_units_one_after_another(tmp_path: Path) -> None:
    out = tmp_path / "汇总.docx"
    document = published(out, PUBLISHED, CLEAN)
    unit = "唐山市开平区行政审批局本级"
    assert texts(document, "Heading") == [unit, *HEADINGS] * 2
    found = list(import_document(out, load_forms()))
    assert len(found) == 2
    for (placement, _), facts in zip(found, ("published", "complete"), strict=True):
        assert not placement.left_over
        wanted = filling_of_facts(facts).tables
        for table in ("subgoals", "indicators"):
            pairs = zip(placement.filling.tables[table], wanted[table], strict=True)
            assert all(dict(one.values) == dict(other.values) for one, other in pairs)
    result = run("import", out, "--out", tmp_path / "导入")
    assert sorted(path.name for path in (tmp_path / "导入").iterdir()) == [
        f"汇总-439001{unit}.2.xlsx",
        f"汇总-439001{unit}.xlsx",
    ]
    assert result.exit_code == 0


@pytest.mark.usefixtures("no_office")
def test_the_cover_names_unit_and_a_year_that_is_known(tmp_path: Path) -> None:
    without = published(tmp_path / "甲.docx", CLEAN)
    assert texts(without, "Title") == ["部门预算绩效目标表"]
    assert texts(without, "Subtitle") == ["唐山市开平区行政审批局本级"]
    stated = published(tmp_path / "乙.docx", CLEAN, options=("--year", "2022"))
    assert texts(stated, "Title") == ["2022年部门预算绩效目标表"]


@pytest.mark.parametrize(("name", "hint"), [("公开.docx", "已经存在"), ("公开.doc", "结尾")])
def test_a_document_is_never_written_over(name: str, hint: str, tmp_path: Path) -> None:
    out = tmp_path / name
    out.write_bytes(b"mine")
    result = run("publish", CLEAN, "--out", out)
    assert result.exit_code == 2
    assert hint in result.stderr
    assert out.read_bytes() == b"mine"


def test_forms_are_not_mixed(tmp_path: Path) -> None:
    form = next(form for form in filled_forms() if form.form == "self-assessment@2022")
    other = tmp_path / "自评.xlsx"
    save(other, (form,))
    result = run("publish", CLEAN, other, "--out", tmp_path / "公开.docx", "--draft")
    assert result.exit_code == 2
    assert "不是同一种表单" in result.stderr


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("sample", "printed"),
    [
        (
            "运行监控",
            [
                "累计执行数",
                "偏差原因分析",
                "完成目标可能性",
                "215200.00",
                "58.35%",
                "≥6个",
                "政务服务大厅提升改造工程本级",
            ],
        ),
        ("绩效自评完整", ["平台运维费用本级", "36.1424", "98%", "9.8", "99.05", "≥6个"]),
    ],
)
def test_the_samples_of_later_forms_are_published(
    sample: str, printed: list[str], tmp_path: Path
) -> None:
    document = published(tmp_path / "公开.docx", SAMPLES / f"{sample}.xlsx")
    cells = {c.text.replace("\n", "") for t in document.tables for r in t.rows for c in r.cells}
    assert not [text for text in printed if text not in cells]
    assert len([p for p in document.paragraphs if p.style.name == "Heading 2"]) >= 2


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("sample", ["运行监控", "绩效自评完整"])
def test_what_was_published_of_later_forms_is_imported_again(sample: str, tmp_path: Path) -> None:
    """Month, ticks and long texts among it: nothing is left over, and every value is the same."""
    published(tmp_path / "公开.docx", SAMPLES / f"{sample}.xlsx")
    ((placement, _),) = import_document(tmp_path / "公开.docx", load_forms())
    assert not placement.left_over
    book = read_workbook(SAMPLES / f"{sample}.xlsx")
    match = recognise(book, load_forms())
    assert match
    source = filling_from(extract(book, match), match.form)
    for table, records in source.tables.items():
        found = [_filled(each, match.form, table) for each in placement.filling.tables[table]]
        assert found == [_filled(each, match.form, table) for each in records], table


def _filled(record: FilledRecord, form: Form, table: str) -> dict[str, str]:
    """What stands in a record, as it is published; formulas and 2022年 beside 2022年7月 aside."""
    return {
        name: written(value, field)
        for name, value in record.values.items()
        if value is not None
        and (field := form.field(table, name))
        and field.type not in ("year", "period", "unit")
    }


@pytest.mark.parametrize("key", ["national-target@2021", "monitoring@2022", "self-assessment@2022"])
def test_every_form_can_be_published(key: str) -> None:
    """Each field of a form that holds something is printed."""
    form = find_form(key, load_forms())
    tables: dict[str, tuple[FilledRecord, ...]] = {}
    for table, fields in form.tables().items():
        values = {field.name: f"值{number}·{field.name}" for number, field in enumerate(fields)}
        tables[table] = (FilledRecord(values, 0),)
    blocks = list(blocks_of(form, [PublishedUnit(Filling(tables), "单位")]))
    printed = "\n".join(
        block.text
        if not hasattr(block, "rows")
        else "\n".join(box.text for row in block.rows for box in row)
        for block in blocks
    )
    assert isinstance(blocks[0], Heading)
    for entries in tables.values():
        for value in entries[0].values.values():
            assert str(value) in printed


@pytest.mark.skipif(office() is None, reason="LibreOffice (soffice) is not installed")
def test_pages_are_numbered_where_libreoffice_is_installed(tmp_path: Path) -> None:
    out = tmp_path / "公开.docx"
    document = published(out, PUBLISHED)
    assert document.settings.element.find(qn("w:updateFields")) is None
    entries = [p for p in document.paragraphs if p.style.name.startswith("toc ")]
    shown = ["".join(t.text for t in entry._p.iter(qn("w:t"))) for entry in entries]
    pages = [int(text.removeprefix(heading)) for text, heading in zip(shown, HEADINGS, strict=True)]
    assert pages[0] == 1
    assert pages == sorted(pages)
    assert pages[-2:] == [pages[-3] + 1, pages[-3] + 2]  # each project on a page of its own
    pdf = _pdf(out, tmp_path)
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run([reader, "-layout", str(pdf), "-"], capture_output=True, check=True)
    printed = text.stdout.decode().split("\f")
    front = next(n for n, page in enumerate(printed) if re.search(r"—\s*1\s*—", page))
    for heading, page in zip(HEADINGS, pages, strict=True):
        assert re.sub(r"\s", "", heading) in re.sub(r"\s", "", printed[front + page - 1])


def _pdf(path: Path, folder: Path) -> Path:
    command = [
        office() or "",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.pdf"
