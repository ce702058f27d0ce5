"""An indicator's row -> the causes and chances that are ticked, and whether a reason is given."""

from __future__ import annotations

from xltool.language.text import is_nil, squeezed
from xltool.rules.context import prints
from xltool.rules.rule import Row

CAUSES = ("cause_money", "cause_system", "cause_staff", "cause_equipment", "cause_other")
CHANCES = ("certain", "possible", "impossible")
_WORDS = {"确定能": "certain", "有可能": "possible", "完全不可能": "impossible"}
_NOT_TICKED = {"×", "✗", "x", "X", "否", "0", "□", "☐"}
EXPLANATIONS = ("cause_explained", "remarks")
"""Where a reason may stand in words."""


def said(row: Row, name: str) -> str:
    """The text of a field, "" where it is blank, 无, — or not printed."""
    value = row.get(name)
    text = squeezed(str(value)) if isinstance(value, str) else ""
    return "" if is_nil(text) else text


def is_ticked(row: Row, name: str) -> bool:
    """Whether a box is ticked: anything but a blank and a mark that says no."""
    return said(row, name) not in ("", *_NOT_TICKED)


def ticked_causes(row: Row) -> tuple[str, ...]:
    """The causes that are ticked."""
    return tuple(name for name in CAUSES if is_ticked(row, name))


def chances(row: Row) -> tuple[str, ...]:
    """The chances that are ticked, or written in the one column that some prints have."""
    if prints(row, "chance") and isinstance(row.get("chance"), str):
        text = said(row, "chance")
        rest, found = text, []
        for word in ("完全不可能", "不可能", "确定能", "有可能", "可能"):
            if word in rest:
                found.append({"不可能": "impossible", "可能": "possible"}.get(word) or _WORDS[word])
                rest = rest.replace(word, "")
        return tuple(found)
    return tuple(name for name in CHANCES if is_ticked(row, name))


def asks_chances(row: Row) -> bool:
    """Whether the form prints all boxes of the chances, or the one column for them."""
    return prints(row, "chance") or all(prints(row, name) for name in CHANCES)


def is_explained(row: Row) -> bool:
    """Whether a reason stands in words, as a cause or as a remark."""
    return any(said(row, name) for name in EXPLANATIONS)


def can_explain(row: Row) -> bool:
    """Whether the form has room for a reason."""
    return any(prints(row, name) for name in EXPLANATIONS)
