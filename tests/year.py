"""Five units of one year: their target workbooks, and what they truthfully report each month."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from tests.facts import filling_of_facts
from tests.template_book import form_named
from xltool.excel.template.workbook import build_template
from xltool.forms.load import load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.workbook import CellValue
from xltool.pipeline.new import new_workbook
from xltool.values.project_code import check_character

YEAR = 2022
MONITORING, ASSESSMENT = form_named("monitoring@2022"), form_named("self-assessment@2022")
Cells = dict[str, CellValue]
"""What is typed in, by cell."""


@dataclass(frozen=True)
class Reached:
    """What is reached of an indicator over the year; the keys of `reached` in year.yaml."""

    final: str
    count: bool = False
    before: Mapping[int, str] = field(default_factory=dict)
    hoped: str = ""
    late: tuple[int, int] = (0, 0)
    cause: str = ""  # the column that is ticked
    why: str = ""

    def by(self, month: int) -> str:
        """What is reached at the end of a month; a count runs a little ahead of its share."""
        number = re.match(r"\d+", self.final) if self.count else None
        if number:
            return f"{ceil(int(number[0]) * month / 12)}{self.final[number.end() :]}"
        return next((text for last, text in self.before.items() if month <= last), self.final)

    def expected(self, month: int) -> str:
        """What the unit expects at the end of a month of the whole year."""
        return self.hoped if self.hoped and month < self.late[0] else self.final

    def is_late(self, month: int) -> bool:
        return self.late[0] <= month <= self.late[1]


@dataclass(frozen=True)
class Unit:
    """A unit with one project, as in year.yaml; amounts in 元."""

    code: str
    name: str
    project: str
    serial: str
    budget: int
    other: int
    purpose: str
    goal: str
    indicators: tuple[tuple[Any, ...], ...]
    reached: tuple[Reached, ...]
    spent: tuple[int, ...]
    outcome: str
    grade: str
    adjusted: Mapping[int, int] = field(default_factory=dict)
    money_reason: str = ""

    @property
    def title(self) -> str:
        return f"{self.code}{self.name}"

    @property
    def project_code(self) -> str:
        begun = f"13020522P{self.serial}10001"
        return f"{begun[:20]}{check_character(begun[:20] + '0')}"


def units() -> dict[str, Unit]:
    """The units by their codes."""
    data = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    made = (Unit(**{**each, "reached": [Reached(**r) for r in each["reached"]]}) for each in data)
    return {unit.code: unit for unit in made}


def target_workbook(unit: Unit) -> bytes:
    """The target workbook with which the year begins."""
    facts = filling_of_facts("complete").tables
    department = {**facts["department"][0].values, "unit": unit.title}
    project: Cells = {
        "unit": unit.title, "money_unit": "元", "code": unit.project_code, "name": unit.project,
        "budget": unit.budget, "fiscal": unit.budget - unit.other, "other": unit.other or None,
        "purpose": unit.purpose, "goal": unit.goal,
        "plan_march": 0.25, "plan_june": 0.5, "plan_october": 0.75, "plan_december": 1,
    }  # fmt: skip
    names = ("level1", "level2", "level3", "description", "value", "evidence")
    rows = [dict(zip(names, each[:6], strict=True)) for each in unit.indicators]
    filling = Filling(
        {
            "department": (FilledRecord(department),),
            "subgoals": facts["subgoals"],
            "projects": (FilledRecord(project, 0),),
            "indicators": tuple(FilledRecord(row, 0) for row in rows),
        }
    )
    return build_template(form_named(), filling, year=YEAR)


def monitoring_workbook(unit: Unit, month: int, source: Path) -> bytes:
    """A month's workbook, made from the one in `source` and truthfully filled in."""
    blank = new_workbook(MONITORING, load_forms(), year=YEAR, month=month, source=source).data
    cells: Cells = {"I4": unit.name}
    money = _money(unit, month)
    for line, amounts in enumerate(money, 6):
        adjusted, executed, expected = amounts
        initial = (unit.budget, unit.budget - unit.other, unit.other)[line - 6]
        cells |= {f"E{line}": adjusted, f"H{line}": executed, f"M{line}": expected}
        cells[f"=L{line}"] = (executed or 0) / initial if initial else ""
    late = any(each.is_late(month) for each in unit.reached)
    cells["B37"] = unit.money_reason if late and unit.money_reason else None
    for row, each in enumerate(unit.reached, 13):
        cells |= {f"E{row}": each.by(month), f"F{row}": each.expected(month), f"M{row}": "√"}
        if each.is_late(month):
            cells |= {f"{each.cause}{row}": "√", f"L{row}": each.why}
            cells |= {f"M{row}": None, f"N{row}": "√"}
    return edited(blank, cells)


def assessment_workbook(unit: Unit, source: Path) -> bytes:
    """The self-assessment of the year, made from the target workbook or from December's."""
    blank = new_workbook(ASSESSMENT, load_forms(), year=YEAR, source=source).data
    cells: Cells = {"H4": unit.name, "B11": unit.money_reason or None, "E13": unit.outcome}
    money = _money(unit, 12)
    for row, (_, executed, expected) in zip((7, 8, 10), money, strict=True):
        cells |= {f"D{row}": expected, f"E{row}": executed}
    share = (money[0][1] or 0) / (money[0][2] or 1)
    cells |= {"F7": 10, "=G7": share, "=H7": round(10 * share, 2)}
    scores = [each[7] for each in unit.indicators]
    for row, (each, planned) in enumerate(zip(unit.reached, unit.indicators, strict=True), 16):
        weight, score = planned[6:]
        cells |= {f"E{row}": each.final, f"F{row}": weight, f"G{row}": score}
        cells[f"H{row}"] = each.why if score < weight else None
    cells |= {"=F56": 100, "=G56": round(sum(scores) + 10 * share, 2), "B57": unit.grade}
    return edited(blank, cells)


def _money(unit: Unit, month: int) -> tuple[tuple[int | None, int | None, int | None], ...]:
    """Total, fiscal and other funds of a month: the adjusted budget, executed and expected."""
    since = max((each for each in unit.adjusted if each <= month), default=0)
    last, share = [unit.budget, *unit.adjusted.values()][-1], unit.spent[month - 1]
    budget = unit.adjusted[since] if since else unit.budget
    whole = (budget if since else None, last * share // 100, budget)
    other = (unit.other if since else None, unit.other * share // 100, unit.other)
    fiscal = tuple(None if a is None else a - (b or 0) for a, b in zip(whole, other, strict=True))
    none = (None, None, None)
    return whole, (fiscal[0], fiscal[1], fiscal[2]), other if unit.other else none


def edited(data: bytes, cells: Cells) -> bytes:
    """Cells of its first form sheet with another content, as Excel saves them; None for a blank.

    `=L6` keeps the formula of L6 and gives it another result.
    """
    out, sheet = BytesIO(), "xl/worksheets/sheet2.xml"  # behind the one with instructions
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == sheet:
                content = _CELL.sub(partial(_with_content, dict(cells)), content.decode()).encode()
            new.writestr(item, content)
    return out.getvalue()


_CELL = re.compile(r'<c r="([A-Z]+\d+)"( s="\d+")?[^>]*?(?:/>|>(.*?)</c>)')


def _with_content(cells: Cells, found: re.Match[str]) -> str:
    place, style = found[1], found[2] or ""
    formula = re.search("<f>.*?</f>", found[3] or "") if f"={place}" in cells else None
    if formula is None and place not in cells:
        return found[0]
    value = cells[f"={place}" if formula else place]
    start = f'<c r="{place}"{style}'
    if value is None:
        return f"{start}/>"
    if formula:
        kind = ' t="str"' if isinstance(value, str) else ""
        return f"{start}{kind}>{formula[0]}<v>{value}</v></c>"
    if isinstance(value, str):
        return f'{start} t="inlineStr"><is><t>{value}</t></is></c>'
    return f"{start}><v>{value}</v></c>"
