"""Every formula that marks write keeps to what Excel takes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

import pytest

from tests.marking import NAMES, book_with, copy, mark
from tests.opc import Opc, children
from tests.zoo import NAME, parts
from xltool.model.report import Finding
from xltool.model.workbook import column_letters

# Of Excel 2007 and before; a newer one reads #NAME? in an older Excel and in WPS.
KNOWN = {
    *(
        "ABS",
        "AND",
        "CHAR",
        "COUNTIF",
        "ERROR.TYPE",
        "EXACT",
        "FALSE",
        "IF",
        "IFERROR",
        "ISBLANK",
        "ISERROR",
    ),
    *("ISLOGICAL", "ISNUMBER", "ISREF", "ISTEXT", "LEFT", "LEN", "OR", "SUBSTITUTE"),
}
_PIECE = re.compile(
    r"""(?P<text>"[^"]*(?:""[^"]*)*")|(?P<sheet>'(?:[^']|'')*'!)|(?P<function>[A-Z][A-Z.0-9]*)\("""
    r"""|(?P<open>\()|(?P<close>\))|(?P<comma>,)|(?P<cell>\$[A-Z]{1,3}\$\d+)"""
    r"""|(?P<other>_xltool_marks|TRUE|FALSE|[-&=<>+:]|\d+(?:\.\d+)?(?:E[+-]?\d+)?)"""
)


def formulas_of(whole: Opc) -> Iterator[str]:
    """The formulas of ours: of the highlights, of the states, and of the problem sheet's rule."""
    *others, ours = whole.sheets.values()
    for part in others:
        for formula in children(whole.root(part), "formula"):
            if "_xltool_marks" in str(formula.text):
                yield str(formula.text)
    for formula in (*children(whole.root(ours), "f"), *children(whole.root(ours), "formula")):
        yield str(formula.text)


def hold_against_limits(formula: str) -> None:
    """Excel's specifications: 8,192 characters, 255 arguments, 64 levels, texts of 255."""
    assert units(formula) <= 8192
    arguments: list[int] = []  # of each function that is open
    at = 0
    while at < len(formula):
        found = _PIECE.match(formula, at)
        if found is None:  # the rule of the problem sheet has its own, mixed reference
            found = re.compile(r"\$[A-Z]\d+").match(formula, at)
        assert found, f"not understood: {formula[at : at + 40]!r}"
        at = found.end()
        match found.lastgroup:
            case "text":
                assert units(found[0][1:-1].replace('""', '"')) <= 255
                assert not re.search("[\x00-\x08\x0b-\x1f]", found[0])
            case "function":
                assert found["function"] in KNOWN
                arguments.append(1)
                assert len(arguments) <= 64
            case "open":
                arguments.append(1)
            case "comma":
                arguments[-1] += 1
                assert arguments[-1] <= 255
            case "close":
                arguments.pop()
    assert not arguments


def units(text: str) -> int:
    """Characters as Excel counts them: what lies beyond the first 65,536 counts twice."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("name", NAMES)
def test_formulas_of_the_zoo(name: str) -> None:
    formulas = list(formulas_of(Opc(copy(name))))
    assert len(formulas) > 2 * 16
    for formula in formulas:
        hold_against_limits(formula)


LENGTHS = (1, 119, 249, 250, 251, 255, 256, 2_000, 10_000, 32_767)
BEGINNINGS = {
    "plain": "好",
    "quotes": '"',
    "quotes and letters": '好"',
    "lines": "好\n",
    "a tab": "\t好",
    "a carriage return": "好\r\n",
    "emoji": "📊好",
    "emoji late": "好" * 120 + "📊",
    "an escape": "好_x0041_",
    "an ampersand": "&<>'",
    "commas and brackets": "),(",
}


def test_formulas_of_texts_of_any_length() -> None:
    texts = [(start * length)[:length] for start in BEGINNINGS.values() for length in LENGTHS]
    hold_book(texts, NAME, alone=True)


def hold_book(texts: Sequence[str], name: str, *, alone: bool) -> list[str]:
    """Marks on each text, alone or all in one finding, are within the limits."""
    cells = {f"{column_letters(1 + n % 20)}{1 + n // 20}": text for n, text in enumerate(texts)}
    together = [Finding.at(name, ",".join(cells), message="合在一起")]
    findings = [Finding.at(name, cell, message="不对") for cell in cells] if alone else together
    formulas = list(formulas_of(Opc(mark(book_with(cells, name), findings))))
    assert len(formulas) == len(cells) + len(findings) + 2  # the problem sheet's head and rule
    for formula in formulas:
        hold_against_limits(formula)
    return formulas


@pytest.mark.parametrize("name", [NAME, "项" + "'" * 10 + "一" * 19], ids=["short", "long"])
@pytest.mark.parametrize("count", [2, 30, 60, 300])
@pytest.mark.parametrize("text", ["对", "不对" * 1000, '"' * 5000], ids=["short", "long", "quotes"])
def test_formulas_of_one_finding_over_many_cells(name: str, count: int, text: str) -> None:
    hold_book([text] * count, name, alone=False)


def test_a_short_text_is_compared_as_a_whole() -> None:
    for length in (1, 250, 251, 255, 256, 2_000):
        text = "".join(chr(0x4E00 + number) for number in range(length))
        marked = mark(book_with({"B2": text}), [Finding.at(NAME, "B2", message="不对")])
        highlight = formulas_of(Opc(marked))
        assert text in next(highlight).replace('"&"', "")


def test_an_empty_text_is_no_blank() -> None:
    """A formula may give one; ISBLANK is false of it."""
    data = parts(book_with({"B2": "对"}))
    data["xl/worksheets/sheet1.xml"] = re.sub(
        rb'<c r="B2"[^>]*>.*?</c>',
        b'<c r="B2" t="str"><f>""</f><v></v></c><c r="C2" t="inlineStr"><is><t></t></is></c>',
        data["xl/worksheets/sheet1.xml"],
    )
    findings = [Finding.at(NAME, cell, message="空") for cell in ("B2", "C2", "D2")]
    first, second, third, *rest = formulas_of(Opc(mark(zipped(data), findings)))
    assert "ISBLANK" not in first + second
    assert "ISBLANK($D$2)" in third
    for formula in (first, second, third, *rest):
        hold_against_limits(formula)


def test_a_text_that_reads_like_a_cell_is_not_taken_for_it() -> None:
    """In texts of a cell's own, quotes need not be escaped."""
    data = parts(book_with({"A4": "甲", "C4": "真"}))
    sheet = "xl/worksheets/sheet1.xml"
    old, new = (
        '<c r="A4" t="s"><v>0</v></c>',
        '<c r="A4" t="inlineStr"><is><t>见 r="C4"</t></is></c>',
    )
    assert old.encode() in data[sheet]
    data[sheet] = data[sheet].replace(old.encode(), new.encode())
    marked = mark(zipped(data), [Finding.at(NAME, "C4", message="不对")])
    assert 'EXACT($C$4,"真")' in next(formulas_of(Opc(marked)))


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()
