"""What the watcher says to the unit: the receipt, a short text in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from xltool.language.clock import local_time
from xltool.language.words import Words
from xltool.ledger.decisions import DecisionRow
from xltool.model.matching import Fingerprint, match
from xltool.watch.answer_log import Answered
from xltool.watch.folders import is_anothers, received_at
from xltool.watch.worker import FailureReason

NAME = Words("{name}.回执", "{name}.receipt")
_NUMBER = re.compile(r"^(?:编号：|Number: )(\d{8}-\d{6}-[a-z]{5})$", re.MULTILINE)
_MOST_LINES = 120

WORDS = {
    "title": Words("回 执", "Receipt"),
    "file": Words("文件：{name}", "File: {name}"),
    "received": Words("收到：{time}", "Received: {time}"),
    "number": Words("编号：{number}", "Number: {number}"),
    "facts": Words("内容：{facts}", "Contents: {facts}"),
    "passed": Words("结果：通过（{outcome}）", "Result: passed ({outcome})"),
    "clean": Words("结果：通过，没有发现问题", "Result: passed, nothing found"),
    "returned": Words("结果：退回（{outcome}）", "Result: returned ({outcome})"),
    "again": Words(
        "这个文件和 {time} 收到的“{name}”（编号 {number}）内容完全相同，结果也相同。",
        "This file is the same as “{name}”, received at {time} (number {number}), and so is "
        "the result.",
    ),
    "since": Words(
        "和上次报送的“{file}”（{time}）相比：已改好 {fixed} 处，新出现 {new} 处，"
        "仍未改 {open} 处。",
        "Since the last submission, “{file}” ({time}): {fixed} fixed, {new} new, {open} still "
        "open.",
    ),
    "unit": Words(
        "注意：文件放在“{folder}”文件夹，表中填的单位却是“{unit}”。请核对是否放错了文件夹，"
        "或填错了单位。",
        "Note: the file lay in folder “{folder}”, but the unit in it is “{unit}”. Check whether it "
        "was put into the wrong folder or names the wrong unit.",
    ),
    "problems": Words("发现的问题：", "What was found:"),
    "more": Words("…… 还有一些，见标注好的工作簿。", "… and more, see the marked workbook."),
    "next": Words("下一步：", "What to do next:"),
    "correct": Words(
        "1. 打开同一文件夹中的“{copy}”，看最后一张工作表“问题清单”和涂色的单元格。\n"
        "2. 逐处修改后保存（就在这个文件里改即可）；确实无误的，在“情况说明”栏写明原因。\n"
        "3. 把改好的文件放回“{waiting}”文件夹{sub}，系统会再检查一次。",
        "1. Open “{copy}” in this folder: see its last sheet, Problems, and the coloured cells.\n"
        "2. Correct them and save (you can do so in that file itself); where a value is right, say "
        "why under Explanation.\n"
        "3. Put the corrected file back into the folder “{waiting}”{sub}; it is checked again.",
    ),
    "again_then": Words(
        "1. 按上面的说明处理。\n2. 把文件放回“{waiting}”文件夹{sub}，系统会再检查一次。",
        "1. Do as said above.\n2. Put the file back into the folder “{waiting}”{sub}; it is "
        "checked again.",
    ),
    "sub": Words("（原来的“{folder}”子文件夹）", " (subfolder “{folder}”)"),
    "look": Words(
        "已经接收，不用再报。有空请看一下“{copy}”里需要核对的内容，确有不对的，改好再报一次。",
        "It was accepted; nothing more need be handed in. Please look over the points to check in "
        "“{copy}”, and hand it in again if one of them is wrong.",
    ),
    "done": Words("已经接收，不用再做什么。", "It was accepted; nothing more is to be done."),
    "crash": Words(
        "检查程序打开这个文件时出了故障，没能检查完。文件很可能已损坏。请用 Excel 或 WPS 打开，"
        "另存为新的 .xlsx 文件再交；仍不行的，请联系管理员。",
        "The file could not be checked: it brings the checking program to a stop and is probably "
        "damaged. Open it in Excel or WPS, save it as a new .xlsx file and hand that in; if that "
        "does not help, ask your administrator.",
    ),
    "time": Words(
        "这个文件检查了很久也没有查完，已停止检查。请删去与填报无关的工作表、行和列，"
        "另存为新的 .xlsx 文件再交；仍不行的，请联系管理员。",
        "Checking this file took too long and was stopped. Remove sheets, rows and columns that "
        "do not belong to the form, save it as a new .xlsx file and hand that in; if that does "
        "not help, ask your administrator.",
    ),
    "memory": Words(
        "这个文件内容太多，检查它需要的内存超过了限度，已停止检查。请删去与填报无关的工作表、"
        "行、列和图片，另存为新的 .xlsx 文件再交；仍不行的，请联系管理员。",
        "The file holds so much that checking it needs more memory than is allowed. Remove "
        "sheets, rows, columns and pictures that do not belong to the form, save it as a new "
        ".xlsx file and hand that in; if that does not help, ask your administrator.",
    ),
    "taken_out": Words(
        "审核退回：{reason}；审核人 {reviewer}", "by the reviewer, {reviewer}: {reason}"
    ),
    "settled": Words(
        "另有 {count} 处已由审核人认可或已豁免，不用再改。",
        "{count} more were accepted by the reviewer or exempted; they need not be changed.",
    ),
    "unchecked": Words("没有检查", "not checked"),
}


@dataclass(frozen=True, slots=True)
class ReceiptComparison:
    """How findings compare with those of the last submission."""

    file: str
    time: str
    fixed: int
    new: int
    open: int

    @classmethod
    def of(cls, before: Answered, findings: Sequence[Fingerprint]) -> ReceiptComparison:
        """Compare with an earlier answer."""
        found = match(before.findings, findings)
        file = f"{before.folder}/{before.name}".lstrip("/")
        return cls(file, time_of(before.number), len(found.lost), len(found.new), len(found.pairs))

    def sentence(self, lang: str) -> str:
        """The comparison in one sentence."""
        parts: dict[str, object] = {"file": self.file, "time": self.time}
        parts |= {"fixed": self.fixed, "new": self.new, "open": self.open}
        return WORDS["since"].render(parts, lang)


def time_of(number: str) -> str:
    """When the file with this number came, to the second."""
    return local_time(received_at(number), seconds=True)


def unit_warning(folder: str, unit: str, unit_name: str, lang: str) -> str:
    """A warning where the folder is named for another unit than the workbook names, else ""."""
    other = is_anothers(folder, unit, unit_name)
    shown = f"{unit} {unit_name}".strip()
    return WORDS["unit"].render({"folder": folder, "unit": shown}, lang) if other else ""


def refusal(why: FailureReason, lang: str) -> tuple[str, str]:
    """Outcome and reason for a file that broke the worker."""
    return WORDS["unchecked"](lang), WORDS[why.value](lang)


def settled_remark(count: int, lang: str) -> str:
    """How many findings are no longer asked, "" for none."""
    return WORDS["settled"].render({"count": count}, lang) if count else ""


def returned_text(text: ReceiptText, row: DecisionRow, lang: str) -> ReceiptText:
    """The receipt of a file that the reviewer returned: it says why."""
    parts = {"reason": row.opinion or "—", "reviewer": row.reviewer or "—"}
    return replace(text, place="returned", outcome=WORDS["taken_out"].render(parts, lang))


def receipt_head(name: str, number: str, lang: str, again: Answered | None = None) -> str:
    """Which file this is about; `again` is the answer that the same content has had before."""
    parts = {"name": name, "number": number, "time": time_of(number)}
    lines = [WORDS["title"](lang), ""]
    lines += [WORDS[key].render(parts, lang) for key in ("file", "received", "number")]
    if again:
        earlier = {"name": again.name, "number": again.number, "time": time_of(again.number)}
        lines.append(WORDS["again"].render(earlier, lang))
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class ReceiptText:
    """The text of a receipt: `remarks` stand before the problems; `copy` is the marked copy's name,
    "" where there is none; `waiting` and `folder` say where to put the corrected file.
    """

    place: str
    facts: str
    outcome: str
    remarks: tuple[str, ...]
    lines: tuple[str, ...]
    copy: str
    waiting: str
    folder: str

    def kept(self) -> str:
        """This as the ledger keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, kept: str) -> ReceiptText:
        """What the ledger has kept."""
        parts = json.loads(kept)
        return cls(**{**parts, "remarks": tuple(parts["remarks"]), "lines": tuple(parts["lines"])})

    def body(self, lang: str) -> str:
        """All of the receipt but its head."""
        blocks = []
        if self.facts:
            blocks.append(WORDS["facts"].render({"facts": self.facts}, lang))
        clean = self.place == "passed" and not self.lines
        key = "clean" if clean else self.place
        blocks.append(WORDS[key].render({"outcome": self.outcome}, lang))
        blocks += [f"\n{remark}" for remark in self.remarks if remark]
        if self.lines:
            lines = list(self.lines[:_MOST_LINES])
            if len(self.lines) > _MOST_LINES:
                lines.append(f"  {WORDS['more'](lang)}")
            while lines and not lines[0]:
                del lines[0]
            blocks.append("\n".join(("", WORDS["problems"](lang), *lines)))
        blocks.append(f"\n{WORDS['next'](lang)}\n{self._next(lang)}")
        return "\n".join(blocks)

    def _next(self, lang: str) -> str:
        if self.place == "passed":
            key = "look" if self.lines else "done"
        else:
            key = "correct" if self.copy else "again_then"
        sub = WORDS["sub"].render({"folder": self.folder}, lang) if self.folder else ""
        # Not render(): it would name an empty subfolder as blank.
        return WORDS[key](lang).format(copy=self.copy, waiting=self.waiting, sub=sub)


def number_of(path: Path) -> str:
    """The number of the receipt at `path`, "" for any other file."""
    try:
        found = _NUMBER.search(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1] if found else ""
