"""One value of a form: Field, Row, Column, and what all blocks of a form file share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic import Field as Key
from pydantic_core import PydanticCustomError

from xltool.language.words import Words
from xltool.model.computed import parsed


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise PydanticCustomError("pattern", "{problem}", {"problem": str(error)}) from None
    return pattern


def _computes(text: str) -> str:
    try:
        parsed(text)
    except ValueError as error:
        raise PydanticCustomError("computed", "{problem}", {"problem": str(error)}) from None
    return text


Pattern = Annotated[str, AfterValidator(_compiles)]
Expression = Annotated[str, AfterValidator(_computes)]
Positive = Annotated[int, Key(ge=1)]
Places = Annotated[int, Key(ge=0)]
Name = Annotated[str, Key(pattern=r"^[a-z][a-z0-9_]*$")]
FieldType = Literal[
    "text",
    "code",
    "unit",
    "year",
    "period",
    "money_unit",
    "money",
    "number",
    "percent",
    "indicator_value",
]


Print = Annotated[
    Literal["always", "mostly", "elsewhere"],
    Key(
        description="whether prints have it: `mostly` where known ones leave it out, `elsewhere` "
        "where only other prints have it and the blank workbook has not"
    ),
]


class FormBlock(BaseModel):
    """What every block of a form file has in common: no unknown keys, no changes."""

    # Built with the form that they are part of, once, not each by itself before.
    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy, without what was worked out from the old values: pydantic keeps it."""
        copy = super().model_copy(update=update, deep=deep)
        for name in set(copy.__dict__) - set(type(copy).model_fields):
            del copy.__dict__[name]
        return copy


class Title(FormBlock):
    """The name of something in both languages."""

    zh: str
    en: str

    def words(self) -> Words:
        """The same as `Words`, for messages."""
        return Words(self.zh, self.en)


class Composition(FormBlock):
    """The neighbouring fields that an indicator value is put together from."""

    sign: Name | None = Key(default=None, description="field with ≥ ≤ = or 定性")
    unit: Name | None = Key(default=None, description="field with the unit of measurement")


class Field(FormBlock):
    """One value that is filled in; constraints carry Table Schema's names."""

    name: Name
    title: Title
    labels: tuple[str, ...] = Key(
        default=(),
        description="spellings of its label or heading; {month} and {year} stand for any",
    )
    optional: bool = Key(default=False, description="the form may be printed without its label")
    printed: Print = "always"
    preferred: tuple[str, ...] = Key(
        default=(), description="those of its labels that count where a print has several of them"
    )
    under: tuple[str, ...] = Key(default=(), description="heading that stands above its heading")
    match: Pattern | None = Key(
        default=None,
        description="pattern of a heading line or label that holds it; group `value` is it",
    )
    in_text: Pattern | None = Key(
        default=None, description="how running text names this amount: 财政拨款 in 财政拨款100万元"
    )
    made_of: tuple[str, ...] = Key(
        default=(),
        description="boxes whose amounts together are this one, where its own label is not printed",
    )
    type: FieldType = "text"
    required: bool = False
    unique: bool = Key(default=False, description="of a project code: once in a workbook")
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    min_length: int | None = Key(default=None, ge=1)
    pattern: Pattern | None = None
    enum: tuple[str, ...] | None = Key(default=None, min_length=1)
    fill_down: bool = Key(default=False, description="a blank takes the value above it")
    multiline: bool = Key(default=False, description="its text may run over several rows")
    below: bool = Key(default=False, description="its text may stand below its label")
    blank_is_zero: bool = Key(default=False, description="a blank, 无, — or / counts as 0")
    parts: Composition | None = None
    width: Positive | None = Key(
        default=None, description="of its column in the blank workbook, in half-width characters"
    )
    suggested: tuple[str, ...] = Key(
        default=(), description="choices that the blank workbook offers; other text may be typed"
    )
    prompt: Title | None = Key(
        default=None, description="what the blank workbook says when its cell is entered"
    )
    numbered: str | None = Key(
        default=None,
        description="first number of the prepared rows, as （一）; a row with no more is no record",
    )
    carry: bool | None = Key(
        default=None,
        description="whether `new --from` fills it in; by default texts, codes and indicator "
        "values are carried, amounts, numbers, percentages, years and months are not",
    )
    carry_from: tuple[Name, ...] = Key(
        default=(), description="fields of other forms whose value it may carry"
    )
    locked: bool = Key(
        default=False, description="the cell is locked where `new --from` has filled it in"
    )
    computed: Expression | None = Key(
        default=None,
        description="formula of its cell in the blank workbook, as `executed / initial`: names of "
        "fields, `table.field` for a whole column, numbers, + - * /, sum, min, max, round; reading "
        "does not change",
    )


class Row(FormBlock):
    """A row of a matrix, found by its label."""

    name: Name
    title: Title
    labels: tuple[str, ...] = Key(min_length=1)
    required: bool = Key(
        default=True, description="false: blanks are allowed in it, whatever the column says"
    )
    optional: bool = Key(default=False, description="the form may be printed without it")
    printed: Print = "always"


class Column(Field):
    """A column of a matrix."""

    rows: tuple[Name, ...] = Key(default=(), description="rows that it is for; none: all")
    carry_rows: dict[Name, tuple[Name, ...]] = Key(
        default={}, description="by row, `carry_from` of that crossing alone"
    )


def printed_label(entry: Field | Row) -> str:
    """The label as blank forms have it: the first spelling that names no month or year."""
    return next((label for label in entry.labels if "{" not in label), entry.title.zh)


def label_of_month(entry: Field, month: int) -> str | None:
    """The first spelling that names a month, for this one: `1-7月执行数`; None where none does."""
    for label in entry.labels:
        # January is 1月, not 1-1月.
        if "{month}" in label and "{year}" not in label and (month > 1 or label[:2] != "1-"):
            return label.replace("{month}", str(month))
    return None


def in_words(label: str) -> str:
    """A spelling as a person reads it, whatever month or year it stands for: `1-N月执行数`."""
    return label.replace("{month}", "N").replace("{year}", "YYYY")
