"""LibreOffice as a filler would use it: open, fill in, copy a sheet, recalculate, save, print."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SOFFICE = shutil.which("soffice")
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/></library:library>"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"
 xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{code}</script:module>"""

Typed = Mapping[tuple[str, str], str | int | float]
"""What is typed where: by sheet and cell."""


def convert(source: Path, suffix: str, folder: Path, *, recalculate: bool = False) -> Path:
    """The file in another format, as LibreOffice saves it; it trusts stored results by itself."""
    profile = folder / ("always" if recalculate else "trusting")
    if recalculate:
        _write(profile / "user" / "registrymodifications.xcu", _ALWAYS)
    target = folder / "saved"
    _run(profile, "--convert-to", suffix, "--outdir", str(target), str(source))
    return target / f"{source.stem}.{suffix}"


def fill_in(source: Path, target: Path, typed: Typed, copies: Sequence[str] = ()) -> Path:
    """Type values into cells, copy sheets to the end, save as .xlsx: as a person does it."""
    lines = [
        "Dim args(0) As New com.sun.star.beans.PropertyValue",
        'args(0).Name = "Hidden"',
        "args(0).Value = True",
        f'doc = StarDesktop.loadComponentFromURL("{source.as_uri()}", "_blank", 0, args())',
    ]
    for (sheet, cell), value in typed.items():
        where = f"doc.Sheets.getByName({_text(sheet)}).getCellRangeByName({_text(cell)})"
        put = f"String = {_text(value)}" if isinstance(value, str) else f"Value = {value}"
        lines.append(f"{where}.{put}")
    lines += [
        f"doc.Sheets.copyByName({_text(sheet)}, {_text(f'{sheet}_2')}, doc.Sheets.Count)"
        for sheet in copies
    ]
    lines += [
        "doc.calculateAll()",
        "Dim saving(0) As New com.sun.star.beans.PropertyValue",
        'saving(0).Name = "FilterName"',
        'saving(0).Value = "Calc MS Excel 2007 XML"',
        f'doc.storeToURL("{target.as_uri()}", saving())',
        "doc.close(True)",
    ]
    code = "\n".join(["Sub Main", *lines, "End Sub"])
    profile = target.parent / "macro"
    _run(profile, "--terminate_after_init")  # a first start writes a basic folder of its own
    basic = profile / "user" / "basic"
    _write(basic / "script.xlc", _LIBRARIES)
    _write(basic / "Standard" / "script.xlb", _LIBRARY)
    _write(basic / "Standard" / "Module1.xba", _MODULE.format(code=_escaped(code)))
    _run(profile, "macro:///Standard.Module1.Main")
    assert target.exists(), "LibreOffice did not save the workbook"
    return target


def _text(text: object) -> str:
    """A text as Basic writes it; it has no escapes."""
    pieces = str(text).replace('"', '""').split("\n")
    return " & Chr(10) & ".join(f'"{piece}"' for piece in pieces)


def _escaped(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _run(profile: Path, *words: str) -> None:
    command = [SOFFICE or "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    subprocess.run([*command, *words], check=True, capture_output=True, timeout=240)
