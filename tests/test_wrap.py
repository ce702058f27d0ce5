"""Lines break as Chinese and English text is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.language.text import display_width
from xltool.reports.wrap import wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("短文", 10, ["短文"]),
        ("一二三四五六", 8, ["一二三四", "五六"]),
        ("一二三四。五六", 8, ["一二三", "四。五六"]),  # no mark begins a line
        ("一二三（四五）", 8, ["一二三", "（四五）"]),  # no opening mark ends one
        ("一二 75%、四五", 8, ["一二", "75%、四", "五"]),  # nor after a number
        ("sum of the parts", 8, ["sum of", "the", "parts"]),
        ("编码13020522P00B8J810002R有误", 12, ["编码", "13020522P00B", "8J810002R有", "误"]),
        ("", 10, [""]),
        ("甲错误、警告 1、乙", 10, ["甲错误、", "警告 1、乙"]),
        ("一二三四提示 2 处。", 12, ["一二三四", "提示 2 处。"]),
        ("in all 3 warnings", 10, ["in all", "3 warnings"]),
    ],
)
def test_wrapped(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(st.text(alphabet="一二。（）ab 12,“”%", max_size=60), st.integers(10, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width, "  → ", "    ")
    assert all(display_width(line) <= width for line in lines)
    kept = "".join(lines).replace(" ", "").replace("→", "")
    assert kept == text.replace(" ", "")
