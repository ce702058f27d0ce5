"""What a finding misses is added in the marked copy: its line of the problem sheet says so, and the
head counts one less. All workbooks are computed in one start of LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

import xltool
from tests.case_files import Case, read_cases
from tests.libreoffice import SOFFICE, Enter, LibreOffice, NewRow, Step
from tests.test_cases import FOLDER, workbook_of

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
OPEN, CHANGED = "未改", "已改，待复核"


def indicator(row: int, *texts: str, sheet: str = "项目1") -> list[Step]:
    """A row of indicators: levels, name, and value where it is given."""
    return [
        Enter(sheet, f"{column}{row}", text)
        for column, text in zip("ABCF", texts, strict=False)
        if text
    ]


# The case (file: heading), the rule, and what the filler adds.
ADDED: dict[str, tuple[str, Sequence[Step]]] = {
    "xl304: No satisfaction": ("XL304", indicator(16, "满意度指标", "", "来访群众满意率", "≥90%")),
    "xl304: No quantity": (
        "XL304",
        [NewRow("项目1", 12), *indicator(12, "", "数量指标", "办件数量", "≥9件")],
    ),
    "xl306: All indicators were deleted": ("XL306", indicator(10, "", "", "办件数量")),
    "xl306: The headings went with them": ("XL306", [Enter("项目1", "C12", "三级指标")]),
    "xl307: A self-assessment without indicators": (
        "XL307",
        [Enter("绩效自评", "D14", "办件数量")],
    ),
    "xl701: All sub-targets deleted, the heading left": (
        "XL701",
        [Enter("部门整体", "A6", "（一）政务服务提速")],
    ),
    "xl703: The heading lost, its lines left": (
        "XL703",
        [Enter("部门整体", "A15", "工作保障措施")],
    ),
    "xl003: A heading of the table that was removed": (
        "XL003",
        [Enter("项目1", "F9", "指标值")],
    ),
    "xl409: No line with the unit": ("XL409", [Enter("项目1", "F2", "单位：元")]),
    "xl226: Ten millions, and two things counted": (
        "XL226",
        indicator(17, "产出指标", "数量指标", "接入事项数量", "≥300项"),
    ),
    "xl432: Indicators that take all hundred points, and execution ten more": (
        "XL432",
        [NewRow("绩效自评", 18), Enter("绩效自评", "G18", 5.0)],
    ),
    "xl961: 35 % above the target": ("XL961", [Enter("绩效自评", "I13", "中标价低，多购七台")]),
    "xl001: The purpose": ("XL001", [Enter("项目2", "B5", "用于大厅日常运转")]),
}  # fmt: skip


AS_IS = (1, 7, 8)  # places in ADDED


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of each line by rule, and how many the head says are open."""

    states: list[tuple[str, str]]
    left: int


def seen(path: Path) -> Seen:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    lines = list(book["问题清单"].iter_rows(values_only=True))
    top = next(number for number, line in enumerate(lines) if line[0] == "程度")
    rule, state = lines[top].index("规则"), lines[top].index("状态")
    count = re.search(r"\d+", str(lines[top - 1][0]))
    assert count
    return Seen([(str(line[rule]), str(line[state])) for line in lines[top + 1 :]], int(count[0]))


def case_of(name: str) -> Case:
    file, _, heading = name.partition(": ")
    (path,) = FOLDER.glob(f"{file}_*.md")
    return next(case for case in read_cases(path) if case.heading == heading)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("absent")
    jobs = []
    for number, (name, (_, steps)) in enumerate(ADDED.items()):
        source, copy = folder / f"{number}.xlsx", folder / f"{number}-marked.xlsx"
        source.write_bytes(workbook_of(case_of(name)))
        (report,) = xltool.check([source])
        xltool.annotate(source, report, copy)
        jobs.append((copy, steps, folder / f"{number}-after.xlsx"))
    # Some as they are: what is absent is not taken for added from the beginning.
    jobs += [(folder / f"{n}-marked.xlsx", [], folder / f"{n}-as-is.xlsx") for n in AS_IS]
    LibreOffice(compute=True).mend(jobs)
    return folder


@pytest.mark.parametrize("name", ADDED)
def test_the_line_sees_what_is_added(name: str, folder: Path) -> None:
    number, (rule, _) = [*ADDED].index(name), ADDED[name]
    after = seen(folder / f"{number}-after.xlsx")
    assert [each for each in after.states if each[1] != OPEN] == [(rule, CHANGED)]
    assert after.left == len(after.states) - 1


@pytest.mark.parametrize("number", AS_IS)
def test_nothing_is_seen_before(number: int, folder: Path) -> None:
    before = seen(folder / f"{number}-as-is.xlsx")
    assert {state for _, state in before.states} == {OPEN}
    assert before.left == len(before.states)
