"""`xltool check`: workbooks and folders of them, checked; the work is in `check_run`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from xltool.cli.console import FILE, FOLDER, common, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.cli.scale import scale_options, with_scale
from xltool.language.words import Words

FORMATS = ("text", "json")
"""Those of `reports.formats`, which would load much for a help page."""
HELP = {
    "check": Words(
        "检查工作簿或文件夹。没有错误时退出码为 0，有错误为 1，有文件无法检查为 2。",
        "Check workbooks or folders of them. Exit code 0: no errors, 1: errors found, 2: some "
        "file could not be checked.",
    ),
    "out": Words(
        "把标注好的工作簿放入这个文件夹；不写则放在原文件旁边。",
        "Put the marked copies into this folder; by default they go beside the originals.",
    ),
    "no_annotate": Words(
        "只显示检查结果，不写标注好的工作簿。", "Show the result only; write no marked copies."
    ),
    "unmark": Words(
        "去掉标注，还原成标注前的工作簿，不检查。",
        "Take the marks off and give the workbook back as it was; nothing is checked.",
    ),
    "format": Words(
        "输出格式：给人看的文本，或给程序用的 JSON。", "Text for people or JSON for programs."
    ),
    "select": Words(
        "只执行这些规则；可写规则代码或其开头，如 XL2。",
        "Run only these rules: codes or their beginnings, as XL2.",
    ),
    "ignore": Words("不执行这些规则。", "Leave these rules out."),
    "year": Words(
        "表中没有写明年度时采用的预算年度。", "Fiscal year of workbooks that do not state one."
    ),
    "period": Words(
        "表中没有写明月份时采用的月份，如 2022-03。",
        "Month of workbooks that do not state one, as 2022-03.",
    ),
    "exemptions": Words(
        "豁免清单（.xlsx、.csv 或 .yaml）：哪个单位的哪条规则在什么日期前不作要求，以及理由和"
        "批准人。空白清单用 xltool new exemptions 生成。",
        "The list of exemptions (.xlsx, .csv or .yaml): which unit need not follow which rule "
        "until when, why, and who approved it. xltool new exemptions makes a blank one.",
    ),
    "ledger": Words(
        "台账文件：记下收到的文件和检查结果，再次检查或汇总时，没有改动过的文件直接用上次的结果。"
        "用了 --select 或 --ignore 时不用台账。",
        "The ledger’s file: it remembers what came and what was found, so that the next check or "
        "`consolidate` takes over what it says of unchanged files. Not used with --select or "
        "--ignore.",
    ),
}


@click.command(cls=Command, help=help_text(HELP["check"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=FOLDER, help=help_text(HELP["out"]))
@click.option("--no-annotate", is_flag=True, help=help_text(HELP["no_annotate"]))
@click.option("--unmark", is_flag=True, help=help_text(HELP["unmark"]))
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    default="text",
    help=help_text(HELP["format"]),
)
@click.option("--select", multiple=True, help=help_text(HELP["select"]))
@click.option("--ignore", multiple=True, help=help_text(HELP["ignore"]))
@click.option("--year", type=click.IntRange(2000, 2099), help=help_text(HELP["year"]))
@click.option("--period", help=help_text(HELP["period"]))
@click.option("--exemptions", type=FILE, help=help_text(HELP["exemptions"]))
@click.option("--ledger", type=FILE, help=help_text(HELP["ledger"]))
@scale_options
@schemas_option
@common
@with_scale
def check(**options: Any) -> None:
    # Imported here so that `xltool check -h` is there at once.
    from xltool.cli.check_run import CheckOptions, run_check

    run_check(CheckOptions(**options))
