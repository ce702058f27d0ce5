"""Every case of cases/*.md: the clean workbook is edited, and all its findings compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_workbooks.make import base_book
from tests.book import Book
from tests.book_file import book_bytes
from tests.case_files import Case, CaseError, read_cases
from tests.other_book import book_of, filled_forms
from tests.template_book import edited_template
from xltool.pipeline.check import check
from xltool.rules.registry import workbook_rules

FOLDER = Path(__file__).parent / "cases"


def collected() -> list[Case | CaseError]:
    """Every case; a file that is badly written fails as one test, not the whole run."""
    found: list[Case | CaseError] = []
    for path in sorted(FOLDER.glob("*.md")):
        try:
            found += read_cases(path)
        except CaseError as error:
            found.append(error)
    return found


def name_of(case: Case | CaseError) -> str:
    return case.id if isinstance(case, Case) else str(case)


def workbook_of(case: Case) -> bytes:
    """The workbook of a case; `base: new` is one made by `xltool new`, stamp and all."""
    if case.settings.get("base") == "new":
        return edited_template(case)
    return book_bytes(case.edited(base_of(case)))


def base_of(case: Case) -> Book:
    """The complete target form, or the filled form that the case names."""
    name = case.settings.get("base")
    return book_of(next(f for f in filled_forms() if f.form == name)) if name else base_book()


@pytest.mark.parametrize("case", collected(), ids=name_of)
def test_a_case_gives_its_findings(case: Case | CaseError, tmp_path: Path) -> None:
    if isinstance(case, CaseError):
        raise case
    # In a folder of its own: the name of tmp_path may read as a year.
    path = tmp_path / "收件" / case.settings.get("file", "绩效目标表.xlsx")
    path.parent.mkdir(parents=True)
    path.write_bytes(workbook_of(case))
    year = case.options.get("year")
    (report,) = check([path], year=int(year) if year else None, period=case.options.get("period"))
    differences = case.differences(report)
    if differences:
        pytest.fail("\n".join([f"{case.path.name}:{case.line}", *differences]), pytrace=False)


@pytest.mark.parametrize("rule", workbook_rules(), ids=lambda rule: rule.code)
def test_a_rule_has_cases(rule: object) -> None:
    code = getattr(rule, "code", "")
    assert list(FOLDER.glob(f"{code.lower()}_*.md")), f"tests/cases/{code.lower()}_*.md is missing"
