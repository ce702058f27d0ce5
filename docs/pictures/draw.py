"""`python docs/pictures/draw.py`: the pictures of README.zh-CN.md, from what xltool really makes.

Needs LibreOffice (`soffice`) and poppler's `pdftoppm`. The samples go the way that a person would
send them: checked, dropped into a watched folder, consolidated.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "sample_workbooks"
_TEXT = "--infilter=Text (encoded):UTF8,,Noto Sans CJK SC,zh-CN,"


@dataclass(frozen=True, slots=True)
class Picture:
    """A piece of a page: left, top, width and height in points (72 to the inch)."""

    name: str
    page: int
    left: int
    top: int
    width: int
    height: int
    dpi: int = 110


def draw(source: Path, *pictures: Picture) -> None:
    """Print a workbook or a text, and cut pictures out of the pages."""
    folder = source.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    if source.suffix == ".txt":
        command.append(_TEXT)
    _run(*command, str(source))
    for picture in pictures:
        box = {"-x": picture.left, "-y": picture.top, "-W": picture.width, "-H": picture.height}
        cut = [str(word) for key, value in box.items() for word in (key, value * picture.dpi // 72)]
        page = ["-f", str(picture.page), "-singlefile", "-r", str(picture.dpi)]
        _run("pdftoppm", "-png", *page, *cut, str(source.with_suffix(".pdf")), f"{folder / 'cut'}")
        shutil.move(folder / "cut.png", HERE / f"{picture.name}.png")


def main() -> None:
    """Draw all pictures again."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        table = folder / "绩效目标表.xlsx"
        shutil.copy(SAMPLES / "三十处错误.xlsx", table)
        _xltool("check", str(table))
        draw(
            folder / "绩效目标表.checked.xlsx",
            Picture("marked", 2, 40, 45, 520, 335, 100),
            Picture("problems", 5, 30, 30, 790, 268, 115),
        )
        draw(_receipt(folder), Picture("receipt", 1, 45, 50, 490, 520, 90))
        roster = ("--roster", str(SAMPLES / "months" / "报送名单.csv"))
        summary = folder / "汇总.xlsx"
        words = (str(SAMPLES / "months"), "--period", "2022-03", *roster, "--out", str(summary))
        _xltool("consolidate", *words)
        draw(summary, Picture("summary", 1, 25, 35, 745, 475, 90))


def _receipt(folder: Path) -> Path:
    """The receipt for a workbook with a few mistakes, as the watched folder gives it."""
    waiting = folder / "收件" / "待检" / "439001"
    waiting.mkdir(parents=True)
    shutil.copy(SAMPLES / "坏-编码.xlsx", waiting / "绩效目标表.xlsx")
    ledger = ("--ledger", str(folder / "台账.ledger"))
    _xltool("watch", str(folder / "收件"), "--once", *ledger)
    found = folder / "收件" / "退回" / "439001" / "绩效目标表.回执.txt"
    text = found.read_text(encoding="utf-8-sig")
    (folder / "回执.txt").write_text(text, encoding="utf-8")
    return folder / "回执.txt"


def _xltool(*words: str) -> None:
    """Run a command; exit code 1 says that there are mistakes, as there should be."""
    done = subprocess.run(
        [sys.executable, "-m", "xltool", *words], capture_output=True, check=False
    )
    if done.returncode > 1:
        sys.exit(done.stderr.decode(errors="replace"))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


if __name__ == "__main__":
    main()
