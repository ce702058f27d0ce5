"""The commands as a person or a program meets them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result

from tests import forked
from xltool.cli.commands import COMMANDS
from xltool.cli.main import main
from xltool.language.text import display_width

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_workbooks"
CLEAN = SAMPLES / "三套指标完整.xlsx"
PUBLISHED = SAMPLES / "公开文本三个项目.xlsx"
THIRTY = SAMPLES / "三十处错误.xlsx"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, _apart(arguments))


def _apart(arguments: tuple[str | Path, ...]) -> list[str]:
    """A check of the samples leaves no copies beside them."""
    words = list(map(str, arguments))
    if words[:1] == ["check"] and "--out" not in words:
        words.append("--no-annotate")
    return words


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """xltool in a process of its own, as a shell starts it."""
    variables = {"PYTHONIOENCODING": "utf-8", **environment}
    return forked.xltool(_apart(arguments), cwd=ROOT, environment=variables)


@pytest.mark.parametrize(("path", "code"), [(CLEAN, 0), (PUBLISHED, 0), (THIRTY, 1), (SAMPLES, 1)])
def test_exit_code_says_whether_there_are_errors(path: Path, code: int) -> None:
    assert run("check", path).exit_code == code


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    shutil.copy(CLEAN, tmp_path / "好.xlsx")
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "网页.xls").write_text("<html><table><tr><td>1</td></tr></table></html>")
    (tmp_path / "~$好.xlsx").write_bytes(b"lock")
    (tmp_path / "说明.docx").write_bytes(b"PK")
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "文件是空的" in result.stdout
    assert "网页" in result.stdout
    assert "共检查 3 个文件：1 个可以接收" in result.stdout.replace("\n", "")
    assert "另有 1 个不是工作簿的文件" in result.stderr
    assert "Traceback" not in result.output


def test_files_that_were_not_judged_do_not_count_as_without_errors(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    alone = run("check", tmp_path / "空.xlsx").stdout.replace("\n", "")
    assert "0 处" not in alone
    assert "内容都没有检查" in alone
    shutil.copy(CLEAN, tmp_path / "好.xlsx")
    both = run("check", tmp_path).stdout.replace("\n", "")
    assert "认出表单的 1 个文件合计错误 0 处" in both


def test_a_workbook_that_is_no_form_is_named_with_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "购物清单"
    book.save(tmp_path / "别的.xlsx")
    result = run("check", tmp_path / "别的.xlsx", "--lang", "en")
    assert result.exit_code == 2
    assert "No known form was recognised" in result.stdout
    assert "Sheet" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("check", "没有这个文件.xlsx"), "找不到"),
        (("check", CLEAN, "--select", "XL999"), "没有名为"),
        (("check", CLEAN, "--select", "XL801"), "只在 xltool consolidate 中执行"),
        (("rule", "XL20З"), "没有名为"),
        (("rule", "out_of_rang"), "out_of_range"),
        (("forms", "hebei-tarGet"), "hebei-target@2022"),
        (("check", CLEAN, "--schemas", "没有这个文件夹"), "没有这个文件夹"),
    ],
)
def test_our_errors_are_one_sentence_with_exit_code_2(
    arguments: tuple[str | Path, ...], hint: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert hint in result.stderr
    assert result.stderr.count("\n") == 1
    assert not result.stdout


def test_json_follows_its_published_schema() -> None:
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text("utf-8"))
    for lang in ("zh", "en"):
        result = process("check", SAMPLES, "--format", "json", "--lang", lang)
        document = json.loads(result.stdout.decode())
        jsonschema.validate(document, schema)
        assert len(document["files"]) == len(list(SAMPLES.rglob("*.xlsx")))
    required = {"path", "digest", "form", "unit", "year", "period", "verdict", "accepted"}
    required |= {"reason", "counts", "not_run", "findings"}
    assert required <= set(document["files"][0])


def test_the_published_schema_is_fresh() -> None:
    from xltool.reports.json_report import check_json_schema

    assert (ROOT / "schemas" / "report.schema.json").read_text("utf-8") == check_json_schema()


def test_select_and_ignore_take_codes_and_their_beginnings() -> None:
    def rules(*options: str) -> set[str]:
        document = json.loads(process("check", THIRTY, "--format", "json", *options).stdout)
        return {finding["rule"] for finding in document["files"][0]["findings"]}

    every = rules()
    money = {code for code in every if code.startswith("XL4")}
    assert money
    assert rules("--select", "XL4") == money
    assert rules("--ignore", "XL4") == every - money
    assert rules("--select", "XL4,XL1", "--ignore", sorted(money)[0]) == {
        code for code in every if code[:3] in ("XL4", "XL1")
    } - {sorted(money)[0]}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_no_line_is_wider_than_80_columns(path: Path, lang: str) -> None:
    first, *lines = run("check", path, "--lang", lang).stdout.splitlines()
    assert first == path.as_posix()  # whole, however long
    for line in lines:
        assert display_width(line) <= 80, line


def test_a_path_that_is_gone_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    shutil.copy(CLEAN, tmp_path / "c.xlsx")
    result = run("check", tmp_path, tmp_path / "a.xlsx")
    assert result.exit_code == 2
    assert result.stdout.count("找不到这个文件") == 2
    assert "1 个可以接收" in result.stdout


def test_rules_that_were_all_left_out_are_no_pass() -> None:
    result = run("check", CLEAN, "--select", "XL106", "--ignore", "XL1")
    assert result.exit_code == 2
    assert "没有可执行的规则" in result.stderr
    assert "只执行了所选的" in run("check", CLEAN, "--select", "XL7").stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check",), "缺少 PATHS"),
        (("check", CLEAN, "--yaer", "2022"), "没有选项 --yaer"),
        (("check", CLEAN, "--year", "22"), "--year 应为 2000 到 2099 的整数"),
        (("check", CLEAN, "--period", "2022-13"), "不是月份"),
        (("check", CLEAN, "--out", CLEAN), "是文件，这里要写文件夹"),
    ],
)
def test_a_command_that_is_not_written_right(
    arguments: tuple[str | Path, ...], sentence: str
) -> None:
    done = process(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_full_disk_behind_the_output_is_one_sentence() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    with full.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "xltool", "check", "--no-annotate", str(CLEAN)],
            stdout=output,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_mistake_of_ours_is_one_sentence_and_a_file(tmp_path: Path) -> None:
    """Nobody who fills in forms should meet a traceback, but it must not be lost either."""
    wrong = "check_run.print_result = lambda *_: 1 / 0"
    done = subprocess.run(
        [
            *(sys.executable, "-c", f"from xltool.cli import check_run, main; {wrong}; main.run()"),
            *("check", "--no-annotate", str(CLEAN)),
        ],
        capture_output=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    (told,) = tmp_path.glob("xltool-*.txt")
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("出错：程序自身出了差错（ZeroDivisionError）") and str(told) in line
    assert "Traceback" not in done.stderr
    text = told.read_text("utf-8")
    assert "division by zero" in text and str(CLEAN) in text and "Traceback" in text


def test_a_pipe_gets_no_colours() -> None:
    assert b"\x1b[" not in process("check", THIRTY).stdout


def test_a_gbk_console_is_no_obstacle() -> None:
    result = process("check", SAMPLES, PYTHONIOENCODING="gbk")
    assert result.returncode == 1, result.stderr.decode("gbk")
    text = result.stdout.decode("gbk")
    assert "错误" in text
    assert "?" not in text  # nothing had to be replaced


def test_the_same_fault_in_many_cells_is_one_line() -> None:
    text = run("check", PUBLISHED).stdout
    assert text.count("[XL221]") == 1


LIGHT = [("--help",), ("rule",), ("rule", "XL203"), *((name, "-h") for name in COMMANDS)]
"""What should not wait for a heavy library to load."""
LOADED_BY_EACH = """
import sys
from xltool.cli.main import main
for words in sys.argv[1:]:
    try:
        main(words.split())
    except SystemExit as end:
        assert not end.code
    heavy = {"pandas", "pandera", "openpyxl", "numpy", "docx", "pypdf"} & set(sys.modules)
    print(words, *heavy, sep=",", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def loaded_by_each() -> dict[str, list[str]]:
    """The heavy libraries that are loaded after each of `LIGHT`, one after another."""
    words = [" ".join(arguments) for arguments in LIGHT]
    command = [sys.executable, "-c", LOADED_BY_EACH, *words]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    lines = [line.split(",") for line in done.stderr.decode().splitlines()]
    return {line[0]: line[1:] for line in lines}


@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
def test_help_and_rule_import_nothing_heavy(
    arguments: tuple[str, ...], loaded_by_each: dict[str, list[str]]
) -> None:
    assert loaded_by_each[" ".join(arguments)] == []


def test_a_check_loads_only_what_it_uses() -> None:
    code = (
        # Pandera loads it where it is installed, as for our tests alone.
        "import sys\nsys.modules['hypothesis'] = None\nfrom xltool.cli.main import run\n"
        "try: run()\nexcept SystemExit as end: assert not end.code\n"
        "unused = {'sqlite3', 'multiprocessing', 'http', 'xltool.excel.marks.result',\n"
        "    'xltool.ledger.ledger', 'xltool.reports.json_report'} & set(sys.modules)\n"
        "assert 'pandera' in sys.modules and not unused, unused\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(CLEAN), "--no-annotate"],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("arguments", [("--help",), ("chek",)], ids=" ".join)
def test_help_and_a_mistyped_name_import_no_command(arguments: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom xltool.cli.main import run\n"
        "try: run()\nexcept SystemExit: pass\n"
        "from xltool.cli.commands import COMMANDS\n"
        "modules = {f'xltool.cli.{entry.module}' for entry in COMMANDS.values()}\n"
        "loaded = modules & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_page(lang: str) -> None:
    from xltool.rules.registry import all_rules

    for rule in all_rules():
        page = run("rule", rule.code, "--lang", lang)
        assert page.exit_code == 0
        assert rule.title(lang) in page.stdout.replace("\n", "").replace("    ", "")
        assert all(display_width(line) <= 80 for line in page.stdout.splitlines())


def test_every_form_has_its_page() -> None:
    listed = run("forms").stdout
    assert "hebei-target@2022" in listed
    for line in listed.splitlines():
        assert run("forms", line.split()[0]).exit_code == 0


def test_readme_and_ci_agree_on_the_test_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    install = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]'"
    assert f"{install} && .venv/bin/python -m pytest" in readme.splitlines()
