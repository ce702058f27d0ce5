"""XL122: two sources state different months."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.submission import Origin
from xltool.rules.identity.origin_words import disagreement, statement
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Months in the form, the name of the folder and the option that are not the same."""
    stated = disagreement(row.get("periods"))
    if stated:
        yield Hit(
            "periods",
            others=tuple((0, f"periods_{origin.value}") for origin in stated if origin.ref),
            params={"sources": tuple(map(statement, stated)), "taken": stated[0].value},
        )


RULE = RowRule(
    code="XL122",
    name="period_disagrees",
    severity=Severity.WARNING,
    title=Words("填报月份前后不一", "Month is stated differently"),
    table="workbook",
    message={
        "": Words(
            "填报月份说法不一：{sources}；已按 {taken} 检查。",
            "The month is stated differently: {sources}; {taken} was used.",
        )
    },
    remedy={
        "": Words(
            "请确定是哪个月，改正表内的月份（例如“截至3月”）或所在的文件夹（例如“2022-03”）。",
            "Settle which month it is, and correct the form (for example “截至3月”) or the folder "
            "(for example “2022-03”).",
        )
    },
    why=Words(
        "月份弄错，执行数会与别的月份相比。",
        "With the wrong month its figures are compared with another month's.",
    ),
    source=Words("由填报和归档的做法推断。", "Inferred from how forms are filled in and filed."),
    examples=Examples(
        table="workbook",
        bad=(
            ({"periods": (Origin("2022-03", "cell"), Origin("2022-04", "path"))},),
            ({"periods": (Origin("2022-03", "path"), Origin("2022-07", "option"))},),
        ),
        good=(
            ({"periods": (Origin("2022-03", "cell"), Origin("2022-03", "path"))},),
            ({"periods": (Origin("2022-03", "option"),)},),
            ({"periods": ()},),
        ),
    ),
    check=check,
)
