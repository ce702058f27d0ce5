"""The reviewer's decisions in words, as they are chosen in a summary and read from it again."""

from __future__ import annotations

from enum import StrEnum

from xltool.language.words import Words


class Decision(StrEnum):
    """What the reviewer decides about a finding, or about a submission as a whole."""

    ACCEPTED = "accepted"
    PASSED = "passed"
    RETURNED = "returned"
    PENDING = "pending"


DECISIONS = {
    Decision.ACCEPTED: Words("认可", "accept"),
    Decision.PASSED: Words("通过", "pass"),
    Decision.RETURNED: Words("退回", "return"),
    Decision.PENDING: Words("待定", "pending"),
}
FOR_FINDINGS = (Decision.ACCEPTED, Decision.RETURNED, Decision.PENDING)
FOR_UNITS = (Decision.PASSED, Decision.RETURNED, Decision.PENDING)
NO_FILE = "—"
"""Before the name of a form that is missing, where else the digest of the file stands."""

CLOSE = Words("封账", "close")
"""What is chosen in the first sheet to close the month."""

_KNOWN = {text: key for key, words in DECISIONS.items() for text in (words.zh, words.en)}
_KNOWN["同意"] = Decision.ACCEPTED  # as earlier summaries offered it


def decision_of(text: str) -> Decision | None:
    """The decision that a text says; None for a blank or any other text."""
    return _KNOWN.get(text.strip())


def reviewer_words(decision: str, opinion: str, lang: str) -> str:
    """What the reviewer decided and wrote about a finding, as its unit reads it; "" for nothing."""
    return " ".join(filter(None, (decision_words(decision, lang), opinion)))


def decision_words(decision: str, lang: str) -> str:
    """A decision as it is shown, "" for none."""
    return DECISIONS[Decision(decision)](lang) if decision else ""
