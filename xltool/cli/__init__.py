"""The command line, one command one file; the work is in `pipeline`."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from tempfile import mkstemp

import click

from xltool import __version__
from xltool.cli.check import check
from xltool.cli.console import be_lenient, chosen_language, said, stop
from xltool.cli.consolidate import consolidate
from xltool.cli.forms import forms
from xltool.cli.import_ import import_
from xltool.cli.new import new
from xltool.cli.publish import publish
from xltool.cli.rule import rule
from xltool.cli.status import status
from xltool.cli.watch import watch
from xltool.errors import FaultError, OutputError
from xltool.wording import Words

HELP = {
    "xltool": Words(
        "检查标准工作簿（预算绩效目标表），逐格指出问题和改法。",
        "Check standard workbooks (budget performance targets) cell by cell.",
    ),
    "version": Words("显示版本号。", "Show the version."),
    "interrupted": Words("已中断。", "Interrupted."),
    "usage": Words(
        "命令写法不对：{detail}。用 {command} --help 查看用法。",
        "The command is not written right: {detail}. See {command} --help.",
    ),
    "no_option": Words("没有选项 {name}", "there is no option {name}"),
    "no_argument": Words("缺少 {name}", "{name} is missing"),
    "bad_value": Words("{name} 的值不合要求", "{name} has a value that does not do"),
}


def run(command: click.Command | None = None) -> None:
    """Xltool as a shell starts it: no end of it is a traceback."""
    lang = chosen_language()
    try:
        (command or main).main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.UsageError as error:
        click.echo(_usage_sentence(error, lang), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo(HELP["interrupted"](lang), err=True)
        sys.exit(130)
    except BrokenPipeError:  # who reads our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(2)
    except OSError as error:
        stop(OutputError(path=error.filename or "-", detail=error.strerror or str(error)), lang)
    except Exception as fault:
        stop(FaultError(detail=type(fault).__name__, path=_told(fault)), lang)


def _told(fault: Exception) -> Path:
    """Where the whole of a mistake of ours was written, for those who can read it."""
    number, name = mkstemp(prefix="xltool-", suffix=".txt")
    with open(number, "w", encoding="utf-8") as file:
        file.write(f"xltool {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n")
        file.writelines(traceback.format_exception(fault))
    return Path(name)


def _usage_sentence(error: click.UsageError, lang: str) -> str:
    command = error.ctx.command_path if error.ctx else "xltool"
    parameter = error.param if isinstance(error, click.BadParameter) else None
    name = parameter.opts[0] if parameter else ""
    if isinstance(error, click.NoSuchOption):
        detail = HELP["no_option"].render({"name": error.option_name}, lang)
    elif isinstance(error, click.MissingParameter):
        detail = HELP["no_argument"].render({"name": name.upper()}, lang)
    elif name:
        detail = HELP["bad_value"].render({"name": name}, lang)
    else:
        detail = error.format_message().rstrip(".")
    return HELP["usage"].render({"detail": detail, "command": command}, lang)


@click.group(help=said(HELP["xltool"]), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", help=said(HELP["version"]))
def main() -> None:
    be_lenient()


for _command in (check, new, import_, publish, consolidate, watch, status, rule, forms):
    main.add_command(_command)
