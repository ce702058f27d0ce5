"""The stamp of a workbook made by `xltool new`: what it says of itself, written and read.

It stands in custom properties and, for programs that drop those, in a hidden defined name; names
of the sheets tell where its fields, tables and check cells are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from zipfile import ZipFile

from lxml import etree

from xltool.excel.read.guard import FileKind
from xltool.excel.read.sheet_facts import SAFE
from xltool.extract.template_drift import PREFIX
from xltool.model.workbook import Area, TemplateName, TemplateStamp, column_number

if TYPE_CHECKING:
    import xlsxwriter

NAME = "_xltool_template"
_PROPERTY, _LABELS = "xltool", "xltool labels "
_LONGEST = 250
"""Characters of a custom property: Excel takes 255, xlsxwriter drops a longer one."""
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"


def write_template_stamp(
    workbook: xlsxwriter.Workbook,
    form: str,
    digest: str,
    year: int | None,
    rows: Mapping[str, int],
    labels: Sequence[str],
) -> None:
    """Stamp a new workbook."""
    text = _text(form, digest, year, rows)
    workbook.set_custom_property(_PROPERTY, text, "text")
    for number, part in enumerate(_chunks(labels), 1):
        workbook.set_custom_property(f"{_LABELS}{number}", part, "text")
    workbook.define_name(NAME, f'="{text}"')
    # xlsxwriter hides names of its own only; the last entry of a name says whether it is hidden.
    workbook.defined_names[-1][3] = True


def _text(form: str, digest: str, year: int | None, rows: Mapping[str, int]) -> str:
    counts = (f"{table}={number}" for table, number in rows.items())
    return " ".join([form, digest, str(year or "-"), *counts])


def _chunks(labels: Sequence[str]) -> Iterator[str]:
    """The labels joined by |, in texts that a property can hold."""
    line = ""
    for label in labels:
        if line and len(line) + len(label) + 1 > _LONGEST:
            yield line
            line = ""
        line = f"{line}|{label}" if line else label
    if line:
        yield line


def read_template_stamp(package: ZipFile, kind: FileKind) -> TemplateStamp | None:
    """The stamp of a package, None where it has none."""
    ods = kind is FileKind.ODS
    properties = _ods_properties(package) if ods else _xlsx_properties(package)
    names = () if ods else _xlsx_names(package)
    text = properties.get(_PROPERTY) or next((n.target for n in names if n.name == NAME), "")
    words = text.strip('="').split(" ")
    if len(words) < 3:
        return None
    form, digest, year, *counts = words
    rows = dict(count.split("=", 1) for count in counts if "=" in count)
    pieces = [properties[key] for key in sorted(properties) if key.startswith(_LABELS)]
    return TemplateStamp(
        form=form,
        digest=digest,
        year="" if year == "-" else year,
        labels=tuple(label for piece in pieces for label in piece.split("|")),
        rows={table: int(number) for table, number in rows.items() if number.isdecimal()},
        names=tuple(name for name in names if name.name.startswith(PREFIX) and name.sheet),
    )


def area_of(target: str) -> Area | None:
    """The area that a name points to; None where it is lost (`#REF!`)."""
    found = _RANGE.fullmatch(target.rpartition("!")[2])
    if not found or "#REF" in target:
        return None
    left, top, right, bottom = found.groups()
    return Area(int(top), column_number(left), int(bottom or top), column_number(right or left))


def _parse(package: ZipFile, name: str) -> etree._Element | None:
    try:
        return etree.fromstring(package.read(name), etree.XMLParser(**SAFE))
    except (KeyError, etree.XMLSyntaxError):
        return None  # nothing hangs on it: a workbook without a stamp is read by its labels


def _xlsx_properties(package: ZipFile) -> dict[str, str]:
    root = _parse(package, "docProps/custom.xml")
    if root is None:
        return {}
    return {
        str(each.get("name")): "".join(map(str, each.itertext()))
        for each in root.iter("{*}property")
    }


def _xlsx_names(package: ZipFile) -> tuple[TemplateName, ...]:
    path = next((n for n in package.namelist() if posixpath.basename(n) == "workbook.xml"), "")
    try:
        return _names_in(package.read(path))
    except (KeyError, etree.XMLSyntaxError):
        return ()  # as above


@lru_cache(maxsize=128)  # workbooks of one template have this part alike
def _names_in(workbook: bytes) -> tuple[TemplateName, ...]:
    """The defined names in a workbook part."""
    return tuple(_defined(etree.fromstring(workbook, etree.XMLParser(**SAFE))))


def _defined(root: etree._Element) -> Iterator[TemplateName]:
    sheets = [str(sheet.get("name")) for sheet in root.iterfind("{*}sheets/{*}sheet")]
    for each in root.iterfind("{*}definedNames/{*}definedName"):
        scope = str(each.get("localSheetId") or "")
        sheet = sheets[int(scope)] if scope.isdecimal() and int(scope) < len(sheets) else ""
        target = each.text or ""
        yield TemplateName(sheet, str(each.get("name")), target, area_of(target))


def _ods_properties(package: ZipFile) -> dict[str, str]:
    root = _parse(package, "meta.xml")
    if root is None:
        return {}
    return {
        str(each.get(f"{_META}name")): each.text or "" for each in root.iter(f"{_META}user-defined")
    }
