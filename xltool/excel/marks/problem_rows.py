"""The rows of the worksheet 问题清单 as XML: head, headings, one line a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xltool.excel.marks.styles import QUOTED, Styles
from xltool.excel.package.xml_text import cell_text_xml, text_xml
from xltool.excel.read.answers import hidden_cells
from xltool.language.text import brief, wrapped_lines
from xltool.language.words import PROBLEM_COLUMNS, PROBLEM_SHEET, SEVERITIES
from xltool.model.matching import Fingerprint
from xltool.model.workbook import Answer, EarlierProblem, column_letters
from xltool.reports.problems import Problem

WIDTHS = {  # in characters
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
COLUMNS = {name: column_letters(place) for place, name in enumerate(WIDTHS, 1)}
LAST = COLUMNS["explanation"]
HIDDEN, HIDDEN_TOO = (column_letters(len(WIDTHS) + place) for place in (1, 2))
_TOTAL_WIDTH = sum(WIDTHS.values()) - 6
_CENTRED = ("rule", "status")
_FORMULA_SIGNS = tuple("=+-@")
MOST_IN_CELL = 32_000  # characters: Excel takes 32,767, and counts some as two
_LONGEST = 1_000  # characters of a value that is shown again
_LINE, _HIGHEST = 13.5, 409  # points


@dataclass(frozen=True, slots=True)
class Live:
    """What leads from a problem to its cell: a link, and a formula for its state, now `state`."""

    link: str = ""
    formula: str = ""
    remark: str = ""
    state: str = ""


class ProblemRows:
    """Rows of the sheet as XML."""

    def __init__(self, lang: str, styles: Styles, live: Sequence[Live]) -> None:
        self._open = sum(its.state == PROBLEM_SHEET["open"](lang) for its in live)
        self._lang, self._looks, self._done = lang, styles.looks, styles.done

    def head_row(self, number: int, line: str, secret: str) -> str:
        """A line above the table; `secret` stands in the hidden column."""
        look = "title" if number == 1 else "head"
        lines = wrapped_lines(line, int(_TOTAL_WIDTH / 1.6) if number == 1 else _TOTAL_WIDTH)
        height = (22 if number == 1 else 0) + 15 * lines
        marker = self._cell(HIDDEN, number, secret, "head") if secret else ""
        cells = self._cell("A", number, line, look) + marker
        return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'

    def left_row(self, number: int, count: int) -> str:
        """How many problems are open and how many changed, counted again with every change."""
        states = f"${COLUMNS['status']}${number + 2}:${COLUMNS['status']}${number + count + 1}"
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
        """The headings of the table."""
        cells = "".join(
            self._cell(COLUMNS[name], row, words(self._lang), "heading")
            for name, words in PROBLEM_COLUMNS.items()
        )
        return f'<row r="{row}" ht="24" customHeight="1">{cells}</row>'

    def nothing_row(self, row: int, why: str) -> str:
        """The one line of a list without problems."""
        return f'<row r="{row}">{self._cell("A", row, PROBLEM_SHEET[why](self._lang))}</row>'

    def problem_row(self, row: int, problem: Problem, live: Live) -> str:
        """The line of one problem."""
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
            self._cell(COLUMNS[name], row, text, looks.get(name, "text"))
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
                for name, column in COLUMNS.items()
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
            self._cell(LAST, row, said, "input"),
            self._cell(HIDDEN, row, own, "head"),
        ]
        if facts:
            whole.append(self._cell(HIDDEN_TOO, row, facts, "head"))
        height = _height({**texts, "explanation": said})
        return f'<row r="{row}" ht="{height}" customHeight="1">{"".join(whole)}</row>'

    def _status(self, row: int, live: Live) -> str:
        place, style = f"{COLUMNS['status']}{row}", self._looks["centre"]
        if not live.formula:
            return f'<c r="{place}" s="{style}"/>'
        shown, formula = text_xml(live.state), text_xml(live.formula)
        return f'<c r="{place}" s="{style}" t="str"><f>{formula}</f><v>{shown}</v></c>'

    def _cell(self, column: str, row: int, text: str, look: str = "text") -> str:
        if not text:
            return f'<c r="{column}{row}" s="{self._looks[look]}"/>'
        if text.startswith(_FORMULA_SIGNS):
            look = QUOTED.get(look, look)  # so that it stays a text when somebody edits it
        return f'<c r="{column}{row}" s="{self._looks[look]}"{_shown(text)}'

    def done_rule(self, top: int, last: int) -> str:
        """The colour of states that are no longer open."""
        column = COLUMNS["status"]
        open_states = [PROBLEM_SHEET[key](self._lang) for key in ("open", "explained")]
        tests = [f'${column}{top + 1}<>"{state}"' for state in (*open_states, "")]
        test = text_xml(f"AND({','.join(tests)})")
        return (
            f'<conditionalFormatting sqref="{column}{top + 1}:{column}{last}">'
            f'<cfRule type="expression" dxfId="{self._done}" priority="1">'
            f"<formula>{test}</formula></cfRule></conditionalFormatting>"
        )


@lru_cache(1024)  # sheets, fields, rules and remedies stand in many lines
def _shown(text: str) -> str:
    """What stands behind the look of a cell with a text."""
    if len(text) > MOST_IN_CELL:
        text = brief(text, MOST_IN_CELL)
    shown = cell_text_xml(text)
    # Some readers cut white space also where a line or an entity ends.
    plain = shown == text.strip() and "\n" not in text
    kept = "" if plain else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{kept}>{shown}</t></is></c>'


def _height(texts: Mapping[str, str]) -> float:
    """The height of a row, since not every program fits rows to wrapped texts by itself."""
    most = 1
    for name, text in texts.items():
        # No character is wider than two, so that most texts need not be measured.
        if len(text) * 2 > WIDTHS[name] * most or "\n" in text:
            most = max(most, wrapped_lines(text, WIDTHS[name]))
    return min(most * _LINE + 5, _HIGHEST)
