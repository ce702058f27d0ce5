"""An answer -> its files: marked copy and receipt, each whole or not there at all."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

from xltool.excel.marks.original import is_unedited
from xltool.pipeline.outputs import Marked, is_unedited_copy
from xltool.reports.safe_file import numbered
from xltool.reports.text_file import is_unedited_text, text_bytes
from xltool.watch.answer_log import Answered, AnswerLog
from xltool.watch.folders import WatchFolders, fitting_stem
from xltool.watch.receipt import NAME, ReceiptText, number_of, receipt_head

LOG = logging.getLogger("xltool.watch")
_MOST_NAMES = 20  # tried for an answer while other answers of its name are open


class Answers:
    """What writes the answers into the folders, and remembers them."""

    def __init__(self, folders: WatchFolders, ledger: AnswerLog) -> None:
        self.folders, self.ledger = folders, ledger

    def give(
        self,
        answered: Answered,
        text: ReceiptText,
        copy: Marked | None,
        again: Answered | None = None,
    ) -> Answered:
        """Write the answer, then remember it; what it takes the place of goes."""
        before = self.ledger.replaced_by(answered)
        answered = self._write(answered, text, copy, again)
        self.ledger.add(answered)
        if before:
            self._clear(before, answered)
        return answered

    def _write(
        self,
        answered: Answered,
        text: ReceiptText,
        copy: Marked | None,
        again: Answered | None,
    ) -> Answered:
        folder = self.folders.answers[answered.place] / answered.folder
        stem = fitting_stem(answered.stem)
        named = NAME.render({"name": stem}, self.folders.lang)
        number = 0
        while True:
            number += 1
            receipt = numbered(folder / f"{named}.txt", number)
            marked = numbered(folder / f"{stem}.checked{copy.suffix}", number) if copy else None
            if not self._may_take(receipt, marked, copy, answered):
                continue
            text = replace(text, copy=marked.name if marked else "")
            head = receipt_head(answered.name, answered.number, self.folders.lang, again)
            try:
                if marked and copy:
                    self.folders.put(marked, copy.data)
                self.folders.put(receipt, text_bytes(head + "\n" + text.body(self.folders.lang)))
            except PermissionError:
                # On Windows an answer that is open in Excel cannot be replaced: the next name.
                if number < _MOST_NAMES and (receipt.exists() or (marked and marked.exists())):
                    continue
                raise
            return replace(
                answered,
                receipt=self.folders.shown(receipt),
                copy=self.folders.shown(marked) if marked else "",
                copy_digest=hashlib.sha256(copy.data).hexdigest() if copy else "",
                receipt_text=text.kept(),
            )

    def _may_take(
        self, receipt: Path, marked: Path | None, copy: Marked | None, answered: Answered
    ) -> bool:
        """Whether the names are free, or hold an unedited answer to the same file of that unit."""
        known = ""
        if receipt.exists():
            known = number_of(receipt)
            owner = self.ledger.of_number(known)
            same = owner is not None and answered.replaces(owner)
            if not is_unedited_text(receipt) or not (known == answered.number or same):
                return False
        if marked is None or copy is None or not marked.exists():
            return True
        present = marked.read_bytes()
        return present == copy.data or (bool(known) and is_unedited(present))

    def _clear(self, before: Answered, now: Answered) -> None:
        """Take away an answer that a newer one replaces, unless somebody has changed it."""
        places = [
            (before.copy, now.copy, is_unedited_copy),
            (before.receipt, now.receipt, is_unedited_text),
        ]
        for old, new, unedited in places:
            path = self.folders.inbox / old
            try:
                if old and old != new and path.exists() and unedited(path):
                    path.unlink()
            except OSError as error:  # open in Excel: it stays, which harms nobody
                LOG.info("%s: %s", old, error)

    def stands(self, earlier: Answered) -> bool:
        """Whether an earlier answer can be given again as it is: its marked copy, if it has one,
        lies where it was put and nobody has changed it.
        """
        copy = self.copy_of(earlier)
        return copy is not None or not earlier.copy

    def copy_of(self, earlier: Answered) -> Marked | None:
        """The marked copy of an earlier answer as it was written, None if it is not there."""
        path = self.folders.inbox / earlier.copy
        try:
            data = path.read_bytes() if earlier.copy else b""
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != earlier.copy_digest:
            return None
        return Marked(data, path.suffix)
