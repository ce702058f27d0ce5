"""LibreOffice as a second pair of eyes: it converts, computes anew, and mends as a person would.

Starting it takes longer than most of its work, so each call takes many files.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOFFICE = shutil.which("soffice")
# It trusts the results that a file brings, unless it is told to compute all formulas anew.
_COMPUTE_ALWAYS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" \
oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
# The steps stand in a file beside the macro, since Basic's own texts hold no emoji.
_MACRO = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" \
script:language="StarBasic"><![CDATA[
Sub Main
  Dim how(0) As New com.sun.star.beans.PropertyValue
  Dim book, cell, file, lines, words
  On Error GoTo Wrong
  file = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = createUnoService("com.sun.star.io.TextInputStream")
  lines.setInputStream(file.openFileRead("STEPS"))
  lines.setEncoding("UTF-8")
  Do Until lines.isEOF()
    words = Split(lines.readLine(), Chr(9))
    Select Case words(0)
    Case "open"
      how(0).Name = "Hidden"
      how(0).Value = True
      book = StarDesktop.loadComponentFromURL(words(1), "_blank", 0, how())
    Case "save"
      how(0).Name = "FilterName"
      how(0).Value = "Calc MS Excel 2007 XML"
      book.calculateAll()
      book.storeToURL(words(1), how())
      book.close(True)
    Case "no sheet"
      book.Sheets.removeByName(words(1))
    Case "no row"
      book.Sheets.getByName(words(1)).Rows.removeByIndex(CLng(words(2)) - 1, 1)
    Case "copy sheet"
      book.Sheets.copyByName(words(1), words(1) & "_2", book.Sheets.Count)
    Case "new row"
      book.Sheets.getByName(words(1)).Rows.insertByIndex(CLng(words(2)) - 1, 1)
    Case Else
      cell = book.Sheets.getByName(words(1)).getCellRangeByName(words(2))
      Select Case words(0)
      Case "number"
        cell.Value = Val(words(3))
      Case "text"
        cell.String = Join(Split(words(3), Chr(30)), Chr(10))
      Case "formula"
        cell.Formula = words(3)
      Case "nothing"
        cell.clearContents(1 + 2 + 4 + 16)
      End Select
    End Select
  Loop
  Exit Sub
Wrong:
  ' A message box would wait for ever.
  Open "WRONG" For Output As #1
  Print #1, Join(words, " ") & ": " & Error
  Close #1
  StarDesktop.terminate()
End Sub
]]></script:module>
"""


@dataclass(frozen=True, slots=True)
class Enter:
    """A person enters a number, a text (as a text, whatever it looks like) or a formula in a
    cell, or empties it.
    """

    sheet: str
    cell: str
    value: float | str | None
    formula: bool = False

    def words(self) -> tuple[str, ...]:
        if self.value is None:
            return "nothing", self.sheet, self.cell
        if isinstance(self.value, str):
            kind = "formula" if self.formula else "text"
            return kind, self.sheet, self.cell, self.value.replace("\n", "\x1e")
        return "number", self.sheet, self.cell, repr(self.value)


@dataclass(frozen=True, slots=True)
class NoRow:
    """A row is deleted."""

    sheet: str
    row: int

    def words(self) -> tuple[str, ...]:
        return "no row", self.sheet, str(self.row)


@dataclass(frozen=True, slots=True)
class NewRow:
    """A blank row comes before a row."""

    sheet: str
    row: int

    def words(self) -> tuple[str, ...]:
        return "new row", self.sheet, str(self.row)


@dataclass(frozen=True, slots=True)
class NoSheet:
    """A sheet is deleted."""

    sheet: str

    def words(self) -> tuple[str, ...]:
        return "no sheet", self.sheet


@dataclass(frozen=True, slots=True)
class CopySheet:
    """A sheet is copied to the end, with _2 behind its name."""

    sheet: str

    def words(self) -> tuple[str, ...]:
        return "copy sheet", self.sheet


Step = Enter | NoRow | NewRow | NoSheet | CopySheet
Job = tuple[Path, Sequence[Step], Path]
"""A workbook, what is done to it, and the workbook that it is saved as."""


class LibreOffice:
    """The program; `compute`: all formulas are computed anew when a file is opened.

    The programs of a test process share their settings: the first start lays them out.
    """

    def __init__(self, *, compute: bool = False) -> None:
        self._folder = _settings(compute)

    def convert(self, files: Iterable[Path], suffix: str, folder: Path) -> None:
        """Save files in a folder, in another format or in the same; one that does not open is
        left out.
        """
        self._run("--convert-to", suffix, "--outdir", str(folder), *map(str, files))

    def mend(self, jobs: Sequence[Job]) -> None:
        """Open each workbook, do what is asked, compute it anew, and save it as another."""
        macro = self._folder / "user" / "basic" / "Standard" / "Module1.xba"
        if not macro.exists():
            self._run("--terminate_after_init")  # its first start lays out the folder of macros
        steps = self._folder / "steps.txt"
        lines = [line for job in jobs for line in _lines(*job)]
        steps.write_text("\n".join(lines), encoding="utf-8", newline="\n")
        wrong = self._folder / "wrong.txt"
        wrong.unlink(missing_ok=True)
        text = _MACRO.replace("STEPS", steps.as_uri()).replace("WRONG", wrong.as_uri())
        macro.write_text(text, encoding="utf-8")
        self._run("macro:///Standard.Module1.Main")
        assert not wrong.exists(), wrong.read_text(errors="replace")

    def _run(self, *arguments: str) -> None:
        profile = f"-env:UserInstallation={self._folder.as_uri()}"
        command = [SOFFICE or "soffice", profile, "--headless", "--norestore", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=300)


@cache
def _settings(compute: bool) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="libreoffice"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if compute:
        settings = folder / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_COMPUTE_ALWAYS, encoding="utf-8")
    return folder


def _lines(source: Path, steps: Sequence[Step], target: Path) -> Iterator[str]:
    yield f"open\t{source.as_uri()}"
    yield from ("\t".join(step.words()) for step in steps)
    yield f"save\t{target.as_uri()}"
