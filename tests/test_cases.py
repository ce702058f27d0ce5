"""Every case of cases/*.md: the clean workbook is edited, and all its findings compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sample_workbooks.make import base_book
from tests.book import Book
from tests.book_file import book_bytes
from tests.case_files import Case, CaseError, read_cases
from tests.other_book import book_of, filled_forms
from tests.template_book import edited_template
from xltool.model.report import Report
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


@pytest.fixture(scope="module")
def report_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Report]:
    """The report on a case's workbook; the cases of a file are checked together, as a month is."""
    reports: dict[str, Report] = {}

    def found(case: Case) -> Report:
        if case.id not in reports:
            reports.update(checked_together(case.path, tmp_path_factory.mktemp("cases")))
        return reports[case.id]

    return found


def checked_together(file: Path, folder: Path) -> dict[str, Report]:
    alike: dict[tuple[str, str], dict[str, Path]] = {}
    for number, case in enumerate(read_cases(file)):
        # In a folder of its own: the name of the one above may read as a year.
        path = folder / f"{number}" / "收件" / case.settings.get("file", "绩效目标表.xlsx")
        path.parent.mkdir(parents=True)
        path.write_bytes(workbook_of(case))
        options = (case.options.get("year", ""), case.options.get("period", ""))
        alike.setdefault(options, {})[case.id] = path
    return {
        name: report
        for (year, period), paths in alike.items()
        for name, report in zip(
            paths,
            check([*paths.values()], year=int(year) if year else None, period=period or None),
            strict=True,
        )
    }


@pytest.mark.parametrize("case", collected(), ids=name_of)
def test_a_case_gives_its_findings(
    case: Case | CaseError, report_of: Callable[[Case], Report]
) -> None:
    if isinstance(case, CaseError):
        raise case
    differences = case.differences(report_of(case))
    if differences:
        pytest.fail("\n".join([f"{case.path.name}:{case.line}", *differences]), pytrace=False)


@pytest.mark.parametrize("rule", workbook_rules(), ids=lambda rule: rule.code)
def test_a_rule_has_cases(rule: object) -> None:
    code = getattr(rule, "code", "")
    assert list(FOLDER.glob(f"{code.lower()}_*.md")), f"tests/cases/{code.lower()}_*.md is missing"
