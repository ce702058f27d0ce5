"""Every rule's examples are run, and the set as a whole is watched."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

import xltool.rules
from xltool.checking.schema import form_schema
from xltool.forms.load import find_form, load_forms
from xltool.model.form import Form
from xltool.rules.registry import all_rules
from xltool.rules.rule import BatchRule, CellRule, Rule

RULES = all_rules()
FILES = {path.name for path in Path(xltool.rules.__path__[0]).rglob("xl*.py")}


def form_of(rule: Rule) -> Form:
    form = find_form(rule.examples.form, load_forms())
    return form.model_copy(update=dict(rule.examples.settings))


def codes_for(rule: Rule, rows: tuple[object, ...]) -> set[str]:
    """The codes that a hand-made frame of these rows breaks; a batch rule takes no frame."""
    if isinstance(rule, BatchRule):
        return {rule.code} if list(rule.check(rows, form_of(rule))) else set()  # type: ignore[arg-type]
    frame = pd.DataFrame([dict(row) for row in rows])  # type: ignore[call-overload]
    try:
        # Of this rule alone: the others would take forty times as long to say nothing.
        only = frozenset({rule.code})
        schema = form_schema(form_of(rule), rule.examples.table, only, strict=True)
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return {str(check)[:5] for check in errors.failure_cases["check"]}
    return set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_examples_break_the_rule(rule: Rule) -> None:
    for rows in rule.examples.bad:
        assert rule.code in codes_for(rule, rows), rows


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_examples_do_not_break_the_rule(rule: Rule) -> None:
    for rows in rule.examples.good:
        assert rule.code not in codes_for(rule, rows), rows


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.examples.bad and rule.examples.good


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_file_is_named_by_code_and_name(rule: Rule) -> None:
    assert f"{rule.code.lower()}_{rule.name}.py" in FILES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_both_languages_have_the_same_placeholders(rule: Rule) -> None:
    texts = [*rule.message.values(), *rule.remedy.values(), rule.why, rule.source, rule.title]
    for words in texts:
        assert words.zh and words.en
        assert _placeholders(words.zh) == _placeholders(words.en)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_messages_are_sentences_without_jargon(rule: Rule) -> None:
    for words in (*rule.message.values(), *rule.remedy.values()):
        assert words.zh.endswith(("。", "？")) and words.en.endswith((".", "?")), words
        assert not re.search(r"null|enum|regex|dtype|None|[!！]", words.zh + words.en), words


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_remedy_stands_for_every_message(rule: Rule) -> None:
    assert all(variant in rule.remedy or "" in rule.remedy for variant in rule.message)


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_a_name_says_what_is_wrong_not_what_to_do() -> None:
    cures = re.compile(r"^(avoid|use|prefer|check|validate|require|must)_")
    assert not [rule.name for rule in RULES if cures.match(rule.name)]


def test_every_cell_rule_goes_by_known_types() -> None:
    known = {
        field.type for form in load_forms() for fields in form.tables().values() for field in fields
    }
    for rule in RULES:
        if isinstance(rule, CellRule):
            assert set(rule.types) <= known


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_rules_are_listed_without_pandas() -> None:
    listed = "import sys, xltool.rules.registry as r; r.all_rules(); print('pandas' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", listed], capture_output=True, check=True)
    assert run.stdout.strip() == b"False"
