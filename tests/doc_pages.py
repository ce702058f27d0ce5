"""The pages of docs/ that are made from the program itself: commands, rules and schemas."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click
import pandera.pandas as pa

import xltool
from xltool.checking.schema import table_names
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
    for name, text in _helps(sorted(main.list_commands(click.Context(main)))):
        lines += [f"## xltool {name}", "", "```text", text, "```", ""]
    return "\n".join(lines)


_HELPS = """
import sys
from xltool.cli.main import main
for name in sys.argv[1:]:
    main([name, "--help"], prog_name="xltool", standalone_mode=False)
    print(end="\\f")
"""


def _helps(names: list[str]) -> Iterator[tuple[str, str]]:
    """The help of each command in English; its language is chosen when the program starts."""
    run = subprocess.run(
        [sys.executable, "-c", _HELPS, *names],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": str(WIDTH), "XLTOOL_LANG": "en"},
        capture_output=True,
        check=True,
    )
    pages = run.stdout.decode().split("\f")
    for name, page in zip(names, pages[:-1], strict=True):
        yield name, "\n".join(line.rstrip() for line in page.strip().splitlines())


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


_SCHEMAS = """\
# Schemas

Made from the schemas by `python -m tests.refresh`; do not edit by hand.

Every table of a form has a schema of pandera, and `xltool check`
judges with that same object:

```python
import xltool

schema = xltool.schema("hebei-target@2022", "indicators")
typed = schema.validate(frame, lazy=True)  # raises SchemaErrors
```

- `frame` may hold raw values, as they stand in the cells, or typed ones; a column that need not be
  filled in may be missing. A column `project` tells apart the rows of several projects. What comes
  back is typed.
- `SchemaErrors.failure_cases` has one row for each value at fault: the rule in `check`, its
  `column`, the row in `index`, the value in `failure_case`. Errors fail; warnings and notes are
  given as `SchemaWarning`. With `xltool.schema(…, strict=True)` they fail too.
- Checks are called by code and name, such as `XL204_rate_above_hundred`; [rules.md](rules.md) says
  what each means. Severities stand by code in the `metadata` of the schema and of each column.
- **Typed columns** hold what a value says: `value_sign`, `value_low`, `value_unit`, … Their numbers
  are floats, for operations on whole columns; the value itself keeps the exact decimal.
- `schema.to_yaml()` and `schema.to_script()` keep every check with its parameters: word lists,
  thresholds, choices. `DataFrameSchema.from_yaml` reads them once `xltool.schema` was imported; the
  checks then judge by the parameters as the file has them. YAML holds no parser: give such a schema
  columns of dtype object (`frame.astype(object)`). Its checks type the values themselves; typed
  columns are not added.

✗ is an error, ! a warning, · a note, as the form sets them.
"""
_MARKS = {"error": "✗", "warning": "!", "note": "·"}


def schemas_page() -> str:
    """docs/schemas.md: the columns and checks of every table of every form."""
    lines = [_SCHEMAS]
    for form in load_forms():
        lines += [f"## {form.key}", "", form.title.en]
        for table in table_names(form):
            lines += ["", f"### {form.key} {table}", "", *_schema(xltool.schema(form.key, table))]
        lines.append("")
    return "\n".join(lines)


def _schema(schema: pa.DataFrameSchema) -> Iterator[str]:
    if schema.columns:
        yield "| column | 中文 | holds | checks |"
        yield "|---|---|---|---|"
    for name, column in schema.columns.items():
        yield f"| `{name}` | {column.title} | {column.description} | {_checks(column)} |"
    if schema.checks:
        yield from ("", f"Rows: {_checks(schema)}")


def _checks(owner: pa.DataFrameSchema | pa.Column) -> str:
    severities = owner.metadata.get("severity", {})
    names = [str(check.name) for check in owner.checks]
    return ", ".join(f"{_MARKS[severities[name[:5]]]} {name}" for name in names)
