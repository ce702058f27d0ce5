"""What reviewers raise about published forms is said at its cell; little is said besides."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.test_reading import FORMS, read_print
from xltool.model.report import Finding, Severity
from xltool.pipeline.submissions import judge

FOLDER = Path(__file__).parent / "reading"

RAISED = {
    "qingshan-targets": {
        "XL511": ["E10"],  # a goal without a figure
        "XL441": ["G15"],  # a cost in words
        "XL206": ["G13", "G14", "G16"],
        "XL401": ["E6", "E7"],
        "XL225": ["F19"],  # three groups in one indicator
        "XL226": ["F13"],  # 100 million, and two things counted
    },
    "xiangxi-targets": {
        "XL318": ["G12"],  # funds that came
        "XL223": ["G17"],  # a rate in words
        "XL206": ["H6", "H10"],
        "XL228": ["L9"],  # 定性 beside 95 %
        "XL001": ["D6"],
    },
    "nanyue-targets": {
        "XL223": ["D13"],  # 100 % in the name, 98 % in the value
        "XL224": ["D11", "D13", "D14", *(f"D{row}" for row in range(18, 26))],
    },
    "tianchang-assessment": {
        "XL511": ["B11"],
        "XL318": ["D19"],
        "XL020": ["C4"],
        "XL319": ["D25"],
        "XL515": ["F11"],
        "XL441": ["D22"],
        "XL229": ["D28", "D34"],
        "XL227": ["F35"],
        "XL226": ["D13"],
    },
    "zhongjiang-assessment": {
        "XL511": ["B10"],
        "XL319": ["D13"],
        "XL440": ["D17"],
        "XL432": ["E12"],
        "XL954": ["E12"],  # weights that are split otherwise
        "XL969": ["G12", "G13", "G15", "G16", "G19", "G21"],  # actual values copied with ≥
    },
    "huangshi-monitoring": {
        "XL021": ["A3"],  # 项目单位（盖章） with nothing behind
        "XL440": ["C15"],
        "XL304": ["B13"],
        "XL225": ["D16"],
        "XL022": ["B6", "B7"],
        "XL905": ["D10"],  # slower than the year, and nothing explained
    },
    "huaibei-targets": {
        "XL511": ["B10"],
        "XL319": ["D13"],
        "XL222": ["E16", "E18", "E19"],
        "XL440": ["D15"],
        "XL206": ["E15"],
        "XL229": ["D16", "D18"],
    },
    "ezhou-assessment": {
        "XL511": ["B11"],
        "XL318": ["D13", "D14"],
        "XL020": ["C4"],
        "XL443": ["F22"],  # the budget as the actual cost, though less was spent
        "XL319": ["D25"],
        "XL223": ["D17"],
        "XL440": ["D22"],
        "XL304": ["C13"],
        "XL956": ["H13"],
        "XL959": ["I6"],
        "XL960": ["I13"],
        "XL964": ["I6"],
        "XL966": ["H6"],
    },
}
"""By print and rule, the cells at which a reviewer would raise something."""

ONLY_READ = {"XL009", "XL214", "XL402"}
"""Notes that only say how something was read: one line a workbook."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    folder = tmp_path_factory.mktemp("收件")
    reports = {}
    for name in RAISED:
        (report,) = judge([read_print(FOLDER / f"{name}.yaml", folder).submission], FORMS)
        reports[name] = list(report)
    return reports


@pytest.mark.parametrize("name", RAISED)
def test_what_reviewers_raise_is_said(name: str, found: dict[str, list[Finding]]) -> None:
    said = defaultdict(list)
    for finding in found[name]:
        said[finding.rule].append(finding.refs[0].a1)
    for rule, cells in RAISED[name].items():
        assert set(cells) <= set(said[rule]), rule


@pytest.mark.parametrize("name", RAISED)
def test_nothing_is_said_that_no_reviewer_would_act_on(
    name: str, found: dict[str, list[Finding]]
) -> None:
    """Beside the above only a few groups are left, each known and true."""
    others = {f.rule for f in found[name] if f.severity is not Severity.ERROR}
    left = others - set(RAISED[name]) - ONLY_READ
    assert left <= {"XL003", "XL213", "XL514"}


def test_every_new_rule_carries_the_reviewer_s_opinion(found: dict[str, list[Finding]]) -> None:
    raised = {rule for rules in RAISED.values() for rule in rules} - {
        "XL001",
        "XL401",
        "XL432",
        "XL905",
    }
    findings = [f for each in found.values() for f in each if f.rule in raised]
    assert {f.rule for f in findings if not f.opinion} == set()
