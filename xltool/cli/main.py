"""The command line, one command one file; the work is in `pipeline`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from xltool import __version__
from xltool.cli.commands import LazyGroup
from xltool.cli.console import HELP as CONSOLE
from xltool.cli.console import be_lenient, chosen_language, help_text, lang_option, stop
from xltool.cli.usage import usage_sentence
from xltool.language.errors import FaultError, OutputError
from xltool.language.words import Words
from xltool.pipeline.collector import collect_less

HELP = {
    "xltool": Words(
        "检查标准工作簿（预算绩效目标表），逐格指出问题和改法。",
        "Check standard workbooks (budget performance targets) cell by cell.",
    ),
    "version": Words("显示版本号。", "Show the version."),
    "interrupted": Words("已中断。", "Interrupted."),
}


def run(command: click.Command | None = None) -> None:
    """Xltool as a shell starts it: no end of it is a traceback."""
    lang = chosen_language()
    collect_less()
    try:
        (command or main).main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.exceptions.NoArgsIsHelpError as end:
        end.show()
        sys.exit(end.exit_code)
    except click.UsageError as error:
        click.echo(usage_sentence(error, lang), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo(HELP["interrupted"](lang), err=True)
        sys.exit(130)
    except BrokenPipeError:  # who reads our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(2)
    except OSError as error:
        stop(OutputError(path=error.filename or "-", detail=error.strerror or str(error)), lang)
    except Exception as fault:  # of ours, whatever it is: nobody is left to catch it
        stop(FaultError(detail=type(fault).__name__, path=_fault_file(fault)), lang)


def _fault_file(fault: Exception) -> Path:
    """Where the whole of a mistake of ours was written, for those who can read it."""
    # Imported here to start faster: a run without a mistake needs neither.
    import traceback
    from tempfile import mkstemp

    number, name = mkstemp(prefix="xltool-", suffix=".txt")
    # Names in another encoding must not stop this too.
    with open(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"xltool {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n")
        file.writelines(traceback.format_exception(fault))
    return Path(name)


@click.group(cls=LazyGroup, invoke_without_command=True, help=help_text(HELP["xltool"]))
@click.version_option(__version__, "--version", help=help_text(HELP["version"]))
# Nothing is made of it here: each command takes `chosen_language` for its own.
@lang_option(expose_value=False)
@click.help_option("-h", "--help", help=help_text(CONSOLE["help"]))
@click.pass_context
def main(context: click.Context) -> None:
    be_lenient()
    if context.invoked_subcommand is None:
        raise click.exceptions.NoArgsIsHelpError(context)
