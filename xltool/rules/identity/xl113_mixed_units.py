"""XL113: the projects of one workbook name different units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from xltool.language.text import brief, gist
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.values.cell_value import BudgetUnit
from xltool.values.unit_code import as_number, is_usual


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """One hit for each unit beside the one that most projects name; of equals, the first."""
    units = {
        place: unit
        for place, row in enumerate(rows)
        # A mistyped code has its own finding, and says nothing of another unit.
        if isinstance(unit := row.get("unit"), BudgetUnit)
        and (not unit.code or is_usual(unit.code, form))
    }
    # Where one of them lacks its code, only the names can be compared.
    coded = all(unit.code for unit in units.values())
    keys = {
        place: as_number(unit.code) if coded else gist(unit.name)
        for place, unit in units.items()
        if coded or unit.name
    }
    if not keys:
        return
    [(main, _)] = Counter(keys.values()).most_common(1)
    first = next(place for place, key in keys.items() if key == main)
    for other in dict.fromkeys(key for key in keys.values() if key != main):
        places = [place for place, key in keys.items() if key == other]
        yield Hit(
            "unit",
            places[0],
            others=tuple((place, "unit") for place in (*places[1:], first)),
            params={"unit": brief(units[places[0]].raw), "main": brief(units[first].raw)},
        )


RULE = GroupRule(
    code="XL113",
    name="mixed_units",
    severity=Severity.WARNING,
    title=Words("一个工作簿里有不同的单位", "Projects of different units"),
    table="projects",
    scope=Scope.WORKBOOK,
    needs=("unit",),
    message={
        "": Words(
            "这里的预算单位是“{unit}”，其他项目却是“{main}”。",
            "The unit here is “{unit}”, that of other projects “{main}”.",
        )
    },
    remedy={
        "": Words(
            "请核对单位；确属不同单位的项目，请分别填报。",
            "Check the units; projects of different units go into workbooks of their own.",
        )
    },
    why=Words(
        "一份表只归集到一个单位，混填会使金额算到别的单位名下。",
        "A workbook is counted for one unit; another's projects in it give that unit their money.",
    ),
    source=Words("由公开文本推断。", "Inferred from published documents."),
    examples=Examples(
        table="projects",
        bad=(
            ({"unit": "439001唐山市开平区行政审批局本级"}, {"unit": "439002综合服务中心"}),
            ({"unit": "行政审批局本级"}, {"unit": "439001综合服务中心"}),
        ),
        good=(
            ({"unit": "439001唐山市开平区行政审批局本级"}, {"unit": "[439001]行政审批局"}),
            ({"unit": "015001某某县财政局"}, {"unit": 15001}),
            ({"unit": "439001行政审批局本级"}, {"unit": "行政审批局 本级"}, {"unit": None}),
        ),
    ),
    check=check,
)
