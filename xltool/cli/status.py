"""`xltool status`: who has handed in, as the ledger has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from xltool.cli.console import FILE, common, echo_lines, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.forms.load import load_forms
from xltool.language.words import Words
from xltool.month.consolidation import Consolidation
from xltool.month.due_forms import DUE_STATUSES, DueEntry, count_due_entries, due_entries

HELP = {
    "status": Words(
        "按台账列出各单位的报送情况。", "List who has handed in, as the ledger has it."
    ),
    "ledger": Words("台账文件。", "The ledger’s file."),
    "period": Words(
        "看哪个月，如 2022-03；不写时看台账中最近的月份。",
        "Which month, as 2022-03; without it the last one in the ledger.",
    ),
    "roster": Words(
        "报送名单，用来找出未报送的单位。", "The roster, by which the missing are found."
    ),
    "empty": Words("台账里还没有报送。", "The ledger holds no submission yet."),
    "title": Words("{month}报送情况{closed}", "Submissions, {month}{closed}"),
    "closed": Words("（已封账）", " (closed)"),
    "counts": Words("合计：{counts}", "In all: {counts}"),
    "line": Words(
        "{status}  {unit}  {form}  {time}  错误 {errors}、警告 {warnings}",
        "{status}  {unit}  {form}  {time}  {errors} errors, {warnings} warnings",
    ),
}


@click.command(cls=Command, help=help_text(HELP["status"]))
@click.option(
    "--ledger",
    required=True,
    type=FILE,
    help=help_text(HELP["ledger"]),
)
@click.option("--period", metavar="YYYY-MM", help=help_text(HELP["period"]))
@click.option("--roster", type=FILE, help=help_text(HELP["roster"]))
@schemas_option
@common
def status(
    ledger: Path, period: str | None, roster: Path | None, schemas: Path | None, lang: str
) -> None:
    # Imported here so that `xltool status -h` is there at once: pandera takes half a second.
    from xltool.pipeline import consolidate as monthly

    forms = load_forms(schemas)
    with monthly.submission_status_of(ledger, period, roster, forms, lang) as month:
        if month is None:
            click.echo(HELP["empty"](lang))
        else:
            echo_lines(_lines(month, lang))


def _lines(month: Consolidation, lang: str) -> Iterator[str]:
    closed = HELP["closed"](lang) if month.closed else ""
    yield HELP["title"](lang).format(month=month.month.words()(lang), closed=closed)
    for due in due_entries(month):
        yield _line(due, lang)
    counts = count_due_entries(month)
    told = [f"{words(lang)} {counts[key]}" for key, words in DUE_STATUSES.items() if counts[key]]
    yield HELP["counts"].render({"counts": ("、" if lang == "zh" else ", ").join(told)}, lang)


def _line(due: DueEntry, lang: str) -> str:
    unit = f"{due.unit} {due.unit_name}".strip()
    status_words = DUE_STATUSES[due.status](lang)
    if due.source is None:
        contact = f"  {due.contact}" if due.contact else ""
        return f"{status_words}  {unit}  {due.form(lang)}{contact}"
    return HELP["line"](lang).format(
        status=status_words,
        unit=unit,
        form=due.form(lang),
        time=due.time,
        errors=due.source.record.errors,
        warnings=due.source.record.warnings,
    )
