"""What README.zh-CN.md tells people to type does what it says, and its pictures are there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests import forked
from xltool.cli import commands

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_workbooks"
README = (ROOT / "README.zh-CN.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]
# One that stays until somebody stops it is run elsewhere: as `--once`, and by the tests of watch.
ENDLESS = {"xltool watch 收件 --poll 15"}
NEW_FILES = {
    "new": ("空白表-439001.xlsx",),
    "consolidate": ("汇总.xlsx", "台账.ledger", "审核意见"),
    "check": ("标注",),
    "watch": ("收件/待检", "收件/通过", "收件/退回", "收件/原件", "收件/状态.html", "值守.log"),
}
# The months hold mistakes, as they should, and a unit of the roster is missing.
EXIT_CODES = {"check": 1, "consolidate": 1, "status": 1}


def prepared(folder: Path) -> None:
    """What the text takes for granted: a folder of workbooks, a roster, a form of one's own."""
    shutil.copytree(SAMPLES / "months", folder / "报送", ignore=shutil.ignore_patterns("*.csv"))
    shutil.copy(SAMPLES / "months" / "报送名单.csv", folder)
    (folder / "表单").mkdir()
    (form,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (folder / "表单" / "kaiping-target@2023.yaml").write_text(form, encoding="utf-8")


def typed(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    variables = {"PYTHONIOENCODING": "utf-8"}
    return forked.xltool(words, cwd=folder, environment=variables)


def test_every_command_does_what_the_text_says(tmp_path: Path) -> None:
    prepared(tmp_path)
    for command in COMMANDS:
        line, _, target = command.partition(" > ")
        program, name, *rest = shlex.split(line)
        assert program == "xltool"
        if command in ENDLESS or name not in commands.COMMANDS:
            continue
        done = typed((name, *rest), tmp_path)
        assert done.returncode == EXIT_CODES.get(name, 0), f"{command}: {done.stderr.decode()}"
        assert b"Traceback" not in done.stderr, command
        if target:
            assert done.stdout.startswith(b"{")
        for file in NEW_FILES.get(name, ()):
            assert (tmp_path / file).exists(), f"{command} made no {file}"
    assert "kaiping-target@2023" in typed(("forms", "--schemas", "表单"), tmp_path).stdout.decode()


def test_the_watched_folder_is_shown_with_real_commands() -> None:
    options = {
        option
        for parameter in commands.COMMANDS["watch"].load().params
        for option in parameter.opts
    }
    for command in COMMANDS:
        if command.startswith("xltool watch"):
            assert {word for word in shlex.split(command) if word.startswith("--")} <= options


def test_the_commands_are_of_all_kinds() -> None:
    """The search for commands in the text finds them, and no block is of a kind that is not run."""
    names = {shlex.split(command)[1] for command in COMMANDS}
    assert names == {"new", "consolidate", "status", "check", "watch", "forms", "rule"}
    assert set(re.findall(r"```(\w+)\n", README)) == {"sh", "yaml"}


def test_each_picture_is_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", README)
    assert len(set(pictures)) == 4
    for picture in pictures:
        data = (ROOT / picture).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 200_000
    assert "(README.zh-CN.md)" in (ROOT / "README.md").read_text("utf-8")


def test_each_person_has_one_part() -> None:
    assert re.findall(r"^## (.+)$", README, re.MULTILINE) == ["填报人", "审核人", "管理员"]
