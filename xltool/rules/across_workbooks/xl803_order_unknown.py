"""XL803: it is unclear which of several submissions is the newest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """One hit, on the submission that was taken: the first of those that may be the newest."""
    if len(rows) > 1:
        yield Hit(
            "",
            0,
            others=tuple((place, "") for place in range(1, len(rows))),
            params={"files": [row["file"] for row in rows], "taken": rows[0]["file"]},
        )


RULE = BatchRule(
    code="XL803",
    name="order_unknown",
    severity=Severity.WARNING,
    title=Words("分不清哪一份最新", "It is unclear which submission is the newest"),
    table="submissions",
    scope=Scope.BATCH,
    by="unit",
    message={
        "": Words(
            "这个单位报送了几份内容不同的文件，没有收件时间，保存时间也分不出先后：{files}。"
            "汇总时采用了“{taken}”。",
            "This unit handed in several different files whose order neither a receipt nor their "
            "own dates tell: {files}. “{taken}” was taken.",
        )
    },
    remedy={
        "": Words(
            "请与单位核实，只保留应当采用的一份，然后重新汇总。",
            "Ask the unit which one counts, keep only that one, and consolidate again.",
        )
    },
    why=Words(
        "采用哪一份会影响合计；每次按同一办法取用，但不一定是单位最后报送的那一份。",
        "Totals depend on it; the choice is always the same, but need not be the unit’s last word.",
    ),
    source=Words("由汇总的取数办法规定。", "Follows from how a month is consolidated."),
    examples=Examples(
        table="submissions",
        bad=(({"unit": "439001", "file": "表.xlsx"}, {"unit": "439001", "file": "表改.xlsx"}),),
        good=(({"unit": "439001", "file": "表.xlsx"},),),
    ),
    check=check,
)
