"""Re-makes the workbooks of this folder: `python sample_workbooks/make.py`.

What they say stands in `content.yaml`; the .md beside a workbook says how it differs from the
complete one and what a check of it must find. The workbooks in `months` are for consolidations:
see `months.py`.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script sees its own folder only

from sample_workbooks.assessment_layout import assessment_layout
from sample_workbooks.layouts import published_layout
from sample_workbooks.monitoring_layout import monitoring_layout
from sample_workbooks.months import month_samples
from sample_workbooks.other_layout import other_layout
from tests.book import Book
from tests.book_file import book_bytes
from tests.case_files import read_cases

HERE = Path(__file__).resolve().parent
BASES = {
    "三套指标完整": ("complete", published_layout),
    "公开文本三个项目": ("published", published_layout),
    "换了版式": ("complete", other_layout),
    "运行监控": ("monitoring", monitoring_layout),
    "绩效自评完整": ("assessed", assessment_layout),
}


def base_book(name: str = "三套指标完整") -> Book:
    """The workbook that cases and bad samples start from, newly made."""
    part, layout = BASES[name]
    return layout(read_content()[part])


@cache
def read_content() -> dict[str, Any]:
    """What the workbooks say, by the name of the set."""
    content: dict[str, Any] = yaml.safe_load((HERE / "content.yaml").read_text(encoding="utf-8"))
    return content


def samples() -> dict[str, bytes]:
    """Every sample by its file name: the one that each .md of this folder describes."""
    made = {}
    for path in sorted(HERE.glob("*.md")):
        for case in read_cases(path):
            book = case.edited(base_book(case.settings.get("base", path.stem)))
            made[f"{path.stem}.xlsx"] = book_bytes(book)
    return made


def main() -> None:
    """Write them all."""
    for name, data in samples().items():
        (HERE / name).write_bytes(data)
    for name, data in month_samples().items():
        path = HERE / "months" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
