"""What passed and was then returned by the reviewer -> its new answer."""

from __future__ import annotations

from dataclasses import replace

from xltool.month.decision import Decision
from xltool.month.rulings import Rulings
from xltool.watch.answer_files import Answers
from xltool.watch.receipt import ReceiptText, returned_text


def take_back(answers: Answers, rulings: Rulings, lang: str) -> None:
    """Answer anew each file that has passed and is returned now; doing it again changes nothing."""
    for row in rulings.conclusions.values():
        if row.decision != Decision.RETURNED:
            continue
        for passed in answers.ledger.passed(row.digest):
            last = answers.ledger.replaced_by(passed)
            if last is None or last.number != passed.number:
                continue  # another file has come since
            told = returned_text(ReceiptText.of(passed.told), row, lang)
            copy = answers.copy_of(passed)
            answers.give(replace(passed, place="returned"), told, copy)
