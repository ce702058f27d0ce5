"""XL101: a project code that is not built as codes are."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.project_code import LENGTH, faults, proposal, tidy

_FAULTS = {
    "division": Words(
        "第 1-6 位（区划代码）应是数字", "characters 1-6 (the division) must be digits"
    ),
    "year": Words(
        "第 7-8 位（创建年份）应是数字", "characters 7-8 (the year of creation) must be digits"
    ),
    "letter": Words("第 9 位应是字母", "character 9 must be a letter"),
}


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """What is wrong with a code, once its spelling is tidied: one hit for all of it.

    A digit in the ninth place is what some provinces have: on a form without divisions a warning.
    """
    if not isinstance(value, str):
        return
    code = tidy(value)
    found = faults(code)
    if not found:
        return
    params: dict[str, object] = {"code": brief(code)}
    variant, likely = found[0], proposal(code) or ""
    if variant == "length":
        params["count"], params["length"] = len(code), LENGTH
    elif variant == "characters":
        odd = dict.fromkeys(char for char in code if not (char.isascii() and char.isalnum()))
        params["characters"] = "".join(odd)
    else:
        variant = "mistyped" if likely else "parts"
        params["faults"], params["proposal"] = tuple(_FAULTS[fault] for fault in found), likely
    elsewhere = found == ["letter"] and code[8].isdigit() and not form.divisions
    severity = Severity.WARNING if elsewhere else None
    yield Hit(field.name, params=params, variant=variant, expected=likely, severity=severity)


RULE = CellRule(
    code="XL101",
    name="malformed_code",
    severity=Severity.ERROR,
    title=Words("项目编码格式不对", "Project code is malformed"),
    types=("code",),
    message={
        "length": Words(
            "项目编码应为 {length} 位，“{code}”有 {count} 位。",
            "A project code has {length} characters; “{code}” has {count}.",
        ),
        "characters": Words(
            "项目编码只用数字和英文字母，“{code}”里还有“{characters}”。",
            "A project code has digits and letters only; “{code}” also has “{characters}”.",
        ),
        "parts": Words(
            "项目编码“{code}”格式不对：{faults}。",
            "Project code “{code}” is not built as codes are: {faults}.",
        ),
        "mistyped": Words(
            "项目编码“{code}”格式不对：{faults}；像是“{proposal}”的误写。",
            "Project code “{code}” is not built as codes are: {faults}; it looks like "
            "“{proposal}” mistyped.",
        ),
    },
    remedy={
        "": Words(
            "请从预算系统复制这个项目自己的编码，再粘贴到这里。",
            "Copy this project's own code from the budget system and paste it here.",
        ),
        "mistyped": Words(
            "请核对：如果应为 {proposal}，请照此更正；数字 0、1 容易误写成字母 O、I。",
            "Check it: if {proposal} is meant, enter that; the digits 0 and 1 are easily mistyped "
            "as the letters O and I.",
        ),
    },
    why=Words(
        "汇总时靠编码识别项目，编码不对就对不上。",
        "Projects are known by their codes when they are added up; a wrong one matches none.",
    ),
    source=Words("由公开的项目编码归纳。", "Derived from published project codes."),
    examples=Examples(
        table="projects",
        bad=(
            ({"code": "13020522P00B8J81000R"},),
            ({"code": "13020522P00B8J81-0002"},),
            ({"code": "130205A2900B8J810002R"},),
            ({"code": "I3020522P00B8J810002R"},),
        ),
        good=(
            ({"code": "13020522P00B8J810002R"},),
            ({"code": " 13020522p00b8j810002r "},),
            ({"code": "13020522R00000310053U"},),
            ({"code": None},),
        ),
    ),
    check=check,
)
