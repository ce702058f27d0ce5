"""The proof of a summary: a wrong figure is found, with its cell, and fails the command."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import xltool.pipeline.month_summary
from tests.test_consolidate import run
from xltool.excel.summary.proof import prove
from xltool.excel.summary.workbook import write_summary
from xltool.language.errors import ProofError


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("复核") / "汇总.xlsx").path


def test_a_right_summary_is_proved_in_every_total(summary: Path) -> None:
    """Units 2 + subtotals 2 + total 1 of 8 columns; the projects' total of 8; the plan's 5 × 4
    amounts and its total of 5; the first sheet's 5 totals, 4 planned amounts, 3 severities and
    8 rules.
    """
    assert prove(summary) == 5 * 8 + 8 + 20 + 5 + 5 + 4 + 3 + 8


def changed(path: Path, folder: Path, sheet: int, change: Callable[[str], str]) -> Path:
    """The summary with one of its sheets changed."""
    target = folder / "错.xlsx"
    name = f"xl/worksheets/sheet{sheet}.xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == name:
                text = data.decode()
                assert change(text) != text
                data = change(text).encode()
            new.writestr(info, data)
    return target


def value(cell: str, wrong: str) -> Callable[[str], str]:
    """Another value in a cell, formula or not."""
    pattern = re.compile(rf'(<c r="{cell}"[^>]*>(?:<f>[^<]*</f>)?<v>)[^<]*')
    return lambda text: pattern.sub(rf"\g<1>{wrong}", text)


@pytest.mark.parametrize(
    ("sheet", "cell", "blamed"),
    [
        (1, "B7", "总览”B7"),  # units
        (1, "D7", "总览”D7"),  # the budget on the first sheet
        (2, "E4", "单位汇总”E4"),  # a unit
        (2, "E5", "单位汇总”E5"),  # a subtotal
        (2, "E8", "单位汇总”E8"),  # the total of units
        (3, "E5", "单位汇总”E4"),  # a project: then its unit does not agree with it
        (3, "H9", "项目清单”H9"),  # the total of projects
        (6, "F4", "支出计划”F4"),  # a planned amount
        (6, "F9", "支出计划”F9"),  # its total
    ],
)
def test_a_wrong_figure_is_found(
    summary: Path, tmp_path: Path, sheet: int, cell: str, blamed: str
) -> None:
    wrong = changed(summary, tmp_path, sheet, value(cell, "7.77"))
    with pytest.raises(ProofError) as raised:
        prove(wrong)
    assert blamed in raised.value.sentence("zh")
    assert "7.77" in raised.value.sentence("zh") or sheet == 3


def test_a_wrong_count_is_found(summary: Path, tmp_path: Path) -> None:
    pattern = re.compile(r'(<f>COUNTIF\([^<]*"错误"\)</f><v>)1')
    wrong = changed(
        summary, tmp_path, 1, lambda text: pattern.sub(r"\g<1>2", text.replace("&quot;", '"'))
    )
    with pytest.raises(ProofError):
        prove(wrong)


def test_a_missing_row_is_found(summary: Path, tmp_path: Path) -> None:
    row = re.compile(r'<row r="6".*?</row>')
    with pytest.raises(ProofError):
        prove(changed(summary, tmp_path, 3, lambda text: row.sub("", text)))


def test_a_mismatch_fails_the_command_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = run(tmp_path / "汇总.xlsx").path
    kept = out.read_bytes()

    def wrong(month: object, path: Path, folder: Path) -> None:
        write_summary(month, path, folder)  # type: ignore[arg-type]
        path.write_bytes(changed(path, tmp_path, 2, value("E4", "1")).read_bytes())
        (tmp_path / "错.xlsx").unlink()

    monkeypatch.setattr(xltool.pipeline.month_summary, "write_summary", wrong)
    with pytest.raises(ProofError):
        run(out)
    assert [path.name for path in tmp_path.iterdir()] == ["汇总.xlsx"]
    assert out.read_bytes() == kept
