"""Whether a project's texts only repeat each other."""

from __future__ import annotations

from xltool.language.text import gist, is_placeholder
from xltool.model.form import Form
from xltool.rules.rule import Row


def goal_is_purpose(row: Row, form: Form) -> bool:
    """Whether target and purpose differ in punctuation, spaces and numbering at most."""
    purpose, goal = row.get("purpose"), row.get("goal")
    if not isinstance(purpose, str) or not isinstance(goal, str):
        return False
    return gist(purpose) == gist(goal) and not is_placeholder(
        goal, form.words.get("placeholders", ())
    )


def goal_is_name(row: Row, form: Form) -> bool:
    """Whether the target is the name, once words such as 完成 and 工作 are taken from both."""
    name, goal = row.get("name"), row.get("goal")
    if not isinstance(name, str) or not isinstance(goal, str) or not gist(name):
        return False
    return gist(goal) == gist(name) or _core(goal, form) == _core(name, form) != ""


def _core(text: str, form: Form) -> str:
    bare = gist(text)
    for word in sorted(form.words.get("goal_fillers", ()), key=len, reverse=True):
        bare = bare.replace(word, "")
    return bare
