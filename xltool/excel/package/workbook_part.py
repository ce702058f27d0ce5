"""The workbook part: its sheets and names, and what is added to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from xltool.excel.package.elements import Element
from xltool.excel.package.relationships import CONTENT_TYPE as RELATIONSHIPS
from xltool.excel.package.relationships import ContentTypes, Relationships, led_to
from xltool.excel.package.splice import XmlPart
from xltool.excel.package.xml_text import attribute_xml, schema_order, text_xml
from xltool.excel.package.zip_package import Package, same_part
from xltool.language.errors import UnreadableWorkbookError

_ORDER = schema_order(
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches "
    "smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
)
_SELECTED = "tabSelected"
_LONGEST_NAME = 31  # of a sheet, in characters as Excel counts them


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook part lists it; `part` is "" for anything but a worksheet."""

    name: str
    part: str
    number: int
    element: Element


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name and the formula that it stands for."""

    name: str
    formula: str
    element: Element


class BookPart:
    """The workbook of a package, with its relationships and the package's content types."""

    def __init__(self, package: Package) -> None:
        self.package = package
        start = Relationships(package, "").of_kind("officeDocument")
        if start is None:
            raise UnreadableWorkbookError("damaged")
        self.part = start.part
        # Strict workbooks have relationship types of their own.
        self.relationship_base = start.type.rpartition("/")[0]
        self.relationships = Relationships(package, self.part)
        self.types = ContentTypes(package)
        self.xml = XmlPart(package.read(self.part))
        self.sheets = self._read_sheets()
        self._names: list[str] = []
        self._kept = self.defined_names()

    def _read_sheets(self) -> tuple[SheetEntry, ...]:
        self._list = self.xml.child("sheets")
        if self._list is None:
            raise UnreadableWorkbookError("damaged")
        entries = []
        for element in self.xml.children(self._list):
            given = self.xml.attributes(element)
            id_ = next((v for n, v in given.items() if n.rpartition(":")[2] == "id"), "")
            # A module of Excel 5 is listed without a part.
            target = self.relationships[id_] if id_ else None
            part = target.part if target and target.kind == "worksheet" else ""
            entries.append(
                SheetEntry(given.get("name", ""), part, int(given.get("sheetId", 0)), element)
            )
        return tuple(entries)

    def sheet(self, name: str) -> SheetEntry | None:
        """The sheet of this name; Excel does not tell case apart."""
        wanted = name.casefold()
        return next((entry for entry in self.sheets if entry.name.casefold() == wanted), None)

    def free_sheet_name(self, name: str) -> str:
        """The name, or with a number behind it where a sheet is called so: `问题清单(2)`."""
        number, free = 1, name
        while self.sheet(free):
            number += 1
            tail = f"({number})"
            free = name[: _LONGEST_NAME - len(tail)] + tail
        return free

    def free_name(self, name: str) -> str:
        """The defined name, or with a number behind it where there is one of that name."""
        taken = {defined.name.casefold() for defined in self.defined_names()}
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{name}_{number}"
        return free

    def defined_names(self) -> list[DefinedName]:
        """The names of the workbook and its sheets."""
        block = self.xml.child("definedNames")
        return [
            DefinedName(
                self.xml.attributes(element).get("name", ""), self.xml.text(element), element
            )
            for element in (() if block is None else self.xml.children(block))
        ]

    def add_sheet(self, name: str, part: str) -> int:
        """Append a worksheet; returns its place among the sheets, from 0."""
        id_ = self.relationships.add(f"{self.relationship_base}/worksheet", part)
        self.types.add(
            part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        )
        number = max((entry.number for entry in self.sheets), default=0) + 1
        new = (
            f'<sheet xmlns:r="{self.relationship_base}" name={attribute_xml(name)} '
            f'sheetId="{number}" r:id="{id_}"/>'
        )
        assert self._list is not None
        self.xml.append(self._list, self.xml.own(new))
        return len(self.sheets)

    def opens_on(self) -> str:
        """The name of the sheet that the workbook opens on, "" where it does not say."""
        view = next(self.xml.named("workbookView"), None)
        place = int(self.xml.attributes(view).get("activeTab", 0)) if view else 0
        return self.sheets[place].name if place < len(self.sheets) else ""

    def open_on(self, place: int) -> None:
        """Let the workbook open on the sheet at a place; no other sheet stays selected with it."""
        for number, entry in enumerate(self.sheets):
            self._select(entry, number == place)
        views = list(self.xml.named("workbookView"))
        for view in views:
            self.xml.set_attribute(view, "activeTab", str(place))
        if not views:
            new = f'<bookViews><workbookView activeTab="{place}"/></bookViews>'
            self.xml.insert_in_order("bookViews", self.xml.own(new), _ORDER)

    def _select(self, entry: SheetEntry, selected: bool) -> None:
        data = self.package.read(entry.part) if entry.part else b""
        # One that is not selected seldom says so; the first byte tells two bytes a character.
        if not data or not (selected or b"tabSelected" in data or data[:1] != b"<"):
            return
        xml = XmlPart(data)
        for view in xml.named("sheetView"):
            now = xml.attributes(view).get(_SELECTED, "0")
            if (now in ("1", "true")) != selected:
                # As the program spells it that saved the workbook: LibreOffice writes words.
                spelled = str(selected).lower() if now in ("true", "false") else str(int(selected))
                xml.set_attribute(view, _SELECTED, spelled)
        self.package.write(entry.part, xml.done())

    def add_name(
        self, name: str, formula: str, *, sheet: int | None = None, hidden: bool = False
    ) -> None:
        """Define a name, of the workbook or of the sheet at a place."""
        scope = "" if sheet is None else f' localSheetId="{sheet}"'
        shown = ' hidden="1"' if hidden else ""
        self._names.append(
            f"<definedName name={attribute_xml(name)}{scope}{shown}>"
            f"{text_xml(formula)}</definedName>"
        )

    def remove_names(self, gone: Collection[DefinedName]) -> None:
        """Take names out, and with them the list if nothing is left in it."""
        self._kept = [defined for defined in self.defined_names() if defined not in gone]
        block = self.xml.child("definedNames")
        for element in [d.element for d in gone] if self._kept or block is None else [block]:
            self.xml.remove(element)

    def remove_sheet(self, entry: SheetEntry, then: str = "") -> None:
        """Take a sheet out with its part, and count on what counts sheets; where the workbook
        opens on it, it is to open on the sheet called `then`.
        """
        place = self.sheets.index(entry)
        item = next(r for r in self.relationships.items() if r.part == entry.part)
        self.relationships.remove(item)
        below = Relationships(self.package, entry.part)
        elsewhere = led_to(self.package, without=entry.part)
        only_here = (r.part for r in below.items() if r.part and same_part(r.part) not in elsewhere)
        for part in (entry.part, below.part, *only_here):
            self.types.remove(part)
            self.package.remove(part)
        self.xml.remove(entry.element)
        self._leave(place, then)
        self._shift(self.xml.named("workbookView"), ("firstSheet",), place)
        self._shift([defined.element for defined in self._kept], ("localSheetId",), place)
        self._remove_calculation_chain()

    def _leave(self, gone: int, then: str) -> None:
        """Let a workbook that opens on the sheet that goes open on another, and count on others.

        That is the one called `then`, else the first; never a hidden one, which Excel takes badly.
        """
        seen = [
            place
            for place, entry in enumerate(self.sheets)
            if place != gone
            and self.xml.attributes(entry.element).get("state") in (None, "visible")
        ]
        named = [place for place in seen if self.sheets[place].name == then]
        next_one = (named or seen or [0])[0]
        for view in self.xml.named("workbookView"):
            active = int(self.xml.attributes(view).get("activeTab", 0))
            if active == gone:
                self._select(self.sheets[next_one], True)
            if active >= gone:
                new = next_one if active == gone else active
                self.xml.set_attribute(view, "activeTab", str(new - (new > gone)))

    def _shift(self, elements: Iterable[Element], names: tuple[str, ...], gone: int) -> None:
        """Lower by one what counts sheets beyond the one that is gone."""
        for element in elements:
            given = self.xml.attributes(element)
            for name in names:
                if int(given.get(name, 0)) >= max(gone, 1):
                    self.xml.set_attribute(element, name, str(int(given[name]) - 1))

    def _remove_calculation_chain(self) -> None:
        """The order in which Excel computes cells; one that names a lost sheet is an error, and
        Excel makes it again.
        """
        if chain := self.relationships.of_kind("calcChain"):
            self.relationships.remove(chain)
            self.types.remove(chain.part)
            self.package.remove(chain.part)

    def save(self) -> None:
        """Write workbook, relationships and content types back."""
        if self._names:
            block = self.xml.child("definedNames")
            if block is None:
                new = f"<definedNames>{''.join(self._names)}</definedNames>"
                self.xml.insert_in_order("definedNames", self.xml.own(new), _ORDER)
            else:
                self.xml.append(block, b"".join(map(self.xml.own, self._names)))
        self.package.write(self.part, self.xml.done())
        self.relationships.save()
        for part in self.package.added():
            if part.endswith(".rels"):
                self.types.add_by_extension(part, RELATIONSHIPS)
        self.types.save()


def sheet_reference(name: str, a1: str) -> str:
    """A reference as formulas and links write it: `'项目 1'!$B$7`."""
    return "'" + name.replace("'", "''") + "'!" + a1
