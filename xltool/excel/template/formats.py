"""The look of a blank workbook: one format for each kind of cell, made once."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from xltool.excel.template.page import Role
from xltool.model.form import Field
from xltool.rules.monitoring.lights import Light

FONT: dict[str, Any] = {"font_name": "宋体", "font_size": 11}
INPUT_FILL, BLANK_FILL, LABEL_FILL = "#FFFBE8", "#FFDFB0", "#EEF3F8"
LOCKED_FILL = "#F5F5F5"
LIGHT_FILLS = {
    Light.RED: "#F8C4C4",
    Light.YELLOW: "#FFEB84",
    Light.GREEN: "#C9E7CB",
    Light.BLUE: "#C5DCF2",
}
GOOD_COLOUR, BAD_COLOUR, OPEN_COLOUR = "#1E7B34", "#C00000", "#7F7F7F"
_BOX = {**FONT, "border": 1, "border_color": "#5B6B7B", "valign": "vcenter", "text_wrap": True}
_TEXT_FORMAT = "@"  # what is typed stays as it is: no date out of 1-7, no formula out of =100%
_NUMBER_FORMATS = {
    "money": "#,##0.00######",
    "percent": "0%",  # decimals come by a rule: 0.##% is shown as 25.% in Excel
    "year": "0",
    "code": _TEXT_FORMAT,
    "unit": _TEXT_FORMAT,
    "period": _TEXT_FORMAT,
    "indicator_value": _TEXT_FORMAT,
}
_ROLES: dict[Role, dict[str, Any]] = {
    Role.TITLE: {"bold": True, "font_size": 16, "align": "center", "text_wrap": True},
    Role.LINE: {"align": "left"},
    Role.LINE_RIGHT: {"align": "right"},
    Role.BANNER: {**_BOX, "bold": True, "align": "left", "indent": 1, "bg_color": LABEL_FILL},
    Role.LABEL: {**_BOX, "bold": True, "align": "center", "bg_color": LABEL_FILL},
    Role.NOTE: {"font_size": 9, "font_color": OPEN_COLOUR, "align": "left", "text_wrap": True},
}


class TemplateFormats:
    """The formats of one workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def printed(self, role: Role) -> Format:
        """Of a text that the form prints."""
        return self.of(**{**FONT, "valign": "vcenter", **_ROLES[role]})

    def box(self) -> Format:
        """Of a framed cell in which nothing stands."""
        return self.of(**_BOX, bg_color=LABEL_FILL)

    def input(self, field: Field, in_table: bool, locked: bool = False) -> Format:
        """Of an input cell: coloured and unlocked, in the number format of its type; `locked` of
        one that is not for typing, because it was carried over or computes itself.
        """
        look = {**_BOX, **_alignment(field, in_table), **number_format(field)}
        if locked:
            return self.of(**look, bg_color=LOCKED_FILL)
        return self.of(**look, bg_color=INPUT_FILL, locked=False)

    def check(self) -> Format:
        """Of a live check cell."""
        return self.of(
            **FONT, align="center", valign="vcenter", font_color=OPEN_COLOUR, shrink=True
        )


def number_format(field: Field) -> dict[str, str]:
    """The number format of a field's cells; texts of any length have none.

    A cell in text format shows ##### in Excel 2007 once it holds more than 255 characters.
    """
    code = _NUMBER_FORMATS.get(field.type)
    return {"num_format": code} if code else {}


def _alignment(field: Field, in_table: bool) -> dict[str, Any]:
    if field.type in ("money", "number"):
        return {"align": "right", "indent": 1}
    if field.multiline:
        return {"align": "left", "indent": 1, "valign": "top" if field.below else "vcenter"}
    # In a table, words of a fixed set stand in the middle, free text begins at the left.
    free = in_table and field.type == "text" and not (field.enum or field.fill_down)
    if free and not field.suggested:
        return {"align": "left", "indent": 1}
    return {"align": "center"}
