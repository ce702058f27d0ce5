"""Help texts set by display width: click counts characters, and a Chinese one is two columns wide.

`Command` and `Group` are click's own with these pages and with a help option in our words.
"""

from __future__ import annotations

from collections.abc import Iterable

import click

from xltool.cli.console import chosen_language
from xltool.language.text import display_width
from xltool.language.words import Words
from xltool.reports.wrap import wrapped

USAGE = Words("用法：", "Usage: ")
HEADINGS = {
    "Options": Words("选项：", "Options:"),
    "Commands": Words("命令：", "Commands:"),
}


class HelpPage(click.HelpFormatter):
    """The help of a command in the language of this run, no line wider than the window."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how the command is written."""
        start = USAGE(chosen_language()) if prefix is None else prefix
        indent = " " * (display_width(start) + 2)
        self._write_lines(wrapped(f"{prog} {args}", self.width, start, indent))

    def write_heading(self, heading: str) -> None:
        """The title of a section."""
        words = HEADINGS.get(heading, Words(f"{heading}：", f"{heading}:"))
        self.write(f"{' ' * self.current_indent}{words(chosen_language())}\n")

    def write_text(self, text: str) -> None:
        """One paragraph."""
        indent = " " * self.current_indent
        self._write_lines(wrapped(text, self.width, indent, indent))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Terms and what they mean, in two columns."""
        rows = list(rows)
        longest = max((display_width(term) for term, _ in rows), default=0)
        room = min(longest, col_max)
        rest = " " * (self.current_indent + room + col_spacing)
        for term, meaning in rows:
            start = f"{' ' * self.current_indent}{term}"
            if display_width(term) > room:
                self.write(f"{start}\n")
                start = ""
            first = start + " " * (len(rest) - display_width(start))
            self._write_lines(wrapped(meaning, self.width, first, rest))

    def _write_lines(self, lines: Iterable[str]) -> None:
        self.write("".join(f"{line}\n" for line in lines))


class _Context(click.Context):
    formatter_class = HelpPage


class Command(click.Command):
    """A command whose help is a `HelpPage`."""

    context_class = _Context


class HelpGroup(click.Group):
    """A group of commands whose help is a `HelpPage`."""

    context_class = _Context
