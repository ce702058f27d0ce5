"""Rows of a table + forms -> Roster: which unit must hand in what, and by when.

A row is for a unit and the forms that it must hand in by one date. A unit may have several rows,
each with its own deadline, contact and nil return; a form stands for a unit in one of them only.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Key

from xltool.language.errors import RosterError, RosterHeadingError
from xltool.language.text import gist, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.values.unit_code import DIGITS

_HEADINGS = {
    "code": ("单位编码", "预算单位编码", "单位代码", "编码", "unit code", "unit", "code"),
    "name": ("单位名称", "预算单位", "预算单位名称", "单位", "名称", "unit name", "name"),
    "forms": ("应报表单", "应报表", "表单", "报送表单", "应报内容", "forms due", "forms", "form"),
    "contact": ("联系人", "联系方式", "联系人及电话", "联系电话", "contact"),
    "due": ("截止日期", "报送期限", "截止时间", "应报日期", "due date", "due", "deadline"),
    "nil": ("零报送", "零报告", "零申报", "是否零报送", "nil return", "nil"),
}
_YES = frozenset({"是", "y", "yes", "true", "1", "√", "✓", "零报送", "零报告", "nil"})
_NO = frozenset({"", "否", "n", "no", "false", "0", "无"})
_DATE = re.compile(r"(20\d\d)[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_PARTS = re.compile(r"[、，,;；\n]+")
_PROBLEMS = {
    "code": Words(
        "“{value}”不是单位编码。请填 3 到 15 位数字，单元格设为文本。",
        "“{value}” is no unit code. Enter 3 to 15 digits, in a cell formatted as text.",
    ),
    "name": Words("没有填写。请填单位全称。", "is blank. Enter the unit’s full name."),
    "forms": Words(
        "没有填写。请写明这个单位应报的表单，如“{known}”。",
        "is blank. Name the forms that the unit must hand in, as “{known}”.",
    ),
    "form": Words(
        "没有“{value}”这个表单。可以写：{known}。",
        "there is no form “{value}”. You may write: {known}.",
    ),
    "due": Words(
        "“{value}”不是日期。请写成“2022-03-10”。",
        "“{value}” is no date. Write it as 2022-03-10.",
    ),
    "nil": Words("“{value}”看不懂。请填“是”或“否”。", "“{value}” is not clear. Enter yes or no."),
    "twice": Words(
        "单位编码 {value} 的“{form}”在第 {other} 行已经有了。请删去重复的一行；"
        "同一单位报送几种表单的，每种表单写一行。",
        "“{form}” of unit code {value} stands in row {other} already. Remove one of them; a unit "
        "with several forms may have a row for each.",
    ),
    "renamed": Words(
        "单位编码 {value} 在第 {other} 行的名称是“{name}”，这里是“{here}”。请核对编码和名称，"
        "改成一致。",
        "unit code {value} is called “{name}” in row {other}, and “{here}” here. Check code and "
        "name, and make them agree.",
    ),
    "column": Words(
        "缺少这一栏。请在标题行补上。", "this column is missing. Add it to the line of headings."
    ),
}


@dataclass(frozen=True, slots=True)
class DueForm:
    """A form that is due: its name as printed, and the keys of the versions that will do."""

    title: Words
    keys: tuple[str, ...]


class RosterRow(BaseModel):
    """A unit, and forms that it must hand in by `due`; `nil` where it has declared that it has
    nothing to hand in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    code: Annotated[str, Key(pattern=f"^{DIGITS}$")]
    name: Annotated[str, Key(min_length=1)]
    forms: Annotated[tuple[DueForm, ...], Key(min_length=1)]
    contact: str = ""
    due: datetime.date | None = None
    nil: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows in the order of the list, and the names of the units by code."""

    rows: tuple[RosterRow, ...]
    names: Mapping[str, str]

    def rows_of(self, unit: str) -> list[RosterRow]:
        """The rows of a unit, none where it is not on the list."""
        return [row for row in self.rows if row.code == unit]


def parse_roster(rows: Sequence[Sequence[str]], file: str, forms: Sequence[Form]) -> Roster:
    """The roster in the rows of a table, whose first rows may be a title.

    Headings are known in Chinese and English. Raises `RosterError` with row, column and remedy
    for the first thing that is wrong, `RosterHeadingError` where there are no headings.
    """
    top, columns = _heading_row(rows, file)
    by_unit: defaultdict[str, dict[int, RosterRow]] = defaultdict(dict)
    listed: list[RosterRow] = []
    for number, row in enumerate(rows[top + 1 :], top + 2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        reader = _Row(file, number, {name: rows[top][at] for name, at in columns.items()}, forms)
        roster_row = reader.read(cells)
        reader.agree(roster_row, by_unit[roster_row.code])
        by_unit[roster_row.code][number] = roster_row
        listed.append(roster_row)
    return Roster(tuple(listed), {row.code: row.name for row in reversed(listed)})


def _heading_row(rows: Sequence[Sequence[str]], file: str) -> tuple[int, dict[str, int]]:
    known = {gist(text): name for name, texts in _HEADINGS.items() for text in texts}
    for place, row in enumerate(rows[:10]):
        found: dict[str, int] = {}
        for at, text in enumerate(row):
            name = known.get(gist(text))
            if name:
                found.setdefault(name, at)
        if len(found) >= 2 and "code" in found:
            for name in ("name", "forms"):
                if name not in found:
                    heading = _HEADINGS[name][0]
                    raise RosterError(
                        file=file, row=place + 1, column=heading, problem=_PROBLEMS["column"]
                    )
            return place, found
    raise RosterHeadingError(file=file)


@dataclass(frozen=True, slots=True)
class _Row:
    """Reads one row, and knows how to say what is wrong with it."""

    file: str
    number: int
    headings: Mapping[str, str]
    all_forms: Sequence[Form]

    def agree(self, row: RosterRow, above: Mapping[int, RosterRow]) -> None:
        """Whether a row goes with those of its unit above it, by their numbers."""
        for number, other in above.items():
            if gist(other.name) != gist(row.name):
                names = {"name": other.name, "here": row.name}
                raise self.problem("name", "renamed", value=row.code, other=number, **names)
            known = {key for form in other.forms for key in form.keys}
            for form in row.forms:
                if not known.isdisjoint(form.keys):
                    same = {"value": row.code, "other": number, "form": form.title}
                    raise self.problem("forms", "twice", **same)

    def read(self, cells: Mapping[str, str]) -> RosterRow:
        try:
            return RosterRow(
                code=squeezed(halfwidth(cells["code"])),
                name=cells["name"],
                forms=tuple(dict.fromkeys(self._forms(cells["forms"]))),
                contact=cells.get("contact", ""),
                due=self._due(cells.get("due", "")),
                nil=self._nil(cells.get("nil", "")),
            )
        except ValidationError as error:
            column = str(error.errors()[0]["loc"][0])
            raise self.problem(column, column, value=cells[column]) from None

    def problem(self, column: str, kind: str, **parts: object) -> RosterError:
        parts = {"known": self._known(), **parts}
        words = _PROBLEMS[kind]
        said = Words(words.render(parts, "zh"), words.render(parts, "en"))
        return RosterError(
            file=self.file, row=self.number, column=self.headings[column], problem=said
        )

    def _known(self) -> str:
        return "、".join(form.title.zh for form in self.all_forms)

    def _forms(self, text: str) -> Iterator[DueForm]:
        for name in filter(None, map(str.strip, _PARTS.split(text))):
            called = [form for form in self.all_forms if _is_called(form, name)]
            if not called:
                titles = {form.title.zh: form.title.zh for form in self.all_forms}
                near = difflib.get_close_matches(name, titles, 1, 0.5)
                known = near[0] if near else self._known()
                raise self.problem("forms", "form", value=name, known=known)
            keys = dict.fromkeys(key for form in called for key in form.counts_as)
            yield DueForm(called[0].title.words(), tuple(keys))

    def _due(self, text: str) -> datetime.date | None:
        bare = squeezed(halfwidth(text)).removesuffix("00:00:00")
        if not bare:
            return None
        found = _DATE.fullmatch(bare)
        try:
            return datetime.date(*map(int, found.groups())) if found else self._no_date(text)
        except ValueError:
            return self._no_date(text)

    def _no_date(self, text: str) -> datetime.date:
        raise self.problem("due", "due", value=text)

    def _nil(self, text: str) -> bool:
        bare = squeezed(halfwidth(text)).casefold()
        if bare not in _YES | _NO:
            raise self.problem("nil", "nil", value=text)
        return bare in _YES


def _is_called(form: Form, name: str) -> bool:
    """Whether a form is meant: by its key, its name without version, or its title."""
    return name.casefold() in (form.key, form.form) or gist(name) in (
        gist(form.title.zh),
        gist(form.title.en),
    )
