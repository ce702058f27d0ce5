"""XL320: a second level is blank and read as the one above, in a table that merges levels."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """All such cells of the workbook at once."""
    levels = row.get("filled_down")
    if not isinstance(levels, tuple) or not levels:
        return
    names = [f"filled_down_{number}" for number in range(len(levels))]
    yield Hit(
        names[0],
        others=tuple((0, name) for name in names[1:]),
        params={"count": len(levels), "levels": list(dict.fromkeys(levels))},
    )


RULE = RowRule(
    code="XL320",
    name="level_filled_down",
    severity=Severity.NOTE,
    title=Words("二级指标空着，按上一行读取", "A blank second level was read as the one above"),
    table="workbook",
    message={
        "": Words(
            "有 {count} 行的二级指标空着，也没有与上一格合并，已按上面的{levels}读取；"
            "本表别处的级次是合并或逐行填写的。",
            "The second level of {count} rows is blank and not merged with the cell above; it was "
            "read as {levels} from above. Elsewhere this table merges its levels or writes them "
            "in every row.",
        )
    },
    remedy={
        "": Words(
            "确属上面那一类的，请补填或与上一格合并；漏填的，请填上正确的二级指标。",
            "Where that is right, fill it in or merge the cells; where it was forgotten, enter the "
            "second level that is meant.",
        )
    },
    why=Words(
        "整张表都只在第一行写二级指标时，空格的意思是清楚的；有的合并、有的空着，就可能是漏填，"
        "指标会算到别的类别里。",
        "Where a whole table writes each second level once, a blank is clear. Where some are "
        "merged and some are blank, one may have been forgotten, and its indicator counts as "
        "another type.",
    ),
    source=Words(
        "由读表的方式而定：空着的二级指标按上一行读取。",
        "Follows from how tables are read: a blank second level takes the one above.",
    ),
    examples=Examples(
        table="workbook",
        bad=(
            ({"filled_down": ("数量指标",)},),
            ({"filled_down": ("数量指标", "数量指标", "质量指标")},),
        ),
        good=(({"filled_down": ()},), ({"year": 2022},)),
    ),
    check=check,
    opinion=7,
)
