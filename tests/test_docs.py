"""The pages for people say what is so: made ones are fresh, links lead somewhere, code runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import xltool
from tests.refresh import made_files
from xltool.cli.commands import COMMANDS
from xltool.cli.main import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return made_files()


@pytest.mark.parametrize("name", ["schemas", "docs"])
def test_what_is_made_from_the_program_is_fresh(name: str, made: dict[str, str]) -> None:
    files = {path: text for path, text in made.items() if path.startswith(name)}
    assert files
    for path, text in files.items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path}: run python -m tests.refresh"


def test_the_page_of_commands_names_every_command_and_option() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert COMMANDS
    for name, entry in COMMANDS.items():
        assert f"## xltool {name}\n" in page
        for parameter in entry.load().params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in page, option


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    for target in targets:
        assert (page.parent / target).exists(), target
    anchors = {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    anchors |= set(re.findall(r'<a id="([^"]+)">', text))
    for anchor in re.findall(r"\]\(#([^)]+)\)", text):
        assert anchor in anchors, anchor


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().casefold()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_path_in_the_text_is_there(page: Path) -> None:
    """`xltool/rules/money/` and the like name what exists; patterns and placeholders aside."""
    for name in re.findall(
        r"`((?:xltool|schemas|tests|docs|kit)/[\w./@-]+)`", page.read_text("utf-8")
    ):
        if "NNN" not in name and "name" not in name:
            assert (ROOT / name).exists(), name


def test_the_front_page_is_short_and_in_order() -> None:
    assert len(README.splitlines()) <= 140
    assert len((ROOT / "README.zh-CN.md").read_text("utf-8").splitlines()) <= 140
    order = [
        "docs/pictures/marked.png",
        "docs/pictures/problems.png",
        "xltool check sample_workbooks",
        "Three ways to use it",
        "docs/pictures/summary.png",
        "xltool.schema(",
        "extends: hebei-target@2022",
        "No Python on the desk",
        "docs/architecture.md",
        "-m pytest",
        "LICENSE",
    ]
    places = [README.index(words) for words in order]
    assert places == sorted(places)


def test_the_example_of_the_readme_is_real() -> None:
    (block,) = re.findall(r"```text\n(sample_workbooks/.*?)```", README, re.DOTALL)
    name, *lines = block.strip("\n").splitlines()
    output = CliRunner().invoke(main, ["check", str(ROOT / name), "--no-annotate"]).stdout
    assert "\n".join(lines) in output


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102  the code of our own page
    assert "XL" in str(names["report"].findings[0].rule)  # type: ignore[attr-defined]


def test_the_consolidation_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = next(line for line in README.splitlines() if line.startswith(".venv/bin/xltool cons"))
    shutil.copytree(ROOT / "sample_workbooks" / "months", tmp_path / "sample_workbooks" / "months")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, line.split()[1:])
    assert result.exit_code == 1 and (tmp_path / "汇总.xlsx").exists()


def test_the_threshold_of_the_readme_changes_the_form(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert len(text.splitlines()) <= 6
    (tmp_path / "county.yaml").write_text(text, encoding="utf-8")
    form = next(f for f in xltool.load_forms(tmp_path) if f.key.startswith("our-county-target"))
    assert form.rules["XL315"].severity == "note"


def _recipes() -> Iterator[str]:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = text.split("| change |")[1].split("\n\n")[0]
    yield from (line for line in table.splitlines() if line.startswith("| "))


def test_thirteen_changes_have_their_place() -> None:
    rows = list(_recipes())
    assert len(rows) == 13
    for row in rows:
        assert re.findall(r"`[\w./@-]+`", row), row


def test_one_version_number() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert 'dynamic = ["version"]' in project
    assert not re.search(r"^version\s*=", project, re.MULTILINE)
    assert re.fullmatch(r"\d+\.\d+\.\d+", xltool.__version__)
