"""What all commands share: language, options, errors as one sentence, printing."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from xltool.errors import XltoolError
from xltool.wording import Words

HELP = {
    "schemas": Words("自己的表单文件夹。", "A folder with forms of your own."),
    "lang": Words("输出语言。", "Language of the output."),
}
_ROLES: dict[str, dict[str, Any]] = {
    "file": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "remedy": {"fg": "green"},
    "dim": {"dim": True},
}


def chosen_language() -> str:
    """The language of the help texts: they are made before the options are read."""
    words = sys.argv[1:]
    asked = "--lang=en" in words or ("--lang", "en") in pairwise(words)
    return "en" if asked or os.environ.get("XLTOOL_LANG", "").startswith("en") else "zh"


def said(words: Words) -> str:
    """A help text in the language of this run."""
    return words(chosen_language())


def stop(error: XltoolError, lang: str) -> NoReturn:
    """End the run with one sentence and exit code 2."""
    click.echo(complaint(error, lang), err=True)
    sys.exit(2)


def complaint(error: XltoolError, lang: str) -> str:
    """What could not be done, as a line on standard error."""
    return {"zh": "出错：", "en": "Error: "}[lang] + error.sentence(lang)


def common(command: Callable[..., None]) -> Callable[..., None]:
    """The language of every command, and our errors as one sentence with exit code 2."""

    @click.option(
        "--lang", type=click.Choice(["zh", "en"]), default=chosen_language, help=said(HELP["lang"])
    )
    @wraps(command)
    def wrapper(*args: Any, lang: str, **options: Any) -> None:
        try:
            command(*args, lang=lang, **options)
        except XltoolError as error:
            stop(error, lang)

    return wrapper


schemas_option = click.option(
    "--schemas", type=click.Path(path_type=Path), help=said(HELP["schemas"])
)


def styled(text: str, role: str) -> str:
    """A text in the colours of its role."""
    return click.style(text, **_ROLES[role])


def be_lenient() -> None:
    """A console in GBK must not stop a report over a character that it does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def page_width() -> int:
    """Columns to write in: of the terminal, at most 100; 80 in pipes and files."""
    on_terminal = sys.stdout is not None and sys.stdout.isatty()  # None where it was closed
    return min(shutil.get_terminal_size().columns, 100) if on_terminal else 80


def echo_lines(lines: Iterable[str]) -> None:
    """Print line by line."""
    for line in lines:
        click.echo(line)
