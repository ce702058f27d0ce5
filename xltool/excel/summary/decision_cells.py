"""The cells of a summary in which the reviewer decides: their drop-downs and hidden marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xltool.excel.summary.list_sheet import ListSheet
from xltool.model.identity import text_digest
from xltool.model.matching import Fingerprint, RecordFacts
from xltool.month.decision import DECISIONS, Decision

_COLOURS = {
    Decision.ACCEPTED: "passed",
    Decision.PASSED: "passed",
    Decision.RETURNED: "returned",
    Decision.PENDING: "pending",
}


def offer_decisions(sheet: ListSheet, key: str, offered: Sequence[Decision]) -> None:
    """A drop-down in each cell of a column, and a colour for each choice."""
    at = [column.key for column in sheet.columns].index(key)
    lang, looks = sheet.book.lang, sheet.book.looks
    for page in sheet.pages:
        area = (page.first - 1, at, page.last - 1, at)
        choices = [DECISIONS[each](lang) for each in offered]
        page.sheet.data_validation(*area, {"validate": "list", "source": choices})
        for each in offered:
            rule = {"type": "cell", "criteria": "==", "value": f'"{DECISIONS[each](lang)}"'}
            page.sheet.conditional_format(*area, {**rule, "format": looks.flag(_COLOURS[each])})


def kept_fingerprint(fingerprint: Fingerprint) -> str:
    """What a finding is known again by, always with its value."""
    if fingerprint.facts is None:
        fingerprint = replace(fingerprint, facts=RecordFacts())
    return fingerprint.kept()


def as_written(*texts: str) -> str:
    """A mark of what stood in the reviewer's cells of a row when it was written."""
    return text_digest("\x1f".join(texts)) if any(texts) else ""
