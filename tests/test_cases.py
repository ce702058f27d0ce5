"""Every case of cases/*.md: the clean workbook is edited, and all its findings compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from sample_workbooks.make import HERE, base_book
from tests.book import Book
from tests.book_file import book_bytes
from tests.case_files import Case, CaseError, read_cases
from tests.one_round import follow, new_findings
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
    return _base(case.settings.get("base", "")).copy()


@cache
def _base(name: str) -> Book:
    return book_of(next(f for f in filled_forms() if f.form == name)) if name else base_book()


class Reports:
    """The report on each case's workbook; those that are asked for at once are checked at once."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._found: dict[str, Report] = {}

    def of(self, cases: Sequence[Case]) -> list[Report]:
        new = [case for case in cases if case.id not in self._found]
        made = zip(new, self.checked([(case, workbook_of(case)) for case in new]), strict=True)
        self._found.update({case.id: report for case, report in made})
        return [self._found[case.id] for case in cases]

    def checked(self, workbooks: Sequence[tuple[Case, bytes]]) -> list[Report]:
        """The reports on workbooks, each with the file name and the options of its case."""
        folder = self._folders.mktemp("cases")
        by_options: dict[tuple[str, str], dict[int, Path]] = {}
        for number, (case, data) in enumerate(workbooks):
            # In a folder of its own: the name of the one above may read as a year.
            path = folder / f"{number}" / "收件" / case.settings.get("file", "绩效目标表.xlsx")
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
            options = (case.options.get("year", ""), case.options.get("period", ""))
            by_options.setdefault(options, {})[number] = path
        found: dict[int, Report] = {}
        for (year, period), paths in by_options.items():
            stated = int(year) if year else None
            made = check([*paths.values()], year=stated, period=period or None)
            found.update(zip(paths, made, strict=True))
        return [found[number] for number in range(len(workbooks))]


@pytest.fixture(scope="module")
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """With the reports on all cases that this run tries."""
    tried = [
        item.callspec.params.get("case")
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path == request.path
        if hasattr(item, "callspec")
    ]
    made = Reports(tmp_path_factory)
    made.of([case for case in tried if isinstance(case, Case)])
    return made


@pytest.mark.parametrize("case", collected(), ids=name_of)
def test_a_case_gives_its_findings(case: Case | CaseError, reports: Reports) -> None:
    if isinstance(case, CaseError):
        raise case
    (report,) = reports.of([case])
    differences = case.differences(report)
    if differences:
        pytest.fail("\n".join([f"{case.path.name}:{case.line}", *differences]), pytrace=False)


def test_one_round_is_enough(reports: Reports) -> None:
    """Every remedy of a case's workbook, followed to the letter, brings nothing new; so it is with
    the samples that are the complete workbook with edits.
    """
    cases = [case for case in collected() if isinstance(case, Case)]
    cases = [case for case in cases if "file" not in case.settings]
    cases = [case for case in cases if case.settings.get("base") != "new"]
    cases += [
        replace(case, settings={})
        for path in sorted(HERE.glob("*.md"))
        for case in read_cases(path)
        if case.settings.get("base") == "三套指标完整"
    ]
    books = [case.edited(base_of(case)) for case in cases]
    first = reports.of(cases)
    # A workbook in which nothing is to be typed stays as it is: nothing new can come.
    followed = [number for number, book in enumerate(books) if follow(book, first[number])]
    assert followed, "no remedy was followed: the test would see nothing"
    after = reports.checked([(cases[number], book_bytes(books[number])) for number in followed])
    new = [
        f"{cases[number].id}: {line}"
        for number, now in zip(followed, after, strict=True)
        for line in new_findings(first[number], now)
    ]
    assert not new, "\n".join(new)


@pytest.mark.parametrize("rule", workbook_rules(), ids=lambda rule: rule.code)
def test_a_rule_has_cases(rule: object) -> None:
    code = getattr(rule, "code", "")
    assert list(FOLDER.glob(f"{code.lower()}_*.md")), f"tests/cases/{code.lower()}_*.md is missing"
