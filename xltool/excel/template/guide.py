"""Form -> the sheet of instructions, with an index of its sheets that shows what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from xlsxwriter.worksheet import Worksheet

from xltool.excel.template.check_cell import BAD, OPEN
from xltool.excel.template.columns import LINE, lines_of
from xltool.excel.template.formats import (
    BLANK_FILL,
    FONT,
    INPUT_FILL,
    LABEL_FILL,
    LIGHT_FILLS,
    TemplateFormats,
)
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.rules.monitoring.lights import Light

SHEET = "填表说明"
_WIDTHS = (7.0, 26.0, 44.0, 26.0)

TITLE = Words("{title} 填表说明", "{title}: how to fill in this workbook")
COLOURS = (
    (INPUT_FILL, Words("浅黄色：可填写的单元格。", "Pale yellow: cells to fill in.")),
    (
        BLANK_FILL,
        Words(
            "橙色：必填而尚未填写，填好后颜色自动消失。",
            "Orange: required and still blank; it turns pale once filled in.",
        ),
    ),
    (
        LABEL_FILL,
        Words(
            "浅蓝色：表的栏目，请勿改动。", "Pale blue: labels of the form; leave them as they are."
        ),
    ),
)
LIGHTS = (
    (
        Light.RED,
        Words(
            "完成值的底色是亮灯，按年度指标值和月份自动变化，只认“36”“36人次”“93.5%”“达成”这样的写法，"
            "其余不亮灯。红灯：落后较多，请写原因。",
            "The colour of an actual value is its light, by target and month; only plain values "
            "have one, as 36, 36人次, 93.5% or 达成. Red: far behind, give the reason.",
        ),
    ),
    (Light.YELLOW, Words("黄灯：有些落后，请写原因。", "Yellow: behind, give the reason.")),
    (Light.GREEN, Words("绿灯：进度正常。", "Green: as planned.")),
    (Light.BLUE, Words("蓝灯：超前较多，请核对。", "Blue: far ahead, check it.")),
)
"""What the colours of lights mean, in a blank that has some."""
BEFORE = (
    Words(
        "有下拉列表的栏目请从列表中选择。先选一级指标，二级指标的列表随之变化；"
        "每一行都要选，不要合并单元格。",
        "Choose from the list where a cell has one. Choose level 1 first: the list of level 2 goes "
        "by it. Choose in every row; do not merge cells.",
    ),
    Words(
        "第一行是自动核对：✓ 表示相符，✗ 表示需要核对，○ 表示尚未填写。该行不会打印，"
        "其中的公式请勿覆盖。",
        "The first row checks as you type: ✓ agrees, ✗ needs a look, ○ is not filled in yet. It is "
        "not printed; do not overwrite its formulas.",
    ),
)
ROWS = Words(
    "“{table}”备有 {all} 行，先显示 {shown} 行。不够时选中表格最后一行和它下面的一行，"
    "右击选“取消隐藏”；也可在表格中间插入行。空着的行不用删除。",
    "“{table}” has {all} rows, of which {shown} are shown. For more, select the last row of the "
    "table and the row below it, right-click and choose Unhide, or insert rows inside the table. "
    "Rows left blank need not be deleted.",
)
AFTER = (
    Words(
        "需要更多项目时，右击项目工作表标签，选“移动或复制”并勾选“建立副本”；用不到的项目工作表请删除。",
        "For more projects, right-click the tab of a project sheet, choose Move or Copy, and tick "
        "Create a copy. Delete project sheets that are not needed.",
    ),
    Words(
        "工作表加了保护，没有密码，只为防止误改栏目；可以调整行高列宽、设置格式、插入行。确需改动版式时，"
        "在“审阅”中撤销保护即可，但改过栏目名称的内容可能读不出来。",
        "Sheets are protected without a password, only to keep labels from slips; row heights, "
        "widths and formats may be changed and rows inserted. To change more, unprotect the sheet "
        "on the Review tab; what stands beside a changed label may then not be read.",
    ),
    Words(
        "打印已设为 A4 纸，页码自动生成。填写较多时行高不够，可拖动行的边线调整。",
        "Pages print on A4 with page numbers. Where a text needs more room, drag the edge of its "
        "row.",
    ),
)
HEADINGS = (
    Words("序号", "No."),
    Words("工作表", "Sheet"),
    Words("名称", "Name"),
    Words("填写情况", "State"),
)
INDEX = Words("目录", "Index of sheets")
DELETED = Words("工作表已删除", "sheet was deleted")
ONLY = Words(
    "目录只列出生成本工作簿时已有的 {count} 张工作表。后来复制的不在其中，"
    "填得对不对请看该表的第一行。",
    "The index lists only the {count} sheets that the workbook was made with. It does not show "
    "sheets copied since: see the first row of each.",
)
VERSION = Words(
    "版式：{form}。由 xltool 生成，检查时按此版式读取。",
    "Layout: {form}. Made by xltool, which reads it by this layout when it is checked.",
)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the index: a sheet, the cell with its project's name, and its check cells with
    what they show, that of the blanks last.
    """

    sheet: str
    name_cell: str
    name: str
    check_cells: tuple[str, ...]
    checks: tuple[str, ...]

    def state(self) -> str:
        """What is first to do; that all is filled in only where every check agrees."""
        *others, blanks = self.checks
        ordered = (blanks, *others)
        open_ones = [s for mark in (BAD, OPEN) for s in ordered if s.startswith(mark)]
        return (*open_ones, blanks)[0]

    def formula(self, deleted: str) -> str:
        """The same worked out by Excel; `deleted` is what it says once the sheet is gone."""
        *others, blanks = self.check_cells
        formula = blanks
        for mark in (OPEN, BAD):
            for cell in reversed((blanks, *others)):
                formula = f'IF(LEFT({cell},1)="{mark}",{cell},{formula})'
        return f'=IFERROR({formula},"{deleted}")'


class Guide:
    """Writes the sheet of instructions."""

    def __init__(self, sheet: Worksheet, form: Form, looks: TemplateFormats, lang: str) -> None:
        self._sheet, self._form, self._looks, self._lang = sheet, form, looks, lang
        self._row = 0

    def write(
        self,
        tables: Sequence[tuple[str, int, int]],
        entries: Sequence[IndexEntry],
        *,
        lights: bool = False,
    ) -> None:
        """Everything on it; `tables` are title, all rows and shown rows of each table, `lights`
        says that there are live ones.
        """
        sheet, look = self._sheet, self._looks
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        title = TITLE.render({"title": self._form.title.words()(self._lang)}, self._lang)
        self._line(title, 34, look.of(**FONT | {"font_size": 16}, bold=True, valign="vcenter"))
        lit = [(LIGHT_FILLS[light], words) for light, words in LIGHTS] if lights else []
        for colour, words in (*COLOURS, *lit):
            box = look.of(border=1, border_color="#5B6B7B", bg_color=colour)
            sheet.write_blank(self._row, 0, None, box)
            self._text(words(self._lang))
        rows = [
            ROWS.render({"table": title, "all": whole, "shown": shown}, self._lang)
            for title, whole, shown in tables
        ]
        said = [words(self._lang) for words in BEFORE], rows, [words(self._lang) for words in AFTER]
        middle = look.of(**FONT, align="center", valign="top")
        for number, text in enumerate(chain(*said), 1):
            sheet.write_number(self._row, 0, number, middle)
            self._text(text)
        self._text(VERSION.render({"form": self._form.key}, self._lang))
        self._index(entries)
        sheet.protect("", {"format_rows": True, "format_columns": True, "objects": True})
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def _line(self, text: str, height: float, look: object) -> None:
        self._sheet.set_row(self._row, height)
        self._sheet.write_string(self._row, 0, text, look)
        self._row += 1

    def _text(self, text: str) -> None:
        look = self._looks.of(**FONT, text_wrap=True, valign="top")
        self._sheet.set_row(self._row, lines_of(text, sum(_WIDTHS[1:])) * LINE + 7)
        self._sheet.merge_range(self._row, 1, self._row, len(_WIDTHS) - 1, text, look)
        self._row += 1

    def _index(self, entries: Sequence[IndexEntry]) -> None:
        """Links to all sheets, with the names and states that stand there now."""
        box = {**FONT, "border": 1, "border_color": "#5B6B7B", "valign": "vcenter"}
        self._line(INDEX(self._lang), 28, self._looks.of(**FONT, bold=True, valign="bottom"))
        head = self._looks.of(**box, bold=True, align="center", bg_color=LABEL_FILL)
        for column, words in enumerate(HEADINGS):
            self._sheet.write_string(self._row, column, words(self._lang), head)
        self._row += 1
        middle = self._looks.of(**box, align="center")
        link = self._looks.of(**box, font_color="#0563C1", underline=1)
        text = self._looks.of(**box, text_wrap=True)
        state = self._looks.of(**box, shrink=True)
        for number, entry in enumerate(entries, 1):
            row = self._row
            self._sheet.set_row(row, max(20.0, lines_of(entry.name, _WIDTHS[2]) * LINE + 6))
            self._sheet.write_number(row, 0, number, middle)
            self._sheet.write_url(row, 1, f"internal:'{entry.sheet}'!A1", link, entry.sheet)
            if entry.name_cell:
                # &"" keeps a blank name from being shown as 0; the sheet may be deleted.
                name = f'=IFERROR({entry.name_cell}&"","")'
                self._sheet.write_formula(row, 2, name, text, entry.name)
            else:
                self._sheet.write_string(row, 2, entry.name, text)
            formula = entry.formula(DELETED(self._lang))
            self._sheet.write_formula(row, 3, formula, state, entry.state())
            self._row += 1
        if any(part.many for part in self._form.parts):
            self._text(ONLY.render({"count": len(entries)}, self._lang))
