"""`xltool rule`: what a rule says, why, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xltool.cli.console import common, echo_lines, help_text, page_width
from xltool.cli.help_page import Command
from xltool.language.words import SEVERITIES, Words

if TYPE_CHECKING:
    from xltool.rules.rule import Rule

HELP = {
    "rule": Words("说明一条规则；不写代码时列出全部规则。", "Explain a rule, or list all of them."),
}


@click.command(cls=Command, help=help_text(HELP["rule"]))
@click.argument("code", required=False)
@common
def rule(code: str | None, lang: str) -> None:
    # Imported here: the help is quicker without the rules, their list without YAML and the forms.
    from xltool.rules.registry import all_rules, find_rule

    if code:
        from xltool.forms.load import find_form, load_forms
        from xltool.reports.rule_page import rule_lines

        entry = find_rule(code)
        form = find_form(entry.examples.form, load_forms())
        echo_lines(rule_lines(entry, form, lang, page_width()))
        return
    for entry in all_rules():
        click.echo(f"{entry.code}  {SEVERITIES[entry.severity](lang)}  {_listed(entry, lang)}")


def _listed(entry: Rule, lang: str) -> str:
    return (
        f"{entry.title(lang)}（{entry.name}）"
        if lang == "zh"
        else f"{entry.name}: {entry.title(lang)}"
    )
