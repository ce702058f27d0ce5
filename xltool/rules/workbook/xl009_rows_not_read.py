"""XL009: rows below the end of a table look like its records and were not read."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.extract.rows_below import CutShort
from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.workbook import CellRef
from xltool.rules.rule import EVERY_PART, Examples, Hit, Row, RowRule

_TITLE = Words("绩效指标", "Indicators")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Each table of a part that was cut off from rows below it."""
    cut_short = row.get("cut_short")
    for cut in cut_short if isinstance(cut_short, tuple) else ():
        if isinstance(cut, CutShort):
            yield Hit(
                f"cut_short_{cut.table}",
                params={
                    "table": cut.title,
                    "row": cut.ref.row,
                    "name": brief(cut.name),
                    "like": brief(cut.like),
                    "cell": cut.like_ref.a1 if cut.like_ref else "",
                },
                variant="label" if cut.like else "",
            )


RULE = RowRule(
    code="XL009",
    name="rows_not_read",
    severity=Severity.ERROR,
    title=Words("表格没有读到底", "Table was not read to its end"),
    table=EVERY_PART,
    message={
        "": Words(
            "“{table}”从第 {row} 行（“{name}”）起没有读到，这些行没有检查，也不会汇总。",
            "“{table}” was not read from row {row} on (“{name}”): these rows were neither checked "
            "nor will they be added up.",
        ),
        "label": Words(
            "“{table}”从第 {row} 行（“{name}”）起没有读到，这些行没有检查，也不会汇总："
            "{cell} 的“{like}”和表中另一栏的名称一样，程序以为表格到此为止。",
            "“{table}” was not read from row {row} on (“{name}”): these rows were neither checked "
            "nor will they be added up. “{like}” in {cell} reads like a label of the form, which "
            "ends the table.",
        ),
    },
    remedy={
        "": Words(
            "请把这些行移到“{table}”最后一行的下面，中间不要隔着备注或其他内容，再交一次。",
            "Move these rows to just below the last row of “{table}”, with no note or other text "
            "between, and hand the workbook in again.",
        ),
        "label": Words(
            "请把 {cell} 换一种写法，不要和栏目名称一样（例如“12月底”可写成“12月31日前”），"
            "再交一次。",
            "Word {cell} otherwise than a label of the form (“12月31日前”, for example, in place "
            "of “12月底”), and hand the workbook in again.",
        ),
    },
    why=Words(
        "没有读到的行不会检查，也不会进入汇总，不能当作没有问题。",
        "What was not read is not checked or added up, and must not be taken for being in order.",
    ),
    source=Words("由实际报送的文件归纳。", "Inferred from files as they are handed in."),
    examples=Examples(
        table="projects",
        bad=(
            ({"cut_short": (CutShort("indicators", _TITLE, CellRef("Sheet1", 14, 3), "满意度"),)},),
            (
                {
                    "cut_short": (
                        CutShort(
                            "indicators",
                            _TITLE,
                            CellRef("Sheet1", 12, 3),
                            "完成时间",
                            "12月底",
                            CellRef("Sheet1", 12, 6),
                        ),
                    )
                },
            ),
        ),
        good=(({"cut_short": ()},), ({"name": "平台运维费用"},)),
    ),
    check=check,
)
