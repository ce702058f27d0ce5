"""XL008: the workbook was made from an older template, or its template was changed."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.extract.template_drift import TemplateChange
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.workbook import CellRef
from xltool.rules.rule import Examples, Hit, Row, RowRule

_A1 = CellRef("项目1", 1, 1)


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Every change of the template; what only helps the filler is a note."""
    changes = row.get("template")
    for number, change in enumerate(changes if isinstance(changes, tuple) else ()):
        if isinstance(change, TemplateChange):
            # A list of labels that is not given is no list of none.
            variant = (
                "version_alone" if change.kind == "version" and not change.items else change.kind
            )
            yield Hit(
                f"template_{number}",
                subject=str(change),
                params={"items": change.items, "made": change.made, "now": change.now},
                variant=variant,
                severity=None if change.kind == "version" else Severity.NOTE,
            )


RULE = RowRule(
    code="XL008",
    name="altered_template",
    severity=Severity.WARNING,
    title=Words("空白表版本不同或被改动", "Template is another version or was changed"),
    table="workbook",
    message={
        "version": Words(
            "这份表是用 {made} 的空白表填的，现用的是 {now}；两版不同的栏目：{items}。",
            "This workbook was made from {made}; the version in use is {now}. Labels that differ: "
            "{items}.",
        ),
        "version_alone": Words(
            "这份表是用 {made} 的空白表填的，现用的是 {now}。",
            "This workbook was made from {made}; the version in use is {now}.",
        ),
        "labels": Words(
            "空白表原有的栏目“{items}”已被改动或删除。",
            "The template's labels “{items}” were changed or removed.",
        ),
        "formulas": Words(
            "核对公式被覆盖或删除：{items}。",
            "Check formulas were overwritten or removed: {items}.",
        ),
        "rows": Words(
            "表格中备用的行被删去了 {items} 行。",
            "{items} of the table's prepared rows were removed.",
        ),
    },
    remedy={
        "": Words(
            "内容已照常读取。下次请用现用的空白表填写（xltool new 可把已填内容带入新表）。",
            "It was read all the same. Use the current blank workbook next time; `xltool new "
            "--from` carries over what is filled in.",
        ),
        "labels": Words(
            "请对照空白表把栏目名称改回来。",
            "Put the labels back as they stand in the blank workbook.",
        ),
        "formulas": Words(
            "不影响上报；要恢复自动核对，请从空白表中复制这些单元格。",
            "It may be handed in as it is; to have the checks back, copy these cells from a blank "
            "workbook.",
        ),
        "rows": Words(
            "不影响上报；行不够时可在表格中间插入行。",
            "It may be handed in as it is; where rows are needed, insert them inside the table.",
        ),
    },
    why=Words(
        "旧版或改动过的空白表，可能少了现在要求填写的栏目。",
        "An older or changed template may lack what has to be filled in now.",
    ),
    source=Words("由实际报送的文件归纳。", "Inferred from files as they are handed in."),
    examples=Examples(
        table="workbook",
        bad=(
            ({"template": (TemplateChange("version", ("工作保障措施",), _A1, "a@1", "a@2"),)},),
            ({"template": (TemplateChange("version", (), _A1, "a@1", "a@2"),)},),
            ({"template": (TemplateChange("labels", ("项目编码",), _A1),)},),
            (
                {
                    "template": (
                        TemplateChange("formulas", ("A1",), _A1),
                        TemplateChange("rows", ("3",), _A1),
                    )
                },
            ),
        ),
        good=(({"template": ()},), ({"year": 2022},)),
    ),
    check=check,
)
