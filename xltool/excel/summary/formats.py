"""A new summary workbook: its looks, its properties, how its sheets are printed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xltool.excel.read.authorship import AUTHORSHIP_PROPERTY, CELLS_PROPERTY, SUMMARY
from xltool.excel.summary.cell_digest import DigestedSheet, whole_digest
from xltool.excel.summary.columns import LAST_ROW
from xltool.excel.summary.links import Formula, link, relative
from xltool.language.words import Words
from xltool.month.consolidation import Consolidation
from xltool.month.counts import files_by_status

_PAGES = Words("第 &P 页 / 共 &N 页", "Page &P of &N")
_TITLE = Words("{month}预算绩效汇总 · {sheet}", "Budget performance, {month} · {sheet}")
_CAUTION = Words(
    "含 {count} 个有错误的报送，合计仅供参考。",
    "The totals include {count} submissions with errors: for reference only.",
)
_BASE: Mapping[str, object] = {"font_size": 10, "valign": "vcenter"}
_BOX: Mapping[str, object] = {**_BASE, "border": 1, "border_color": "#AEB6C2"}
_KINDS: Mapping[str, Mapping[str, object]] = {
    "text": {**_BOX, "text_wrap": True},
    "centre": {**_BOX, "text_wrap": True, "align": "center"},
    "money": {**_BOX, "num_format": "#,##0.00_ ", "shrink": True},
    "count": {**_BOX, "align": "right", "num_format": "General_ ", "shrink": True},
    "percent": {**_BOX, "align": "right", "num_format": "General_ "},
    "share": {**_BOX, "align": "right", "num_format": "0.00_ "},
    "mixed": {**_BOX, "text_wrap": True, "num_format": "#,##0.00_ "},  # amounts among texts
    "link": {**_BOX, "text_wrap": True, "font_color": "#0B5394"},
    "hidden": {**_BASE, "font_color": "#808080"},
}
_STRONG: Mapping[str, Mapping[str, object]] = {
    "": {},
    "total": {"bold": True, "bg_color": "#DCE6F2"},
    "subtotal": {"bold": True, "bg_color": "#EEF3F9"},
    "input": {"bg_color": "#FFF9E5"},  # to be filled in by the reviewer
    "error": {"font_color": "#B00020", "bold": True},
    "warning": {"font_color": "#9A5B00"},
    "passed": {"font_color": "#17692C", "bg_color": "#E3F2E6"},
    "returned": {"font_color": "#B00020", "bg_color": "#FBE3E4", "bold": True},
    "ahead": {"font_color": "#1F4E79", "bg_color": "#DCE9F7"},
    "pending": {"font_color": "#7A5B00", "bg_color": "#FDF0C8"},
}


_MOST_PATHS = 20_000
"""Each list asks for the path of each workbook: those of a month are remembered, within bounds."""


class SummaryFormats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str], Format] = {}
        make = workbook.add_format
        self.title = make({"font_size": 16, "bold": True, "valign": "vcenter"})
        self.centred_title = make(
            {"font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}
        )
        self.remarks = make({**_BOX, "valign": "top", "text_wrap": True})
        self.about = make({"font_size": 10, "font_color": "#555555", "valign": "vcenter"})
        self.caution = make({"font_size": 10, "bold": True, "font_color": "#B00020"})
        self.plain = make({**_BASE})
        self.section = make({"font_size": 12, "bold": True, "valign": "vcenter"})
        self.heading = make(
            {**_BOX, "bold": True, "bg_color": "#D6E0EE", "align": "center", "text_wrap": True}
        )

    def of(self, kind: str, strength: str = "") -> Format:
        """The look of a kind of column; `strength` is total, subtotal, input, error, warning."""
        key = (kind, strength)
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**_KINDS[kind], **_STRONG[strength]})
        return self._made[key]

    def flag(self, name: str) -> Format:
        """What a conditional format lays over a cell: colour alone."""
        key = ("flag", name)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(_STRONG[name]))
        return self._made[key]


@dataclass(slots=True)
class SummaryBook:
    """The workbook being written, the month that it is of, and where it will lie."""

    workbook: xlsxwriter.Workbook
    month: Consolidation
    folder: Path
    most_rows: int = LAST_ROW
    looks: SummaryFormats = field(init=False)
    _paths: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.looks = SummaryFormats(self.workbook)

    @property
    def lang(self) -> str:
        """The language of the summary."""
        return self.month.lang

    def add_sheet(self, name: str) -> DigestedSheet:
        """A further sheet, whose cells are counted."""
        sheet = self.workbook.add_worksheet(name, DigestedSheet)
        assert isinstance(sheet, DigestedSheet)
        return sheet

    def heading(self, sheet: str) -> str:
        """The title line of a sheet."""
        return _TITLE.render({"month": self.month.month.words(), "sheet": sheet}, self.lang)

    def link(self, path: str, sheet: str = "", cell: str = "", label: str = "") -> Formula | str:
        """A link to a place in a workbook of the ledger, seen from where the summary lies."""
        return link(self.shown(path), sheet, cell, label)

    def shown(self, path: str) -> str:
        """The path of a workbook as seen from the summary: the same wherever both are moved to."""
        if path not in self._paths:
            if len(self._paths) > _MOST_PATHS:
                self._paths.clear()
            self._paths[path] = relative(self.month.located(path), self.folder)
        return self._paths[path]

    @property
    def caution(self) -> str:
        """What the totals must not be read without, "" in a sound month."""
        marked = files_by_status(self.month).get("marked", 0)
        return _CAUTION.render({"count": marked}, self.lang) if marked else ""

    def print_settings(self, sheet: Worksheet) -> None:
        """A4 on its side, as wide as the page, with page numbers."""
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&C{_PAGES(self.lang)}", {"margin": 0.3})
        sheet.hide_gridlines(2)


@contextmanager
def new_workbook(
    path: Path, period: str, lang: str, kind: str = SUMMARY
) -> Iterator[xlsxwriter.Workbook]:
    """A workbook whose bytes depend on nothing but what is written into it.

    Rows go to disk as they are written, so that memory stays flat: each sheet from top to bottom.
    Raises `OSError` where the file cannot be written.
    """
    workbook = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
            "default_format_properties": {
                "font_name": "宋体" if lang == "zh" else "Arial",
                "font_size": 10,
            },
        },
    )
    workbook.set_properties({"created": datetime.datetime(int(period[:4]), int(period[5:]), 1)})
    workbook.set_custom_property(AUTHORSHIP_PROPERTY, kind)
    try:
        with workbook:
            yield workbook
            sheets = [each for each in workbook.worksheets() if isinstance(each, DigestedSheet)]
            if sheets:
                digest = whole_digest((each.get_name(), each.digest()) for each in sheets)
                workbook.set_custom_property(CELLS_PROPERTY, digest)
    except FileCreateError as error:
        cause = error.__cause__ or error.args[0]
        raise cause if isinstance(cause, OSError) else OSError(str(cause)) from error
