"""The command line: options, printing and exit codes; the work is in `pipeline`."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from xltool import __version__
from xltool.errors import OutputError, XltoolError
from xltool.wording import HELP, SEVERITIES

if TYPE_CHECKING:
    from xltool.form import Form
    from xltool.model import Report
    from xltool.rule import Rule

_ROLES: dict[str, dict[str, Any]] = {
    "file": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "remedy": {"fg": "green"},
    "dim": {"dim": True},
}


def _chosen_language() -> str:
    """The language of the help texts: they are made before the options are read."""
    words = sys.argv[1:]
    asked = "--lang=en" in words or ("--lang", "en") in pairwise(words)
    return "en" if asked or os.environ.get("XLTOOL_LANG", "").startswith("en") else "zh"


def _help(key: str) -> str:
    return HELP[key](_chosen_language())


def _stop(error: XltoolError, lang: str) -> NoReturn:
    word = {"zh": "出错：", "en": "Error: "}[lang]
    click.echo(word + error.sentence(lang), err=True)
    sys.exit(2)


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """The language of every command, and our errors as one sentence with exit code 2."""

    @click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=_chosen_language,
        help=_help("lang"),
    )
    @wraps(command)
    def wrapper(*args: Any, lang: str, **options: Any) -> None:
        try:
            command(*args, lang=lang, **options)
        except XltoolError as error:
            _stop(error, lang)

    return wrapper


_schemas = click.option("--schemas", type=click.Path(path_type=Path), help=_help("schemas"))


def run() -> None:
    """Xltool as a shell starts it: no end of it is a traceback."""
    lang = _chosen_language()
    try:
        main.main(standalone_mode=False)
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
        _stop(OutputError(path=error.filename or "-", detail=error.strerror or str(error)), lang)


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


@click.group(help=_help("xltool"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", help=_help("version"))
def main() -> None:
    # A console in GBK must not stop a report over a character that it does not have.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command(help=_help("check"))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help=_help("out"))
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help=_help("format")
)
@click.option("--select", multiple=True, help=_help("select"))
@click.option("--ignore", multiple=True, help=_help("ignore"))
@click.option("--year", type=click.IntRange(2000, 2099), help=_help("year"))
@click.option("--period", help=_help("period"))
@_schemas
@_common
def check(
    paths: tuple[Path, ...],
    out: Path | None,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    year: int | None,
    period: str | None,
    schemas: Path | None,
    lang: str,
) -> None:
    # Imported here so that `xltool --help` and `xltool rule` start at once: pandera takes 0.5 s.
    from xltool.form_file import load_forms
    from xltool.inputs import find_inputs
    from xltool.pipeline import check_files
    from xltool.provenance import Given
    from xltool.rules import selected_rules

    forms = load_forms(schemas)
    codes = selected_rules(_split(select), _split(ignore)) if select or ignore else None
    inputs = find_inputs(paths)
    if inputs.others:
        click.echo(HELP["others"].render({"count": inputs.others}, lang), err=True)
    files = [item.path for item in inputs.files]
    reports = list(_shown(check_files(files, forms, Given(year, period), codes), len(files)))
    by_key = {form.key: form for form in forms}
    if format_ == "json":
        _print_json(reports, lang)
    else:
        _print_text(reports, by_key, lang)
    if codes is not None:
        click.echo(HELP["partial"].render({"count": len(codes)}, lang), err=True)
    if out:
        _write_results(reports, out, [item.below for item in inputs.files], by_key, lang)
    sys.exit(_exit_code(reports))


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select XL2,XL4` and `--select XL2 --select XL4` say the same."""
    return tuple(part for value in values for part in value.replace("，", ",").split(",") if part)


def _shown(reports: Iterator[Report], total: int) -> Iterator[Report]:
    """The reports, with a progress bar on a terminal where there is something to wait for."""
    if total < 20 or not sys.stderr.isatty():
        yield from reports
        return
    with click.progressbar(reports, length=total, file=sys.stderr) as bar:
        yield from bar


def _exit_code(reports: Sequence[Report]) -> int:
    """2 where a file could not be judged, else 1 where one has an error, else 0."""
    if any(report.verdict not in ("clean", "findings") for report in reports):
        return 2
    return int(any(report.errors for report in reports))


def _print_json(reports: Sequence[Report], lang: str) -> None:
    from xltool.reports.json_report import check_json

    # Programs expect UTF-8 from JSON, whatever the console's own encoding is.
    sys.stdout.flush()
    sys.stdout.buffer.write(check_json(reports, lang).encode())
    sys.stdout.flush()


def _print_text(reports: Sequence[Report], forms: dict[str, Form], lang: str) -> None:
    from xltool.reports.text import closing_lines, file_lines

    width = _page_width()
    for report in reports:
        for line in file_lines(report, forms.get(report.form), lang, width, _styled):
            click.echo(line)
    for line in closing_lines(reports, lang, width):
        click.echo(line)


def _styled(text: str, role: str) -> str:
    return click.style(text, **_ROLES[role])


def _write_results(
    reports: Sequence[Report], out: Path, below: Sequence[Path], forms: dict[str, Form], lang: str
) -> None:
    """A text file for each workbook, that an accountant can open with a double click."""
    from xltool.outputs import result_paths, write_text_result
    from xltool.reports.text import file_lines

    for report, target in zip(reports, result_paths(out, below), strict=True):
        text = "\n".join(file_lines(report, forms.get(report.form), lang, 80))
        write_text_result(target, text)


@main.command(help=_help("rule"))
@click.argument("code", required=False)
@_common
def rule(code: str | None, lang: str) -> None:
    from xltool.rules import all_rules, find_rule

    if code:
        # Imported here: the list of rules needs no forms.
        from xltool.form_file import find_form, load_forms
        from xltool.reports.rule_page import rule_lines

        entry = find_rule(code)
        form = find_form(entry.examples.form, load_forms())
        _echo_lines(rule_lines(entry, form, lang, _page_width()))
        return
    for entry in all_rules():
        click.echo(f"{entry.code}  {SEVERITIES[entry.severity](lang)}  {_listed(entry, lang)}")


def _listed(entry: Rule, lang: str) -> str:
    return (
        f"{entry.title(lang)}（{entry.name}）"
        if lang == "zh"
        else f"{entry.name}: {entry.title(lang)}"
    )


@main.command(help=_help("forms"))
@click.argument("form", required=False)
@click.option("--schema", "as_schema", is_flag=True, help=_help("form_schema"))
@_schemas
@_common
def forms(form: str | None, as_schema: bool, schemas: Path | None, lang: str) -> None:
    # Imported here: reading the forms needs pydantic and YAML, which `xltool rule` does not.
    from xltool.form_file import find_form, form_json_schema, load_forms
    from xltool.reports.form_page import form_lines

    if as_schema:
        click.echo(form_json_schema(), nl=False)
        return
    if form:
        _echo_lines(form_lines(find_form(form, load_forms(schemas)), lang, _page_width()))
        return
    for entry in load_forms(schemas):
        click.echo(f"{entry.key}  {entry.title.words()(lang)}")


def _page_width() -> int:
    on_terminal = sys.stdout is not None and sys.stdout.isatty()  # None where it was closed
    return min(shutil.get_terminal_size().columns, 100) if on_terminal else 80


def _echo_lines(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)
