"""XL304: a project lacks a type of indicator that the form asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.language.words import Words
from xltool.model.form import Form, Matrix
from xltool.model.report import Severity
from xltool.model.settings import Absence
from xltool.model.submission import ABSENT
from xltool.rules.rule import EVERY_INDICATOR, Awaits, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import Census, census, find_level1, in_set_of, level_key


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """First levels that are absent, and second levels of those that are present.

    Of a table whose end is lost only what stands above its last first level is reported.
    """
    shown = "level1" if rows[0].get("level2") is ABSENT else "level2"
    rows = [_with_level2(row) for row in rows]
    form = in_set_of(rows, form)
    found = census(rows, form)
    wanted = [entry for entry in form.completeness if _is_of_set(entry, form)]
    absent = found.lacks([entry.level1 for entry in wanted if not entry.level2])
    if _cut_off(rows, form):
        found.first = dict(list(found.first.items())[:-1])
        absent = []
    for entry in wanted:
        if entry.level2 is None and entry.level1 in absent:
            yield _hit(entry, "level1", 0)
    for level1 in dict.fromkeys(entry.level1 for entry in wanted):
        yield from _below(level1, found, wanted, shown)


def _is_of_set(entry: Absence, form: Form) -> bool:
    """Whether the set of indicators has the type at all: some have satisfaction below 效益指标."""
    level = find_level1(entry.level1, form)
    return level is not None and (entry.level2 is None or entry.level2 in level.level2)


def _with_level2(row: Row) -> Row:
    """The row; a print without second levels may have them where names should stand."""
    own = row.get("level2") is ABSENT
    return {**row, "level2": row.get("level3")} if own else row


def _cut_off(rows: Sequence[Row], form: Form) -> bool:
    """Whether the row of totals that the form has below its table was not found."""
    parent = rows[0].get("parent")
    name = next(
        (
            field.name
            for part in form.parts
            for section in part.sections
            if isinstance(section, Matrix) and section.name == "overall"
            for field in section.fields
        ),
        "",
    )
    return isinstance(parent, Mapping) and parent.get(name) is ABSENT


def _below(level1: str, found: Census, wanted: Sequence[Absence], shown: str) -> Iterator[Hit]:
    place = found.first.get(level_key(level1))
    if place is None:
        return
    entries = {e.level2: e for e in wanted if e.level1 == level1 and e.level2}
    for level2 in found.lacks_below(level1, [name for name in entries if name]):
        yield _hit(entries[level2], shown, place)


def _hit(entry: Absence, field: str, place: int) -> Hit:
    absent = entry.level2 or entry.level1
    # A print without second levels has them where its names stand.
    column = "level3" if entry.level2 and field == "level1" else field
    return Hit(
        field,
        place,
        subject=absent,
        params={"absent": absent, "level1": entry.level1},
        variant="level2" if entry.level2 else "level1",
        severity=entry.severity,
        opinion=entry.opinion,
        awaits=(Awaits(column, level_key(absent)),),
    )


RULE = GroupRule(
    code="XL304",
    name="indicator_type_absent",
    severity=Severity.WARNING,
    errors_by_case=True,
    title=Words("缺少应有的指标类型", "A type of indicator is absent"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    one_line=Scope.PROJECT,
    needs=("level1",),
    message={
        "level1": Words("这个项目没有“{absent}”。", "This project has no “{absent}”."),
        "level2": Words(
            "这个项目的“{level1}”中没有“{absent}”。",
            "This project has no “{absent}” under “{level1}”.",
        ),
    },
    remedy={
        "level1": Words(
            "请至少补充一条“{absent}”，写明三级指标和指标值。",
            "Add at least one “{absent}” with a third-level name and a value.",
        ),
        "level2": Words(
            "请在“{level1}”下至少补充一条“{absent}”；确实不适用的，请说明原因。",
            "Add at least one “{absent}” under “{level1}”, or explain why none applies.",
        ),
    },
    why=Words(
        "指标类型不齐，项目的产出和效果就无法全面考核。",
        "With a type missing, what the project delivers and brings about cannot be fully assessed.",
    ),
    source=Words(
        "表单列出的必备指标类型；公开文本中的项目都有产出、效益和满意度指标。",
        "The types that the form lists; every published project has output, benefit and "
        "satisfaction indicators.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level1": "产出指标", "level2": "数量指标"},),
            (
                {"level1": "产出指标", "level2": "成本指标"},
                {"level1": "效益指标", "level2": "社会效益指标"},
                {"level1": "满意度指标", "level2": "服务对象满意度指标"},
            ),
        ),
        good=(
            (
                {"level1": "产出", "level2": "数量"},
                {"level1": "产出", "level2": "质量"},
                {"level1": "产出", "level2": "时效"},
                {"level1": "效益", "level2": "经济效益"},
                {"level1": "满意度", "level2": "群众满意度"},
            ),
            (
                {"level1": "产处指标", "level2": "数最指标"},
                {"level1": "产处指标", "level2": "质量指标"},
                {"level1": "产处指标", "level2": "时效指标"},
                {"level1": "效益指标", "level2": "经济效益指标"},
                {"level1": "效益指标", "level2": "服务对象满意度指标"},
            ),
        ),
    ),
    check=check,
    opinion=1,
    together=Words(
        "这个项目缺少 {count} 类指标：{absent}。",
        "This project lacks {count} types of indicators: {absent}.",
    ),
)
