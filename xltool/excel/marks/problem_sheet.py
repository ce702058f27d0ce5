"""ProblemList -> the worksheet 问题清单: one line a problem, with links, state and explanations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from xltool.excel.marks.highlights import WORKSHEET_ORDER
from xltool.excel.marks.styles import QUOTED, Styles
from xltool.excel.package.xml_text import attribute_xml, cell_text_xml, text_xml
from xltool.excel.read.answers import OPENED, SHEET_MARKER, hidden_cells
from xltool.language.text import brief, wrapped_lines
from xltool.language.words import PROBLEM_COLUMNS, PROBLEM_SHEET, SEVERITIES
from xltool.model.matching import Fingerprint
from xltool.model.workbook import Answer, EarlierProblem, column_letters
from xltool.reports.problems import Problem, ProblemList

_WIDTHS = {  # in characters
    "severity": 8,
    "sheet": 9,
    "cells": 9,
    "project": 15,
    "field": 10,
    "value": 18,
    "expected": 14,
    "message": 34,
    "remedy": 31,
    "rule": 7,
    "opinion": 12,
    "status": 13,
    "explanation": 19,
}
_COLUMNS = {name: column_letters(place) for place, name in enumerate(_WIDTHS, 1)}
_LAST = _COLUMNS["explanation"]
_HIDDEN, _HIDDEN_TOO = (column_letters(len(_WIDTHS) + place) for place in (1, 2))
_TOTAL_WIDTH = sum(_WIDTHS.values()) - 6
_MOST_LINKS = 65_530  # a sheet may not have more
_CENTRED = ("rule", "status")
_FORMULA_SIGNS = tuple("=+-@")
MOST_IN_CELL = 32_000  # characters: Excel takes 32,767, and counts some as two
_LONGEST = 1_000  # characters of a value that is shown again
_LINE, _HIGHEST = 13.5, 409  # points

_FIXED = {
    "sheetPr": '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>',
    "sheetFormatPr": '<sheetFormatPr defaultRowHeight="15"/>',
    "printOptions": '<printOptions horizontalCentered="1"/>',
    "pageMargins": '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" '
    'header="0.3" footer="0.3"/>',
    "pageSetup": '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
}  # what every problem sheet says


@dataclass(frozen=True, slots=True)
class Live:
    """What leads from a problem to its cell: a link, and a formula for its state, now `state`."""

    link: str = ""
    formula: str = ""
    remark: str = ""
    state: str = ""


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
        yield "_xlnm._FilterDatabase", f"{reference}$A${top}:${_LAST}${self.last_problem}"
        yield "_xlnm.Print_Titles", f"{reference}${top}:${top}"
        yield "_xlnm.Print_Area", f"{reference}$A$1:${_LAST}${self.last_row}"


def problem_sheet(
    problems: ProblemList,
    head: tuple[str, ...],
    live: Sequence[Live],
    styles: Styles,
    namespace: str,
    opened: str = "",
) -> ProblemSheet:
    """The sheet; `head` are the lines above the table, `live` goes with the problems one by one.

    `opened` is the sheet that the workbook opened on. Projects that were given one code have
    problems of one id, each with a cell of its own.
    """
    open_now = sum(its.state == PROBLEM_SHEET["open"](problems.lang) for its in live)
    writer = _ProblemSheetWriter(problems.lang, styles, open_now)
    hidden = (SHEET_MARKER, OPENED + opened if opened else "")
    rows = [
        writer.head_row(number, line, secret)
        for number, (line, secret) in enumerate(zip_longest(head, hidden, fillvalue=""), 1)
    ]
    if problems.problems:
        rows.append(writer.left_row(len(rows) + 1, len(problems.problems)))
    top = len(rows) + 1
    rows.append(writer.heading_row(top))
    for row, (problem, its) in enumerate(zip(problems.problems, live, strict=True), top + 1):
        rows.append(writer.problem_row(row, problem, its))
    last = top + max(1, len(problems.problems))
    wide = [*range(1, top)]  # rows that are merged over the whole width
    if not problems.problems:
        rows.append(writer.nothing_row(last, problems.nothing))
        wide.append(last)
    end = last + len(problems.unmatched) + bool(problems.unmatched)
    if problems.unmatched:
        rows += writer.unmatched_rows(last + 1, problems.unmatched)
        wide.append(last + 1)
    blocks = {
        **_FIXED,
        "dimension": f'<dimension ref="A1:{_HIDDEN_TOO}{end}"/>',
        "sheetViews": _view(top),
        "cols": _columns(),
        "sheetData": f"<sheetData>{''.join(rows)}</sheetData>",
        "autoFilter": f'<autoFilter ref="A{top}:{_LAST}{last}"/>',
        "mergeCells": _merges([f"A{number}:{_LAST}{number}" for number in wide]),
        "conditionalFormatting": writer.done_rule(top, last) if problems.problems else "",
        "hyperlinks": _links(top, problems, live),
        "headerFooter": _footer(problems.lang),
    }
    return ProblemSheet(_part(blocks, namespace), top, last, end)


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
        for place, width in enumerate(_WIDTHS.values(), 1)
    ]
    hidden = len(_WIDTHS) + 1
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
        f'<hyperlink ref="{_COLUMNS["cells"]}{row}" '
        f"location={attribute_xml(its.link)} display={attribute_xml(problem.cells)}/>"
        for row, (problem, its) in enumerate(zip(problems.problems, live, strict=True), top + 1)
        if its.link
    ]
    return f"<hyperlinks>{''.join(links[:_MOST_LINKS])}</hyperlinks>" if links else ""


class _ProblemSheetWriter:
    """Rows of the sheet as XML."""

    def __init__(self, lang: str, styles: Styles, open_now: int) -> None:
        self._open = open_now
        self._lang, self._looks, self._done = lang, styles.looks, styles.done

    def head_row(self, number: int, line: str, secret: str) -> str:
        look = "title" if number == 1 else "head"
        lines = wrapped_lines(line, int(_TOTAL_WIDTH / 1.6) if number == 1 else _TOTAL_WIDTH)
        height = (22 if number == 1 else 0) + 15 * lines
        marker = self._cell(_HIDDEN, number, secret, "head") if secret else ""
        cells = self._cell("A", number, line, look) + marker
        return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'

    def left_row(self, number: int, count: int) -> str:
        """How many problems are open and how many changed, counted again with every change."""
        states = f"${_COLUMNS['status']}${number + 2}:${_COLUMNS['status']}${number + count + 1}"
        counts = {
            name: f'COUNTIF({states},"{PROBLEM_SHEET[key](self._lang)}")'
            for name, key in (("left", "open"), ("changed", "changed"))
        }
        pieces = [
            f'"{before}"&{counts[name]}&"{after}"'
            for name, key in (("left", "left"), ("changed", "left_changed"))
            for before, after in [PROBLEM_SHEET[key](self._lang).split(f"{{{name}}}")]
        ]
        shown = PROBLEM_SHEET["left"].render({"left": str(self._open)}, self._lang)
        shown += PROBLEM_SHEET["left_changed"].render({"changed": "0"}, self._lang)
        formula = text_xml("&".join(pieces))
        cell = (
            f'<c r="A{number}" s="{self._looks["head"]}" t="str"><f>{formula}</f>'
            f"<v>{text_xml(shown)}</v></c>"
        )
        return f'<row r="{number}" ht="15" customHeight="1">{cell}</row>'

    def heading_row(self, row: int) -> str:
        cells = "".join(
            self._cell(_COLUMNS[name], row, words(self._lang), "heading")
            for name, words in PROBLEM_COLUMNS.items()
        )
        return f'<row r="{row}" ht="24" customHeight="1">{cells}</row>'

    def nothing_row(self, row: int, why: str) -> str:
        return f'<row r="{row}">{self._cell("A", row, PROBLEM_SHEET[why](self._lang))}</row>'

    def problem_row(self, row: int, problem: Problem, live: Live) -> str:
        texts = {
            "sheet": problem.refs[0].sheet,
            "cells": problem.cells,
            "project": problem.project,
            "field": problem.field,
            "value": brief(problem.value, _LONGEST),
            "expected": brief(problem.expected, _LONGEST),
            "message": problem.message + live.remark,
            "remedy": problem.remedy,
            "rule": problem.rule,
            "opinion": problem.opinion,
        }
        looks = {"cells": "link" if live.link else "text", "rule": "centre"}
        cells = [self._cell("A", row, SEVERITIES[problem.severity](self._lang), problem.severity)]
        cells += [
            self._cell(_COLUMNS[name], row, text, looks.get(name, "text"))
            for name, text in texts.items()
        ]
        cells.append(self._status(row, live))
        known = [(each.fingerprint, each.answer) for each in problem.each]
        return self._line(row, cells, texts, known)

    def unmatched_rows(self, row: int, unmatched: Sequence[EarlierProblem]) -> Iterator[str]:
        """A line that says what these are, then each as it stood, without link and state."""
        note = PROBLEM_SHEET["unmatched"](self._lang)
        height = 15 * wrapped_lines(note, _TOTAL_WIDTH) + 15
        cell = self._cell("A", row, note, "head")
        yield f'<row r="{row}" ht="{height}" customHeight="1">{cell}</row>'
        for at, problem in enumerate(unmatched, row + 1):
            texts = {
                "sheet": problem.sheet,
                "cells": problem.cells,
                "project": problem.project,
                "field": problem.field,
                "value": problem.value,
                "message": problem.message,
                "rule": problem.rule,
                "status": PROBLEM_SHEET["gone"](self._lang),
            }
            cells = [
                self._cell(
                    column, at, texts.get(name, ""), "centre" if name in _CENTRED else "text"
                )
                for name, column in _COLUMNS.items()
                if name != "explanation"
            ]
            yield self._line(at, cells, texts, [(problem.fingerprint, problem.answer)])

    def _line(
        self,
        row: int,
        cells: Sequence[str],
        texts: Mapping[str, str],
        known: Sequence[tuple[Fingerprint, Answer | None]],
    ) -> str:
        """A row with its explanation and what a later check knows it by."""
        answer = known[0][1]
        said = answer.text if answer else ""
        own, facts = hidden_cells(known)
        facts = facts if len(facts) <= MOST_IN_CELL else ""
        whole = [
            *cells,
            self._cell(_LAST, row, said, "input"),
            self._cell(_HIDDEN, row, own, "head"),
        ]
        if facts:
            whole.append(self._cell(_HIDDEN_TOO, row, facts, "head"))
        height = _height({**texts, "explanation": said})
        return f'<row r="{row}" ht="{height}" customHeight="1">{"".join(whole)}</row>'

    def _status(self, row: int, live: Live) -> str:
        place, style = f"{_COLUMNS['status']}{row}", self._looks["centre"]
        if not live.formula:
            return f'<c r="{place}" s="{style}"/>'
        shown, formula = text_xml(live.state), text_xml(live.formula)
        return f'<c r="{place}" s="{style}" t="str"><f>{formula}</f><v>{shown}</v></c>'

    def _cell(self, column: str, row: int, text: str, look: str = "text") -> str:
        if not text:
            return f'<c r="{column}{row}" s="{self._looks[look]}"/>'
        if text.startswith(_FORMULA_SIGNS):
            look = QUOTED.get(look, look)  # so that it stays a text when somebody edits it
        if len(text) > MOST_IN_CELL:
            text = brief(text, MOST_IN_CELL)
        shown = cell_text_xml(text)
        # Some readers cut white space also where a line or an entity ends.
        plain = shown == text.strip() and "\n" not in text
        kept = "" if plain else ' xml:space="preserve"'
        return (
            f'<c r="{column}{row}" s="{self._looks[look]}" t="inlineStr">'
            f"<is><t{kept}>{shown}</t></is></c>"
        )

    def done_rule(self, top: int, last: int) -> str:
        column = _COLUMNS["status"]
        open_states = [PROBLEM_SHEET[key](self._lang) for key in ("open", "explained")]
        tests = [f'${column}{top + 1}<>"{state}"' for state in (*open_states, "")]
        test = text_xml(f"AND({','.join(tests)})")
        return (
            f'<conditionalFormatting sqref="{column}{top + 1}:{column}{last}">'
            f'<cfRule type="expression" dxfId="{self._done}" priority="1">'
            f"<formula>{test}</formula></cfRule></conditionalFormatting>"
        )


def _height(texts: Mapping[str, str]) -> float:
    """The height of a row, since not every program fits rows to wrapped texts by itself."""
    most = 1
    for name, text in texts.items():
        # No character is wider than two, so that most texts need not be measured.
        if len(text) * 2 > _WIDTHS[name] * most or "\n" in text:
            most = max(most, wrapped_lines(text, _WIDTHS[name]))
    return min(most * _LINE + 5, _HIGHEST)
