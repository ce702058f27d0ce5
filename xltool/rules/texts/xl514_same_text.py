"""XL514: one text in two boxes of a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from xltool.language.text import brief, gist
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.remembered import remembered
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue

_SPOKEN_OF = (
    {"purpose", "goal"},  # XL503
    {"name", "goal"},  # XL504
    {"goal", "outcome"},  # XL515
    {"goal", "measure"},  # XL706
)


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The first two texts of the record that are the same but for punctuation and spaces.

    Values of an indicator count where they are sentences: 明显提升 may well be met exactly.
    """
    fields = _worded(str(row.get("table")), form)
    long = {name: said for name in fields if (said := _long(row.get(name), form))}
    if len(long) < 2:  # as most
        return
    texts = {name: gist(text) for name, (text, _) in long.items()}
    texts = {name: text for name, text in texts.items() if len(text) >= long[name][1]}
    for first, second in combinations(texts, 2):
        if texts[first] == texts[second] and {first, second} not in _SPOKEN_OF:
            titles = {name: field.title.words() for name, field in fields.items()}
            words = {"first": titles[first], "second": titles[second]}
            yield Hit(
                second, others=((0, first),), params={**words, "text": brief(str(row[first]))}
            )
            return


@remembered
def _worded(table: str, form: Form) -> Mapping[str, Field]:
    """The fields of a table that may hold a text of their own."""
    return {
        field.name: field
        for field in form.tables().get(table, ())
        if field.type == "indicator_value" or (field.type == "text" and not field.fill_down)
    }


def _long(value: object, form: Form) -> tuple[str, Decimal] | None:
    """A long text and how long its gist must be; None for a value that is no sentence."""
    if isinstance(value, IndicatorValue):
        text, least = value.words, RULE.number(form, "shortest_value")
    elif isinstance(value, str):
        text, least = value, RULE.number(form, "shortest")
    else:
        return None
    return (text, least) if len(text) >= least else None  # its gist is not longer


RULE = RowRule(
    code="XL514",
    name="same_text",
    severity=Severity.NOTE,
    title=Words("同一段文字填在两处", "One text in two boxes"),
    table=EVERY_TABLE,
    params={"shortest": 10, "shortest_value": 20},
    message={
        "": Words(
            "“{second}”与“{first}”填的是同一段文字：“{text}”。",
            "“{second}” holds the same text as “{first}”: “{text}”.",
        )
    },
    remedy={
        "": Words(
            "两栏问的是两件事，请分别填写。",
            "The two boxes ask for two things; fill in each for itself.",
        )
    },
    why=Words("照抄的一栏等于没有填。", "A box that was copied is as good as blank."),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="indicators",
        bad=(
            (
                {
                    "level3": "网上平台全年正常运行的天数",
                    "description": "网上平台全年正常运行的天数。",
                    "value": "≥360天",
                },
            ),
        ),
        good=(
            ({"level3": "平台数量", "description": "平台数量", "value": "≥6个"},),
            ({"level3": "平台数量", "description": "纳入维护的平台个数", "value": "≥6个"},),
        ),
    ),
    check=check,
    opinion=11,
)
