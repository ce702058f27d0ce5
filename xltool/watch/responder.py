"""A claimed file -> its answer: checked, marked, answered in its folder, kept.

Each step is an atomic rename or one transaction, in this order: marked copy, receipt, ledger,
original. Whatever comes between two of them, doing all of it again ends in the same state: names
and words follow from the file's number and from what was in the ledger before.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from xltool import __version__
from xltool.forms.load import forms_digest
from xltool.language.errors import ChangedFileError
from xltool.language.text import printable
from xltool.model.report import Report, Verdict
from xltool.month.rulings import Rulings
from xltool.pipeline.outputs import Marked, plain_stem
from xltool.reports.wrap import wrapped
from xltool.watch.ahead import Ahead, CheckWorker, digest_of
from xltool.watch.answer_files import Answers
from xltool.watch.answer_log import Answered, AnswerLog
from xltool.watch.current_rulings import current_rulings
from xltool.watch.folders import Claim, Original, Waiting, WatchFolders
from xltool.watch.outdated import outdated
from xltool.watch.receipt import (
    ReceiptComparison,
    ReceiptText,
    number_of,
    refusal,
    returned_text,
    settled_remark,
    unit_warning,
)
from xltool.watch.tasks import WIDTH, Checked, CheckTask, MarkTask, run_task, warm_up
from xltool.watch.worker import LIMITS, Broken, FailureReason, Limits, Worker

LOG = logging.getLogger("xltool.watch")


class Responder:
    """What answers one claimed file after another.

    Its methods raise `OSError` or `XltoolError` where a folder or the ledger cannot be written or
    a form file is wrong; the claim stays, and answering it again is safe.
    """

    def __init__(
        self,
        folders: WatchFolders,
        ledger: AnswerLog,
        schemas: Path | None = None,
        limits: Limits = LIMITS,
        year: int | None = None,
        helpers: int = 0,
    ) -> None:
        self.folders, self.ledger, self._schemas, self._year = folders, ledger, schemas, year
        self.lang = folders.lang
        another: Callable[[], CheckWorker] = partial(
            Worker, run_task, partial(warm_up, schemas), limits
        )
        self.worker, self.ahead = another(), Ahead(helpers, another)
        self._answers = Answers(folders, ledger)
        self._rules = self._obeyed = ""
        self.exemptions: Callable[[], Path | None] = lambda: None

    def rules(self) -> str:
        """What an answer depends on besides the file; a worker with other forms is replaced."""
        said = f"{__version__}\n{forms_digest(self._schemas)}\n{self.lang}\n{self._year}"
        ruled = self._rulings().said()
        said += f"\n{ruled}" if ruled else ""
        rules = hashlib.sha256(said.encode()).hexdigest()[:16]
        if self._rules and rules != self._rules:
            self.worker.stop()
            self.ahead.stop()
        self._rules = rules
        return rules

    def answer_anew(self) -> None:
        """Answer again what the reviewer's decisions, or new exemptions, have overtaken."""
        rulings = self._rulings()
        if (said := rulings.said()) == self._obeyed:
            return
        found = list(outdated(self.ledger, rulings))
        originals = {each.number: each for each in self.folders.kept()} if found else {}
        for answered in found:
            if original := originals.get(answered.number):
                claim = Claim(original.number, original.path, original.folder, original.name)
                checked = self._ask(self._task(original.path, claim, original.path))
                if isinstance(checked, Checked):  # else the answer that it has stays
                    self._judged(claim, answered.digest, self.rules(), checked)
        self._obeyed = said

    def _rulings(self) -> Rulings:
        return current_rulings(self.ledger.ledger, self.exemptions(), self.lang)

    def answer(self, claim: Claim) -> Answered | None:
        """Answer a claimed file and keep its original; None if it is no longer there."""
        try:
            answered = self.ledger.of_number(claim.number) or self._answer(claim)
            self.folders.keep(claim, answered.digest)
        except FileNotFoundError:
            if claim.path.exists():
                raise
            LOG.warning("%s: taken away while it was being answered", claim.path)
            return None
        return answered

    def refuse(self, claim: Claim) -> Answered:
        """Answer a file that we failed at, without looking into it again."""
        digest = digest_of(claim.path)
        unchecked = self._unchecked(claim, digest, "")
        answered = self._answers.give(unchecked, self._refused(claim, FailureReason.CRASH), None)
        self.folders.keep(claim, digest)
        return answered

    def _answer(self, claim: Claim) -> Answered:
        digest, rules = digest_of(claim.path), self.rules()
        earlier = self.ledger.same_content(digest, printable(claim.folder), rules)
        if earlier and self._answers.stands(earlier):
            return self._again(claim, earlier)
        checked = self._checked(claim, digest, rules)
        if digest_of(claim.path) != digest:
            raise ChangedFileError(path=claim.name)
        if isinstance(checked, Broken):
            unchecked = self._unchecked(claim, digest, rules)
            return self._answers.give(unchecked, self._refused(claim, checked.why), None)
        assert isinstance(checked, Checked)
        return self._judged(claim, digest, rules, checked)

    def _judged(self, claim: Claim, digest: str, rules: str, checked: Checked) -> Answered:
        answered = self._unchecked(claim, digest, rules).judged(checked.report)
        remarks = self._remarks(answered, checked.settled)
        copy = self._marked(claim, checked.report, remarks)
        text = replace(
            self._receipt_text(claim, checked.verdict_words, checked.lines),
            place=answered.place,
            facts=checked.facts,
            remarks=remarks,
        )
        if row := self._rulings().returned(answered.unit or answered.unit_name, digest):
            answered = replace(answered, place="returned")
            text = returned_text(text, row, self.lang)
        self.ledger.ledger.add([checked.entry])
        return self._answers.give(answered, text, copy)

    def _again(self, claim: Claim, earlier: Answered) -> Answered:
        """Answer the same content as before; it is a submission of its own, with its receipt."""
        fresh = replace(
            earlier,
            number=claim.number,
            received=claim.received,
            name=printable(claim.name),
            stem=_stem(claim),
            kept=self._kept(claim, earlier.digest),
        )
        copy = self._answers.copy_of(earlier)
        if entry := self.ledger.ledger.entry(earlier.kept, earlier.digest):
            path = self.folders.kept_path(claim, earlier.digest)
            again = entry.received_again(printable(path.as_posix()), claim.received)
            self.ledger.ledger.add([again])
        return self._answers.give(fresh, ReceiptText.of(earlier.receipt_text), copy, earlier)

    def learn(self, original: Original, receipt: Path | None) -> None:
        """Take an original into the ledger that it does not know; nothing is answered.

        The receipt tells where it was answered; without one the check does.
        """
        claim = Claim(original.number, original.path, original.folder, original.name)
        digest = digest_of(original.path)
        answered = replace(
            self._unchecked(claim, digest, ""),
            kept=self._stored(original.path),
            verdict="unreadable",
        )
        checked = self._ask(self._task(original.path, claim, original.path))
        if isinstance(checked, Checked):
            answered = answered.judged(checked.report)
            self.ledger.ledger.add([checked.entry])
        if receipt:
            place = receipt.relative_to(self.folders.inbox).parts[0]
            passed = place == self.folders.answers["passed"].name
            shown = self.folders.shown(receipt)
            answered = replace(answered, place="passed" if passed else "returned", receipt=shown)
        self.ledger.add(answered)

    def unknown(self) -> list[tuple[Original, Path | None]]:
        """Originals that the ledger does not know, with their receipts, the newest last."""
        known = self.ledger.numbers()
        unknown = [original for original in self.folders.kept() if original.number not in known]
        if not unknown:
            return []
        receipts = dict(self._receipts())
        unknown.sort(key=lambda original: original.number)
        return [(original, receipts.get(original.number)) for original in unknown]

    def _receipts(self) -> Iterator[tuple[str, Path]]:
        """The receipts in the folders of answers, by their numbers."""
        for folder in self.folders.answers.values():
            for path in sorted(folder.rglob("*.txt")):
                if number := number_of(path):
                    yield number, path

    def look_ahead(self, waiting: Sequence[Waiting], start: int) -> None:
        """Have the next of these files checked meanwhile, where many wait."""
        if self.ahead.worth_it(len(waiting) - start):
            rules, rulings = self._rules or self.rules(), self._rulings()
            about = (self._schemas, self.lang, self._year, rulings)
            files = [file.path for file in waiting[start : start + self.ahead.most]]
            self.ahead.look([CheckTask(path, path, path, "", *about) for path in files], rules)

    def _checked(self, claim: Claim, digest: str, rules: str) -> Checked | Marked | Broken:
        """What is in a claimed file: as it was found ahead, with its number's name and time, or
        as the worker finds it now.
        """
        kept = self.folders.kept_path(claim, digest)
        task = self._task(claim.path, claim, kept)
        found = self.ahead.found(task.known_as, digest, rules)
        if isinstance(found, Checked):
            entry = found.entry.received_again(printable(kept.as_posix()), claim.received)
            return replace(found, entry=entry)
        return found or self._ask(task)

    def _ask(self, task: CheckTask | MarkTask) -> Checked | Marked | Broken:
        answer = self.worker.ask(task)
        if isinstance(answer, Broken) and answer.why is FailureReason.CRASH:
            # Once more, with a new process: the end of the first may have had other causes.
            LOG.warning("%s: worker ended (%s), tried again", task.path.name, answer.detail)
            answer = self.worker.ask(task)
        if isinstance(answer, Broken):
            LOG.warning("%s: %s (%s)", task.path.name, answer.why.value, answer.detail)
        return answer

    def _task(self, path: Path, claim: Claim, kept: Path) -> CheckTask:
        known_as = self.folders.waiting / claim.folder / claim.name
        about = (self._schemas, self.lang, self._year, self._rulings())
        return CheckTask(path, known_as, kept, claim.received, *about)

    def _marked(self, claim: Claim, report: Report, remarks: tuple[str, ...]) -> Marked | None:
        if report.verdict is Verdict.UNREADABLE:
            return None  # a workbook that only says so would say less than the receipt
        marked = self._ask(MarkTask(claim.path, report, remarks, self._schemas, self.lang))
        return marked if isinstance(marked, Marked) else None

    def _remarks(self, answered: Answered, settled: int) -> tuple[str, ...]:
        before = self.ledger.before(answered)
        since = (
            ReceiptComparison.of(before, answered.findings).sentence(self.lang) if before else ""
        )
        unit = unit_warning(answered.folder, answered.unit, answered.unit_name, self.lang)
        return tuple(
            remark for remark in (since, unit, settled_remark(settled, self.lang)) if remark
        )

    def _refused(self, claim: Claim, why: FailureReason) -> ReceiptText:
        verdict_words, reason = refusal(why, self.lang)
        return self._receipt_text(claim, verdict_words, tuple(wrapped(reason, WIDTH, "  ", "  ")))

    def _receipt_text(
        self, claim: Claim, verdict_words: str, lines: tuple[str, ...]
    ) -> ReceiptText:
        waiting = self.folders.waiting.name
        return ReceiptText("returned", "", verdict_words, (), lines, "", waiting, claim.folder)

    def _unchecked(self, claim: Claim, digest: str, rules: str) -> Answered:
        """The answer to a file of which only its place is known."""
        return Answered(
            number=claim.number,
            folder=printable(claim.folder),
            name=printable(claim.name),
            stem=_stem(claim),
            digest=digest,
            rules=rules,
            received=claim.received,
            kept=self._kept(claim, digest),
        )

    def _kept(self, claim: Claim, digest: str) -> str:
        return self._stored(self.folders.kept_path(claim, digest))

    def _stored(self, path: Path) -> str:
        return printable(self.ledger.ledger.stored(str(path)))


def _stem(claim: Claim) -> str:
    return printable(plain_stem(Path(claim.name)))
