"""XL105: a project code whose last character does not fit the others."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.project_code import ALPHABET, check_character, check_fails, proposal, tidy


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A well-formed code that does not check, with the code that would."""
    code = tidy(value) if isinstance(value, str) else ""
    if not check_fails(code):
        return
    params: dict[str, object] = {"code": code, "last": code[-1]}
    likely, right = proposal(code), check_character(code)
    if likely:
        yield Hit(
            field.name,
            params={**params, "proposal": likely, "places": _places(code, likely)},
            variant="mistyped",
            expected=likely,
        )
    elif right:
        yield Hit(field.name, params={**params, "right": right}, variant="mismatch")
    else:
        odd = tuple(dict.fromkeys(char for char in code[9:] if char not in ALPHABET))
        yield Hit(field.name, params={**params, "letters": odd}, variant="letters")


def _places(code: str, likely: str) -> tuple[Words, ...]:
    """Where the two differ: O and 0 look the same in many fonts."""
    return tuple(
        Words(
            f"第 {place} 位的字母 {one} 可能是数字 {other}",
            f"letter {one} at place {place} may be the digit {other}",
        )
        for place, (one, other) in enumerate(zip(code, likely, strict=True), 1)
        if one != other
    )


RULE = CellRule(
    code="XL105",
    name="wrong_check_character",
    severity=Severity.WARNING,
    title=Words("项目编码的末位对不上", "Last character of the code does not fit"),
    types=("code",),
    message={
        "mistyped": Words(
            "项目编码“{code}”的末位与前 20 位对不上，像是把数字写成了字母：{places}。",
            "The last character of project code “{code}” does not fit the others; a letter seems "
            "to stand for a digit: {places}.",
        ),
        "mismatch": Words(
            "项目编码“{code}”的末位是 {last}，按前 20 位推算应为 {right}，其中可能有一位写错。",
            "Project code “{code}” ends in {last}, while its first twenty characters ask for "
            "{right}; one of them may be mistyped.",
        ),
        "letters": Words(
            "项目编码“{code}”里有字母 {letters}；公开的这类编码中没有见到字母 I、O、S、V、Z，"
            "可能是数字误写。",
            "Project code “{code}” has the letter {letters}; published codes of this kind show "
            "no I, O, S, V, Z, so a digit may be meant.",
        ),
    },
    remedy={
        "": Words(
            "请与预算系统中的编码逐位核对；核对无误可以不改。",
            "Compare it with the code in the budget system; if they agree, leave it.",
        ),
        "mistyped": Words(
            "请与预算系统中的编码核对；如果应为 {proposal}，请照此更正。",
            "Compare it with the code in the budget system; if {proposal} is meant, enter that.",
        ),
    },
    why=Words(
        "从公开的编码看，末位可由前 20 位推算，能帮助发现抄错的编码。",
        "As far as published codes show, the last character follows from the others, which "
        "brings copying slips to light.",
    ),
    source=Words(
        "由两省公开的十个项目编码推算得出，没有成文规定。",
        "Computed from ten project codes published in two provinces; no document states it.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"code": "13020522P00B8J81OOO2R"},),
            ({"code": "13020522P00B8J810003R"},),
            ({"code": "13020522P00B8J81V002R"},),
        ),
        good=(
            ({"code": "13020522P00B8J810002R"},),
            ({"code": "13020522p00082810002r"},),
            ({"code": "13020522R00B8J810003R"},),
            ({"code": "13020522P00B8J810003"},),
        ),
    ),
    check=check,
)
