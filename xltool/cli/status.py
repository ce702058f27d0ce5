"""`xltool status`: who has handed in, as the ledger has it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from xltool.cli.console import FILE, common, echo_lines, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.forms.load import load_forms
from xltool.language import clock
from xltool.language.text import display_width
from xltool.language.words import Words
from xltool.month.consolidation import Consolidation
from xltool.month.due_forms import DUE_STATUSES, DueEntry
from xltool.month.due_list import due_list, explained_words
from xltool.month.status_json import status_json

HELP = {
    "status": Words(
        "按台账列出各单位的报送情况，未报送和逾期的在前。到期应报而没有报送的，退出码为 1。",
        "List who has handed in, as the ledger has it, the missing and late first. Exit code 1 "
        "where something is missing that is due.",
    ),
    "format": Words(
        "输出格式：给人看的表格，或给程序用的 JSON。", "A table for people or JSON for programs."
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
    "found": Words("错误 {errors}、警告 {warnings}", "{errors} errors, {warnings} warnings"),
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
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help=help_text(HELP["format"]),
)
@schemas_option
@common
def status(
    ledger: Path,
    period: str | None,
    roster: Path | None,
    format_: str,
    schemas: Path | None,
    lang: str,
) -> None:
    # Imported here so that `xltool status -h` is there at once: pandera takes half a second.
    from xltool.pipeline import consolidate as monthly

    forms = load_forms(schemas)
    with monthly.submission_status_of(ledger, period, roster, forms, lang) as month:
        entries = due_list(month) if month else ()
        if format_ == "json":
            text = status_json(month, entries, lang)
            sys.stdout.buffer.write(f"{text}\n".encode())
            sys.stdout.flush()
        elif month is None:
            click.echo(HELP["empty"](lang))
        else:
            echo_lines(_lines(month, entries, lang))
    sys.exit(int(any(entry.is_overdue(clock.now().date()) for entry in entries)))


def _lines(month: Consolidation, entries: Sequence[DueEntry], lang: str) -> Iterator[str]:
    """A title, one line a unit and form in columns of one width, and how many there are."""
    closed = HELP["closed"](lang) if month.closed else ""
    yield HELP["title"](lang).format(month=month.month.words()(lang), closed=closed)
    rows = [_cells(each, lang) for each in entries]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        padded = (
            text + " " * (width - display_width(text))
            for text, width in zip(cells, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()
    counts = Counter(each.status for each in entries)
    counted = [f"{words(lang)} {counts[key]}" for key, words in DUE_STATUSES.items() if counts[key]]
    yield HELP["counts"].render({"counts": ("、" if lang == "zh" else ", ").join(counted)}, lang)


def _cells(due: DueEntry, lang: str) -> tuple[str, ...]:
    record = due.source.record if due.source else None
    parts = {"errors": record.errors, "warnings": record.warnings} if record else {}
    found = (HELP["found"].render(parts, lang), *explained_words(due, lang)) if parts else ()
    return (
        DUE_STATUSES[due.status](lang),
        f"{due.unit} {due.unit_name}".strip(),
        due.form(lang),
        due.due.isoformat() if due.due else "",
        due.time,
        " · ".join(found) or due.contact,
    )
