"""What the sample workbooks say, as a filling of the target form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sample_workbooks.layouts import NUMERALS, Facts, chinese
from sample_workbooks.make import read_content
from xltool.model.filling import FilledRecord, Filling
from xltool.model.workbook import CellValue

_PLAN = ("plan_march", "plan_june", "plan_october", "plan_december")
_INDICATOR = ("level1", "level2", "level3", "description", "value", "evidence")


def filling_of_facts(name: str) -> Filling:
    """The set `complete` or `published` of content.yaml."""
    facts: Facts = read_content()[name]
    department = facts["department"]
    subgoals = [
        {"number": f"（{numeral}）", **subgoal}
        for numeral, subgoal in zip(NUMERALS, department["subgoals"], strict=False)
    ]
    whole: Mapping[str, CellValue] = {
        "unit": facts["unit"],
        "overall_goal": chinese(department["overall"]),
        "safeguards": "\n".join(department["safeguards"]),
    }
    return Filling(
        {
            "department": (FilledRecord(whole),),
            "subgoals": tuple(map(FilledRecord, subgoals)),
            "projects": tuple(
                FilledRecord(_project(facts["unit"], project), number)
                for number, project in enumerate(facts["projects"])
            ),
            "indicators": tuple(
                FilledRecord(dict(zip(_INDICATOR, indicator, strict=True)), number)
                for number, project in enumerate(facts["projects"])
                for indicator in project["indicators"]
            ),
        }
    )


def _project(unit: str, project: Mapping[str, Any]) -> dict[str, CellValue]:
    same = ("code", "name", "budget", "fiscal", "other")
    return {
        "unit": unit,
        "money_unit": "元",
        **{name: project[name] for name in same},
        "purpose": chinese(project["purpose"]),
        "goal": chinese(project["goal"]),
        **{name: points / 100 for name, points in zip(_PLAN, project["plan"], strict=True)},
    }
