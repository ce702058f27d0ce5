"""The one-file program: a workbook or folder dragged onto it is checked, its marked copy opens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from xltool.cli.check_run import check_and_mark, exit_code, print_result
from xltool.cli.commands import COMMANDS
from xltool.cli.console import be_lenient, common, help_text
from xltool.cli.help_page import Command
from xltool.cli.main import run
from xltool.cli.scale import chosen_scale
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.words import Words
from xltool.pipeline.inputs import Input, find_inputs
from xltool.reports.check_result import CheckResult

HELP = {
    "dragged": Words(
        "把工作簿或文件夹拖到本程序的图标上，就会检查，并打开标注好的工作簿。",
        "Drag workbooks or a folder onto this program: they are checked and the marked copy opens.",
    ),
    "no_open": Words(
        "不打开标注好的工作簿，结束时不等待。", "Open nothing and do not wait at the end."
    ),
    "how": Words(
        "请把要检查的工作簿或文件夹拖到本程序的图标上再松开鼠标。\n"
        "检查后会打开标注好的工作簿，它放在原文件旁边，名字里多了 .checked；原文件不会改动。",
        "Drag the workbook or the folder to check onto the icon of this program and let go.\n"
        "The marked copy opens then; it lies beside the original, with .checked in its name. The "
        "original is not changed.",
    ),
    "checking": Words("正在检查，请稍候……", "Checking, please wait …"),
    "opened": Words("已打开：{path}", "Opened: {path}"),
    "enter": Words("按回车键关闭窗口。", "Press Enter to close this window."),
}


def start() -> None:
    """The program as an icon or a shell starts it; a command (`check …`) is carried out as by
    `xltool`.
    """
    words = sys.argv[1:]
    if words and not Path(words[0]).exists() and words[0] in {*COMMANDS, "--version"}:
        run()
        return
    try:
        run(dragged)
    finally:
        if "--no-open" not in words:
            _wait()


@click.command(cls=Command, help=help_text(HELP["dragged"]))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--no-open", is_flag=True, help=help_text(HELP["no_open"]))
@common
def dragged(paths: tuple[Path, ...], no_open: bool, lang: str) -> None:
    be_lenient()
    if not paths:
        click.echo(HELP["how"](lang))
        return
    click.echo(HELP["checking"](lang), err=True)

    # Imported here so that the window says something before half a second of pandera.
    from xltool.pipeline.check_work import CheckWork
    from xltool.pipeline.file_tasks import PackedForms

    forms = load_forms()
    files = find_inputs(paths).files
    work = CheckWork(PackedForms.of(forms), Given(), marking=True, lang=lang)
    reports, copies = check_and_mark(files, work, None, chosen_scale(lang))
    print_result(CheckResult(reports, {form.key: form for form in forms}, lang, copies))
    result = _to_open([path for path in copies.values() if path], files)
    if result and not no_open and _open(result):
        click.echo(HELP["opened"].render({"path": result}, lang))
    sys.exit(2 if None in copies.values() else exit_code(reports))


def _to_open(copies: Sequence[Path], files: Sequence[Input]) -> Path | None:
    """The one marked copy; of several the folder that holds them all, as twenty windows of Excel
    help nobody.
    """
    if len(copies) == 1 == len(files):
        return copies[0]
    folders = [str(path.parent.absolute()) for path in copies]
    return Path(os.path.commonpath(folders)) if folders else None


def _open(path: Path) -> bool:
    """Open a file or folder in the program that the person has for it; whether there is one."""
    # The one-file program finds its own libraries first; other programs must not find those.
    if sys.platform == "win32":
        import ctypes  # only Windows has what is asked of it here

        ctypes.windll.kernel32.SetDllDirectoryW(None)
        try:
            os.startfile(path)  # noqa: S606
        except OSError:  # no program is set for this kind of file
            return False
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    seen = sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    if not opener or not seen:
        return False
    own = {"LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH_ORIG", "")}
    environment = {**os.environ, **own} if getattr(sys, "frozen", False) else None
    run_ = subprocess.run([opener, str(path)], env=environment, check=False, capture_output=True)  # noqa: S603
    return run_.returncode == 0


def _wait() -> None:
    """Keep the window of Windows open until the person has read it."""
    if sys.platform == "win32" and sys.stdin is not None and sys.stdin.isatty():
        click.echo(help_text(HELP["enter"]))
        sys.stdin.readline()


if __name__ == "__main__":
    start()
