"""XL121: two sources state different fiscal years."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.submission import Origin
from xltool.rules.identity.origin_words import disagreement, statement
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Years in the form, the option and the names of file and folder that are not the same."""
    stated = disagreement(row.get("years"))
    if stated:
        yield Hit(
            "years",
            others=tuple((0, f"years_{origin.value}") for origin in stated if origin.ref),
            params={"sources": tuple(map(statement, stated)), "taken": stated[0].value},
        )


RULE = RowRule(
    code="XL121",
    name="year_disagrees",
    severity=Severity.WARNING,
    title=Words("预算年度前后不一", "Fiscal year is stated differently"),
    table="workbook",
    message={
        "": Words(
            "预算年度说法不一：{sources}；已按 {taken} 年检查。",
            "The fiscal year is stated differently: {sources}; {taken} was used.",
        )
    },
    remedy={
        "": Words(
            "请确定是哪一年，改正表内的年度或文件、文件夹的名称。",
            "Settle which year it is, and correct the form or the name of the file or folder.",
        )
    },
    why=Words(
        "年度弄错，整份表会汇总到别的年度。",
        "With the wrong year the whole form is added to another year's totals.",
    ),
    source=Words("由填报和归档的做法推断。", "Inferred from how forms are filled in and filed."),
    examples=Examples(
        table="workbook",
        bad=(
            ({"years": (Origin("2023", "cell"), Origin("2022", "path"))},),
            ({"years": (Origin("2022", "option"), Origin("2023", "path"))},),
            ({"years": (Origin("2022", "cell"), Origin("2021", "cell"))},),
        ),
        good=(
            ({"years": (Origin("2022", "cell"), Origin("2022", "path"))},),
            ({"years": (Origin("2022", "option"),)},),
            ({"years": ()},),
        ),
    ),
    check=check,
)
