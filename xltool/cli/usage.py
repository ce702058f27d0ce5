"""A command that is not written right -> one sentence that says what is wrong and what is right."""

from __future__ import annotations

import click

from xltool.cli.console import Place
from xltool.language.words import Words

WORDS = {
    "usage": Words(
        "命令写法不对：{detail}用 {command} --help 查看用法。",
        "The command is not written right: {detail} See {command} --help.",
    ),
    "no_option": Words("没有选项 {name}。{near}", "there is no option {name}. {near}"),
    "no_command": Words("没有命令 {name}。{near}", "there is no command {name}. {near}"),
    "near": Words("是不是 {near}？", "Did you mean {near}?"),
    "absent": Words("缺少 {name}。", "{name} is missing."),
    "whole": Words(
        "{name} 应为 {least} 到 {most} 的整数。", "{name} is a whole number from {least} to {most}."
    ),
    "number": Words(
        "{name} 应为 {least} 到 {most} 的数。", "{name} is a number from {least} to {most}."
    ),
    "choice": Words("{name} 只能是 {choices}。", "{name} can only be one of these: {choices}."),
    "place": Words("{name}：{reason}。", "{name}: {reason}."),
    "value": Words("{name} 的值不合要求。", "{name} has a value that does not do."),
    "no_value": Words("{name} 后面要写值。", "{name} needs a value after it."),
    "too_much": Words("{name} 后面不写值。", "{name} takes no value."),
    "extra": Words("多写了 {given}。", "{given} is too much."),
}


def usage_sentence(error: click.UsageError, lang: str) -> str:
    """What is wrong with a command, in place of click's English."""
    command = error.ctx.command_path if error.ctx else "xltool"
    detail = _detail(error, lang).rstrip()
    return WORDS["usage"].render({"detail": detail, "command": command}, lang)


def _detail(error: click.UsageError, lang: str) -> str:
    match error:
        case click.NoSuchOption():
            return _unknown("no_option", error.option_name, error.possibilities, lang)
        case click.exceptions.NoSuchCommand():
            return _unknown("no_command", error.command_name, error.possibilities, lang)
        case click.MissingParameter(param=click.Parameter() as parameter):
            return WORDS["absent"].render({"name": _name(parameter)}, lang)
        case click.BadParameter(param=click.Parameter() as parameter):
            return _bad_value(parameter, error, lang)
        case click.BadOptionUsage():
            # Click tells the two cases apart by its sentence alone.
            kind = "too_much" if "not take" in error.message else "no_value"
            return WORDS[kind].render({"name": error.option_name}, lang)
        case _:
            # Click has no class for this one: `Got unexpected extra argument (x)`.
            _, found, given = error.message.partition(" (")
            sentence = WORDS["extra"].render({"given": given.rstrip(").")}, lang)
            return sentence if found else error.format_message()


def _unknown(kind: str, name: str, near: list[str] | None, lang: str) -> str:
    hint = WORDS["near"].render({"near": near[0]}, lang) if near else " "
    return WORDS[kind].render({"name": name, "near": hint}, lang)


def _name(parameter: click.Parameter) -> str:
    """An option as it is typed, an argument as the help shows it."""
    if isinstance(parameter, click.Argument):
        return str(parameter.name).upper()
    return parameter.opts[0]


def _bad_value(parameter: click.Parameter, error: click.BadParameter, lang: str) -> str:
    name = _name(parameter)
    match parameter.type:
        case click.IntRange() as kind:
            parts = {"name": name, "least": f"{kind.min:g}", "most": f"{kind.max:g}"}
            return WORDS["whole"].render(parts, lang)
        case click.FloatRange() as kind:
            parts = {"name": name, "least": f"{kind.min:g}", "most": f"{kind.max:g}"}
            return WORDS["number"].render(parts, lang)
        case click.Choice(choices=choices):
            return WORDS["choice"].render({"name": name, "choices": list(choices)}, lang)
        case Place():
            return WORDS["place"].render({"name": name, "reason": error.message}, lang)
        case _:
            return WORDS["value"].render({"name": name}, lang)
