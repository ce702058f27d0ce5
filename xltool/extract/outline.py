"""Numbered paragraphs -> records: （一）name, then 绩效目标：…, 绩效指标：…"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xltool.extract.grid import keys_of
from xltool.language.text import halfwidth, label_key
from xltool.model.form import Repeat
from xltool.model.workbook import Cell, CellRef, Kind

RawRecord = dict[str, Cell]
"""Cells by field; a field whose label was not found is not in it."""


Paragraph = tuple[CellRef, str]


class Outline:
    """Paragraphs -> records: （一）name, then 绩效目标：…, 绩效指标：…, each with what follows."""

    def __init__(self, section: Repeat) -> None:
        assert section.outline is not None
        self._begin = re.compile(section.outline)
        self._fields = section.fields
        self._number, self._name = section.fields[0].name, section.fields[1].name

    def read(self, paragraphs: Iterable[Paragraph]) -> Iterator[RawRecord]:
        """Cut the paragraphs; those before the first record belong to none."""
        record: dict[str, list[Paragraph]] = {}
        loose: list[Paragraph] = []  # before the first record
        current = self._name
        for ref, text in paragraphs:
            begin = self._begin.match(halfwidth(text))
            name = self._labelled(text)
            if begin or (name and (not record or name in record)):
                unnumbered = [] if begin else loose[-1:]
                if record:
                    unnumbered = [] if begin else self._name_before(record[current])
                    yield self._cells(record)
                record = {self._number: [(ref, text[: begin.end()])]} if begin else {}
                record[self._name] = unnumbered
                current = self._name
            if begin:
                text = text[begin.end() :].strip()
            elif name:
                current, text = name, self._after_label(text)
            if record:
                record.setdefault(current, []).append((ref, text))
            else:
                loose.append((ref, text))
        if record:
            yield self._cells(record)

    @staticmethod
    def _name_before(paragraphs: list[Paragraph]) -> list[Paragraph]:
        """The name of a record whose number was left out: the line before its first label."""
        return [paragraphs.pop()] if len(paragraphs) > 1 else []

    def _labelled(self, text: str) -> str | None:
        head = label_key(halfwidth(text).partition(":")[0])
        return next((f.name for f in self._fields if head in keys_of(f.labels)), None)

    @staticmethod
    def _after_label(text: str) -> str:
        place = halfwidth(text).find(":")
        return text[place + 1 :].strip() if place >= 0 else ""

    def _cells(self, record: dict[str, list[Paragraph]]) -> RawRecord:
        """One cell a field; a field that no paragraph gave is blank, at the first cell of all."""
        first = next(paragraphs[0][0] for paragraphs in record.values() if paragraphs)
        cells: RawRecord = {}
        for field in self._fields:
            paragraphs = record.get(field.name) or [(first, "")]
            text = "\n".join(text for _, text in paragraphs if text)
            kind = Kind.TEXT if text else Kind.BLANK
            ref = next((ref for ref, text in paragraphs if text), paragraphs[0][0])
            cells[field.name] = Cell(ref, text or None, kind)
        return cells
