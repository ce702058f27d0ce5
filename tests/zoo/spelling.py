"""The same workbook in other spellings of its XML, as other programs write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tests.zoo.book import Edit, Feature
from tests.zoo.parts import (
    BOOK,
    OFFICE,
    STRINGS,
    STYLES,
    TYPES,
    Parts,
    parse,
    rels_of,
    serialize,
)

_STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "spreadsheetml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006", "officeDocument"),
    ("http://schemas.openxmlformats.org/drawingml/2006", "drawingml"),
)


def change_each(
    made: Parts, change: Callable[[bytes], bytes], pattern: str = r"xl/.*\.xml"
) -> None:
    """Change all parts whose names match."""
    for name, content in made.all.items():
        if re.fullmatch(pattern, name):
            made.all[name] = change(content)


def _strict(made: Parts, sheet: str) -> None:
    """Excel “Strict Open XML”: other namespaces and kinds of relationships, dates as ISO texts."""

    def strict(content: bytes) -> bytes:
        for old, new in _STRICT:
            content = content.replace(old.encode(), f"http://purl.oclc.org/ooxml/{new}".encode())
        return content.replace(
            b"officeDocument/extended-properties", b"officeDocument/extendedProperties"
        )

    change_each(made, strict, r".*\.(xml|rels)")
    made.replace(BOOK, "<workbook ", '<workbook conformance="strict" ')
    made.replace(BOOK, "<workbookPr", '<workbookPr dateCompatibility="0"')
    dated = re.compile(rb'(<c r="D6" s="\d+")><v>44651</v>')
    made.all[sheet], count = dated.subn(rb'\1 t="d"><v>2022-03-31T00:00:00</v>', made.all[sheet])
    assert count == 1


def _with_prefix(prefix: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        default = re.search(rb'<[\w.]+[^>]*? (xmlns)="', content)
        if default is None:
            return content
        content = re.sub(rb"<(/?)(?=\w[\w.]*[\s/>])", rb"<\1%b:" % prefix.encode(), content)
        return content.replace(b' xmlns="', b' xmlns:%b="' % prefix.encode(), 1)

    return change


def _prefixed(made: Parts, _sheet: str) -> None:
    """Open XML SDK: every element of a spreadsheet part has the prefix x."""
    change_each(made, _with_prefix("x"), r"xl/(?!theme).*\.xml")


def _prefixed_package(made: Parts, _sheet: str) -> None:
    """Python's ElementTree: ns0 everywhere, in relationships and content types too."""
    change_each(made, _with_prefix("ns0"), r"(xl/(?!theme).*|\[Content_Types\])\.xml|.*\.rels")


def _pointed(change: Callable[[str, str], str]) -> Edit:
    """An edit of all targets: the folder a relationship starts from, target → target."""

    def edit(made: Parts, _sheet: str) -> None:
        for name in [name for name in made.all if name.endswith(".rels")]:
            root, folder = parse(made.all[name]), name.partition("_rels/")[0].strip("/")
            for relation in root:
                if relation.get("TargetMode") != "External":
                    relation.set("Target", change(folder, str(relation.get("Target"))))
            made.all[name] = serialize(root)

    return edit


def _absolute(folder: str, target: str) -> str:
    """openpyxl: all targets from the root of the package."""
    return f"/{folder}/{target}".replace("//", "/")


def _roundabout(folder: str, target: str) -> str:
    """A converter of reports: targets that go up and down again."""
    return f"../{folder}/{target}" if folder == "xl" else target


def _backslashed(folder: str, target: str) -> str:
    """Old writers on Windows; only the way to the workbook itself has slashes."""
    return target.replace("/", "\\") if folder else target


_ODD_BOOK = {
    BOOK: "xl/Book/Main.xml",
    "xl/worksheets/sheet1.xml": "Sheets/First-1.XML",
    "xl/worksheets/sheet2.xml": "xl/Book/sheet%20b.xml",
    STRINGS: "xl/strings/texts.xml",
}
_ODD_STYLES = {STYLES: "xl/look/My-Styles.xml", "xl/theme/theme1.xml": "theme.xml"}


def _renamed(names: Mapping[str, str]) -> Edit:
    """An edit that moves parts, with what leads to them; the workbook's targets become absolute."""

    def edit(made: Parts, _sheet: str) -> None:
        old_relations, relations = rels_of(BOOK), rels_of(names.get(BOOK, BOOK))
        made.all[relations] = made.all.pop(old_relations)
        made.all[relations] = made.all[relations].replace(b'Target="', b'Target="/xl/')
        for old, new in names.items():
            made.all[new] = made.all.pop(old)
            made.replace(TYPES, f'"/{old}"', f'"/{new}"')
            if old == BOOK:
                made.replace("_rels/.rels", f'"{old}"', f'"{new}"')
            else:
                made.replace(relations, f'"/{old}"', f'"/{new}"')

    return edit


def _utf16(made: Parts, _sheet: str) -> None:
    """A writer on Windows: parts in UTF-16, with a byte order mark."""

    def recoded(content: bytes) -> bytes:
        return content.decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")

    change_each(made, recoded)
    big = made.all[STYLES].decode("utf-16").encode("utf-16-be")
    made.all[STYLES] = b"\xfe\xff" + big


def _byte_order_marks(made: Parts, _sheet: str) -> None:
    """.NET writers: parts in UTF-8 with a byte order mark; single quotes in the declaration."""
    change_each(made, lambda content: b"\xef\xbb\xbf" + content.replace(b'"1.0"', b"'1.0'", 1))


def _unknown_elements(made: Parts, sheet: str) -> None:
    """A later Excel, or an add-in: elements, attributes and extensions that nobody else knows."""
    made.declare(sheet, "mc", "x14ac")
    root = '<worksheet xmlns:zz="urn:example:later" '
    made.replace(sheet, "<worksheet ", f'{root}mc:Ignorable="zz x14ac" ')
    made.replace(sheet, "<sheetData>", '<zz:hint zz:on="1"><zz:row/></zz:hint><sheetData>')
    made.replace(sheet, '<row r="4"', '<row zz:seen="a>b" x14ac:dyDescent="0.25" r="4"')
    made.put(sheet, '<conditionalFormatting sqref="B2"><cfRule type="expression" priority="9">'
             "<formula>FALSE</formula><extLst><ext uri=\"{12345678-0000-4000-8000-000000000000}\"/>"
             "</extLst></cfRule></conditionalFormatting>")  # fmt: skip
    made.extend(sheet, "{12345678-1111-4222-8333-444444444444}", "<x14:later/>")
    made.extend(BOOK, "{12345678-2222-4222-8333-444444444444}", "<x15:later/>")


def _comments(made: Parts, sheet: str) -> None:
    """Hand-made or generated from templates: comments and instructions around and between."""
    for name in (sheet, BOOK, STYLES, STRINGS, TYPES, "xl/_rels/workbook.xml.rels"):
        content = made.all[name].decode()
        head, _, body = content.partition("?>")
        made.all[name] = (
            f"{head}?>\n<!-- <made by='x'> -->\n<?hint <a>?>{body}\n<!-- end -->\n".encode()
        )
    made.replace(sheet, "<sheetData>", "<!--</worksheet><sheetData>--><sheetData><!-- > -->")
    made.replace(STYLES, "<cellXfs", '<!-- <dxfs count="9"> --><cellXfs')


def _cdata(made: Parts, _sheet: str) -> None:
    """Report servers: texts in CDATA sections, with what looks like tags."""
    made.replace(STRINGS, "<t>右边</t>", "<t><![CDATA[a<b & </t></si> c]]></t>")


def _single_quotes(made: Parts, sheet: str) -> None:
    """Some writers: single quotes, spaces around =, character references, line breaks in tags."""
    for name in (sheet, BOOK, TYPES, STYLES, "xl/_rels/workbook.xml.rels"):
        quoted = re.sub(rb' ([\w:]+)="([^"\']*)"(?=[^<>]*>)', rb"\n \1 = '\2'", made.all[name])
        made.all[name] = re.sub(
            rb"<\?xml.*?\?>", b"<?xml version='1.0'?>", quoted, count=1, flags=re.DOTALL
        )
    made.replace(BOOK, "'目标表'", "'目&#26631;&#x8868;'")


def _other_relation_prefix(made: Parts, _sheet: str) -> None:
    """Some writers: the prefix of relationships is not r, and is declared where it is used."""
    made.replace(BOOK, f' xmlns:r="{OFFICE}"', "")
    made.all[BOOK] = made.all[BOOK].replace(b" r:id=", f' xmlns:q="{OFFICE}" q:id='.encode())


SPELLINGS = {
    "strict": Feature(edit=_strict),
    "prefixed": Feature(edit=_prefixed),
    "prefixed_package": Feature(edit=_prefixed_package),
    "absolute_targets": Feature(edit=_pointed(_absolute)),
    "roundabout_targets": Feature(edit=_pointed(_roundabout)),
    "backslash_targets": Feature(edit=_pointed(_backslashed)),
    # Crystal Reports and others: parts lie where their writer liked, folder by folder.
    "odd_part_names": Feature(edit=_renamed(_ODD_BOOK)),
    "odd_style_names": Feature(edit=_renamed(_ODD_STYLES)),
    "utf16": Feature(edit=_utf16),
    "byte_order_marks": Feature(edit=_byte_order_marks),
    "unknown_elements": Feature(edit=_unknown_elements),
    "xml_comments": Feature(edit=_comments),
    "cdata": Feature(edit=_cdata),
    "single_quotes": Feature(edit=_single_quotes),
    "other_relation_prefix": Feature(edit=_other_relation_prefix),
}
