"""The commands by name; a command's module is imported when the command is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click

from xltool.cli.console import chosen_language
from xltool.cli.help_page import HelpGroup
from xltool.language.words import Words


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command: its module in `xltool.cli`, which holds a function of the same name, and what
    the list of commands says about it.
    """

    module: str
    short_help: Words

    def load(self) -> click.Command:
        """Import the command."""
        command = getattr(import_module(f"xltool.cli.{self.module}"), self.module)
        assert isinstance(command, click.Command)
        return command


COMMANDS: Mapping[str, CommandEntry] = {
    "check": CommandEntry(
        "check", Words("检查工作簿或文件夹。", "Check workbooks or folders of them.")
    ),
    "new": CommandEntry(
        "new", Words("按表单生成空白的标准工作簿。", "Make a blank standard workbook from a form.")
    ),
    "import": CommandEntry(
        "import_",
        Words(
            "把公开的绩效目标文本填入标准工作簿。",
            "Fill in standard workbooks from published documents.",
        ),
    ),
    "publish": CommandEntry(
        "publish",
        Words(
            "把填好的工作簿做成公开文本。", "Make the document to publish from filled workbooks."
        ),
    ),
    "consolidate": CommandEntry(
        "consolidate",
        Words(
            "把一个月的工作簿汇总成一张汇总表。",
            "Consolidate a month of workbooks into one summary.",
        ),
    ),
    "watch": CommandEntry(
        "watch",
        Words(
            "值守收件文件夹，收到工作簿就检查。", "Look after a drop folder and check what comes."
        ),
    ),
    "status": CommandEntry(
        "status",
        Words("按台账列出各单位的报送情况。", "List who has handed in, as the ledger has it."),
    ),
    "explain": CommandEntry(
        "explain",
        Words("说明工作表里每一格读成了什么。", "Say what each cell of a workbook was read as."),
    ),
    "rule": CommandEntry(
        "rule", Words("说明一条规则，或列出全部规则。", "Explain a rule, or list all of them.")
    ),
    "forms": CommandEntry(
        "forms", Words("说明一个表单，或列出全部表单。", "Describe a form, or list all of them.")
    ),
}


class LazyGroup(HelpGroup):
    """The group of all `COMMANDS`; its help and a mistyped name import none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names in the order of the help."""
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """The command of a name, imported; None where there is none."""
        entry = COMMANDS.get(cmd_name)
        return entry.load() if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; an unknown name fails with those that are near."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=COMMANDS, ctx=ctx
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with what each is for."""
        lang = chosen_language()
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, COMMANDS[name].short_help(lang)) for name in self.list_commands(ctx)]
            )
