"""Answers that a decision has overtaken: passed and then returned, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.month.rulings import Rulings, refused, still_blocked
from xltool.watch.answer_log import Answered, AnswerLog


def outdated(log: AnswerLog, rulings: Rulings) -> Iterator[Answered]:
    """The answers that say something else than what holds now; of a file that came again, and so
    has a newer answer, the last alone.
    """
    for answered in log.judged():
        holds = rulings.of_year(answered.year) if answered.year else rulings
        if _is_concerned(answered, holds) and _place(log, holds, answered) != answered.place:
            last = log.replaced_by(answered)
            if last is not None and last.number == answered.number:
                yield answered


def _is_concerned(answered: Answered, rulings: Rulings) -> bool:
    """Whether anything was decided about this file or its findings, or may now be exempted; an
    exemption that is over takes back nothing.
    """
    unit = answered.unit or answered.unit_name
    decided = (unit, answered.digest) in rulings.conclusions or unit in rulings.about_findings
    return decided or (answered.place == "returned" and rulings.concern(unit))


def _place(log: AnswerLog, rulings: Rulings, answered: Answered) -> str:
    unit = answered.unit or answered.unit_name
    if rulings.returned(unit, answered.digest):
        return "returned"
    entry = log.ledger.entry(answered.kept, answered.digest)
    if entry is None:
        return answered.place
    # What had passed by an exemption that is over is asked again of the next file alone.
    blocks = refused if answered.place == "passed" else still_blocked
    blocked = blocks(rulings, answered.form, unit, entry.findings)
    return "returned" if blocked else "passed"
