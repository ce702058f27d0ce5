"""What people type into a marked copy is kept: explanations, notes, mended cells."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

import xltool
from tests.marking import mark, original
from tests.opc import Opc, children
from tests.test_marks import digest
from tests.test_marks_sheets import problem_sheet, rows_of
from tests.zoo import NAME
from xltool.cli.main import main
from xltool.excel.marks.original import is_unedited
from xltool.excel.marks.unmark import unmarked
from xltool.excel.package.zip_package import Package
from xltool.model.report import Finding

THIRTY = Path(__file__).parent.parent / "sample_workbooks" / "三十处错误.xlsx"
SAID = "按合同分期支付，附件三。"
BEFORE = "（情况说明是针对修改前的内容写的，请核对。）"
SHEET = "xl/worksheets/sheet1.xml"


def edited(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """A workbook in which somebody has changed a part, all others left as they lie there."""
    package = Package(data)
    content = package.read(part).decode()
    for old, new in changes:
        assert content.count(old) == 1, old
        content = content.replace(old, new)
    package.write(part, content.encode())
    return package.to_bytes()


def explained(data: bytes, message: str, text: str) -> bytes:
    """The copy with an explanation typed beside the problem that says `message`."""
    part = list(Opc(data).sheets.values())[-1]
    sheet = problem_sheet(data)
    (row,) = [row for row in rows_of(sheet) if row["问题"].value == message]
    place = row["情况说明"].coordinate
    content = Package(data).read(part).decode()
    (cell,) = re.findall(rf'<c r="{place}" s="\d+"/>', content)
    new = cell.replace("/>", f' t="inlineStr"><is><t>{text}</t></is></c>')
    return edited(data, part, (cell, new))


def check(path: Path, *options: str) -> dict[str, Any]:
    """What `xltool check --format json` says of one file."""
    result = CliRunner().invoke(main, ["check", str(path), "--format", "json", *options])
    assert result.exit_code in (0, 1), result.output
    (file,) = json.loads(result.stdout_bytes)["files"]
    return dict(file)


def explanations(file: dict[str, Any]) -> dict[str, str]:
    return {item["id"]: item["explanation"] for item in file["findings"] if item["explanation"]}


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """The sample with thirty errors, checked and marked."""
    source = tmp_path / "表.xlsx"
    source.write_bytes(THIRTY.read_bytes())
    return Path(check(source)["marked"])


def test_a_marked_copy_is_checked_like_its_original(marked: Path) -> None:
    copy, source = (
        check(marked, "--no-annotate"),
        check(marked.with_name("表.xlsx"), "--no-annotate"),
    )
    assert copy["findings"] == source["findings"]
    assert copy["verdict"] == source["verdict"]


def test_an_explanation_is_read_and_carried_over(marked: Path) -> None:
    file = check(marked, "--no-annotate")
    wanted = file["findings"][0]
    marked.write_bytes(explained(marked.read_bytes(), wanted["message"], SAID))
    first = check(marked)
    assert explanations(first) == {wanted["id"]: SAID}
    again = Path(first["marked"])
    assert again.name == "表.checked.2.xlsx"
    assert SAID in [row["情况说明"].value for row in rows_of(problem_sheet(again.read_bytes()))]
    # Nobody touches the second copy: it says the same, and so does the third.
    second = check(again)
    assert explanations(second) == {wanted["id"]: SAID}
    lines = rows_of(problem_sheet(Path(second["marked"]).read_bytes()))
    assert [row["问题"].value for row in lines if row["情况说明"].value] == [wanted["message"]]
    # The filler sees that it was read.
    shown = [row for row in lines if "已说明，待审核" in row["状态"].value]
    assert [row["问题"].value for row in shown] == [wanted["message"]]


def test_an_explanation_of_a_value_that_was_changed_no_longer_counts(marked: Path) -> None:
    """It is kept for the filler to look at, also when the next copy is handed in untouched."""
    wanted, cell, other = still_wrong(marked)
    data = explained(marked.read_bytes(), wanted["message"], SAID)
    marked.write_bytes(with_text(data, wanted["sheet"], cell, other))
    first = check(marked)
    assert wanted["id"] in {item["id"] for item in first["findings"]}
    assert explanations(first) == {}
    (line,) = answered(Path(first["marked"]))
    assert line["情况说明"].value == SAID
    assert line["问题"].value.endswith(BEFORE)
    assert "已说明" not in line["状态"].value
    second = check(Path(first["marked"]))
    assert explanations(second) == {}
    (line,) = answered(Path(second["marked"]))
    assert line["情况说明"].value == SAID
    assert line["问题"].value.endswith(BEFORE)


def test_an_explanation_written_anew_counts_again(marked: Path) -> None:
    wanted, cell, other = still_wrong(marked)
    data = explained(marked.read_bytes(), wanted["message"], SAID)
    marked.write_bytes(with_text(data, wanted["sheet"], cell, other))
    copy = Path(check(marked)["marked"])
    part = list(Opc(copy.read_bytes()).sheets.values())[-1]
    copy.write_bytes(edited(copy.read_bytes(), part, (f">{SAID}<", f">{SAID}已核对。<")))
    assert explanations(check(copy)) == {wanted["id"]: f"{SAID}已核对。"}


def still_wrong(path: Path) -> tuple[dict[str, Any], str, str]:
    """The finding on a rate of 195 %, its cell, and a rate that is too high as well."""
    found = check(path, "--no-annotate")["findings"]
    (wanted,) = (item for item in found if item["rule"] == "XL203")
    assert (wanted["sheet"], wanted["cell"], wanted["value"]) == ("项目1", "F16", "≥195%")
    return wanted, "F16", "≥190%"


def with_text(data: bytes, sheet: str, cell: str, text: str) -> bytes:
    """The copy with a text typed into a cell of the user's."""
    part = Opc(data).sheets[sheet]
    content = Package(data).read(part).decode()
    (old,) = re.findall(rf'<c r="{cell}"[^>]*>.*?</c>', content)
    new = f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'
    return edited(data, part, (old, new))


def answered(path: Path) -> list[dict[str, Any]]:
    return [row for row in rows_of(problem_sheet(path.read_bytes())) if row["情况说明"].value]


def test_explanations_survive_marks_by_hand(tmp_path: Path) -> None:
    """`annotate` too gives the next copy what was typed into the last one."""
    findings = [Finding.at(NAME, "C4", message="金额过大", value="1250000.5")]
    source = tmp_path / "表.checked.xlsx"
    source.write_bytes(explained(mark(original("plain"), findings), "金额过大", SAID))
    written = xltool.annotate(source, findings, tmp_path / "再标.xlsx")
    assert [row["情况说明"].value for row in rows_of(problem_sheet(written.read_bytes()))] == [SAID]


def test_a_cell_mended_in_a_copy_stays_mended() -> None:
    findings = [Finding.at(NAME, "C4", message="金额过大")]
    marked = mark(original("plain"), findings)
    mended = edited(marked, SHEET, ("<v>1250000.5</v>", "<v>42</v>"))
    assert not is_unedited(mended)
    for result in (mark(mended, findings), mark(mended, ()), unmarked(mended)):
        assert "<v>42</v>" in Opc(result).parts[SHEET].decode()
    assert digest(mark(unmarked(mended), findings)) == digest(mark(mended, findings))


def note_of(data: bytes, cell: str) -> str | None:
    comment = openpyxl.load_workbook(io.BytesIO(data))[NAME][cell].comment
    return comment.text if comment else None


def test_a_users_note_keeps_its_text_above_ours() -> None:
    findings = [Finding.at(NAME, cell, message=f"{cell}不对") for cell in ("C5", "E12", "B3")]
    before, marked = original("rich_notes"), mark(original("rich_notes"), findings)
    for cell in ("C5", "E12"):
        own, both = note_of(before, cell), note_of(marked, cell)
        assert own
        assert both
        assert both.startswith(own)
        assert f"{cell}不对" in both.removeprefix(own)
    assert str(note_of(marked, "B3")).count("B3不对") == 1
    assert b'<rPr><b/><sz val="9"/><color indexed="81"/>' in Opc(marked).parts["xl/comments1.xml"]


@pytest.mark.parametrize(
    ("name", "cell"), [("plain", "C5"), ("rich_notes", "C5"), ("rich_notes", "E12")]
)
def test_what_is_typed_below_our_note_survives(name: str, cell: str) -> None:
    findings = [Finding.at(NAME, cell, message="偏低", remedy="请核对。")]
    marked = mark(original(name), findings)
    whole = Opc(marked)
    (part,) = whole.targets(whole.sheets[NAME], "comments")
    last = [str(item.text) for item in children(whole.root(part), "t") if "偏低" in str(item.text)][
        -1
    ]
    end = last.rpartition("\n")[2]
    typed = edited(marked, part, (f"{end}</t>", f"{end}\n王会计：已与财政核实</t>"))
    own = note_of(original(name), cell) or ""
    for result in (mark(typed, findings), mark(mark(typed, ()), findings)):
        text = str(note_of(result, cell))
        assert text.count("王会计：已与财政核实") == text.count("偏低") == 1
        assert text.startswith(own)
    kept = str(note_of(unmarked(typed), cell))
    assert kept.startswith(own)
    assert kept.strip().endswith("王会计：已与财政核实")
    assert "偏低" not in kept
    assert "xltool" not in kept
    gone = note_of(unmarked(mark(typed, [Finding.at(NAME, "B3", message="不对")])), "B3")
    assert gone is None


def test_a_threaded_comment_gets_no_note_and_its_line_says_so() -> None:
    findings = [Finding.at(NAME, cell, message=f"{cell}不对") for cell in ("C4", "C5")]
    marked = mark(original("threaded_comments"), findings)
    assert note_of(marked, "C4") == note_of(original("threaded_comments"), "C4")
    assert "C5不对" in str(note_of(marked, "C5"))
    first, second = (row["问题"].value for row in rows_of(problem_sheet(marked)))
    assert first.startswith("C4不对")
    assert "批注对话" in first
    assert second == "C5不对"
    rules = [
        str(rule.findtext("{*}formula")) for rule in children(Opc(marked).root(SHEET), "cfRule")
    ]
    assert any("$C$4" in rule for rule in rules)
