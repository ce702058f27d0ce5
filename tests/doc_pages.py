"""The pages of docs/ that are made from the program itself: commands and rules."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from xltool.cli.main import main
from xltool.forms.load import find_form, load_forms
from xltool.language.words import SEVERITIES
from xltool.reports.rule_page import rule_lines
from xltool.rules.registry import all_rules
from xltool.rules.rule import Rule

ROOT = Path(__file__).parent.parent
WIDTH = 80


def commands_page() -> str:
    """docs/commands.md: every command with its help, as the program prints it."""
    lines = [
        "# Commands",
        "",
        "Made from the program’s own help by `python -m tests.refresh`; do not edit by hand.",
        "Results go to standard output, progress and remarks to standard error.",
        "",
        "| exit code | meaning |",
        "|---|---|",
        "| 0 | no errors (there may be warnings and notes) |",
        "| 1 | at least one finding of severity error |",
        "| 2 | the command could not run, or some file could not be read or judged in full; "
        "the others were checked all the same |",
        "| 130 | interrupted (Ctrl-C) |",
        "",
        "`XLTOOL_LANG=en` sets the language of everything, `XLTOOL_SCHEMAS` a folder of forms.",
        "",
    ]
    for name in sorted(main.list_commands(click.Context(main))):
        lines += [f"## xltool {name}", "", "```text", _help(name), "```", ""]
    return "\n".join(lines)


def _help(name: str) -> str:
    """The help in English; its language is chosen when the program starts."""
    command = [sys.executable, "-m", "xltool", name, "--help", "--lang", "en"]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": str(WIDTH)},
        capture_output=True,
        check=True,
    )
    text = run.stdout.decode().replace("python -m xltool", "xltool")
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def rules_page() -> str:
    """docs/rules.md: every rule, a table first, then what each says, why and what to do."""
    rules = all_rules()
    lines = [
        "# Rules",
        "",
        "Made from the rules by `python -m tests.refresh`; do not edit by hand. In the terminal:",
        "`xltool rule XL203`. Every parameter, severity and word list can be changed in a form",
        "file ([forms.md](forms.md)).",
        "",
        "| code | name | severity | 中文 |",
        "|---|---|---|---|",
    ]
    for rule in rules:
        severity = SEVERITIES[rule.severity]("en")
        link = f"[{rule.code}](#{rule.code.lower()})"
        lines.append(f"| {link} | {rule.title('en')} | {severity} | {rule.title('zh')} |")
    for family, members in groupby(rules, key=_family):
        lines += ["", f"## {family}"]
        for rule in members:
            lines += ["", f'<a id="{rule.code.lower()}"></a>', "", "```text", *_page(rule), "```"]
    return "\n".join((*lines, ""))


def _family(rule: Rule) -> str:
    return f"{rule.code[:3]}xx"


def _page(rule: Rule) -> Iterator[str]:
    form = find_form(rule.examples.form, load_forms())
    return (line.rstrip() for line in rule_lines(rule, form, "en", WIDTH))
