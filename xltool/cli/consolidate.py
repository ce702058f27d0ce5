"""`xltool consolidate`: a month of workbooks into one summary workbook."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xltool.cli.check import HELP as CHECK
from xltool.cli.console import FILE, FOLDER, common, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.cli.scale import scale_options, with_scale
from xltool.language import clock
from xltool.language.errors import FileSuffixError
from xltool.language.text import printable
from xltool.language.words import SEVERITIES, Words

if TYPE_CHECKING:
    from xltool.month.consolidated import Consolidated

HELP = {
    "consolidate": Words(
        "把一个月的工作簿汇总成一张汇总表（.xlsx），合计经过复核才保存。没有错误时退出码为 0；"
        "有错误，或没有可计入的报送，为 1；有文件无法读取或未能全部检查为 2。",
        "Consolidate a month of workbooks into one summary (.xlsx), kept only if its totals are "
        "proved. Exit code 0: no errors, 1: errors found or nothing to count, 2: some file could "
        "not be read or checked in full.",
    ),
    "period": Words(
        "汇总的月份，如 2022-03；写 last 表示上个月，供计划任务使用。",
        "The month, as 2022-03; `last` means the month before this one, for schedulers.",
    ),
    "out": Words(
        "汇总表的文件名。已有的汇总表中填写的处理和审核结论会读入、照办并保留；别处有人改过的、"
        "正在打开的不会被覆盖，新表另取名，退出码为 2。",
        "The summary’s file name. Decisions in one that is there are read, obeyed and kept; one "
        "that was changed elsewhere or is open is never replaced: the new one takes another name, "
        "exit code 2.",
    ),
    "roster": Words(
        "报送名单（.xlsx 或 .csv）：单位编码、单位名称、应报表单、联系人、截止日期、零报送。",
        "The roster (.xlsx or .csv): unit code, unit name, forms due, contact, due date, nil "
        "return.",
    ),
    "previous": Words(
        "上一期的汇总表：用来对比，并读入其中的处理和审核意见。",
        "The summary of the month before: to compare with, and to take its decisions over.",
    ),
    "ledger": Words(
        "台账文件：记住每次收到的报送，没有时新建。",
        "The ledger’s file: it remembers what came; made where there is none.",
    ),
    "include_invalid": Words(
        "没有合格报送的单位，把有错误的也计入，并作标记。",
        "Count submissions with errors of units that have no other, and mark them.",
    ),
    "close": Words(
        "汇总后封账：以后再报的只作为调整列出，合计不变。",
        "Close the month: what is handed in later is listed as an adjustment, the totals stay.",
    ),
    "feedback": Words(
        "给每个单位写一张可打印的审核意见表，并写催报文字，放入这个文件夹。",
        "Write a printable sheet of opinions for each unit, and reminders, into this folder.",
    ),
    "network": Words(
        "提醒：台账 {path} 在网络共享上，几台电脑同时写入可能出错。请放在本机磁盘，或轮流使用。",
        "Note: ledger {path} lies on a network share, where writing from several computers at "
        "once may go wrong. Keep it on a local disk, or take turns.",
    ),
    "written": Words("汇总表：{path}", "Summary: {path}"),
    "renamed": Words(
        "{path} 正在打开、有别的内容，或在填写栏以外有人改过，没有覆盖。",
        "{path} is open, holds something else, or was changed outside the reviewer’s columns, so "
        "it was kept.",
    ),
    "feedback_written": Words(
        "意见表和催报：{count} 个文件，在 {folder}",
        "Sheets and reminders: {count} files in {folder}",
    ),
    "counted": Words(
        "收到文件 {given} 个，计入 {counted} 个。",
        "Files that came: {given}; that count: {counted}.",
    ),
    "findings": Words("发现的问题：{counts}。", "Problems found: {counts}."),
    "submissions": Words("报送情况：{counts}。", "Submissions: {counts}."),
    "nothing": Words(
        "没有可计入的报送，汇总表只列出名单和原因。",
        "No submission counts: the summary holds the roster and the reasons.",
    ),
    "unjudged": Words(
        "有 {count} 个文件无法读取或未能全部检查，原因见汇总表“来源与校验”。",
        "Files that could not be read or checked in full: {count}; the summary’s last sheet says "
        "why.",
    ),
    "closed": Words(
        "{period} 已封账，合计以封账时为准。", "{period} is closed; its totals stay as they were."
    ),
}


@click.command(cls=Command, help=help_text(HELP["consolidate"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--period", required=True, metavar="YYYY-MM", help=help_text(HELP["period"]))
@click.option("--out", required=True, type=FILE, help=help_text(HELP["out"]))
@click.option("--roster", type=FILE, help=help_text(HELP["roster"]))
@click.option("--previous", type=FILE, help=help_text(HELP["previous"]))
@click.option("--ledger", type=FILE, help=help_text(HELP["ledger"]))
@click.option("--include-invalid", is_flag=True, help=help_text(HELP["include_invalid"]))
@click.option("--close", is_flag=True, help=help_text(HELP["close"]))
@click.option(
    "--feedback",
    type=FOLDER,
    help=help_text(HELP["feedback"]),
)
@click.option("--exemptions", type=FILE, help=help_text(CHECK["exemptions"]))
@scale_options
@schemas_option
@common
@with_scale
def consolidate(
    paths: tuple[Path, ...],
    period: str,
    out: Path,
    ledger: Path | None,
    feedback: Path | None,
    schemas: Path | None,
    lang: str,
    **options: Any,
) -> None:
    # Imported here so that `xltool consolidate -h` is there at once.
    from xltool.forms.load import load_forms
    from xltool.ledger.network_share import on_network
    from xltool.pipeline import consolidate as monthly

    period = _last_month() if period == "last" else period
    if ledger and on_network(ledger):
        click.echo(HELP["network"].render({"path": ledger}, lang), err=True)
    result = monthly.consolidate(
        paths,
        period=period,
        out=_as_workbook(out),
        ledger=ledger,
        feedback=feedback,
        lang=lang,
        forms=load_forms(schemas),
        **options,
    )
    _print_summary(result, feedback, period, lang)
    sys.exit(result.exit_code)


def _last_month() -> str:
    """The month before this one, by Beijing time."""
    first = clock.now().replace(day=1)
    return f"{first - datetime.timedelta(days=1):%Y-%m}"


def _as_workbook(out: Path) -> Path:
    """`--out 汇总` means 汇总.xlsx: Excel opens no workbook without its ending.

    Raises `FileSuffixError` for the ending of another kind of file.
    """
    if out.suffix.casefold() not in ("", ".xlsx"):
        raise FileSuffixError(path=printable(str(out)), suffix=".xlsx")
    return out if out.suffix else out.with_name(f"{out.name}.xlsx")


def _print_summary(result: Consolidated, feedback: Path | None, period: str, lang: str) -> None:
    from xltool.month.due_forms import DUE_STATUSES  # as above

    for path in result.kept:
        click.echo(HELP["renamed"].render({"path": path}, lang), err=True)
    given = sum(result.statuses.values())
    parts = {"given": given, "counted": result.counted}
    click.echo(HELP["counted"].render(parts, lang))
    comma = "、" if lang == "zh" else ", "
    found = [
        f"{words(lang)} {result.severities.get(name, 0)}" for name, words in SEVERITIES.items()
    ]
    click.echo(HELP["findings"].render({"counts": comma.join(found)}, lang))
    due_counts = [
        f"{words(lang)} {result.due_counts[status]}"
        for status, words in DUE_STATUSES.items()
        if result.due_counts.get(status)
    ]
    if due_counts:
        click.echo(HELP["submissions"].render({"counts": comma.join(due_counts)}, lang))
    click.echo(HELP["written"].render({"path": result.path}, lang))
    if feedback:
        written = {"count": len(result.feedback), "folder": feedback}
        click.echo(HELP["feedback_written"].render(written, lang))
    if result.closed:
        click.echo(HELP["closed"].render({"period": period}, lang), err=True)
    if not result.counted:
        click.echo(HELP["nothing"](lang), err=True)
    for line in result.exemptions:
        click.echo(line, err=True)
    if result.unjudged:
        click.echo(HELP["unjudged"].render({"count": result.unjudged}, lang), err=True)
