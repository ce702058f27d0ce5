"""A month's records beside those of the month before or of the target form -> rows to compare.

Pure: the records may come from a ledger or from a test. An indicator is followed by its project
(code, else name) and its own name, whatever spaces and marks it is typed with.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xltool.language.text import gist, squeezed
from xltool.model.form import Form
from xltool.model.submission import Record
from xltool.model.workbook import CellRef
from xltool.rules.money.amounts import amount, money_unit
from xltool.rules.monitoring.funds import TABLE, funds
from xltool.rules.monitoring.measured import measured
from xltool.rules.rule import Hit, Row
from xltool.rules.taxonomy.levels import find_level1, find_level2, level_key
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue

Tables = Mapping[str, Sequence[Record]]
INDICATORS = "monitored_indicators"
_ALIKE = 0.6
"""How like an old name a new one must be to be its new spelling."""

Key = tuple[str, str, int]
"""Project, name, and which of several of that name."""


def compared_with_month_before(now: Tables, before: Tables, form: Form) -> Iterator[Row]:
    """What is compared with the month before: `kind` is money, reached, gone or renamed."""
    keys = project_keys(before, now)
    earlier = dict(zip(keys, before.get(TABLE, ()), strict=True))
    for record in now.get(TABLE, ()):
        then = earlier.get(_project_key(record))
        if then is not None:
            yield from _money(record, then, form)
    new, old = _indicators(now, project_keys(now)), _indicators(before, keys)
    names = _project_names(now)
    for key, record in new.items():
        if key in old:
            yield from _reached(key, record, old[key], names.get(key[0]), form)
    yield from _vanished(now, new, old)


def compared_with_targets(now: Tables, target: Tables, form: Form, of: Form) -> Iterator[Row]:
    """The targets of the accepted target form `of` beside those of this month: `kind` is target,
    level2, gone or renamed. Where `of` is the form itself, they are those of the month before, and
    what is gone is not said again.
    """
    section, name = (INDICATORS, "target") if of is form else target_column(form, of)
    since = "month" if of is form else ""
    names = _project_names(now)
    old = _indicators({INDICATORS: target.get(section, ())}, project_keys(target, now))
    new = _indicators(now, project_keys(now))
    for key, record in new.items():
        then = old[key].values.get(name) if key in old else None
        value = record.values.get("target")
        if isinstance(then, IndicatorValue) and isinstance(value, IndicatorValue):
            yield {
                **_about(key, record, "target", names.get(key[0])),
                "kind": "target",
                "now": value.raw,
                "before": then.raw,
                "same": _written(value) == _written(then),
                "since": since,
            }
        if key in old:
            for row in _level2(key, record, old[key], names.get(key[0]), form):
                yield {**row, "since": since}
    if not since:
        yield from _vanished(now, new, old)


def not_monitored(now: Tables, target: Tables, before: Tables) -> Iterator[Row]:
    """One row, of kind unmonitored, for the projects of an accepted target form of which this month
    has neither code nor name; of those that the month `before` still had XL821 speaks.
    """
    here = {
        _text(record, name)
        for tables in (now, before)
        for record in tables.get(TABLE, ())
        for name in ("code", "name")
    }
    names = [
        str(record.values.get("name") or record.values.get("code"))
        for record in target.get(TABLE, ())
        if (names := {_text(record, "code"), _text(record, "name")} - {""}) and not names & here
    ]
    if names and now.get(TABLE):
        about = _about(("", "", 0), now[TABLE][0], "name", "、".join(names), TABLE)
        yield {**about, "key": "projects", "kind": "unmonitored", "names": tuple(names)}


def lost_indicators(rows: Sequence[Row], _form: Form) -> Iterator[Hit]:
    """The indicators that are gone or called otherwise, of projects that are still there."""
    for place, row in enumerate(rows):
        if row["kind"] in ("gone", "renamed"):
            yield Hit(
                str(row["field"]),
                place,
                params={"before": row["before"], "now": row["now"]},
                variant=str(row["kind"]),
                expected=str(row["before"]) if row["kind"] == "renamed" else "",
            )


def changed(rows: Sequence[Row], kind: str) -> Iterator[Hit]:
    """The compared rows of a kind, which is a field's name, whose text is another than before."""
    for place, row in enumerate(rows):
        if row["kind"] == kind and not row["same"]:
            yield Hit(
                kind,
                place,
                params={"name": row["indicator"], "now": row["now"], "before": row["before"]},
                variant=str(row["since"]),
                expected=str(row["before"]),
            )


def target_column(form: Form, of: Form) -> tuple[str, str]:
    """The table and the field of a target form from which a form takes its targets; "" for none."""
    field = form.field(INDICATORS, "target")
    for table, fields in of.tables().items():
        names = {each.name for each in fields}
        for name in field.carry_from if field else ():
            if {name, "level3"} <= names:
                return table, name
    return "", ""


def _money(record: Record, then: Record, form: Form) -> Iterator[Row]:
    """The executed amounts of a project, both in the unit of this month's form."""
    now, before = dict(record.values), dict(then.values)
    factors = form.money_unit.factors
    unit, other = money_unit(now, form), money_unit(before, form)
    if unit is None or other is None:
        return
    key = (_project_key(record), "", 0)
    for fund in funds(now, form):
        earlier = amount(before, form, fund.field("executed"))
        if fund.executed is not None and earlier is not None:
            yield {
                **_about(key, record, fund.field("executed"), record.values.get("name"), TABLE),
                "kind": "money",
                "title": fund.title,
                "unit_of_money": unit,
                "now": fund.executed,
                "before": Decimal(plain(earlier * factors[other] / factors[unit])),
            }


def _reached(key: Key, record: Record, then: Record, project: object, form: Form) -> Iterator[Row]:
    """What was reached of an indicator, where it is a number both times."""
    name, target = str(record.values.get("level3") or ""), record.values.get("target")
    new = measured(target, record.values.get("actual"), name, form)
    old = measured(target, then.values.get("actual"), name, form)
    if new and old:
        yield {
            **_about(key, record, "actual", project),
            "kind": "reached",
            "sign": new.sign,
            "rate": new.rate,
            "now": new.actual,
            "before": old.actual,
            "now_text": str(record.values.get("actual")),
            "before_text": str(then.values.get("actual")),
        }


def _level2(key: Key, record: Record, then: Record, project: object, form: Form) -> Iterator[Row]:
    """The second level of an indicator where it is named both times."""
    now, before = record.values.get("level2"), then.values.get("level2")
    if isinstance(now, str) and isinstance(before, str):
        yield {
            **_about(key, record, "level2", project),
            "kind": "level2",
            "now": squeezed(now),
            "before": squeezed(before),
            "same": _level(record, form) == _level(then, form),
        }


def _level(record: Record, form: Form) -> str:
    """A second level in one spelling: 数量 is 数量指标, and each 满意度 below 满意度 is the one."""
    text, above = record.values.get("level2"), find_level1(record.values.get("level1"), form)
    return level_key((find_level2(text, above) if above else None) or text)


def _vanished(now: Tables, new: Mapping[Key, Record], old: Mapping[Key, Record]) -> Iterator[Row]:
    """Indicators of projects that are still there, and whose name no longer is."""
    projects = {_project_key(record): record for record in now.get(TABLE, ())}
    added = {key: record for key, record in new.items() if key not in old}
    for key, record in old.items():
        if key in new or key[0] not in projects:
            continue
        names = {other[1]: other for other in added if other[0] == key[0]}
        like = difflib.get_close_matches(key[1], names, 1, _ALIKE)
        found = added.pop(names[like[0]]) if like else None
        place = found or projects[key[0]]
        yield {
            **_about(
                key,
                place,
                "level3" if found else "name",
                projects[key[0]].values.get("name"),
                INDICATORS if found else TABLE,
            ),
            "kind": "renamed" if found else "gone",
            "now": str(found.values.get("level3")) if found else "",
            "before": str(record.values.get("level3")),
        }


def _indicators(tables: Tables, projects: Sequence[str]) -> dict[Key, Record]:
    """The indicators of all projects by their keys; `projects` are the keys of the projects."""
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[Key, Record] = {}
    for record in tables.get(INDICATORS, ()):
        name = record.values.get("level3")
        if not isinstance(name, str) or not gist(name):
            continue
        place = record.project or 0
        project = projects[place] if place < len(projects) else ""
        seen[project, gist(name)] += 1
        found[project, gist(name), seen[project, gist(name)]] = record
    return found


def _project_names(tables: Tables) -> dict[str, object]:
    return {_project_key(record): record.values.get("name") for record in tables.get(TABLE, ())}


def project_keys(tables: Tables, now: Tables | None = None) -> list[str]:
    """What each project is followed by: its code, else its name.

    Beside the projects of `now`, one that has no code there, or had none, is known by its name.
    """
    keys = [_project_key(record) for record in tables.get(TABLE, ())]
    if now is None:
        return keys
    known = set(project_keys(now))
    by_name = {_text(record, "name"): record for record in now.get(TABLE, ())}
    for place, record in enumerate(tables.get(TABLE, ())):
        like = by_name.get(_text(record, "name"))
        if (
            like
            and keys[place] not in known
            and not (_text(record, "code") and _text(like, "code"))
        ):
            keys[place] = _project_key(like)
    return keys


def _project_key(record: Record) -> str:
    return _text(record, "code") or _text(record, "name")


def _text(record: Record, name: str) -> str:
    """A code or a name as it is compared: without spaces, in capitals."""
    value = record.values.get(name)
    return squeezed(value).upper() if isinstance(value, str) else ""


def _about(
    key: Key, record: Record, field: str, name: object, table: str = INDICATORS
) -> dict[str, object]:
    """What every row has: whose it is, the `name` of its project, and where it stands."""
    ref = record.refs.get(field) or record.refs.get("part") or CellRef("", 1, 1)
    return {
        "key": " ".join(map(str, key)).strip(),
        "name": name,
        "indicator": record.values.get("level3"),
        "field": field,
        "table": table,
        "sheet": ref.sheet,
        "cell": ref.a1 if ref.sheet else "",
    }


def _written(value: IndicatorValue) -> str:
    """A target as it is compared: the standard notation, else the letters of its words."""
    return value.standard or gist(value.raw)
