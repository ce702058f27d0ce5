"""ProblemList -> the worksheet 问题清单: one line a problem, with links, state and explanations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from xltool.excel.marks.highlights import WORKSHEET_ORDER
from xltool.excel.marks.problem_rows import COLUMNS, HIDDEN_TOO, LAST, WIDTHS, Live, ProblemRows
from xltool.excel.marks.styles import Styles
from xltool.excel.package.xml_text import attribute_xml, text_xml
from xltool.excel.read.answers import OPENED, SHEET_MARKER
from xltool.language.words import PROBLEM_SHEET
from xltool.reports.problems import ProblemList

_MOST_LINKS = 65_530  # a sheet may not have more

_FIXED = {
    "sheetPr": '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>',
    "sheetFormatPr": '<sheetFormatPr defaultRowHeight="15"/>',
    "printOptions": '<printOptions horizontalCentered="1"/>',
    "pageMargins": '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" '
    'header="0.3" footer="0.3"/>',
    "pageSetup": '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
}  # what every problem sheet says


@dataclass(frozen=True, slots=True)
class ProblemSheet:
    """The part, and where in it the heading, the last problem and the last line stand."""

    xml: str
    heading_row: int
    last_problem: int
    last_row: int

    def names(self, reference: str) -> Iterator[tuple[str, str]]:
        """The names that Excel keeps for a sheet; `reference` is the sheet's with its `!`."""
        top = self.heading_row
        yield "_xlnm._FilterDatabase", f"{reference}$A${top}:${LAST}${self.last_problem}"
        yield "_xlnm.Print_Titles", f"{reference}${top}:${top}"
        yield "_xlnm.Print_Area", f"{reference}$A$1:${LAST}${self.last_row}"


def problem_sheet(
    problems: ProblemList,
    head: tuple[str, ...],
    live: Sequence[Live],
    styles: Styles,
    namespace: str,
    opened: str = "",
) -> ProblemSheet:
    """The sheet; `head` are the lines above the table, `live` goes with the problems one by one.

    `opened` is the sheet that the workbook opened on.
    """
    writer = ProblemRows(problems.lang, styles, live)
    rows = _head(writer, head, opened, len(problems.problems))
    top = len(rows) + 1
    rows.append(writer.heading_row(top))
    pairs = zip(problems.problems, live, strict=True)
    rows += [writer.problem_row(row, *pair) for row, pair in enumerate(pairs, top + 1)]
    last = end = top + max(1, len(problems.problems))
    wide = [*range(1, top)]  # rows that are merged over the whole width
    if not problems.problems:
        rows.append(writer.nothing_row(last, problems.nothing))
        wide.append(last)
    if problems.unmatched:
        rows += writer.unmatched_rows(last + 1, problems.unmatched)
        wide.append(last + 1)
        end += len(problems.unmatched) + 1
    blocks = {
        **_FIXED,
        "dimension": f'<dimension ref="A1:{HIDDEN_TOO}{end}"/>',
        "sheetViews": _view(top),
        "cols": _columns(),
        "sheetData": f"<sheetData>{''.join(rows)}</sheetData>",
        "autoFilter": f'<autoFilter ref="A{top}:{LAST}{last}"/>',
        "mergeCells": _merges([f"A{number}:{LAST}{number}" for number in wide]),
        "conditionalFormatting": writer.done_rule(top, last) if problems.problems else "",
        "hyperlinks": _links(top, problems, live),
        "headerFooter": _footer(problems.lang),
    }
    return ProblemSheet(_part(blocks, namespace), top, last, end)


def _head(writer: ProblemRows, head: Sequence[str], opened: str, count: int) -> list[str]:
    """The lines above the table, the last one counting what is open."""
    hidden = (SHEET_MARKER, OPENED + opened if opened else "")
    rows = [
        writer.head_row(number, line, secret)
        for number, (line, secret) in enumerate(zip_longest(head, hidden, fillvalue=""), 1)
    ]
    return [*rows, writer.left_row(len(rows) + 1, count)] if count else rows


def _part(blocks: Mapping[str, str], namespace: str) -> str:
    body = "".join(blocks[name] for name in WORKSHEET_ORDER if name in blocks)
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{declared}<worksheet xmlns="{namespace}">{body}</worksheet>'


def _view(top: int) -> str:
    first = f"A{top + 1}"
    return (
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{top}" topLeftCell="{first}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{first}" sqref="{first}"/>'
        "</sheetView></sheetViews>"
    )


def _columns() -> str:
    columns = [
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(WIDTHS.values(), 1)
    ]
    hidden = len(WIDTHS) + 1
    columns.append(f'<col min="{hidden}" max="{hidden + 1}" width="9" hidden="1" customWidth="1"/>')
    return f"<cols>{''.join(columns)}</cols>"


def _footer(lang: str) -> str:
    page = text_xml(PROBLEM_SHEET["page"](lang))
    return f"<headerFooter><oddFooter>&amp;C{page}</oddFooter></headerFooter>"


def _merges(ranges: list[str]) -> str:
    cells = "".join(f'<mergeCell ref="{reference}"/>' for reference in ranges)
    return f'<mergeCells count="{len(ranges)}">{cells}</mergeCells>'


def _links(top: int, problems: ProblemList, live: Sequence[Live]) -> str:
    links = [
        f'<hyperlink ref="{COLUMNS["cells"]}{row}" '
        f"location={attribute_xml(its.link)} display={attribute_xml(problem.cells)}/>"
        for row, (problem, its) in enumerate(zip(problems.problems, live, strict=True), top + 1)
        if its.link
    ]
    return f"<hyperlinks>{''.join(links[:_MOST_LINKS])}</hyperlinks>" if links else ""
