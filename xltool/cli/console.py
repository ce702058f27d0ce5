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

from xltool.language.errors import XltoolError
from xltool.language.words import Words

HELP = {
    "schemas": Words("自己的表单文件夹。", "A folder with forms of your own."),
    "lang": Words("输出语言。", "Language of the output."),
    "help": Words("显示本说明。", "Show this message and exit."),
    "is_file": Words(
        "{path} 是文件，这里要写文件夹", "{path} is a file; a folder is expected here"
    ),
    "is_folder": Words(
        "{path} 是文件夹，这里要写文件", "{path} is a folder; a file is expected here"
    ),
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
    asked = [value for option, value in pairwise(words) if option == "--lang"]
    asked += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    language = asked[-1] if asked else os.environ.get("XLTOOL_LANG", "")
    return "en" if language.startswith("en") else "zh"


def help_text(words: Words) -> str:
    """A help text in the language of this run."""
    return words(chosen_language())


def stop(error: XltoolError, lang: str) -> NoReturn:
    """End the run with one sentence and exit code 2."""
    click.echo(complaint(error, lang), err=True)
    sys.exit(2)


def complaint(error: XltoolError, lang: str) -> str:
    """What could not be done, as a line on standard error."""
    return {"zh": "出错：", "en": "Error: "}[lang] + error.sentence(lang)


def lang_option(**more: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option of the language, of a command or of xltool itself."""
    choice = click.Choice(["zh", "en"])
    return click.option(
        "--lang", type=choice, default=chosen_language, help=help_text(HELP["lang"]), **more
    )


def common(command: Callable[..., None]) -> Callable[..., None]:
    """The language of every command, and our errors as one sentence with exit code 2."""

    @lang_option()
    @click.help_option("-h", "--help", help=help_text(HELP["help"]))
    @wraps(command)
    def wrapper(*args: Any, lang: str, **options: Any) -> None:
        try:
            command(*args, lang=lang, **options)
        except XltoolError as error:
            stop(error, lang)

    return wrapper


class Place(click.Path):
    """Where a file or a folder is, or is to be: what lies there must not be of the other kind."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; fails where it is of the other kind, in words of ours."""
        path = Path(value)
        if not self.file_okay and path.is_file():
            self.fail(help_text(HELP["is_file"]).format(path=path), param, ctx)
        if not self.dir_okay and path.is_dir():
            self.fail(help_text(HELP["is_folder"]).format(path=path), param, ctx)
        return super().convert(value, param, ctx)


FILE = Place(path_type=Path, dir_okay=False)
FOLDER = Place(path_type=Path, file_okay=False)
schemas_option = click.option(
    "--schemas", type=click.Path(path_type=Path), help=help_text(HELP["schemas"])
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
