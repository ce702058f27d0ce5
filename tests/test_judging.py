"""Judging: every rule sees a row once, and what its checks give is what a run collects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.model.form import Form
from xltool.model.submission import Submission
from xltool.pipeline.submissions import judge, read_submission
from xltool.rules.registry import workbook_rules
from xltool.rules.rule import CellRule, GroupRule, Hit, Row, RowRule

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
NAMES = ("三十处错误.xlsx", "坏-指标值.xlsx", "坏-文字.xlsx")


@pytest.fixture(scope="module")
def submissions() -> list[Submission]:
    read = [read_submission(SAMPLES / name, load_forms(), Given()) for name in NAMES]
    return [each for each in read if isinstance(each, Submission)]


@pytest.fixture
def seen() -> Iterator[Counter[object]]:
    """How often each rule's check was given each row, each value of a field, while in use."""
    counted: Counter[object] = Counter()
    kept = [(rule, rule.check) for rule in workbook_rules()]  # type: ignore[attr-defined]
    for rule, check in kept:
        object.__setattr__(rule, "check", _counting(rule, check, counted))
    yield counted
    for rule, check in kept:
        object.__setattr__(rule, "check", check)


def _counting(rule: Any, check: Any, counted: Counter[object]) -> Any:
    def of_value(value: object, field: Any, form: Form) -> Iterator[Hit]:
        counted[rule.code, "values of", field.name] += 1
        yield from check(value, field, form)

    def of_row(row: Row, form: Form) -> Iterator[Hit]:
        counted[rule.code, id(row)] += 1
        yield from check(row, form)

    def of_group(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
        counted.update((rule.code, id(row)) for row in rows)
        yield from check(rows, form)

    kinds = ((CellRule, of_value), (RowRule, of_row), (GroupRule, of_group))
    return next(counting for kind, counting in kinds if isinstance(rule, kind))


def test_no_rule_sees_a_row_twice(submissions: list[Submission], seen: Counter[Any]) -> None:
    reports = judge(submissions, load_forms())
    assert sum(len(report.findings) for report in reports) > 50
    assert not {key: times for key, times in seen.items() if len(key) == 2 and times > 1}
    assert len({key[0] for key in seen if len(key) == 2}) > 50
    most = Counter[str]()
    for submission in submissions:
        for records in submission.tables.values():
            most.update(name for record in records for name in record.values)
    assert not {key: times for key, times in seen.items() if len(key) == 3 and times > most[key[2]]}


def test_threads_judge_apart(submissions: list[Submission]) -> None:
    def found(each: Submission) -> list[str]:
        (report,) = judge([each], load_forms())
        return [finding.id for finding in report]

    alone = [found(each) for each in submissions]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(found, submissions * 4))
    assert together == alone * 4
