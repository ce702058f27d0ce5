"""The numbers of the form files: what a form answers just below, at and just above each.

What must come out is written down by hand: it is never worked out from the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xltool.model.form import Form
from xltool.rules.money.amounts import amount, tolerance
from xltool.rules.monitoring.lights import execution_light, indicator_light
from xltool.rules.registry import find_rule
from xltool.rules.rule import CellRule, GroupRule, RowRule
from xltool.values.cell_value import Number, typed
from xltool.values.indicator_value import parse_indicator_value
from xltool.values.score import grade_for, points_due

TARGET, MONITORING = "hebei-target@2022", "monitoring@2022"
NATIONAL = "national-target@2021"
PROJECT, DEPARTMENT = "self-assessment@2022", "department-assessment@2022"


@dataclass(frozen=True, slots=True)
class Border:
    """What a form answers to something near one of its numbers."""

    form: str
    number: str
    tried: str
    ask: Callable[[Form], object]
    answer: object

    def __str__(self) -> str:
        return f"{self.form} {self.number}: {self.tried}"


def said(
    form: Form, code: str, table: str, raws: Mapping[str, object], **others: object
) -> tuple[str, ...]:
    """The variants, else the fields, of what a rule finds in a record as it is typed."""
    row: dict[str, object] = {"table": table, **others}
    for name, raw in raws.items():
        field = form.field(table, name)
        row[name] = typed(raw, field) if field else raw
    rule = find_rule(code)
    if isinstance(rule, CellRule):
        fields = [field for name in raws if (field := form.field(table, name))]
        hits = [hit for field in fields for hit in rule.check(row[field.name], field, form)]
    elif isinstance(rule, GroupRule):
        hits = list(rule.check([row], form))
    else:
        assert isinstance(rule, RowRule)
        hits = list(rule.check(row, form))
    return tuple(hit.variant or hit.field for hit in hits)


def limits(form: str, number: str, table: str, name: str) -> Iterator[Border]:
    """Points from 0 to 100."""
    for end, tried, answer in (
        ("minimum", "-0.5", ("below",)),
        ("minimum", "0", ()),
        ("maximum", "100", ()),
        ("maximum", "100.5", ("above",)),
    ):
        yield Border(
            form,
            f"{number}.{end}",
            tried,
            lambda f, tried=tried: said(f, "XL011", table, {name: tried}),  # type: ignore[misc]
            answer,
        )


def shortest(form: str, number: str, table: str, name: str, text: str) -> Iterator[Border]:
    """A text that is just long enough, and the same without its last character."""
    for tried, answer in ((text, ()), (text[:-1], (name,))):
        yield Border(
            form,
            f"{number}.min_length",
            tried,
            lambda f, tried=tried: said(f, "XL502", table, {name: tried}),  # type: ignore[misc]
            answer,
        )


def rule(
    form: str, number: str, code: str, table: str, *tried: tuple[Mapping[str, object], object]
) -> Iterator[Border]:
    """Records of a table, and what a rule says of each."""
    for raws, answer in tried:
        shown = " ".join(f"{name}={raw}" for name, raw in raws.items())
        yield Border(
            form,
            number,
            shown,
            lambda f, raws=raws: said(f, code, table, raws),  # type: ignore[misc]
            answer,
        )


def lights(number: str, *tried: tuple[str, str]) -> Iterator[Border]:
    """What was reached of 1000 by the end of the year -> the light."""
    target = parse_indicator_value("≥1000人次")
    for text, answer in tried:
        actual = parse_indicator_value(text)
        yield Border(
            MONITORING,
            f"lights.{number}",
            text,
            lambda f, actual=actual: indicator_light(target, actual, "培训", 12, f),  # type: ignore[misc]
            answer,
        )


def execution_lights(number: str, *tried: tuple[str, str]) -> Iterator[Border]:
    """What was spent of 1000 by the end of the year -> the light."""
    for text, answer in tried:
        yield Border(
            MONITORING,
            f"lights.execution_{number}",
            text,
            lambda f, text=text: execution_light(Decimal(text), Decimal(1000), 12, f),  # type: ignore[misc]
            answer,
        )


def grades(*tried: tuple[str, str, str]) -> Iterator[Border]:
    for grade, total, answer in tried:
        yield Border(
            PROJECT,
            f"scoring.grades.{grade}.least",
            total,
            lambda f, total=total: grade_for(Decimal(total), f.scoring.grades),  # type: ignore[misc]
            answer,
        )


def bands(number: int, actual: str, least: int, most: int) -> Border:
    """The points out of 100 for what was reached of 明显提升."""
    target, value = parse_indicator_value("明显提升"), parse_indicator_value(actual)

    def ask(form: Form) -> tuple[Decimal, Decimal] | None:
        points = points_due(target, value, Decimal(100), form.scoring)
        return (points.least, points.most) if points else None

    return Border(PROJECT, f"scoring.bands.{number}", actual, ask, (least, most))


def yuan(unit: str, expected: str) -> Border:
    """An amount that is shown in 元 -> the same in another unit of the form."""

    def ask(form: Form) -> Decimal | None:
        shown = Number("30000", Decimal(30000), unit="元")
        return amount({"money_unit": unit, "budget": shown}, form, "budget")

    return Border(TARGET, f"money_unit.factors.{unit}", "30000元", ask, Decimal(expected))


def places(unit: str, half: str) -> Border:
    """Half of the last place that amounts in a unit have."""

    def ask(form: Form) -> Decimal:
        return tolerance({"money_unit": unit}, form, [Decimal(1)])

    return Border(TARGET, f"money_unit.decimals.{unit}", "tolerance", ask, Decimal(half))


def code(number: int, digits: str, answer: object) -> Border:
    return next(
        rule(
            *(TARGET, f"unit_code_lengths.{number}", "XL111", "projects"),
            ({"unit": f"{digits}审批局"}, answer),
        )
    )


def weights(form: str, code: str, table: str, *tried: tuple[float, object]) -> Iterator[Border]:
    """The weight of the only indicator, beside 10 points for execution where there are such."""
    about = {"total_weight": Number("10", Decimal(10))}
    for weight, answer in tried:
        yield Border(
            form,
            "weights_total",
            str(weight),
            lambda f, weight=weight: said(f, code, table, {"weight": weight}, parent=about),  # type: ignore[misc]
            answer,
        )


def nameless(form: str) -> Border:
    """A unit without its code, and no code anywhere in the workbook."""
    return next(
        rule(form, "rules.XL111.printed", "XL111", "projects", ({"unit": "某某县审批局"}, ()))
    )


def inflated(share: float, answer: object) -> Border:
    """90 % of the money spent, and this share of the indicators' 1000 points got."""
    spent = {"total_budget": 1000, "total_executed": 900, "money_unit": "万元"}
    points = {"weight": Number("", Decimal(1000)), "score": Number("", Decimal(str(share)))}

    def ask(form: Form) -> object:
        return said(form, "XL964", "projects", spent, assessed_indicators=(points,))

    return Border(PROJECT, "rules.XL964.points", str(share), ask, answer)


def spending(code: str, executed: float, answer: object) -> Border:
    """So much of 1000 spent, without a word about it."""
    raws = {"total_budget": 1000, "total_executed": executed, "money_unit": "万元"}
    return next(rule(PROJECT, f"rules.{code}.percent", code, "projects", (raws, answer)))


_MONEY, _OVERALL = "parts.project.sections.money.columns", "parts.project.sections.overall.columns"
_INDICATORS = "parts.project.sections.assessed_indicators.fields"
_TASKS = "parts.project.sections.tasks.fields"
_TEN = "平台全年运行维护费用"

BORDERS = [
    *limits(DEPARTMENT, f"{_TASKS}.weight", "tasks", "weight"),
    *limits(DEPARTMENT, f"{_TASKS}.score", "tasks", "score"),
    *limits(DEPARTMENT, f"{_INDICATORS}.weight", "assessed_indicators", "weight"),
    *limits(DEPARTMENT, f"{_INDICATORS}.score", "assessed_indicators", "score"),
    *limits(DEPARTMENT, f"{_OVERALL}.weight", "projects", "overall_weight"),
    *limits(DEPARTMENT, f"{_OVERALL}.score", "projects", "overall_score"),
    *limits(PROJECT, f"{_MONEY}.weight", "projects", "total_weight"),
    *limits(PROJECT, f"{_MONEY}.score", "projects", "total_score"),
    *limits(PROJECT, f"{_INDICATORS}.weight", "assessed_indicators", "weight"),
    *limits(PROJECT, f"{_INDICATORS}.score", "assessed_indicators", "score"),
    *limits(PROJECT, f"{_OVERALL}.weight", "projects", "overall_weight"),
    *limits(PROJECT, f"{_OVERALL}.score", "projects", "overall_score"),
    *limits(NATIONAL, "parts.project.sections.indicators.fields.weight", "indicators", "weight"),
    # Lengths of texts
    *shortest(
        TARGET,
        "parts.department.sections.overall.fields.overall_goal",
        "department",
        "overall_goal",
        _TEN,
    ),
    *shortest(
        TARGET, "parts.department.sections.subgoals.fields.goal", "subgoals", "goal", "办事更方便"
    ),
    *shortest(
        TARGET, "parts.project.sections.identity.fields.name", "projects", "name", "平台运维"
    ),
    *shortest(TARGET, "parts.project.sections.money.fields.purpose", "projects", "purpose", _TEN),
    *shortest(TARGET, "parts.project.sections.target.fields.goal", "projects", "goal", _TEN),
    *shortest(
        NATIONAL, "parts.project.sections.identity.fields.name", "projects", "name", "平台运维"
    ),
    *shortest(NATIONAL, "parts.project.sections.target.fields.goal", "projects", "goal", _TEN),
    *shortest(PROJECT, "parts.project.sections.target.fields.outcome", "projects", "outcome", _TEN),
    # Units, codes and weights
    code(0, "439", ()),
    code(1, "439001", ()),
    code(2, "439001001", ()),
    code(3, "439001001001", ()),
    yuan("元", "30000"),
    yuan("千元", "30"),
    yuan("万元", "3"),
    places("元", "0.005"),
    places("千元", "0.000005"),
    places("万元", "0.0000005"),
    *weights(NATIONAL, "XL431", "indicators", (89.5, ("less",)), (90, ()), (90.5, ("more",))),
    *weights(
        PROJECT, "XL432", "assessed_indicators", (89.5, ("weight",)), (90, ()), (90.5, ("weight",))
    ),
    nameless(NATIONAL),
    nameless(PROJECT),
    # Parameters of rules
    *rule(
        TARGET,
        "rules.XL315.maximum",
        "XL315",
        "indicators",
        ({"level3": "成本降低率", "value": "≥49.5%"}, ()),
        ({"level3": "成本降低率", "value": "≥50%"}, ("value",)),
    ),
    *rule(
        TARGET,
        "rules.XL210.longest",
        "XL210",
        "indicators",
        ({"value": "一二三四五六七八九十一二三四五"}, ()),
        ({"value": "一二三四五六七八九十一二三四五六"}, ("long",)),
    ),
    *rule(
        PROJECT,
        "rules.XL961.percent",
        "XL961",
        "assessed_indicators",
        ({"target": "≥1000台", "actual": "1300台", "reason": None}, ()),
        ({"target": "≥1000台", "actual": "1305台", "reason": None}, ("actual",)),
    ),
    inflated(950, ()),
    inflated(955, ("total_score",)),
    spending("XL965", 800, ()),
    spending("XL965", 795, ("total_executed",)),
    spending("XL966", 900, ()),
    spending("XL966", 895, ("total_rate",)),
    # Lights, bands and grades
    *lights("red_below", ("595", "red"), ("600", "yellow")),
    *lights("yellow_below", ("795", "yellow"), ("800", "green")),
    *lights("blue_above", ("1200", "green"), ("1205", "blue")),
    *execution_lights("red_below", ("595", "red"), ("600", "yellow")),
    *execution_lights("yellow_below", ("795", "yellow"), ("800", "green")),
    bands(0, "达成预期指标", 80, 100),
    bands(1, "部分达成", 60, 80),
    bands(1, "未达成", 0, 60),
    *grades(
        ("优", "90", "优"),
        ("优", "89.5", "良"),
        ("良", "80", "良"),
        ("良", "79.5", "中"),
        ("中", "60", "中"),
        ("中", "59.5", "差"),
        ("差", "0", "差"),
        ("差", "-0.5", ""),
    ),
]
