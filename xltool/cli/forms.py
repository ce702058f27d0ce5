"""`xltool forms`: what a form holds; the JSON Schema of form files."""

from __future__ import annotations

from pathlib import Path

import click

from xltool.cli.console import common, echo_lines, help_text, page_width, schemas_option
from xltool.cli.help_page import Command
from xltool.forms.load import find_form, form_json_schema, load_forms
from xltool.language.words import Words
from xltool.reports.form_page import form_lines

HELP = {
    "forms": Words(
        "说明一个表单；不写名称时列出全部表单。", "Describe a form, or list all of them."
    ),
    "form_schema": Words(
        "输出表单文件的 JSON Schema，供编辑器提示和检查。",
        "Print the JSON Schema of form files, by which editors complete them.",
    ),
}


@click.command(cls=Command, help=help_text(HELP["forms"]))
@click.argument("form", required=False)
@click.option("--schema", "as_schema", is_flag=True, help=help_text(HELP["form_schema"]))
@schemas_option
@common
def forms(form: str | None, as_schema: bool, schemas: Path | None, lang: str) -> None:

    if as_schema:
        click.echo(form_json_schema(), nl=False)
        return
    if form:
        echo_lines(form_lines(find_form(form, load_forms(schemas)), lang, page_width()))
        return
    for entry in load_forms(schemas):
        click.echo(f"{entry.key}  {entry.title.words()(lang)}")
