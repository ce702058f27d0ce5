"""The exemptions of a month in words: used, not needed, not in force."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.month.consolidation import Consolidation
from xltool.month.exemptions import Exemption

_KINDS = {
    "used": Words("已使用", "used"),
    "unused": Words("没有用到", "not needed"),
    "over": Words("不在有效期内", "not in force"),
}
_LINE = Words(
    "{kind}：第 {row} 行 {unit} {rule} {scope}至 {until}，{reason}（批准人 {approver}）",
    "{kind}: row {row}, {unit} {rule} {scope}until {until}, {reason} (approved by {approver})",
)


def exemption_lines(month: Consolidation) -> Iterator[str]:
    """The exemptions that were used, those that were not needed, and those not in force."""
    found = month.rulings.exemptions
    for each in found.lines:
        yield _exemption(each, "used" if each.row in found.used else "unused", month.lang)
    for each in found.others:
        yield _exemption(each, "over", month.lang)


def _exemption(each: Exemption, kind: str, lang: str) -> str:
    scope = "".join(f"{part} " for part in (each.project, each.field) if part)
    parts = {
        "kind": _KINDS[kind](lang),
        "row": each.row,
        "unit": each.unit,
        "rule": each.rule,
        "until": each.until,
        "reason": each.reason,
        "approver": each.approver,
    }
    return _LINE(lang).format(**parts, scope=scope)
