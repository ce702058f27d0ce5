"""The parameters of a rule's check: what YAML keeps of them, and back to the form and field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltool.forms.load import find_form, load_forms
from xltool.model.form import Field, Form
from xltool.model.settings import RuleSetting
from xltool.rules.rule import CellRule, Rule


class NamedForm(str):
    """A form's name that still knows the form; printed, it is the name alone."""

    form: Form
    __slots__ = ("form",)

    def __new__(cls, form: Form) -> NamedForm:
        """The name of a form, such as `hebei-target@2022`."""
        named = super().__new__(cls, form.key)
        named.form = form
        return named

    def __deepcopy__(self, memo: object) -> NamedForm:
        """Itself: forms do not change, and pandera copies its schemas deeply."""
        return self

    def __reduce__(self) -> tuple[type[NamedForm], tuple[Form]]:
        """Made again from its form, where a schema is pickled."""
        return NamedForm, (self.form,)


def parameter_names(rule: Rule) -> tuple[str, ...]:
    """What can be set of a rule: its own parameters, its word lists, the field's constraints."""
    own = rule.constraints if isinstance(rule, CellRule) else ()
    return tuple(dict.fromkeys((*own, *rule.params, *rule.words)))


def given_parameters(rule: Rule, form: Form, field: Field | None) -> dict[str, object]:
    """Their values in a form, as YAML holds them."""
    own = rule.constraints if isinstance(rule, CellRule) else ()
    given = {name: getattr(field, name) for name in own}
    given |= {name: rule.setting(form, name) for name in rule.params}
    given |= {name: form.words.get(name, ()) for name in rule.words}
    return {name: _storable(value) for name, value in given.items()}


def _storable(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple | list) else value


def bound(
    rule: Rule, form: str, table: str, column: str, parameters: Mapping[str, object]
) -> tuple[Form, Field | None]:
    """The form and field that a check judges by; one read from YAML sets its parameters in them.

    Raises `UnknownNameError` for a form that is not known here.
    """
    if isinstance(form, NamedForm):
        return form.form, form.form.field(table, column)
    whole = find_form(form, load_forms())
    field = whole.field(table, column)
    if dict(parameters) == given_parameters(rule, whole, field):
        return whole, field
    words = {name: tuple(_texts(parameters[name])) for name in rule.words if name in parameters}
    own = {name: parameters[name] for name in rule.params if name in parameters}
    setting = whole.rules.get(rule.code, RuleSetting())
    setting = RuleSetting.model_validate({**setting.model_dump(), **own})
    changed = whole.model_copy(
        update={"words": {**whole.words, **words}, "rules": {**whole.rules, rule.code: setting}}
    )
    if field is not None and isinstance(rule, CellRule):
        given = {name: parameters[name] for name in rule.constraints if name in parameters}
        field = type(field).model_validate({**field.model_dump(), **given})
    return changed, field


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, (list, tuple)) else [str(value)]
