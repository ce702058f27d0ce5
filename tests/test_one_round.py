"""One round is enough: all remedies of a workbook, followed to the letter, bring nothing new.

The workbooks of the cases are tried in test_cases.py, where their reports are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sample_workbooks.make import base_book
from tests.book import Book
from tests.book_file import book_bytes
from tests.one_round import follow, new_findings
from xltool.pipeline.check import check

NAMES = (
    *(
        "业务系统数量",
        "改造面积",
        "设施使用年限",
        "工程合格率（%）",
        "公告差错率",
        "业务量增长率（%）",
    ),
    *(
        "故障响应时间",
        "年度运维成本",
        "补助标准（元）",
        "参训人数",
        "走访情况",
        "服务对象满意度（%）",
    ),
)
VALUES = (
    *(
        "1200",
        "6",
        "95",
        "100%",
        "0.97",
        "28.8万元",
        "≥250万",
        "≤28.40/株",
        "17元/人.每天",
        "44561",
    ),
    *(
        "每月1次",
        "约36个",
        "呱呱叫",
        "两小时",
        "全年不少于100件",
        "95%以上",
        "≥90-95%",
        "≥",
        "公里",
    ),
    *("≥120%", "-5%", "12月底到位", "2023年6月前", "≥80%且≤90%", "＝1", "优", "3个"),
)
LEVELS = ("数量指标", "质量指标", "时效指标", "成本指标")


def news(folder: Path, books: Sequence[Book]) -> list[str]:
    """Check, follow every remedy, check again: what is new, as text."""
    before = _written(folder, "前", books)
    first = dict(zip(before, check(before), strict=True))
    # A workbook in which nothing is to be typed stays as it is: nothing new can come.
    followed = {
        path: book for path, book in zip(before, books, strict=True) if follow(book, first[path])
    }
    assert followed, "no remedy was followed: the test would see nothing"
    after = check(_written(folder, "后", list(followed.values())))
    return [
        f"{path.name} {line}"
        for path, now in zip(followed, after, strict=True)
        for line in new_findings(first[path], now)
    ]


def _written(folder: Path, name: str, books: Sequence[Book]) -> list[Path]:
    paths = [folder / f"{name}{number}.xlsx" for number in range(len(books))]
    for path, book in zip(paths, books, strict=True):
        path.write_bytes(book_bytes(book))
    return paths


def odd(triples: Sequence[tuple[str, str, str]]) -> Book:
    """The complete workbook with an odd indicator in each of its projects."""
    book = base_book()
    for number, (level2, name, value) in enumerate(triples, 1):
        for cell, text in (("B11", level2), ("C11", name), ("F11", value)):
            book.edit(f"项目{number}", cell, text)
    return book


def test_odd_values_of_many_indicators(tmp_path: Path) -> None:
    triples = [(level, name, value) for level in LEVELS for name in NAMES for value in VALUES]
    # Every name with every value, each under one level; levels take turns.
    chosen = [each for number, each in enumerate(triples) if number % len(LEVELS) == 0]
    # Neighbours have the same level and name: as far apart as they can be, they are no duplicates.
    third = len(chosen) // 3
    trios = list(zip(chosen[:third], chosen[third : 2 * third], chosen[2 * third :], strict=True))
    new = news(tmp_path, [odd(trio) for trio in trios])
    assert not new, "\n".join(new)
