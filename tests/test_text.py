"""Text as offices type it: width, spaces, labels, numbering, stand-ins."""

from __future__ import annotations

import pytest

from xltool.language.text import (
    display_width,
    gist,
    halfwidth,
    is_nil,
    is_placeholder,
    label_key,
    ordinal,
    squeezed,
    wrapped_lines,
)

PLACEHOLDERS = ("待填", "待补充", "无", "略", "xxx", "test", "1", "123")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("９５％", "95%"),
        ("（一）", "(一)"),
        ("\u3000甲", " 甲"),
        ("……㎡", "……㎡"),
        ("Ａｂ１", "Ab1"),
    ],
)
def test_halfwidth_changes_width_only(raw: str, expected: str) -> None:
    assert halfwidth(raw) == expected


@pytest.mark.parametrize(
    "raw", [" 项目 编码\n", "项\u00a0目编\u3000码", "\ufeff项目\u200b编码", "\u202a项目编码\u202c"]
)
def test_squeezed_takes_out_what_cannot_be_seen(raw: str) -> None:
    assert squeezed(raw) == "项目编码"


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("其中：财政    资金", "其中:财政资金"),
        ("项目编码：", "项目编码"),
        ("一、总体绩效目标", "总体绩效目标"),
        ("1.项目名称", "项目名称"),
        ("资金支出计划（%）", "资金支出计划(%)"),
        ("第一部分 部门整体绩效目标", "部门整体绩效目标"),
    ],
)
def test_labels_are_compared_without_spaces_numbering_and_colon(raw: str, key: str) -> None:
    assert label_key(raw) == key


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("（三）", 3),
        ("一、", 1),
        ("十", 10),
        ("十二、", 12),
        ("二十", 20),
        ("三十一", 31),
        ("4.", 4),
        ("（１）", 1),
        ("一二", None),
        ("甲", None),
        ("", None),
    ],
)
def test_ordinals(raw: str, number: int | None) -> None:
    assert ordinal(raw) == number


@pytest.mark.parametrize(
    ("raw", "nil"),
    [("无", True), (" — ", True), ("/", True), ("－", True), ("0", False), ("无锡", False)],
)
def test_nil(raw: str, nil: bool) -> None:
    assert is_nil(raw) is nil


@pytest.mark.parametrize(
    ("raw", "placeholder"),
    [
        ("待填", True),
        ("（待 填）。", True),
        ("XXXX", True),
        ("Test", True),
        ("1.", True),
        ("……", True),
        ("。", True),
        ("★", True),
        ("无", True),
        ("无锡市政务中心", False),
        ("待填报系统上线后使用", False),
        ("12", False),
        ("省略", False),
    ],
)
def test_placeholders(raw: str, placeholder: bool) -> None:
    assert is_placeholder(raw, PLACEHOLDERS) is placeholder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.用于支付 平台费用。", "用于支付平台费用"),
        ("完成率９５％", "完成率 95%"),
        ("一、A级", "a级"),
    ],
)
def test_texts_of_the_same_gist(one: str, other: str) -> None:
    assert gist(one) == gist(other)


def test_a_chinese_character_takes_two_columns() -> None:
    assert display_width("项目A：") == 7


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("a\n\nb", 10, 3),
        ("项目编码五", 10, 1),
        ("项目编码五五", 10, 2),
        ("“项目”≥五", 12, 1),  # a Chinese font draws quotes and ≥ as wide as a character
        ("“项目”≥五", 11, 2),
        ("m²" * 5 + "\xa0" * 5, 15, 1),  # and these half as wide
        ("👍🏽𠮷" * 2, 12, 1),
        ("👍🏽𠮷" * 2, 11, 2),
        ("\ud83d" * 4, 2.0, 2),
    ],
)
def test_lines_in_a_cell(text: str, width: float, lines: int) -> None:
    assert wrapped_lines(text, width) == lines
