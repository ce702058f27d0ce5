"""Form -> the choices that its input cells offer: a hidden sheet of lists, and validations."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xltool.excel.template.formats import FONT
from xltool.excel.template.page import FormPage, TableArea
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.workbook import column_letters
from xltool.values.project_code import LENGTH

SHEET = "_列表"
_LEVELS, _LEVEL2, _LEVEL2_OF, _LEVEL2_TOP = (
    "xl_level1",
    "xl_level2",
    "xl_level2_of",
    "xl_level2_top",
)
_TITLE, _MESSAGE = 32, 255
"""The most characters that a prompt may have: Excel drops a longer one, and its list with it."""

WORDS = {
    "list": Words("请从下拉列表中选择。", "Choose from the list."),
    "own": Words("可从下拉列表中选择，也可自行填写。", "Choose from the list, or write your own."),
    "code": Words(
        f"请填写 {LENGTH} 位项目编码，不留空格。",
        f"Enter the {LENGTH}-character project code without spaces.",
    ),
    "unit": Words(
        "请填写单位编码和名称，如“439001某某局本级”。",
        "Enter code and name of the unit, as “439001某某局本级”.",
    ),
    "money": Words(
        "请只填数字，不带单位和“约”等文字。", "Enter a number only, without unit or words."
    ),
    "percent": Words("请填写百分数，如 25%。", "Enter a percentage, as 25%."),
    "number": Words("请只填数字。", "Enter a number only."),
    "year": Words("请填写四位年度，如 2023。", "Enter the year in four digits, as 2023."),
    "period": Words(
        "请写明年和月，如“2022年5月”，或写“1-5月”。",
        "Enter year and month, as “2022年5月”, or “1-5月”.",
    ),
    "indicator_value": Words(
        "请写明符号、数值和单位，如“≥95%”“≤30天”；定性指标写“明显提升”这类用语。",
        "Write sign, number and unit, as “≥95%” or “≤30天”; for a graded value a word such as "
        "“明显提升”.",
    ),
    "parts": Words(
        "请只填数值；符号和单位填在旁边的栏内。",
        "Enter the number only; sign and unit go beside it.",
    ),
    "min_length": Words("不少于 {least} 个字。", "At least {least} characters."),
    "required": Words("必填。", "Required."),
    "computed": Words("由公式算出，不用填写。", "Worked out by a formula; nothing to enter."),
}


class Lists:
    """The hidden sheet of lists; each list is a range with a name.

    Names, because Excel 2007 takes no list from another sheet in any other way.
    """

    def __init__(self, workbook: xlsxwriter.Workbook, form: Form, lang: str) -> None:
        self._workbook, self._form, self._lang = workbook, form, lang
        self.sheet: Worksheet = workbook.add_worksheet(SHEET)
        self._font = workbook.add_format(FONT)
        self._column = 0
        self._named: dict[tuple[str, ...], str] = {}
        pairs = [(level.level1, name) for level in form.levels for name in level.level2]
        self._list([level.level1 for level in form.levels], _LEVELS)
        self._list([name for _, name in pairs], _LEVEL2)
        self._list([level1 for level1, _ in pairs], _LEVEL2_OF)
        self._name(_LEVEL2_TOP, f"{column_letters(2)}$2")
        self.sheet.hide()

    def _list(self, texts: list[str], name: str) -> None:
        """One more column, its first cell telling its name."""
        self.sheet.write_string(0, self._column, name, self._font)
        for row, text in enumerate(texts, 1):
            self.sheet.write_string(row, self._column, text, self._font)
        letters = column_letters(self._column + 1)
        self._column += 1
        self._name(name, f"{letters}$2:${letters}${len(texts) + 1}")

    def _name(self, name: str, where: str) -> None:
        self._workbook.define_name(name, f"='{SHEET}'!${where}")

    def named(self, texts: tuple[str, ...]) -> str:
        """The name of the list with these choices."""
        if texts not in self._named:
            self._named[texts] = f"xl_list_{len(self._named) + 1}"
            self._list(list(texts), self._named[texts])
        return self._named[texts]

    # Validations

    def validate(self, sheet: Worksheet, page: FormPage) -> None:
        """Put lists, limits and prompts on the input cells of a page."""
        for slot in page.slots:
            if slot.record is None:
                rule = self._rule(slot.field, slot.a1)
                area = slot.area
                corners = (area.top, area.left, area.bottom, area.right)
                self._put(sheet, corners, slot.field, rule)
        for table in page.tables:
            for field in table.section.fields:
                left, right = table.columns[field.name]
                rule = self._table_rule(table, field)
                self._put(sheet, (table.top, left, table.bottom, right), field, rule)

    def _put(
        self,
        sheet: Worksheet,
        corners: tuple[int, int, int, int],
        field: Field,
        rule: dict[str, Any],
    ) -> None:
        message = self._prompt(field)
        options = {
            "validate": "any",
            "input_title": field.title.words()(self._lang)[:_TITLE],
            "input_message": message[:_MESSAGE],
            "error_title": field.title.words()(self._lang)[:_TITLE],
            "error_message": message[:_MESSAGE],
            **rule,
        }
        top, left, bottom, right = corners
        sheet.data_validation(top - 1, left - 1, bottom - 1, right - 1, options)

    def _table_rule(self, table: TableArea, field: Field) -> dict[str, Any]:
        """The rule for all rows of a column; relative references are those of its first row."""
        levels = [f.name for f in table.section.fields if f.fill_down]
        if self._form.levels and field.name in levels[:2]:
            if field.name == levels[0]:
                return {"validate": "list", "source": f"={_LEVELS}", "error_type": "stop"}
            column = column_letters(table.columns[levels[0]][0])
            return {
                "validate": "list",
                "source": dependent_list(f"${column}{table.top}"),
                "error_type": "warning",
            }
        left = column_letters(table.columns[field.name][0])
        return self._rule(field, f"{left}{table.top}")

    def _rule(self, field: Field, a1: str) -> dict[str, Any]:
        if field.computed:
            return {}
        if field.enum:
            choices = offered(field.enum)
            return {
                "validate": "list",
                "source": f"={self.named(choices)}",
                "error_type": "warning",
            }
        if field.suggested:
            source = f"={self.named(field.suggested)}"
            return {"validate": "list", "source": source, "show_error": False}
        if field.type in ("money", "number"):
            low = float(field.minimum or 0)
            limits: dict[str, Any] = {"criteria": ">=", "value": low}
            if field.maximum is not None:
                high = float(field.maximum)
                limits = {"criteria": "between", "minimum": low, "maximum": high}
            return {"validate": "decimal", "error_type": "warning", **limits}
        if field.type == "percent":
            return {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
        if field.type == "code":
            return {
                "validate": "custom", "value": f"=LEN({a1})={LENGTH}", "error_type": "warning",
            }  # fmt: skip
        if field.type == "year":
            return {
                "validate": "integer", "criteria": "between", "minimum": 2000, "maximum": 2099,
                "error_type": "warning",
            }  # fmt: skip
        return {}

    def _prompt(self, field: Field) -> str:
        """What a cell says when it is entered."""
        if field.computed and not field.prompt:
            return WORDS["computed"](self._lang)
        said = [WORDS["required"](self._lang)] if field.required else []
        if field.prompt:
            said.append(field.prompt.words()(self._lang))
        elif field.enum or field.fill_down:
            said.append(WORDS["list"](self._lang))
        elif field.suggested:
            said.append(WORDS["own"](self._lang))
        elif field.parts:
            said.append(WORDS["parts"](self._lang))
        elif field.type in WORDS:
            said.append(WORDS[field.type](self._lang))
        if field.min_length:
            said.append(WORDS["min_length"].render({"least": field.min_length}, self._lang))
        return ("" if self._lang == "zh" else " ").join(said) or field.title.words()(self._lang)


def offered(choices: tuple[str, ...]) -> tuple[str, ...]:
    """The choices of a list: of signs not the one that begins a formula, if there is its twin."""
    return tuple(choice for choice in choices if choice != "=" or "＝" not in choices)


def dependent_list(level1: str) -> str:
    """The second levels of the first level in a cell, or all of them where it is blank or unknown.

    Only functions of Excel 2007; no INDIRECT, which finds no name with brackets or a full stop.
    """
    count = f"COUNTIF({_LEVEL2_OF},{level1})"
    return (
        f"=OFFSET({_LEVEL2_TOP},IF({count}=0,0,MATCH({level1},{_LEVEL2_OF},0)-1),0,"
        f"IF({count}=0,ROWS({_LEVEL2_OF}),{count}),1)"
    )
