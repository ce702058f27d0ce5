"""Forms as bureaus really print them: what is read, what is found, and a role for every cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from tests.other_book import area_of
from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import extract, roles_of
from xltool.extract.provenance import Given, with_origins
from xltool.extract.recognise import recognise
from xltool.extract.roles import LayoutRole, Roles
from xltool.forms.load import find_form, load_forms
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.submission import ABSENT, Record, Submission
from xltool.pipeline.submissions import judge
from xltool.rules.money.amounts import amount
from xltool.values.cell_value import Number

FOLDER = Path(__file__).parent / "reading"
FORMS = load_forms()
PRINTS = sorted(FOLDER.glob("*.yaml"))
each_print = pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)


@dataclass(frozen=True, slots=True)
class Read:
    """A print: what its file says, and what was read."""

    said: dict[str, Any]
    submission: Submission
    roles: Roles


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    folder = tmp_path_factory.mktemp("收件")
    return {path.stem: read_print(path, folder) for path in PRINTS}


def read_print(path: Path, folder: Path) -> Read:
    """Write the workbook of a print, and read it again."""
    said = yaml.safe_load(path.read_text("utf-8"))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for where, value in said["cells"].items():
        area = area_of(where)
        cell = sheet.cell(area.top, area.left)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        if (area.top, area.left) != (area.bottom, area.right):
            sheet.merge_cells(where)
    file = folder / f"{path.stem}.xlsx"
    book.save(file)
    workbook = read_workbook(file)
    match = recognise(workbook, FORMS)
    assert match, f"{path.stem} was not recognised"
    submission = with_origins(extract(workbook, match), match.form, Given())
    return Read(said, submission, roles_of(workbook, match))


@each_print
def test_form_unit_year_and_money_unit(path: Path, prints: dict[str, Read]) -> None:
    said, read = prints[path.stem].said, prints[path.stem].submission
    names = [origin.value if origin else "" for origin in (read.unit_code, read.unit_name)]
    units = {project.values["money_unit"] for project in read.tables["projects"]}
    seen = {
        "form": read.form,
        "unit": " ".join(names) if any(names) else None,
        "year": read.year.value if read.year else None,
        "period": read.period.value if read.period else None,
        "money_unit": units.pop(),
    }
    assert not units
    assert seen == {name: said.get(name) for name in seen}


@each_print
def test_amounts(path: Path, prints: dict[str, Read]) -> None:
    read = prints[path.stem]
    form = find_form(read.submission.form, FORMS)
    said = read.said["amounts"]
    expected = said if isinstance(said, list) else [said]  # one for each project
    projects = read.submission.tables["projects"]
    assert [
        {name: _amount(project, form, name) for name in wanted}
        for project, wanted in zip(projects, expected, strict=True)
    ] == expected


def _amount(project: Record, form: Form, name: str) -> float | str | None:
    value = project.values[name]
    number = amount(project.values, form, name) if isinstance(value, Number) else None
    return "absent" if value is ABSENT else None if number is None else float(number)


@each_print
def test_every_record_is_read_and_nothing_else(path: Path, prints: dict[str, Read]) -> None:
    read = prints[path.stem]
    for table, rows in read.said["rows"].items():
        form = find_form(read.submission.form, FORMS)
        section = next(s for p in form.parts for s in p.repeats() if s.name == table)
        refs = [record.refs[section.key[-1]] for record in read.submission.tables[table]]
        column = read.said.get("names", {}).get(table, "")  # where all stand in one
        assert [ref.a1 for ref in refs] == [f"{column}{row}" for row in rows]


@each_print
def test_only_true_errors_are_found(path: Path, prints: dict[str, Read]) -> None:
    (report,) = judge([prints[path.stem].submission], FORMS)
    errors = defaultdict(list)
    for finding in report:
        if finding.severity is Severity.ERROR:
            errors[finding.rule].append(finding.refs[0].a1)
    assert dict(errors) == prints[path.stem].said["errors"]


@each_print
def test_every_cell_has_a_role_and_none_is_unread(path: Path, prints: dict[str, Read]) -> None:
    read = prints[path.stem]
    cells = {where.partition(":")[0] for where in read.said["cells"]}
    assert {ref.a1 for ref in read.roles} == cells
    assert [ref.a1 for ref, each in read.roles.items() if each.role is LayoutRole.UNREAD] == []


def test_a_label_that_is_not_printed_is_no_fault(prints: dict[str, Read]) -> None:
    (report,) = judge([prints["huaibei-targets"].submission], FORMS)
    assert [f.rule for f in report if f.rule in ("XL003", "XL009")] == ["XL009"]
    reasons = {skipped.rule: skipped.reason for skipped in report.not_run}
    assert reasons["XL431"] == "not_printed"
    assert report.verdict == "findings"


def test_a_sign_in_its_own_column_is_the_sign(prints: dict[str, Read]) -> None:
    records = prints["wuhai-targets"].submission.tables["indicators"]
    assert {str(record.values["nature"]) for record in records} == {"="}
    assert records[1].values["value"].standard == "＝24人/次"  # type: ignore[attr-defined]
