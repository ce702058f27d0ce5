"""schemas/*.yaml -> Form: reading, inheritance, and errors that name file, line and key."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from xltool import form as form_module
from xltool.errors import MissingPathError, UnknownNameError
from xltool.form import Form, Matrix, Repeat, Section
from xltool.form_yaml import FormFile, read_yaml
from xltool.rules import all_rules

TAXONOMIES = "taxonomies.yaml"
FOLDER_VARIABLE = "XLTOOL_SCHEMAS"


_KINDS = {
    "string_type": "text",
    "string_pattern_mismatch": "name",
    "bool_type": "switch",
    "bool_parsing": "switch",
    "int_type": "number",
    "int_parsing": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "tuple_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}
"""pydantic's kinds of error, in our words."""


def schema_folder() -> Path:
    """The folder of the forms that come with xltool: inside a wheel, beside a checkout."""
    inside = Path(__file__).parent / "schemas"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "schemas"


def load_forms(folder: Path | None = None) -> tuple[Form, ...]:
    """Every form: those of `folder` or of `XLTOOL_SCHEMAS` first, then those that come with
    xltool; a form of the same name and version replaces ours.

    Raises `FormFileError` for a file that is no form, `MissingPathError` for a missing folder.
    """
    variable = os.environ.get(FOLDER_VARIABLE)
    own = folder or (Path(variable) if variable else None)
    if own and not own.is_dir():
        raise MissingPathError(path=own)
    return _load(own.resolve() if own else None)


def find_form(key: str, forms: Iterable[Form]) -> Form:
    """The form called `name@version`, or the newest version of `name`.

    Raises `UnknownNameError` with the nearest names.
    """
    forms = tuple(forms)
    for form in forms:
        if form.key == key:
            return form
    versions = [form for form in forms if form.form == key]
    if versions:
        return max(versions, key=lambda form: form.version)
    near = ", ".join(difflib.get_close_matches(key, [form.key for form in forms], 3, 0.5))
    raise UnknownNameError(
        kind_zh="表单",
        kind_en="form",
        name=key,
        near_zh=f"相近的有：{near}。" if near else "用 xltool forms 查看全部表单。",
        near_en=f"Near ones: {near}." if near else "`xltool forms` lists all of them.",
    )


@cache
def _load(own: Path | None) -> tuple[Form, ...]:
    folders = [folder for folder in (own, schema_folder()) if folder]
    files: dict[str, FormFile] = {}
    taxonomies: dict[str, Any] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            file = read_yaml(path)
            if path.name == TAXONOMIES:
                taxonomies = {**file.data, **taxonomies}
            else:
                files.setdefault(f"{file.data.get('form')}@{file.data.get('version')}", file)
    return tuple(build_form(file, files, taxonomies) for file in files.values())


def build_form(
    file: FormFile, files: Mapping[str, FormFile], taxonomies: Mapping[str, Any]
) -> Form:
    """Check a form file and lay it over the form that it extends; raises `FormFileError`."""
    data = _extended(file, files)
    taxonomy = str(data.get("taxonomy"))
    if taxonomy not in taxonomies:
        raise file.error("taxonomy", ["taxonomy"], _near(taxonomy, taxonomies))
    data.setdefault("levels", taxonomies[taxonomy])
    try:
        form = Form.model_validate(data)
    except ValidationError as invalid:
        raise _first_error(file, invalid) from None
    _check_rules(file, form)
    _check_references(file, form)
    return form


def _extended(file: FormFile, files: Mapping[str, FormFile]) -> dict[str, Any]:
    base = file.data.get("extends")
    if base is None:
        return dict(file.data)
    # A form that extends itself, by way of others or not, would never end.
    others = {key: other for key, other in files.items() if other is not file}
    if base not in others:
        raise file.error("extends", ["extends"], _near(str(base), others))
    below = _extended(others[base], others)
    if file.data.get("taxonomy"):
        below.pop("levels", None)
    return _laid_over(below, file.data)


def _laid_over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings are laid over each other key by key; anything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = (
            _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return merged


def _first_error(file: FormFile, invalid: ValidationError) -> Exception:
    error = invalid.errors()[0]
    keys = file.keys_in_file(error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return file.error("extra_forbidden", keys, _near(str(keys[-1]), _known_keys()))
        case "missing":
            return file.error("missing", keys)
        case "literal_error" | "enum":
            return file.error("choice", keys, detail=str(error.get("ctx", {}).get("expected", "")))
        case kind if kind in _KINDS:
            return file.error(_KINDS[kind], keys)
        case _:
            return file.error("value", keys, detail=error["msg"])


def _check_rules(file: FormFile, form: Form) -> None:
    rules = {rule.code: rule for rule in all_rules()}
    for code, setting in form.rules.items():
        if code not in rules:
            raise file.error("rule", ["rules", code], _near(code, rules))
        for name, value in setting.params.items():
            if name not in rules[code].params:
                known = (*rules[code].params, "severity", "enabled")
                raise file.error("param", ["rules", code, name], _near(name, known))
            _check_param(file, ["rules", code, name], value, rules[code].params[name])
    lists = {name for rule in rules.values() for name in rule.words}
    for name in form.words:
        if name not in lists:
            raise file.error("word_list", ["words", name], _near(name, lists))


def _check_param(file: FormFile, keys: list[str], value: object, default: object) -> None:
    """A parameter is of its default's kind: a rule must never stumble over it."""
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    if isinstance(default, (int, float, Decimal)) and not is_number:
        raise file.error("number", keys)
    if isinstance(default, (list, tuple)) and not isinstance(value, list):
        raise file.error("list", keys)


def _check_references(file: FormFile, form: Form) -> None:
    """Sums, keys, compositions and columns name fields and rows that exist."""
    singles = {field.name for part in form.parts for field in part.single_fields()}
    for number, total in enumerate(form.sums):
        for name in (total.total, *total.parts):
            if name not in singles:
                raise file.error("reference", ["sums", number], _near(name, singles))
    for number, part in enumerate(form.parts):
        for place, section in enumerate(part.sections):
            wanted, names = _named(section)
            for name in wanted:
                if name not in names:
                    keys = ["parts", number, "sections", place]
                    raise file.error("reference", keys, _near(name, names))


def _named(section: Section) -> tuple[list[str], set[str]]:
    """The names that a section uses, and those that it may use."""
    if isinstance(section, Matrix):
        wanted = [name for column in section.columns for name in column.rows]
        return wanted, {row.name for row in section.rows}
    parts = [field.parts for field in section.fields if field.parts]
    wanted = [name for each in parts for name in (each.sign, each.unit) if name]
    if isinstance(section, Repeat):
        wanted += section.key
    return wanted, {field.name for field in section.fields}


@cache
def _known_keys() -> frozenset[str]:
    models = [m for m in vars(form_module).values() if isinstance(m, type)]
    return frozenset(name for m in models if issubclass(m, BaseModel) for name in m.model_fields)


def _near(word: str, known: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(word, sorted(map(str, known)), 1, 0.5)), "")


def form_json_schema() -> str:
    """The JSON Schema of form files, by which editors complete and check them.

    A file that extends another needs to hold only what differs, and its own name.
    """
    schema = Form.model_json_schema()
    whole = schema.pop("required")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "required": ["form", "version"],
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": whole},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
