"""Workbook + ProblemList -> marked copy: colours and notes on the cells, and a problem sheet.

The user's workbook is never saved through a library. Parts that need no change are copied as they
are packed; the few that do are edited in their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xltool import __version__
from xltool.excel.marks.cell_places import Place
from xltool.excel.marks.cell_state import CellState, SharedTexts, SheetState
from xltool.excel.marks.highlights import MARKS_NAME, Highlight, add_highlights
from xltool.excel.marks.notes import SheetNotes
from xltool.excel.marks.original import CONTENT_TYPE, PART, RELATIONSHIP, keep_original
from xltool.excel.marks.problem_rows import Live
from xltool.excel.marks.problem_sheet import problem_sheet
from xltool.excel.marks.styles import Styles, add_styles
from xltool.excel.marks.unchanged import MOST, Watched, WatchedArea, any_unchanged, unchanged
from xltool.excel.package.forbidden_characters import permit
from xltool.excel.package.splice import XmlPart
from xltool.excel.package.workbook_part import BookPart, SheetEntry, sheet_reference
from xltool.excel.package.zip_package import Package
from xltool.language.words import PROBLEM_SHEET, SEVERITIES
from xltool.model.workbook import absolute_a1
from xltool.reports.problems import Problem, ProblemList

_MOST_TOGETHER = 20  # problems of one cell and others, beyond which only the cell is watched


@dataclass(slots=True)
class MarkedSheet:
    """A worksheet with problems: its state, and which problem lies on which cell."""

    entry: SheetEntry
    xml: XmlPart
    state: SheetState
    problems: dict[Place, list[Problem]] = field(default_factory=dict)
    threaded: frozenset[Place] = frozenset()


def marked(book: BookPart, problems: ProblemList) -> bytes:
    """The bytes of the marked copy of a workbook without marks.

    Raises `UnreadableWorkbookError` where it is damaged.
    """
    if permit(book.package):  # so that Excel need not repair the copy
        book = BookPart(book.package)
    styles = add_styles(book)
    pages = _pages(book, problems.problems)
    for page in pages.values():
        _mark_page(book, page, styles, problems.lang)
    add_problem_sheet(book, problems, pages, styles, "how" if problems.problems else "")
    book.add_name(MARKS_NAME, "TRUE", hidden=True)
    return with_original_part(book)


def with_original_part(book: BookPart) -> bytes:
    """The file, with the part that tells whether somebody has changed it since."""
    book.relationships.add(RELATIONSHIP, PART)
    book.types.add(PART, CONTENT_TYPE)
    book.save()
    keep_original(book.package)
    return book.package.to_bytes()


def is_signed(package: Package) -> bool:
    """Whether a workbook carries a digital signature, which any change would break."""
    return any(name.lower().startswith("_xmlsignatures/") for name in package.names())


def _pages(book: BookPart, problems: Sequence[Problem]) -> dict[str, MarkedSheet]:
    """The worksheets that problems lie on, by their names as the problems spell them."""
    texts = SharedTexts(book)
    pages = {}
    for name in {ref.sheet: None for problem in problems for ref in problem.refs}:
        entry = book.sheet(name)
        if entry and entry.part:
            xml = XmlPart(book.package.read(entry.part))
            pages[name] = MarkedSheet(entry, xml, SheetState(xml, texts))
    for problem in (each for line in problems for each in line.each):
        for ref in problem.refs:
            if page := pages.get(ref.sheet):
                here = page.problems.setdefault(page.state.first_of((ref.row, ref.column)), [])
                if problem not in here:
                    here.append(problem)
    return pages


def _mark_page(book: BookPart, page: MarkedSheet, styles: Styles, lang: str) -> None:
    notes = SheetNotes(book, page.entry.part, page.xml)
    pivots = {
        pivot.part: XmlPart(book.package.read(pivot.part))
        for pivot in notes.relationships.all_of("pivotTable")
        if pivot.part in book.package
    }
    highlights = [_highlight(page, place, styles) for place in sorted(page.problems)]
    add_highlights(page.xml, pivots.values(), highlights)
    for part, pivot in pivots.items():
        book.package.write(part, pivot.done())
    page.threaded = notes.threaded
    texts = {
        place: "\n".join(_note_lines(page.problems[place], lang))
        for place in sorted(page.problems)
        if place not in notes.threaded
    }
    notes.add(texts, page.state)
    book.package.write(page.entry.part, page.xml.done())


def _highlight(page: MarkedSheet, place: Place, styles: Styles) -> Highlight:
    """Coloured as its worst problem, until one cell of each of its problems is changed."""
    problems = page.problems[place]
    worst = min((problem.severity for problem in problems), key=lambda s: s.rank)
    own = [(absolute_a1(*place), page.state.at(place))]
    here = page.entry.name
    together = [
        Watched(
            _others(page, place, problem), tuple(_watched_areas(problem, {here: page}, beside=here))
        )
        for problem in problems
    ]
    formula = unchanged(own)
    if all(together) and len(together) <= _MOST_TOGETHER:  # no problem is of this cell alone
        room = MOST // 2
        others = ",".join(each.test(room // len(together)) for each in together)
        formula = f"AND({unchanged(own, room)},OR({others}))"
    return Highlight(page.state.merged(place), formula, styles.highlights[worst])


def _others(page: MarkedSheet, place: Place, problem: Problem) -> list[tuple[str, CellState]]:
    """The further cells of a problem on the same sheet: correcting one of them settles it."""
    places = dict.fromkeys(
        page.state.first_of((ref.row, ref.column))
        for ref in problem.refs
        if ref.sheet.casefold() == page.entry.name.casefold()
    )
    return [(absolute_a1(*other), page.state.at(other)) for other in places if other != place]


def _note_lines(problems: Sequence[Problem], lang: str) -> Iterator[str]:
    """What is wrong, what was found, what to do, and the rule, for each problem of a cell."""
    for number, problem in enumerate(problems):
        if number:
            yield ""
        yield f"{SEVERITIES[problem.severity](lang)} {problem.rule}".rstrip()
        yield problem.message
        if problem.expected:
            yield PROBLEM_SHEET["expected"].render({"expected": problem.expected}, lang)
        if problem.remedy:
            yield PROBLEM_SHEET["remedy"].render({"remedy": problem.remedy}, lang)


def add_problem_sheet(
    book: BookPart,
    problems: ProblemList,
    pages: Mapping[str, MarkedSheet],
    styles: Styles,
    remark: str,
) -> None:
    """Append the problem sheet; `remark` is a key of `PROBLEM_SHEET` for the line above it."""
    name = book.free_sheet_name(PROBLEM_SHEET["name"](problems.lang))
    live = [_live(problem, pages, problems.lang) for problem in problems.problems]
    head = _head_lines(problems, remark)
    sheet = problem_sheet(problems, head, live, styles, book.xml.namespace, book.opens_on())
    part = book.package.free_name("xl/worksheets/sheet{}.xml")
    book.package.write(part, sheet.xml.encode())
    place = book.add_sheet(name, part)
    book.open_on(place)
    for defined, formula in sheet.names(sheet_reference(name, "")):
        book.add_name(defined, formula, sheet=place, hidden=defined.endswith("FilterDatabase"))
    leading = book.free_name(PROBLEM_SHEET["name"](problems.lang))
    book.add_name(leading, sheet_reference(name, "$A$1"))


def _head_lines(problems: ProblemList, remark: str) -> tuple[str, ...]:
    lang = problems.lang
    tool = [PROBLEM_SHEET["tool"].render({"version": __version__}, lang)]
    if problems.form:
        tool.append(PROBLEM_SHEET["form"].render({"form": problems.form}, lang))
    lines = [
        PROBLEM_SHEET["file"].render({"file": problems.file}, lang),
        PROBLEM_SHEET["facts"].render({"facts": problems.facts}, lang) if problems.facts else "",
        PROBLEM_SHEET["verdict"].render({"verdict": problems.verdict}, lang),
        ("，" if lang == "zh" else ", ").join(tool),
        *problems.remarks,
        PROBLEM_SHEET[remark](lang) if remark else "",
    ]
    return tuple(line for line in lines if line)


def _live(problem: Problem, pages: Mapping[str, MarkedSheet], lang: str) -> Live:
    first = problem.refs[0]
    page = pages.get(first.sheet)
    remark, key = "", "open"
    if problem.answer and problem.answer.about != problem.fingerprint.value:
        remark += PROBLEM_SHEET["before"](lang)
    elif problem.answer:
        key = "explained"
    if page is None:
        return Live(remark=remark)
    if page.state.first_of((first.row, first.column)) in page.threaded:
        remark += PROBLEM_SHEET["threaded"](lang)
    watched = [
        Watched(states, tuple(_watched_areas(each, pages)))
        for each in problem.each
        if (states := _states(each, pages))
    ]
    still, changed, deleted = (PROBLEM_SHEET[k](lang) for k in (key, "changed", "deleted"))
    state = f'IF({any_unchanged(watched)},"{still}","{changed}")'
    # A further cell that is deleted makes the comparison an error.
    formula = f'IFERROR(IF(ISREF({watched[0].cells[0][0]}),{state},"{deleted}"),"{deleted}")'
    link = sheet_reference(page.entry.name, first.a1)
    return Live(link, formula, remark, still)


def _states(problem: Problem, pages: Mapping[str, MarkedSheet]) -> list[tuple[str, CellState]]:
    """The cells of a problem, from anywhere in the workbook, and what stands in them."""
    return [
        (
            sheet_reference(pages[ref.sheet].entry.name, absolute_a1(*place)),
            pages[ref.sheet].state.at(place),
        )
        for ref in problem.refs
        if ref.sheet in pages
        for place in [pages[ref.sheet].state.first_of((ref.row, ref.column))]
    ]


def _watched_areas(
    problem: Problem, pages: Mapping[str, MarkedSheet], beside: str = ""
) -> Iterator[WatchedArea]:
    """What a problem awaits: each area as its formula writes it, and how often it holds that now.

    A rule of the sheet `beside` sees no other sheet.
    """
    for each in problem.awaited:
        if page := pages.get(each.sheet):
            area = each.area
            first, last = absolute_a1(area.top, area.left), absolute_a1(area.bottom, area.right)
            sheet = "" if beside else sheet_reference(page.entry.name, "")
            yield WatchedArea(
                f"{sheet}{first}:{last}", each.text, page.state.count(area, each.text)
            )
