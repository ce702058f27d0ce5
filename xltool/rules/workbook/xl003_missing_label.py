"""XL003: a label or heading of the form was not found."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.submission import Missing
from xltool.rules.rule import EVERY_PART, Awaits, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Every label that a part lacks; one that may be left blank only warns, and so does any on a
    print that was not made from our blank workbook.
    """
    missing = row.get("missing")
    for label in missing if isinstance(missing, tuple) else ():
        if isinstance(label, Missing):
            yield Hit(
                label.name if label.near else "part",
                subject=label.name,
                params={"label": Words(*label.label), "near": label.near},
                variant="near" if label.near else "foreign" if label.foreign else "",
                awaits=(Awaits("", label.label[0]),),
                severity=None if label.required and not label.foreign else Severity.WARNING,
            )


RULE = RowRule(
    code="XL003",
    name="missing_label",
    severity=Severity.ERROR,
    title=Words("表内栏目缺失", "Label not found"),
    table=EVERY_PART,
    message={
        "": Words("找不到“{label}”这一栏。", "“{label}” was not found in the form."),
        "foreign": Words(
            "表上没有找到“{label}”这一栏。", "The form was found to have no “{label}”."
        ),
        "near": Words(
            "找不到“{label}”；相近的文字是“{near}”。",
            "“{label}” was not found in the form; the nearest text is “{near}”.",
        ),
    },
    remedy={
        "": Words(
            "请对照空白表补上“{label}”这一栏，栏目名称不要改动。",
            "Put “{label}” back as it stands in the blank form, and leave labels unchanged.",
        ),
        "foreign": Words(
            "这一栏被删掉或没有复制全的，请补上；表式本来就没有这一栏的，不用改表，写明情况即可。",
            "If it was deleted or not copied, add it; if the form is issued without it, "
            "leave the form as it is and say so.",
        ),
        "near": Words(
            "如果“{near}”就是这一栏，请改回“{label}”；否则请对照空白表补上。",
            "If “{near}” is meant, change it back to “{label}”; if not, put the label back as it "
            "stands in the blank form.",
        ),
    },
    why=Words(
        "内容是按栏目名称找的：名称改了或删了，填的内容就读不到。",
        "Values are found by their labels: what stands beside a changed or removed one is not "
        "read.",
    ),
    source=Words("由标准表的版式推知。", "Follows from the layout of the form."),
    examples=Examples(
        table="projects",
        bad=(
            (
                {
                    "missing": (
                        Missing("code", ("项目编码", "项目编码 (Project code)"), True, "项目编号"),
                    )
                },
            ),
            ({"missing": (Missing("other", ("其他资金", "其他资金 (Other funds)"), False),)},),
        ),
        good=(({"missing": ()},), ({"code": None, "name": "平台运维费用"},)),
    ),
    check=check,
)
