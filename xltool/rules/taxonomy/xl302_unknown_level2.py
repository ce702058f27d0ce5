"""XL302: a second-level indicator that its first level does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.settings import Level
from xltool.rules.rule import EVERY_INDICATOR, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import (
    find_level1,
    find_level2,
    home_of,
    in_set_of,
    is_level,
    level1_names,
    nearest,
    runs,
)


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Each wrong name once, however many rows it is filled down to."""
    form = in_set_of(rows, form)
    named = level1_names(rows, form)
    homeless: dict[tuple[str, str], list[int]] = {}
    for places in runs(rows, "level1", "level2"):
        level = find_level1(rows[places[0]].get("level1"), form)
        text = rows[places[0]].get("level2")
        if level is None or not isinstance(text, str) or find_level2(text, level):
            continue
        home = home_of(text, form)
        if home and home not in named:
            homeless.setdefault((level.level1, home), []).extend(places)
        else:
            yield _wrong_level2(places, text, level, home, form)
    for (level1, home), members in homeless.items():
        yield _wrong_level1(rows, members, level1, home, form)


def _wrong_level2(places: range, text: str, level: Level, home: str, form: Form) -> Hit:
    if home:
        variant = "first_level" if is_level(text, home) else "misplaced"
    else:
        others = form.words.get("other_sets", ())
        variant = "other_set" if any(is_level(text, name) for name in others) else "unknown"
    return Hit(
        "level2",
        places[0],
        others=tuple((place, "level2") for place in places[1:]),
        params={
            "name": brief(squeezed(text)),
            "level1": level.level1,
            "home": home,
            "choices": level.level2,
        },
        variant=variant,
        expected="" if home else nearest(text, level.level2),
    )


def _wrong_level1(
    rows: Sequence[Row], members: Sequence[int], level1: str, home: str, form: Form
) -> Hit:
    """Second levels of a first level that no cell names: one wrong or blank cell above them."""
    names = dict.fromkeys(brief(squeezed(str(rows[place].get("level2")))) for place in members)
    itself = all(is_level(name, home) for name in names)
    own = find_level1(home, form)
    return Hit(
        "level2",
        members[0],
        others=(*((place, "level2") for place in members[1:]), (members[0], "level1")),
        params={
            "name": tuple(names),
            "level1": level1,
            "home": home,
            "choices": own.level2 if own else (),
        },
        variant="itself" if itself else "level1",
        opinion=6,
    )


RULE = GroupRule(
    code="XL302",
    name="unknown_level2",
    severity=Severity.ERROR,
    title=Words("二级指标与一级指标不符", "Second-level indicator does not fit the first"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    needs=("level1", "level2"),
    message={
        "unknown": Words(
            "“{name}”不是“{level1}”下的二级指标。",
            "“{name}” is not a second-level indicator of “{level1}”.",
        ),
        "other_set": Words(
            "“{name}”出自另一年份的指标分类，本表的“{level1}”下没有它。",
            "“{name}” is from the taxonomy of another year; “{level1}” of this form lacks it.",
        ),
        "first_level": Words(
            "“{name}”是一级指标，却写在“{level1}”下的二级指标处。",
            "“{name}” is a first-level indicator but stands as a second level of “{level1}”.",
        ),
        "misplaced": Words(
            "“{name}”属于“{home}”，却写在“{level1}”下。",
            "“{name}” belongs to “{home}” but stands under “{level1}”.",
        ),
        "level1": Words(
            "“{name}”属于“{home}”，这里的一级指标却是“{level1}”，表中也没有“{home}”。",
            "“{name}” belongs to “{home}”, yet the first level here is “{level1}” and the table "
            "has no “{home}”.",
        ),
        "itself": Words(
            "“{home}”在本表所用的分类中是一级指标，却写在“{level1}”下的二级指标处。",
            "“{home}” is a first level in the taxonomy of this form but stands as a second level "
            "of “{level1}”.",
        ),
    },
    remedy={
        "itself": Words(
            "请把这几行的一级指标改为“{home}”，二级指标从下列内容中选：{choices}。",
            "Make “{home}” the first level of these rows and choose a second level: {choices}.",
        ),
        "": Words("请改为下列之一：{choices}。", "Change it to one of these: {choices}."),
        "misplaced": Words(
            "请改为“{level1}”下的二级指标（{choices}），或把这一行移到“{home}”下。",
            "Choose a second level of “{level1}” ({choices}), or move the row to “{home}”.",
        ),
        "level1": Words(
            "请核对这里的一级指标，应为“{home}”。",
            "Check the first level of these rows; it should be “{home}”.",
        ),
    },
    why=Words(
        "二级指标放错类别，指标的数量和完整性就会统计错误。",
        "A second level in the wrong place makes the count of each type wrong.",
    ),
    source=Words("表单所用的指标分类。", "The taxonomy that the form names."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level1": "产出指标", "level2": "数最指标"},),
            ({"level1": "产出指标", "level2": "经济成本指标"},),
            ({"level1": "产出指标", "level2": "社会效益指标"}, {"level1": "效益指标"}),
            ({"level1": "效益指标", "level2": "服务对象满意度指标"},),
            ({"level1": "效益指标", "level2": "满意度"}, {"level1": "满意度指标"}),
        ),
        good=(
            ({"level1": "产出指标", "level2": "数量"},),
            ({"level1": "满意度指标", "level2": "群众满意度指标"},),
            ({"level1": "投入指标", "level2": "数最指标"},),
            ({"level1": "产出指标", "level2": None},),
        ),
    ),
    check=check,
    words=("other_sets",),
    opinion=7,
)
