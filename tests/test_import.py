"""A published document becomes a filled workbook: every value equal, every line accounted for."""

from __future__ import annotations

import io
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

import xltool
from tests import published
from tests.published import with_values
from xltool.cli.main import main
from xltool.documents.placement import Placement
from xltool.forms.load import load_forms
from xltool.model.filling import Filling
from xltool.pipeline.import_document import import_document

FILLED = published.filling()


@cache
def word_file() -> bytes:
    """The published document as Word keeps it."""
    return published.document_bytes(published.as_document(FILLED))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def imported(path: Path) -> Placement:
    ((placement, _),) = import_document(path, load_forms())
    return placement


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def same(found: Filling, wanted: Filling) -> bool:
    """Whether every value equals; a field that is not named in `wanted` must be blank."""
    assert found.tables.keys() == wanted.tables.keys()
    for table, entries in wanted.tables.items():
        assert len(found.tables[table]) == len(entries), table
        for one, other in zip(found.tables[table], entries, strict=True):
            assert one.project == other.project
            expected = dict.fromkeys(one.values) | dict(other.values)
            assert dict(one.values) == expected
    return True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_taken_from_word(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path, "公开.txt", published.as_text(FILLED).encode(encoding))
    placement = imported(path)
    assert same(placement.filling, FILLED)
    assert not placement.left_over
    # Counted without the reader: lines that hold more than spaces and marks.
    text = published.as_text(FILLED)
    assert placement.lines == sum(bool(line.strip()) for line in text.split("\n"))


def test_text_copied_from_word(tmp_path: Path) -> None:
    """One line a row: there a cell holds no second paragraph, and the contents come along."""
    path = written(tmp_path, "复制.txt", published.as_copied_text(FILLED).encode())
    placement = imported(path)
    tables = dict(FILLED.tables)
    goal = str(tables["projects"][0].values["goal"]).replace("\n", "")
    first = with_values(tables["projects"][0], goal=goal)
    tables["projects"] = (first, *tables["projects"][1:])
    assert same(placement.filling, Filling(tables))
    assert not placement.left_over
    assert [line.place.zh for line in placement.contents] == ["第 1 行", "第 2 行", "第 3 行"]


def test_a_word_document_with_merged_cells(tmp_path: Path) -> None:
    data = word_file()
    placement = imported(written(tmp_path, "公开.docx", data))
    assert same(placement.filling, FILLED)
    assert not placement.left_over


def test_what_word_hides_in_a_document(tmp_path: Path) -> None:
    """Tracked changes, soft line breaks, content controls and links are read as they look."""
    document = docx.Document(io.BytesIO(word_file()))
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    heading = by_text["一、总体绩效目标"]
    overall: Any = by_text[str(FILLED.tables["department"][0].values["overall_goal"])]
    # The heading and its text become one paragraph with a soft break between them.
    run_ = heading.add_run()
    run_.add_break()
    heading.add_run(overall.text[:10])
    inserted = OxmlElement("w:ins")
    heading.add_run(overall.text[10:])
    inserted.append(heading.runs[-1]._r)
    heading._p.append(inserted)
    deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去的话</w:delText></w:r></w:del>")
    heading._p.append(deleted)
    overall._p.getparent().remove(overall._p)
    # The whole of a section within a content control.
    safeguards = by_text["三、工作保障措施"]._p
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    control.append(content)
    safeguards.addprevious(control)
    content.append(safeguards)
    placement = imported(written(tmp_path, "痕迹.docx", published.document_bytes(document)))
    assert same(placement.filling, FILLED)
    assert not placement.left_over


def test_what_found_no_place_is_listed_with_its_line(tmp_path: Path) -> None:
    text = published.as_text(FILLED)
    lines = text.split("\n")
    stray = {
        lines.index("[bookmark: _Toc_3]二、分项绩效目标") + 1: "以下各项按职责排列。",
        len(lines) - 1: "联系人：张三",
    }
    for place in sorted(stray, reverse=True):
        lines.insert(place, stray[place])
    path = written(tmp_path, "多出两行.txt", "\n".join(lines).encode())
    placement = imported(path)
    assert same(placement.filling, FILLED)
    numbers = [lines.index(line) + 1 for line in stray.values()]
    found = [(line.place.zh, line.text) for line in placement.left_over]
    assert found == [(f"第 {n} 行", s) for n, s in zip(numbers, stray.values(), strict=True)]
    result = run("import", path, "--out", tmp_path / "out")
    assert result.exit_code == 0
    for number, line in zip(numbers, stray.values(), strict=True):
        assert f"第 {number} 行：{line}" in result.stderr


def test_a_heading_that_says_something_else_is_listed(tmp_path: Path) -> None:
    name = str(FILLED.tables["projects"][1].values["name"])
    text = published.as_text(FILLED).replace(f"2.{name}绩效目标表", "2.另一个名称绩效目标表")
    placement = imported(written(tmp_path, "改名.txt", text.encode()))
    assert [line.text for line in placement.left_over] == ["2.另一个名称绩效目标表"]
    assert same(placement.filling, FILLED)


def test_text_boxes_and_footnotes_are_listed(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(word_file()))
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    document.paragraphs[0]._p.append(box)
    path = written(tmp_path, "文本框.docx", published.document_bytes(document))
    placement = imported(path)
    assert [(line.place.zh, line.text) for line in placement.left_over] == [("文本框", "内部资料")]
    assert same(placement.filling, FILLED)


def test_the_workbook_holds_numbers_and_checks(tmp_path: Path) -> None:
    path = written(tmp_path, "公开.txt", published.as_text(FILLED).encode())
    result = run("import", path, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    target = tmp_path / "out" / "公开.xlsx"
    values = {
        cell.value
        for sheet in openpyxl.load_workbook(target)
        for row in sheet.iter_rows()
        for cell in row
    }
    assert {368800, 3000000, 500000, 1200.5, 0.25, 0.5, 0.75, 1} <= values
    for entries in FILLED.tables.values():
        for entry in entries:
            texts = {value for value in entry.values.values() if isinstance(value, str)}
            assert texts - {"元"} <= values
    (report,) = xltool.check([target])
    assert report.verdict == "findings"
    # 1200.5 of other funds was put in by this test: the sum no longer holds.
    errors = {finding.rule for finding in report if finding.severity == "error"}
    assert errors == {"XL408"}


def test_a_workbook_is_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path, "公开.txt", published.as_text(FILLED).encode())
    out = tmp_path / "out"
    run("import", path, "--out", out)
    first = (out / "公开.xlsx").read_bytes()
    run("import", path, "--out", out)
    assert [file.name for file in out.iterdir()] == ["公开.xlsx"]  # the same bytes
    (out / "公开.xlsx").write_bytes(b"mine")
    result = run("import", path, "--out", out)
    assert "公开.2.xlsx" in result.stdout
    assert (out / "公开.xlsx").read_bytes() == b"mine"
    assert (out / "公开.2.xlsx").read_bytes() == first


@pytest.mark.parametrize("suffix", ["doc", "wps", "pdf"])
def test_other_formats_are_named_with_the_advice(suffix: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"公开.{suffix}", b"\xd0\xcf\x11\xe0")
    result = run("import", path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert str(path) in result.stderr
    assert "另存为 .docx" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("空.txt", b"", "是空的"),
        ("坏.docx", b"PK\x03\x04 not a package", "已损坏"),
        ("旧.docx", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("图.txt", b"\x89PNG\x00\x01\xff\xfe\xff", "编码"),
        ("表.xlsx", b"PK", "不是 .docx 或 .txt"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    name: str, data: bytes, hint: str, tmp_path: Path
) -> None:
    result = run("import", written(tmp_path, name, data), "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert hint in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [("购物清单\n苹果 3 个\n", "“购物清单”"), ("项目编码\n无\n", "项目编码")],
)
def test_an_unknown_layout_says_what_was_looked_for(text: str, found: str, tmp_path: Path) -> None:
    result = run("import", written(tmp_path, "别的.txt", text.encode()), "--out", tmp_path / "out")
    assert result.exit_code == 2
    looked_for, _, seen = result.stderr.partition("文中只见")
    assert "项目名称" in looked_for
    assert seen.startswith(found)
    assert not (tmp_path / "out").exists()


def test_a_text_that_lost_its_tabs_is_refused(tmp_path: Path) -> None:
    """What some programs write: part 1 could be read, but not one project."""
    text = published.as_text(FILLED).replace("\t", "")
    result = run("import", written(tmp_path, "散.txt", text.encode()), "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "表格已经散开" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_department_without_projects(tmp_path: Path) -> None:
    text = "\n".join(list(published.paragraphs(FILLED))[:-1])
    placement = imported(written(tmp_path, "部门.txt", text.encode()))
    assert not placement.left_over
    assert placement.projects == 0
    assert placement.filling.tables["subgoals"]
    result = run("import", tmp_path / "部门.txt", "--out", tmp_path / "out")
    assert result.exit_code == 0
    # One blank project sheet, to go on with.
    assert "项目1" in openpyxl.load_workbook(tmp_path / "out" / "部门.xlsx").sheetnames


def test_projects_within_a_longer_document(tmp_path: Path) -> None:
    """A department's whole budget is often published in one document."""
    before = ["2022年部门预算公开", "一、部门职责", "本部门负责行政审批。", "二、收支情况说明"]
    after = ["四、名词解释", "财政拨款：指由财政拨付的资金。"]
    text = "\n".join([*before, published.as_text(FILLED), *after])
    placement = imported(written(tmp_path, "全文.txt", text.encode()))
    listed = [line.text for line in placement.left_over]
    assert listed == [*before, *after]
    assert placement.year == 2022  # stated in the document's own title
    department = with_values(FILLED.tables["department"][0], year_stated=2022)
    assert same(placement.filling, Filling({**FILLED.tables, "department": (department,)}))


def test_a_bad_document_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    (folder / "甲").mkdir(parents=True)
    written(folder / "甲", "公开.txt", published.as_text(FILLED).encode())
    written(folder, "旧.doc", b"\xd0\xcf\x11\xe0")
    written(folder, "~$旧.doc", b"lock")
    written(folder, "照片.jpg", b"\xff\xd8")
    result = run("import", folder, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "旧.doc" in result.stderr
    assert "另有 1 个不是文档的文件" in result.stderr
    assert (tmp_path / "out" / "甲" / "公开.xlsx").is_file()


def test_a_value_that_cannot_be_read_stays_as_it_is(tmp_path: Path) -> None:
    text = published.as_text(FILLED).replace("\t500000.00\n", "\t约50万\n", 1)
    placement = imported(written(tmp_path, "约数.txt", text.encode()))
    assert placement.filling.tables["projects"][2].values["budget"] == "约50万"
    assert not placement.left_over


@pytest.mark.parametrize("plan", [("25", "50", "75", "100"), ("0.25", "0.5", "0.75", "1")])
def test_a_plan_without_percent_signs(plan: tuple[str, ...], tmp_path: Path) -> None:
    text = published.as_text(FILLED)
    for old, new in zip(("25%", "50%", "75%", "100%"), plan, strict=True):
        text = text.replace(f"\t{old}\n", f"\t{new}\n")
    values = imported(written(tmp_path, "计划.txt", text.encode())).filling.tables["projects"][0]
    assert [values.values[name] for name in published.PLAN] == [
        Decimal(number) for number in ("0.25", "0.5", "0.75", "1")
    ]


def test_the_fixture_has_cells_merged_across_and_downwards() -> None:
    xml = docx.Document(io.BytesIO(word_file())).element.xml
    assert xml.count("w:gridSpan") > 100
    assert xml.count('w:vMerge w:val="restart"') >= 12
