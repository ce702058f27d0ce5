"""The edited parts keep the order, the types and the numbers that the format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from lxml import etree

from tests.marking import KINDS, NAMES, copy, original
from tests.opc import Opc, children, local, relation_id
from tests.zoo import CHOICES, NAME

# ECMA-376, part 1, 18.2 to 18.8: the sequences of CT_Worksheet, CT_Workbook, CT_Stylesheet, ….
ORDERS = {
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr "
    "sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
    "customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
    "printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
    "cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture "
    "oleObjects controls webPublishItems tableParts extLst",
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets "
    "functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews "
    "pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles "
    "colors extLst",
    "comments": "authors commentList extLst",
    "comment": "text commentPr extLst",
    "dxf": "font numFmt fill alignment border protection extLst",
    "border": "start end left right top bottom diagonal vertical horizontal",
    "xf": "alignment protection extLst",
    "sheetView": "pane selection pivotSelection extLst",
    "cfRule": "formula colorScale dataBar iconSet extLst",
    "c": "f v is extLst",
    "pivotTableDefinition": "location pivotFields rowFields rowItems colFields colItems pageFields "
    "dataFields formats conditionalFormats chartFormats pivotHierarchies pivotTableStyleInfo "
    "filters rowHierarchiesUsage colHierarchiesUsage extLst",
}
REPEATED = {"conditionalFormatting", "fileRecoveryPr", "selection", "formula", "extLst"}
LISTS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}


def ours(whole: Opc) -> str:
    """The part of the problem sheet, which is the last one."""
    return list(whole.sheets.values())[-1]


def touched(name: str) -> Iterable[str]:
    """The parts that were changed or added, the relationships and types among them."""
    before, after = Opc(original(name)), Opc(copy(name))
    return [part for part, data in after.parts.items() if before.parts.get(part) != data]


@pytest.mark.parametrize("name", NAMES)
def test_children_stand_in_the_order_of_the_schema(name: str) -> None:
    whole = Opc(copy(name))
    for part in touched(name):
        if part.endswith((".vml", ".bin")):
            continue
        root = whole.root(part)
        assert local(root) in {*ORDERS, "Relationships", "Types"}, part
        for element in root.iter():
            in_order(element, part)


def in_order(element: etree._Element, part: str) -> None:
    order = ORDERS.get(local(element), "").split()
    found = [known for child in element if (known := stands_for(child, order))]
    assert found == sorted(found, key=order.index), part
    assert all(found.count(item) == 1 for item in found if item not in REPEATED), part


def stands_for(child: etree._Element, order: list[str]) -> str:
    """The name of a child, or of what `mc:AlternateContent` wraps; "" for what is no one's."""
    if local(child) == "AlternateContent":
        return next((local(item) for item in child.iter() if local(item) in order), "")
    return local(child) if local(child) in order else ""


@pytest.mark.parametrize("name", NAMES)
def test_sheets_and_names_of_the_workbook_are_told_apart(name: str) -> None:
    whole, before = Opc(copy(name)), Opc(original(name))
    listed = list(children(whole.root(whole.book), "sheet"))
    for values in (
        [str(item.get("name")).casefold() for item in listed],
        [str(item.get("sheetId")) for item in listed],
        [id_ for item in listed if (id_ := relation_id(item))],
    ):
        assert len(values) == len(set(values))
    assert list(whole.sheets)[:-1] == list(before.sheets)
    assert len(list(whole.sheets)[-1].encode("utf-16-le")) <= 2 * 31
    names = whole.names()
    scopes = [(str(item.get("name")).casefold(), item.get("localSheetId")) for item in names]
    assert len(scopes) == len(set(scopes))
    assert all(scope is None or int(scope) < len(listed) for _, scope in scopes)
    marks = [item for item in names if item.get("name") == "_xltool_marks"]
    assert [(item.text, item.get("hidden")) for item in marks] == [("TRUE", "1")]


@pytest.mark.parametrize("name", NAMES)
def test_looks_are_numbers_of_looks(name: str) -> None:
    whole = Opc(copy(name))
    sheet = whole.root(whole.styles)
    sizes = dict.fromkeys(LISTS, 0)
    for block in sheet:
        if local(block) in LISTS:
            items = list(children(block, LISTS[local(block)]))
            sizes[local(block)] = len(items)
            assert block.get("count") in (None, str(len(items)))
    for block in (item for item in sheet if local(item) == "cellXfs"):
        for xf in block:
            for attribute, tag in (
                ("fontId", "fonts"),
                ("fillId", "fills"),
                ("borderId", "borders"),
            ):
                assert int(xf.get(attribute, 0)) < sizes[tag]
    for part in whole.sheets.values():
        root = whole.root(part)
        for rule in children(root, "cfRule"):
            assert int(rule.get("dxfId", 0)) < sizes["dxfs"]
        for element in (*children(root, "c"), *children(root, "row")):
            assert int(element.get("s", 0)) < max(sizes["cellXfs"], 1)


@pytest.mark.parametrize("name", NAMES)
def test_what_looks_stood_for_they_stand_for(name: str) -> None:
    """Ours come behind the user's, whose numbers stay; the first of each list is the default."""
    before, after = Opc(original(name)), Opc(copy(name))
    if not before.styles:
        return
    known = {local(block): block for block in after.root(after.styles)}
    for block in before.root(before.styles):
        if local(block) in LISTS:
            kept = list(known[local(block)])[: len(block)]
            assert [etree.tostring(item) for item in kept] == [etree.tostring(i) for i in block]


@pytest.mark.parametrize("name", NAMES)
def test_rules_come_before_those_of_the_user(name: str) -> None:
    """By their blocks and by their priorities; the user's keep their order among themselves."""
    before, after = Opc(original(name)), Opc(copy(name))
    for sheet in (NAME, CHOICES):
        root = after.root(after.sheets[sheet])
        rules = list(children(root, "cfRule"))
        mine = [rule for rule in rules if is_ours(rule)]
        assert mine
        assert rules[: len(mine)] == mine
        assert [int(rule.get("priority", 0)) for rule in mine] == list(range(1, len(mine) + 1))
        were, are = priorities(before, sheet), priorities(after, sheet)[len(mine) :]
        assert min(are, default=len(mine) + 1) == len(mine) + 1
        assert sorted(range(len(were)), key=were.__getitem__) == sorted(
            range(len(are)), key=are.__getitem__
        )
        assert len(set(were)) == len(set(are))


def priorities(whole: Opc, sheet: str) -> list[int]:
    """Those of all rules of a sheet, then those by which its pivot tables name some of them."""
    part = whole.sheets[sheet]
    roots = [whole.root(part), *map(whole.root, whole.targets(part, "pivotTable"))]
    names = ("cfRule", "conditionalFormat")
    found = [rule for root in roots for name in names for rule in children(root, name)]
    return [int(str(rule.get("priority"))) for rule in found if rule.get("priority")]


def test_a_pivot_table_still_names_its_rules() -> None:
    whole = Opc(copy("pivot_formats"))
    (table,) = whole.targets(whole.sheets[NAME], "pivotTable")
    named = [item.get("priority") for item in children(whole.root(table), "conditionalFormat")]
    blocks = [
        block
        for block in children(whole.root(whole.sheets[NAME]), "conditionalFormatting")
        if block.get("pivot")
    ]
    assert named == [next(children(block, "cfRule")).get("priority") for block in reversed(blocks)]
    formulas = [str(next(children(block, "formula")).text) for block in blocks]
    assert formulas == ["O3>7", "O3>3"]


def is_ours(rule: etree._Element) -> bool:
    return "_xltool_marks" in str(rule.findtext("{*}formula"))


@pytest.mark.parametrize("name", NAMES)
def test_each_flagged_cell_has_one_rule_over_its_merged_range(name: str) -> None:
    whole = Opc(copy(name))
    ranges = [
        block.get("sqref")
        for block in children(whole.root(whole.sheets[NAME]), "conditionalFormatting")
        if any(is_ours(rule) for rule in children(block, "cfRule"))
    ]
    expected = {*KINDS.values(), "C10"} - {"C2", "B9"} | {"C2:D2", "B8:B9"}
    assert len(ranges) == len(expected)
    assert set(ranges) == expected


@pytest.mark.parametrize("name", NAMES)
def test_each_note_has_one_box(name: str) -> None:
    whole = Opc(copy(name))
    for part in (whole.sheets[NAME], whole.sheets[CHOICES]):
        (comments,) = whole.targets(part, "comments")
        root = whole.root(comments)
        places = [str(note.get("ref")) for note in children(root, "comment")]
        assert len(places) == len(set(places))
        authors = len(list(children(root, "author")))
        assert all(int(str(note.get("authorId"))) < authors for note in children(root, "comment"))
        (shown,) = children(whole.root(part), "legacyDrawing")
        by_id = {item.id: item.target for item in whole.relations(part)}
        drawing = by_id[relation_id(shown)]
        vml = whole.parts[drawing].decode("utf-8")
        ids = re.findall(r"""<v:shape(?:type)?\s[^>]*?\bid\s*=\s*["']([^"']+)""", vml)
        assert len(ids) == len(set(ids)), drawing
        boxes = re.findall(r'ObjectType="Note".*?<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)', vml, re.S)
        assert sorted(boxes) == sorted(map(row_and_column, places))


def row_and_column(a1: str) -> tuple[str, str]:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", a1).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return str(int(row) - 1), str(column - 1)


@pytest.mark.parametrize("name", NAMES)
def test_the_problem_sheet_is_in_order(name: str) -> None:
    whole = Opc(copy(name))
    root = whole.root(ours(whole))
    last_row = 0
    for row in children(root, "row"):
        assert int(str(row.get("r"))) > last_row
        last_row = int(str(row.get("r")))
        columns = [row_and_column(str(cell.get("r"))) for cell in row]
        assert {at for at, _ in columns} == {str(last_row - 1)}
        numbers = [int(column) for _, column in columns]
        assert numbers == sorted(set(numbers))
    (dimension,) = children(root, "dimension")
    assert str(dimension.get("ref")).endswith(str(last_row))
