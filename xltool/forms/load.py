"""schemas/*.yaml -> Form: reading, inheritance, and errors that name file, line and key."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from xltool.forms.checks import check_form, check_levels
from xltool.forms.judges import with_judges
from xltool.forms.yaml_file import FormFile, near, read_yaml
from xltool.language.errors import MissingPathError, UnknownNameError
from xltool.model import form as form_module
from xltool.model.form import Form
from xltool.model.settings import Level

TAXONOMIES = "taxonomies.yaml"
FOLDER_VARIABLE = "XLTOOL_SCHEMAS"
_QUOTED = re.compile(r"'([^']*)'")
"""In pydantic's list of what a value may be: `'error', 'warning' or 'note'`."""


_KINDS = {
    "string_type": "text",
    "string_pattern_mismatch": "name",
    "bool_type": "switch",
    "bool_parsing": "switch",
    "int_type": "number",
    "int_parsing": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "finite_number": "number",
    "too_short": "empty",
    "tuple_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}
"""pydantic's kinds of error, in our words."""


def schema_folder() -> Path:
    """The folder of the forms that come with xltool: inside a wheel, beside a checkout."""
    package = Path(str(files("xltool")))
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


def load_forms(folder: Path | None = None) -> tuple[Form, ...]:
    """Every form: those of `folder` or of `XLTOOL_SCHEMAS` first, then those that come with
    xltool; a form of the same name and version replaces ours, one that is judged by another is
    that other under its name.

    Raises `FormFileError` for a file that is no form, `MissingPathError` for a missing folder.
    """
    return _load(_own_folder(folder))


def forms_digest(folder: Path | None = None) -> str:
    """What tells whether any form file has changed: a digest of all that `load_forms` reads."""
    own = _own_folder(folder)
    digest = hashlib.sha256()
    for place in (own, schema_folder()):
        for path in sorted(place.glob("*.y*ml")) if place else ():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _own_folder(folder: Path | None) -> Path | None:
    variable = os.environ.get(FOLDER_VARIABLE)
    own = folder or (Path(variable) if variable else None)
    if own and not own.is_dir():
        raise MissingPathError(path=own)
    return own.resolve() if own else None


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
    names = ", ".join(difflib.get_close_matches(key, [form.key for form in forms], 3, 0.5))
    raise UnknownNameError(
        kind_zh="表单",
        kind_en="form",
        name=key,
        near_zh=f"相近的有：{names}。" if names else "用 xltool forms 查看全部表单。",
        near_en=f"Near ones: {names}." if names else "`xltool forms` lists all of them.",
    )


@cache
def _load(own: Path | None) -> tuple[Form, ...]:
    folders = [folder for folder in (own, schema_folder()) if folder]
    files: dict[str, FormFile] = {}
    taxonomies: dict[str, Any] = {}
    for folder in folders:
        for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in (".yaml", ".yml")):
            file = _read_ours(path) if folder == schema_folder() else read_yaml(path)
            if path.name == TAXONOMIES:
                taxonomies = {**_taxonomies(file), **taxonomies}
                continue
            first = files.setdefault(f"{file.data.get('form')}@{file.data.get('version')}", file)
            if first is not file and first.path.parent == path.parent:
                raise file.error("twice", ["form"], detail=first.path.name)
    # The mistakes of a form that others extend are its own: it comes before them.
    order = sorted(files, key=lambda key: _depth(key, files))
    built = {key: build_form(files[key], files, taxonomies) for key in order}
    return with_judges({key: built[key] for key in files}, files)


@cache
def _read_ours(path: Path) -> FormFile:
    """A file that comes with xltool: no run changes it, and other folders are laid over it."""
    return read_yaml(path, ours=True)


def _depth(key: str, files: Mapping[str, FormFile]) -> int:
    """How many forms a form is laid over."""
    seen: list[str] = []
    while key in files and key not in seen:
        seen.append(key)
        key = str(files[key].data.get("extends"))
    return len(seen)


def _taxonomies(file: FormFile) -> dict[str, Any]:
    """The sets of indicators in a file, by name; raises `FormFileError`."""
    for name, levels in file.data.items():
        try:
            check_levels(file, [name], TypeAdapter(tuple[Level, ...]).validate_python(levels))
        except ValidationError as invalid:
            raise _first_error(file, invalid, name) from None
    return {str(name): levels for name, levels in file.data.items()}


def build_form(
    file: FormFile, files: Mapping[str, FormFile], taxonomies: Mapping[str, Any]
) -> Form:
    """Check a form file and lay it over the form that it extends; raises `FormFileError`."""
    data = _extended(file, files)
    taxonomy = str(data.get("taxonomy"))
    if taxonomy not in taxonomies:
        raise file.error("taxonomy", ["taxonomy"], near(taxonomy, taxonomies))
    data.setdefault("levels", taxonomies[taxonomy])
    others = [str(name) for name in data.get("other_taxonomies") or ()]
    for place, name in enumerate(others):
        if name not in taxonomies:
            raise file.error("taxonomy", ["other_taxonomies", place], near(name, taxonomies))
    data.setdefault("other_levels", [taxonomies[name] for name in others])
    try:
        form = Form.model_validate(data)
    except ValidationError as invalid:
        raise _first_error(file, invalid) from None
    check_form(file, form)
    return form


def _extended(file: FormFile, files: Mapping[str, FormFile]) -> dict[str, Any]:
    base = file.data.get("extends")
    if base is None:
        return dict(file.data)
    # A form that extends itself, by way of others or not, would never end.
    others = {key: other for key, other in files.items() if other is not file}
    base = str(base)
    if base == f"{file.data.get('form')}@{file.data.get('version')}":
        raise file.error("itself", ["extends"])
    if base not in others:
        raise file.error("extends", ["extends"], near(base, others))
    below = _extended(others[base], others)
    below.pop("judges", None)  # to extend a form is no claim on what that one judges
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


def _first_error(file: FormFile, invalid: ValidationError, *below: str) -> Exception:
    error = invalid.errors()[0]
    keys = file.keys_in_file((*below, *error["loc"]))
    given = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return file.error("extra_forbidden", keys, near(str(keys[-1]), _known_keys()))
        case "missing":
            return file.error("missing", keys)
        case "literal_error" | "enum":
            return file.error("choice", keys, detail=_QUOTED.findall(given["expected"]))
        case "greater_than_equal":
            return file.error("least", keys, detail=str(given["ge"]))
        case "less_than_equal":
            return file.error("most", keys, detail=str(given["le"]))
        case "pattern":
            return file.error("pattern", keys, detail=error["msg"])
        case "computed":
            return file.error("computed", keys, detail=error["msg"])
        case kind if kind in _KINDS:
            return file.error(_KINDS[kind], keys)
        case _:
            return file.error("value", keys, detail=error["msg"])


@cache
def _known_keys() -> frozenset[str]:
    models = [m for m in vars(form_module).values() if isinstance(m, type)]
    return frozenset(name for m in models if issubclass(m, BaseModel) for name in m.model_fields)


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
