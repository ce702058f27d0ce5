"""Rows of a self-assessment -> its figures: points, weights, reasons, what was spent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from xltool.language.text import brief, is_placeholder, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.settings import Execution
from xltool.model.submission import ABSENT
from xltool.rules.context import prints
from xltool.rules.indicator_values import suggestion
from xltool.rules.indicator_values.indicator_names import spelled_alike
from xltool.rules.money.amounts import amount
from xltool.rules.rule import Row
from xltool.values.cell_value import Number, Percent, plain
from xltool.values.indicator_value import IndicatorValue
from xltool.values.score import HUNDRED, Points, comparable, is_met, points_due

INDICATORS = "assessed_indicators"
"""The table of indicators in every self-assessment; `projects` is that of what it is about."""

PROJECTS = "projects"
NAMELESS = Words("这条指标", "this indicator")
_CENT = Decimal("0.01")


def number(row: Row, name: str) -> Decimal | None:
    """Points or a weight that can be reckoned with; None for any other value."""
    value = row.get(name)
    if not isinstance(value, Number) or value.amount is None or not value.amount.is_finite():
        return None
    return value.amount


def indicator_value(row: Row, name: str) -> IndicatorValue | None:
    """A target or an actual value, None where it is blank or was unclear."""
    value = row.get(name)
    return value if isinstance(value, IndicatorValue) else None


def pair(row: Row, form: Form) -> tuple[IndicatorValue, IndicatorValue] | None:
    """Target and actual value of an indicator where both are known, in one spelling of their unit:
    1200㎡ beside 1200平方米.
    """
    target, actual = indicator_value(row, "target"), indicator_value(row, "actual")
    if target is None or actual is None:
        return None
    same = actual.unit and target.unit and spelled_alike(actual.unit, target.unit, form)
    return target, replace(actual, unit=target.unit) if same else actual


def sign_for(row: Row, form: Form) -> str:
    """The sign that a target without one most likely has."""
    target = indicator_value(row, "target")
    if target is None or target.sign:
        return ""
    name = str(row.get("level3") or "")
    return suggestion.sign_for(target, name, row.get("level2"), form).replace("＝", "=")


def indicator_name(row: Row) -> str | Words:
    """What an indicator is called, for messages."""
    name = row.get("level3")
    return brief(squeezed(name), 20) if isinstance(name, str) else NAMELESS


def due(row: Row, form: Form) -> Points | None:
    """The points for an indicator as the form scores them; None where they are unclear."""
    both, weight = pair(row, form), number(row, "weight")
    if both is None or weight is None or weight <= 0:
        return None
    return points_due(*both, weight, form.scoring, sign=sign_for(row, form))


def missed(row: Row, form: Form) -> bool:
    """Whether the target was plainly missed; an exact figure that was overshot is not, what that
    costs is for the form's `overshoot` to say.
    """
    both, sign = pair(row, form), sign_for(row, form)
    if both is None or is_met(*both, sign=sign) is not False:
        return False
    target, actual = both
    reached = comparable(target, actual)
    overshot = reached is not None and target.low is not None and reached > target.low > 0
    return not (overshot and target.high is None and (target.sign or sign) == "=")


def reason(row: Row, form: Form) -> str | None:
    """The reason that is given, "" for none or a placeholder, None where the form prints none."""
    if not prints(row, "reason"):
        return None
    value = row["reason"]
    text = "" if value is None else str(value)
    return "" if is_placeholder(text, form.words.get("placeholders", ())) else text


def score_pairs(form: Form, table: str) -> Iterator[tuple[str, str]]:
    """The fields of a table that hold a weight and the points got of it: total_weight, total_score.

    They are known by their names: what ends in `score` has its weight under the same name.
    """
    names = {field.name for field in form.tables().get(table, ())}
    for name in sorted(names):
        weight = name.removesuffix("score") + "weight"
        if name.endswith("score") and weight in names:
            yield weight, name


def scored_tables(form: Form) -> Collection[str]:
    """The tables of a form with weights and scores."""
    return [table for table in form.tables() if any(score_pairs(form, table))]


def spending_tables(form: Form) -> Collection[str]:
    """The tables of a form in which something is spent of a budget."""
    return {each.table for each in form.executions}


def executions(form: Form, table: object) -> Iterator[Execution]:
    """What the form says is spent in a table."""
    return (each for each in form.executions if each.table == table)


def spent(row: Row, form: Form, each: Execution) -> tuple[Decimal, Decimal] | None:
    """Executed and budget in the row's money unit, None where one of them is not known."""
    executed, budget = amount(row, form, each.executed), amount(row, form, each.budget)
    return None if executed is None or budget is None else (executed, budget)


def stated_rate(row: Row, each: Execution) -> Decimal | None:
    """The rate of execution in % that the form states, None where none can be read."""
    value = row.get(each.rate) if each.rate else None
    return value.points if isinstance(value, Percent) else None


def execution_rate(row: Row, form: Form, each: Execution) -> Decimal | None:
    """The rate in % from the amounts; the stated one where these cannot be read."""
    known = spent(row, form, each)
    if known is None:
        return stated_rate(row, each)
    executed, budget = known
    return executed / budget * HUNDRED if budget > 0 else None


def execution_reason(row: Row, form: Form, words: str) -> bool:
    """Whether anything in a project says why money was left: a field of its own, or a text that
    has one of the form's `words`.
    """
    own = row.get("execution_reason")
    if isinstance(own, str) and not is_placeholder(own, form.words.get("placeholders", ())):
        return True
    texts = [row.get("outcome"), *(child.get("reason") for child in children(row, INDICATORS))]
    said = [text for text in texts if isinstance(text, str)]
    return any(word in text for text in said for word in form.words.get(words, ()))


def children(row: Row, table: str) -> Sequence[Row]:
    """The rows of a table within a project."""
    rows = row.get(table)
    return rows if isinstance(rows, (tuple, list)) else ()


def parent(rows: Sequence[Row]) -> Row:
    """The row of the project that some rows stand in; an empty one where none is known."""
    about = rows[0].get("parent")
    return about if isinstance(about, Mapping) else {}


def all_points(row: Row, form: Form, name: str) -> list[Decimal | None]:
    """Every `weight` or `score` of a project that is not an indicator's: what was spent of its
    money, and of its tasks'. A box that the form does not print is left out.
    """
    found: list[Decimal | None] = []
    for each in form.executions:
        field = getattr(each, name)
        rows = (row,) if each.table == PROJECTS else children(row, each.table)
        found += [number(r, field) for r in rows if field and r.get(field) is not ABSENT]
    return found


def shown_points(points: Decimal) -> Decimal:
    """Points or a rate with at most two places, as messages show them."""
    return Decimal(plain(points.quantize(_CENT, ROUND_HALF_UP)))
