"""Help that fits its window, and commands that are not written right."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.drop_folder import Drop
from tests.test_cli import CLEAN, ROOT, SAMPLES, process
from tests.test_watch import Watch
from xltool.cli.commands import COMMANDS
from xltool.cli.dragged import dragged
from xltool.language.text import display_width

HELPS = """
import os, sys
from xltool.cli.commands import COMMANDS
from xltool.cli.dragged import dragged
from xltool.cli.main import main
for columns in sys.argv[1:]:
    os.environ["COLUMNS"] = columns
    for command in (main, dragged, *(entry.load() for entry in COMMANDS.values())):
        print(command.get_help(command.context_class(command, info_name="xltool consolidate")))
    print(end="\\f")
"""
WIDTHS = (60, 80)


@cache
def helps(lang: str) -> dict[int, str]:
    """The help of all commands by the width of the window; a process speaks one language."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "XLTOOL_LANG": lang}
    command = [sys.executable, "-c", HELPS, *map(str, WIDTHS)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=True)
    return dict(zip(WIDTHS, done.stdout.decode().split("\f"), strict=False))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", WIDTHS)
def test_no_line_of_any_help_is_wider_than_the_window(columns: int, lang: str) -> None:
    lines = helps(lang)[columns].splitlines()
    assert len(lines) > 100
    assert not [line for line in lines if display_width(line) > columns]
    assert not [line for line in lines if "..." in line and "[OPTIONS]" not in line]


def test_each_command_has_a_short_help_of_its_own() -> None:
    shown = process("--help").stdout.decode()
    for name, entry in COMMANDS.items():
        assert entry.load().name == name
        assert f"  {name} " in shown and entry.short_help("zh") in shown
    assert "选项：" in shown and "Options" not in shown


def test_no_arguments_give_the_help() -> None:
    for arguments, begin in (((), "用法："), (("--lang", "en"), "Usage:")):
        done = process(*arguments)
        assert done.returncode == 2
        told = done.stderr.decode()
        assert told.startswith(begin) and "consolidate" in told
        assert "命令写法不对" not in told


def test_the_language_may_stand_before_the_command() -> None:
    english = process("--lang", "en", "rule", "XL101", XLTOOL_LANG="zh").stdout.decode()
    assert english.startswith("XL101 Project code is malformed")
    chinese = process("--lang", "zh", "rule", "XL101", XLTOOL_LANG="en").stdout.decode()
    assert "怎么改" in chinese
    last = process("--lang", "zh", "rule", "XL101", "--lang", "en").stdout.decode()
    assert last == english


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("chek",), "没有命令 chek。是不是 check？用", "no command chek. Did you mean check? See"),
        (("consolidate", "报送", "--out", "o.xlsx"), "缺少 --period。", "--period is missing."),
        (("check",), "缺少 PATHS。", "PATHS is missing."),
        (("check", "x", "--yaer"), "没有选项 --yaer。是不是 --year？", "no option --yaer. Did"),
        (
            ("check", "x", "--year", "22"),
            "--year 应为 2000 到 2099 的整数。",
            "--year is a whole number from 2000 to 2099.",
        ),
        (
            ("watch", "x", "--poll", "often"),
            "--poll 应为 0.1 到 3600 的数。",
            "--poll is a number from 0.1 to 3600.",
        ),
        (
            ("check", "x", "--format", "xml"),
            "--format 只能是 text、json。",
            "--format can only be one of these: text, json.",
        ),
        (
            ("check", "x", "--out", "README.md"),
            "--out：README.md 是文件，这里要写文件夹。",
            "--out: README.md is a file; a folder is expected here.",
        ),
        (
            ("publish", "x", "--out", "tests"),
            "--out：tests 是文件夹，这里要写文件。",
            "--out: tests is a folder; a file is expected here.",
        ),
        (
            ("watch", "README.md"),
            "INBOX：README.md 是文件，这里要写文件夹。",
            "INBOX: README.md is a file; a folder is expected here.",
        ),
        (("check", "x", "--out"), "--out 后面要写值。", "--out needs a value after it."),
        (("watch", "x", "--once=1"), "--once 后面不写值。", "--once takes no value."),
        (("rule", "XL101", "多"), "多写了 多。", "多 is too much."),
    ],
)
def test_what_is_wrong_with_a_command(arguments: tuple[str, ...], zh: str, en: str) -> None:
    for lang, sentence in (("zh", zh), ("en", en)):
        done = process(*arguments, XLTOOL_LANG=lang)
        assert done.returncode == 2
        told = done.stderr.decode()
        assert sentence in told and told.count("\n") == 1
        assert "。。" not in told and ".." not in told


def test_the_program_with_an_icon_has_its_help() -> None:
    shown = CliRunner().invoke(dragged, ["-h"]).output
    assert "--no-open" in shown and "显示本说明" in shown


def test_chosen_rules_are_no_verdict() -> None:
    for lang, zh in (("zh", "只检查了部分规则"), ("en", "only some rules were run")):
        told = process("check", CLEAN, "--select", "XL315", "--lang", lang)
        text = told.stdout.decode()
        assert zh in text and "可以接收" not in text and "acceptable" not in text
        assert "没有发现问题" not in text


def test_one_file_is_one_file() -> None:
    told = process("check", CLEAN, "--lang", "en").stdout.decode()
    assert "1 file checked: " in told


TAB = "form: x\nversion: '2022'\n\ttitle: x\n"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (TAB, "第 3 行有制表符（Tab），请改用空格", "line 3 holds a tab; use spaces instead"),
        ("form: [x\nversion: 1\n", "不是有效的 YAML，请检查", "this is not valid YAML: "),
        ("form: 2022-13-01\n", "有不存在的日期", "a date that does not exist"),
        (
            "form: x\nversion: '2022'\nextends: hebei-target@2022\n"
            "rules: {XL203: {severity: bad}}\n",
            "只能是下列之一：error、warning、note",
            "it can only be one of these: error, warning, note",
        ),
    ],
)
def test_a_form_file_that_is_wrong_is_told_in_one_language(
    text: str, zh: str, en: str, tmp_path: Path
) -> None:
    (tmp_path / "x@2022.yaml").write_text(text, "utf-8")
    for lang, sentence in (("zh", zh), ("en", en)):
        told = process("forms", "--schemas", tmp_path, XLTOOL_LANG=lang).stderr.decode()
        assert sentence in told
        assert lang == "en" or ("found" not in told and "'" not in told and " or " not in told)


def test_nothing_to_consolidate_is_refused_as_by_check(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    words = (tmp_path / "空", "--period", "2022-03", "--out", tmp_path / "o.xlsx")
    ledger = tmp_path / "台账.ledger"
    checked = process("check", tmp_path / "空")
    for options in ((), ("--ledger", ledger)):
        done = process("consolidate", *words, *options)
        assert done.returncode == 2 and done.stderr == checked.stderr
        assert sorted(path.name for path in tmp_path.iterdir()) == ["空"]
    months = SAMPLES / "months"
    process("consolidate", months, *words[1:3], "--out", tmp_path / "a.xlsx", "--ledger", ledger)
    assert process("consolidate", *words, "--ledger", ledger).returncode == 1  # one unit has errors
    assert (tmp_path / "o.xlsx").exists()
    later = ("--period", "2023-03", "--out", tmp_path / "p.xlsx", "--ledger", ledger)
    assert process("consolidate", tmp_path / "空", *later).returncode == 2
    assert not (tmp_path / "p.xlsx").exists()


def test_a_roster_alone_gives_the_reminders(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    words = ("--period", "2022-03", "--out", tmp_path / "o.xlsx")
    roster = SAMPLES / "months" / "报送名单.csv"
    done = process("consolidate", tmp_path / "空", *words, "--roster", roster)
    assert done.returncode == 1 and "未报送 4" in done.stdout.decode()
    assert (tmp_path / "o.xlsx").exists()


def test_a_summary_is_never_written_under_another_ending(tmp_path: Path) -> None:
    words = ("--period", "2022-03", "--out", tmp_path / "o.csv")
    done = process("consolidate", SAMPLES / "months", *words)
    assert done.returncode == 2 and "以 .xlsx 结尾" in done.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_an_open_file_is_named_at_the_end_of_a_run(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.drop("439001/表.xlsx", CLEAN)
    lock = drop.drop("439001/~$表.xlsx", b"lock")
    done = Watch(drop.root).once()
    sentence = "还有 1 个文件没有检查：439001/表.xlsx 正在 Excel 或 WPS 中打开，或被占用"
    assert done.returncode == 2 and sentence in done.stderr.decode()
    lock.unlink()
    done = Watch(drop.root).once()
    assert done.returncode == 0 and "没有检查" not in done.stderr.decode()


def test_the_desk_speaks_the_language_of_its_folders(tmp_path: Path) -> None:
    drop = Drop(tmp_path, "en")
    drop.drop("old.xlsx", b"no workbook")
    told = Watch(drop.root, "--lang", "zh").once().stderr.decode()
    assert "Looking after" in told and "Stopped." in told
    assert "returned  old.xlsx  could not be read\n" in told
    assert not [char for char in told if "一" <= char <= "鿿"]


def test_a_file_that_was_not_read_has_no_counts(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.drop("旧表.xlsx", b"no workbook")
    told = Watch(drop.root).once().stderr.decode()
    assert "退回  旧表.xlsx  无法读取\n" in told and "错误 0" not in told
