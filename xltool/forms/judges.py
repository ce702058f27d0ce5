"""Forms that judge workbooks of others: who claims whom, and the form in the other's place."""

from __future__ import annotations

from collections.abc import Mapping

from xltool.forms.yaml_file import FormFile, near
from xltool.model.form import Form


def with_judges(forms: Mapping[str, Form], files: Mapping[str, FormFile]) -> tuple[Form, ...]:
    """The forms in their order, a judged one replaced by its judge under the judged one's name.

    Behind each judge come the forms that it judges, in the order in which it names them: where
    nothing else decides, a workbook is the one named first. Raises `FormFileError` for a claim
    that does not hold.
    """
    claims = _claims(forms, files)
    found: list[Form] = []
    for key, form in forms.items():
        if key in claims:
            continue
        found.append(form)
        found += [form.judging(forms[name], files[key].path.name) for name in form.judges]
    return tuple(found)


def _claims(forms: Mapping[str, Form], files: Mapping[str, FormFile]) -> dict[str, str]:
    """Who judges whom, by the key of the judged form."""
    claims: dict[str, str] = {}
    for key, form in forms.items():
        for place, name in enumerate(form.judges):
            file, keys = files[key], ["judges", place]
            if name not in forms:
                raise file.error("extends", keys, near(name, forms))
            if name == key:
                raise file.error("judges_itself", keys)
            if name in claims:
                other = claims[name]
                raise file.error("claimed", keys, detail=f"{other}（{files[other].path.name}）")
            if forms[name].judges:
                raise file.error("chain", keys)
            claims[name] = key
    return claims
