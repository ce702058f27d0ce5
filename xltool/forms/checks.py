"""A form that is laid out as it should be -> whether its names and limits fit together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import isfinite

from xltool.forms.computed_checks import check_computed
from xltool.forms.yaml_file import FormFile, near
from xltool.model.form import Field, Form, Matrix, Part, Repeat, Section
from xltool.model.settings import Level
from xltool.rules.context import RESERVED, RESERVED_TABLES
from xltool.rules.registry import all_rules
from xltool.rules.taxonomy.levels import level_key

Keys = list[int | str]
"""Where something stands in the file."""


def check_form(file: FormFile, form: Form) -> None:
    """Everything that a form must have right beside its layout; raises `FormFileError`."""
    _check_rules(file, form)
    check_levels(file, ["levels"], form.levels)
    _check_completeness(file, form)
    _check_money_unit(file, form)
    _check_tables(file, form)
    for number, part in enumerate(form.parts):
        _check_names(file, number, part)
        for place, section in enumerate(part.sections):
            _check_section(file, ["parts", number, "sections", place], section)
    check_computed(file, form)
    _check_sums(file, form)
    _check_executions(file, form)
    _check_similar(file, form)


def check_levels(file: FormFile, keys: Sequence[int | str], levels: Sequence[Level]) -> None:
    """No first level stands in a taxonomy twice; raises `FormFileError`."""
    seen: set[str] = set()
    for number, level in enumerate(levels):
        if level_key(level.level1) in seen:
            raise file.error("taken", [*keys, number, "level1"], detail=level.level1)
        seen.add(level_key(level.level1))


# Rules and word lists


def _check_rules(file: FormFile, form: Form) -> None:
    rules = {rule.code: rule for rule in all_rules()}
    for code, setting in form.rules.items():
        if code not in rules:
            raise file.error("rule", ["rules", code], near(code, rules))
        for name, value in setting.params.items():
            if name not in rules[code].params:
                known = (*rules[code].params, "severity", "enabled", "must_answer")
                raise file.error("param", ["rules", code, name], near(name, known))
            _check_param(file, ["rules", code, name], value, rules[code].params[name])
    lists = {name for rule in rules.values() for name in rule.words}
    for name in form.words:
        if name not in lists:
            raise file.error("word_list", ["words", name], near(name, lists))


def _check_param(file: FormFile, keys: Keys, value: object, default: object) -> None:
    """A parameter is of its default's kind: a rule must never stumble over it."""
    if isinstance(default, (int, float, Decimal)) and not _is_number(value):
        raise file.error("number", keys)
    if isinstance(default, (list, tuple)) and not isinstance(value, list):
        raise file.error("list", keys)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return False
    return isfinite(value)


# Indicators and money


def _check_completeness(file: FormFile, form: Form) -> None:
    """What a project should have is in the taxonomy, or it would be asked for in vain."""
    below = {level.level1: level.level2 for level in form.levels}
    for number, entry in enumerate(form.completeness):
        keys: Keys = ["completeness", number]
        if entry.level1 not in below:
            raise file.error("level", [*keys, "level1"], near(entry.level1, below))
        names = below[entry.level1]
        if entry.level2 is not None and entry.level2 not in names:
            raise file.error("level", [*keys, "level2"], near(entry.level2, names))


def _check_money_unit(file: FormFile, form: Form) -> None:
    units, unit = form.money_unit.factors, form.money_unit.default
    if unit not in units:
        raise file.error("factor", ["money_unit", "default"], near(unit, units))
    # The places that nobody set may be of units that the form does not have.
    if "decimals" in form.money_unit.model_fields_set:
        for name in form.money_unit.decimals:
            if name not in units:
                raise file.error("factor", ["money_unit", "decimals", name], near(name, units))


def _check_executions(file: FormFile, form: Form) -> None:
    """What is spent of a budget stands in one table, and its amounts are money."""
    for number, each in enumerate(form.executions):
        keys: Keys = ["executions", number]
        if each.table not in form.tables():
            raise file.error("reference", keys, near(each.table, form.tables()))
        fields = {field.name: field for field in form.tables()[each.table]}
        for name in filter(None, (each.budget, each.executed, each.rate, each.weight, each.score)):
            if name not in fields:
                raise file.error("reference", keys, near(name, fields))
        for name in (each.budget, each.executed):
            if fields[name].type != "money":
                money = {name for name, field in fields.items() if field.type == "money"}
                raise file.error("money", keys, near(name, money))


def _check_sums(file: FormFile, form: Form) -> None:
    """A sum is made of amounts that stand in one table."""
    tables = [part.single_fields() for part in form.parts]
    singles = {field.name for fields in tables for field in fields}
    money = [{field.name for field in fields if field.type == "money"} for fields in tables]
    amounts = set[str]().union(*money)
    for number, total in enumerate(form.sums):
        keys: Keys = ["sums", number]
        wanted = (total.total, *total.parts)
        for name in wanted:
            if name not in singles:
                raise file.error("reference", keys, near(name, singles))
            if name not in amounts:
                raise file.error("money", keys, near(name, amounts))
        if not any(names.issuperset(wanted) for names in money):
            raise file.error("apart", keys)
        for name in _twice(wanted):
            raise file.error("taken", keys, detail=name)


def _check_similar(file: FormFile, form: Form) -> None:
    """The fields that are compared stand in one table of many records."""
    tables = [{f.name for f in repeat.fields} for part in form.parts for repeat in part.repeats()]
    known = set[str]().union(*tables)
    for place, name in enumerate(form.similar):
        if name not in known:
            raise file.error("reference", ["similar", place], near(name, known))
    if form.similar and not any(names.issuperset(form.similar) for names in tables):
        raise file.error("apart", ["similar"])


# Names


def _check_tables(file: FormFile, form: Form) -> None:
    """Each table has a name of its own, and only one part may come several times."""
    seen: set[str] = set()
    for keys, name in _tables(form):
        if name in RESERVED_TABLES:
            raise file.error("reserved", keys, detail=name)
        if name in seen:
            raise file.error("taken", keys, detail=name)
        seen.add(name)
    many = [number for number, part in enumerate(form.parts) if part.many]
    if len(many) > 1:
        raise file.error("many", ["parts", many[1], "many"])


def _tables(form: Form) -> Iterator[tuple[Keys, str]]:
    """The parts' tables first: of two that clash, the table of records is to be renamed."""
    for number, part in enumerate(form.parts):
        yield ["parts", number, "table"], part.table
    for number, part in enumerate(form.parts):
        for place, section in enumerate(part.sections):
            if isinstance(section, Repeat):
                yield ["parts", number, "sections", place, "name"], section.name


def _check_names(file: FormFile, number: int, part: Part) -> None:
    """The names of a part's sections, of the fields of its table, and of each table in it."""
    sections = set[str]()
    singles = set[str]()
    for place, section in enumerate(part.sections):
        keys: Keys = ["parts", number, "sections", place]
        if section.name in sections:
            raise file.error("taken", [*keys, "name"], detail=section.name)
        sections.add(section.name)
        seen = set[str]() if isinstance(section, Repeat) else singles
        for count, field in enumerate(section.fields):
            # A crossing has its name from a row and a column.
            own = keys if isinstance(section, Matrix) else [*keys, "fields", count, "name"]
            if field.name in RESERVED:
                raise file.error("reserved", own, detail=field.name)
            if field.name in seen:
                raise file.error("taken", own, detail=field.name)
            seen.add(field.name)
    for place, section in enumerate(part.sections):
        if isinstance(section, Repeat) and section.name in singles:
            keys = ["parts", number, "sections", place, "name"]
            raise file.error("taken", keys, detail=section.name)


def _check_section(file: FormFile, keys: Keys, section: Section) -> None:
    """What one section says of its fields, and the names that it uses."""
    wanted, names = _named(section)
    for name in wanted:
        if name not in names:
            raise file.error("reference", keys, near(name, names))
    tabular = isinstance(section, Repeat) and section.outline is None
    if isinstance(section, Repeat) and not tabular and len(section.fields) < 2:
        raise file.error("outline", [*keys, "outline"])
    matrix = isinstance(section, Matrix)
    fields: Sequence[Field] = section.columns if isinstance(section, Matrix) else section.fields
    for count, field in enumerate(fields):
        own: Keys = [*keys, "columns" if matrix else "fields", count]
        if field.fill_down and not tabular:
            raise file.error("fill_down", [*own, "fill_down"])
        _check_field(file, own, field)


def _check_field(file: FormFile, keys: Keys, field: Field) -> None:
    if field.match is not None and "value" not in re.compile(field.match).groupindex:
        raise file.error("group", [*keys, "match"])
    low, high = field.minimum, field.maximum
    if low is not None and high is not None and low > high:
        raise file.error("limits", [*keys, "minimum"])


def _named(section: Section) -> tuple[list[str], set[str]]:
    """The names that a section uses, and those that it may use."""
    if isinstance(section, Matrix):
        wanted = [name for c in section.columns for name in (*c.rows, *c.carry_rows)]
        return wanted, {row.name for row in section.rows}
    parts = [field.parts for field in section.fields if field.parts]
    wanted = [name for each in parts for name in (each.sign, each.unit) if name]
    if isinstance(section, Repeat):
        wanted += section.key
    return wanted, {field.name for field in section.fields}


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
