"""schemas/*.yaml -> mutants of their numbers: limits, bounds of lights and grades, factors."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from tests.form_numbers import BORDERS
from tests.mutation.cases import CaseLibrary, case_differences
from tests.mutation.judging import Trial
from xltool.forms.load import find_form, load_forms, schema_folder
from xltool.model.form import Form
from xltool.rules.registry import workbook_rules

_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_OF_THE_PAGE = frozenset({"width", "lines", "room", "opinion"})
"""Numbers that judge nothing: how wide a column is printed, which opinion of reviewers it was."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of a form file that is changed; `keys` lead to it, `at` is its place in the text."""

    path: Path
    keys: tuple[str, ...]
    line: int
    at: int
    old: str
    new: str

    @property
    def owner(self) -> str:
        """The rule whose parameter it is, or the first of its keys."""
        return self.keys[1] if self.keys[0] == "rules" else self.keys[0]

    @property
    def change(self) -> str:
        """`rules.XL315.maximum 50 → 51`."""
        return f"{'.'.join(self.keys)} {self.old} → {self.new}"

    @property
    def id(self) -> str:
        """What names it in the results."""
        return f"{self.path.name} {self.owner}: {self.change}"

    def write(self, folder: Path) -> None:
        """The form file with this number changed, and all others as they are."""
        for path in schema_folder().glob("*.yaml"):
            shutil.copy(path, folder)
        text = self.path.read_text("utf-8")
        text = text[: self.at] + self.new + text[self.at + len(self.old) :]
        (folder / self.path.name).write_text(text, "utf-8")


def thresholds() -> Iterator[Threshold]:
    """Each number one higher and one lower."""
    for path in sorted(schema_folder().glob("*@*.yaml")):
        node = yaml.compose(path.read_text("utf-8"))
        assert node is not None
        for keys, number in _numbers(node, ()):
            if _OF_THE_PAGE.isdisjoint(keys):
                for step in (1, -1):
                    mark = number.start_mark
                    new = str(Decimal(number.value) + step)
                    yield Threshold(path, keys, mark.line + 1, mark.index, number.value, new)


def _numbers(node: yaml.Node, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _numbers(value, (*keys, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _numbers(value, (*keys, _entry_name(value) or str(place)))
    elif node.tag in _NUMBERS:
        yield keys, node


def _entry_name(node: yaml.Node) -> str:
    """The `name:` of an entry in a list, which tells more than its place."""
    if not isinstance(node, yaml.MappingNode):
        return ""
    return next((str(value.value) for key, value in node.value if key.value == "name"), "")


def borders(threshold: Threshold, forms: Callable[[], tuple[Form, ...]]) -> Iterator[Trial]:
    """What stands in `form_numbers` about the form: it needs no workbook to be read."""
    form = threshold.path.stem
    yield lambda: any(
        border.ask(find_form(form, forms())) != border.answer
        for border in BORDERS
        if border.form == form
    )


def trials(
    threshold: Threshold, library: CaseLibrary, forms: Callable[[], tuple[Form, ...]]
) -> Iterator[Trial]:
    """The cases of each rule that has some on this form: those of a named rule first."""
    form = threshold.path.stem
    rules = sorted(workbook_rules(), key=lambda rule: (rule.code != threshold.owner, rule.code))
    for rule in rules:
        ready = [each for each in library.of(rule) if each.submission.form == form]
        if ready:
            yield lambda rule=rule, ready=ready: bool(  # type: ignore[misc]
                case_differences(rule, ready, forms(), library)
            )


def changed_forms(folder: Path) -> tuple[Form, ...]:
    """The forms of a folder that holds a changed one."""
    return load_forms(folder)
