"""A form that is laid out as it should be -> whether what it computes can be computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltool.forms.yaml_file import FormFile, near
from xltool.model.computed import names_in
from xltool.model.form import Field, Form, Matrix, Part, Repeat

_NUMBERS = ("money", "number", "percent")
Keys = list[int | str]


def check_computed(file: FormFile, form: Form) -> None:
    """Every name of an expression is a number of its record, its part, or a table of its part,
    and none needs its own result; raises `FormFileError`.
    """
    for number, part in enumerate(form.parts):
        known = _known(part)
        for keys, scope, field in _computed_fields(part):
            place: Keys = ["parts", number, *keys, "computed"]
            for name in names_in(field.computed):
                if _key(name, scope, known) not in known:
                    raise file.error("reference", place, near(name, known))
            own = f"{scope}.{field.name}" if scope else field.name
            if own in _needed(own, field, known):
                raise file.error("circle", place)


def _known(part: Part) -> dict[str, Field]:
    """The numbers of a part: single fields by name, those of tables by `table.field`."""
    fields = {field.name: field for field in part.single_fields()}
    fields |= {f"{s.name}.{field.name}": field for s in part.repeats() for field in s.fields}
    return {name: field for name, field in fields.items() if field.type in _NUMBERS}


def _computed_fields(part: Part) -> Iterator[tuple[Keys, str, Field]]:
    """The computed fields with their place in the file and the table that they stand in, if any."""
    for place, section in enumerate(part.sections):
        scope = section.name if isinstance(section, Repeat) else ""
        for count, field in enumerate(section.fields):
            if field.computed:
                keys: Keys = ["sections", place]
                if not isinstance(section, Matrix):  # a crossing has its name from two
                    keys += ["fields", count]
                yield keys, scope, field


def _key(name: str, scope: str, known: Mapping[str, Field]) -> str:
    """The key of a name in `known`: of the record's own table first, then of the part."""
    own = f"{scope}.{name}"
    return own if own in known else name


def _needed(key: str, field: Field, known: Mapping[str, Field]) -> set[str]:
    """The keys of all that a computed field needs, by way of other computed ones too."""
    left, seen = [(key, field)], set[str]()
    while left:
        at, each = left.pop()
        for name in names_in(each.computed):
            found = _key(name, at.partition(".")[0] if "." in at else "", known)
            if found not in seen and found in known:
                seen.add(found)
                left.append((found, known[found]))
    return seen
