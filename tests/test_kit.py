"""What goes into the offline kit; with `-m kit` it is built, installed and used as well.

Building takes some minutes, so the default run leaves it out: `python -m pytest -m kit`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from kit.build import _texts, build_kit
from kit.parts import install
from kit.program import build_program
from kit.wheelhouse import Target, missing
from tests.drop_folder import unlike

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_workbooks"
POSIX = pytest.mark.skipif(os.name == "nt", reason="install.sh and its paths are those of Unix")
OFFLINE = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "http_proxy": "http://127.0.0.1:9"}


def wheel(folder: Path, name: str, *requirements: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
    lines += [f"Requires-Dist: {requirement}" for requirement in requirements]
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")
    return path


def test_what_only_the_other_kind_of_machine_needs_is_missed(tmp_path: Path) -> None:
    """pip itself would answer these markers for the machine that it runs on."""
    wheels = [
        wheel(tmp_path, "xltool", "Click>=8.1", "old-name; python_version < '3.11'"),
        wheel(tmp_path, "click", 'colorama; platform_system == "Windows"', "x; extra == 'dev'"),
    ]
    assert missing(wheels, Target("win_amd64", "3.11").environment()) == {"colorama": "colorama"}
    assert not missing(wheels, Target("manylinux2014_x86_64", "3.11").environment())
    assert missing(wheels, Target("macosx_11_0_arm64", "3.10").environment()) == {
        "old-name": "old-name"
    }


def test_extras_that_are_asked_for_and_names_in_a_ring_are_followed(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, "xltool", "server[fast]"),
        wheel(tmp_path, "server", "loop>=2; extra == 'fast'", "xltool", "Typing.Words"),
        wheel(tmp_path, "typing_words"),
    ]
    assert missing(wheels, Target.here().environment()) == {"loop": "loop>=2"}
    assert missing([], Target.here().environment()) == {"xltool": "xltool"}


def test_texts_are_readable_where_they_are_read() -> None:
    texts = dict(_texts())
    bat = texts["install.bat"]
    assert bat.isascii() and b"\r\n" in bat and b"\n" not in bat.replace(b"\r\n", b"")
    assert texts["说明.txt"].startswith(b"\xef\xbb\xbf")
    assert not texts["no-python.txt"].startswith(b"\xef\xbb\xbf")
    assert b"\r" not in texts["install.sh"]
    for data in texts.values():
        if not data.startswith((b"PK", b"\x89PNG")):
            said = data.decode("utf-8-sig")
            said.encode("gb18030")
    names = {name for name in texts if name.startswith("samples/")}
    assert names == {f"samples/{path.name}" for path in SAMPLES.glob("*[!d].xlsx")}


def test_another_python_is_named_before_anything_is_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as end:
        install._right_python("3.7")
    assert end.value.code == 2
    assert "要用 64 位 Python 3.7" in capsys.readouterr().out


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit for this machine, built and unpacked in an empty folder."""
    folder = tmp_path_factory.mktemp("内网电脑")
    try:
        kit = build_kit(folder, Target.here())
    except subprocess.CalledProcessError:
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"]
        if subprocess.run([*fetch, "--dest", str(folder), "click"], check=False).returncode:
            pytest.skip("no wheels can be fetched here (no network)")
        raise
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(kit), str(folder)], check=True)
    return folder / kit.stem


def bare(**more: str) -> dict[str, str]:
    """The environment of a machine on which nothing of ours is set."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **more}


def found(program: Iterable[str | Path], path: Path) -> list[dict[str, object]]:
    command = [*map(str, program), "check", "--no-annotate", "--format", "json", str(path)]
    done = subprocess.run(command, capture_output=True, env=bare(), cwd="/", check=False)
    assert done.returncode == 1, done.stderr.decode()
    files: list[dict[str, object]] = json.loads(done.stdout)["files"]
    return files


@pytest.mark.kit
@POSIX
def test_the_kit_installs_offline_into_an_empty_environment(unpacked: Path) -> None:
    target = unpacked.parent / "装在这里"
    done = subprocess.run(
        ["/bin/sh", str(unpacked / "install.sh"), str(target)],
        capture_output=True,
        env=bare(**OFFLINE),
        cwd="/",
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    assert "安装完成" in done.stdout.decode()
    samples = unpacked / "samples"
    here = found((sys.executable, "-m", "xltool"), samples)
    assert len(here) == len(list(samples.iterdir()))
    assert found((target / "bin" / "xltool",), samples) == here


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one-file program, built for this machine."""
    if importlib.util.find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is not installed")
    return build_program(tmp_path_factory.mktemp("程序"))


@pytest.mark.kit
@POSIX
def test_the_one_file_program_checks_what_is_dragged_onto_it(program: Path, tmp_path: Path) -> None:
    table = tmp_path / "表.xlsx"
    table.write_bytes((SAMPLES / "三十处错误.xlsx").read_bytes())
    done = subprocess.run(
        [str(program), "--no-open", str(table)],
        capture_output=True,
        env=bare(),
        cwd="/",
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    assert "合计错误 12 处" in done.stdout.decode()
    marked = (tmp_path / "表.checked.xlsx").read_bytes()
    check = [sys.executable, "-m", "xltool", "check", "--out", str(tmp_path / "此处"), str(table)]
    subprocess.run(check, capture_output=True, check=False)
    assert (tmp_path / "此处" / "表.checked.xlsx").read_bytes() == marked
    assert found((program,), SAMPLES) == found((sys.executable, "-m", "xltool"), SAMPLES)
    for words in (("new", "hebei-target@2022"), ("publish", str(SAMPLES / "三套指标完整.xlsx"))):
        out = tmp_path / f"{words[0]}.{'xlsx' if words[0] == 'new' else 'docx'}"
        made = subprocess.run(
            [str(program), *words, "--out", str(out)], capture_output=True, env=bare(), check=False
        )
        assert made.returncode == 0, made.stderr.decode()
        assert out.exists()


@pytest.mark.kit
@POSIX
def test_its_worker_processes_begin_as_the_program_itself_does(
    program: Path, tmp_path: Path
) -> None:
    """Of so many files that a second process is worth its start, and of one in a drop folder."""
    month, summary = tmp_path / "2022-03", tmp_path / "汇总.xlsx"
    month.mkdir()
    for number in range(600):
        path = month / f"{number:03}.xlsx"
        path.write_bytes(unlike(SAMPLES / "months" / "2022-03" / "439002.xlsx", number))
    run_built(program, "consolidate", month, "--period", "2022-03", "--jobs", "2", "--out", summary)
    assert summary.exists()
    waiting = tmp_path / "收件" / "待检"
    waiting.mkdir(parents=True)
    (waiting / "表.xlsx").write_bytes((SAMPLES / "三十处错误.xlsx").read_bytes())
    own = ("--ledger", tmp_path / "台账.ledger", "--log", tmp_path / "日志.log", "--settle", "0.1")
    run_built(program, "watch", waiting.parent, "--once", *own)
    assert list((tmp_path / "收件" / "退回").rglob("*.checked.xlsx"))


def run_built(program: Path, *words: str | Path) -> None:
    command = [str(program), *map(str, words)]
    done = subprocess.run(command, capture_output=True, env=bare(), cwd="/", check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
