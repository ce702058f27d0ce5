"""XL962: all points, beside a reason that says the target was missed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import number, reason

_DENIED = re.compile("(?:无|没有|不存在|并未|未)(?:出现|发生|任何|有)?$")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A full score and one of the form's words for a miss, unless the text denies it: 无未完成."""
    score, weight = number(row, "score"), number(row, "weight")
    text = squeezed(reason(row, form) or "")
    if score is None or weight is None or weight <= 0 or score != weight:
        return
    word = next((word for word in form.words.get("missed", ()) if _says(text, word)), None)
    if word:
        params = {"score": score, "reason": brief(text.rstrip("。；;."), 30), "word": word}
        yield Hit("score", others=((0, "reason"),), params=params)


def _says(text: str, word: str) -> bool:
    before, found, _ = text.partition(word)
    return bool(found) and not _DENIED.search(before)


RULE = RowRule(
    code="XL962",
    name="full_score_despite_miss",
    severity=Severity.WARNING,
    title=Words("得了满分，原因却说没有完成", "Full score beside a reason for a miss"),
    table="assessed_indicators",
    needs=("weight", "score", "reason"),
    message={
        "": Words(
            "得了满分 {score}，原因里却写着“{word}”（{reason}）。",
            "All {score} points are claimed, but the reason says “{word}” ({reason}).",
        )
    },
    remedy={
        "": Words(
            "没有完成的，请按完成值扣分；已经完成的，请改写原因。",
            "Take points off if the target was missed; if it was reached, write that instead.",
        )
    },
    why=Words(
        "得分和文字互相矛盾，审核时会被退回。",
        "Score and words contradict each other, and a reviewer sends that back.",
    ),
    source=Words("从公开的审核意见归纳。", "Inferred from published reviews."),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"weight": 10, "score": 10, "reason": "部分设备未完成安装，明年补齐。"},),
            ({"weight": 10, "score": 10, "reason": "进度滞后。"},),
        ),
        good=(
            ({"weight": 10, "score": 8, "reason": "部分设备未完成安装，明年补齐。"},),
            ({"weight": 10, "score": 10, "reason": "没有未完成的内容。"},),
            ({"weight": 10, "score": 10, "reason": "超额完成，因年中追加。"},),
            ({"weight": 10, "score": 10, "reason": None},),
        ),
        form="self-assessment@2022",
    ),
    words=("missed",),
    opinion=11,
    check=check,
)
