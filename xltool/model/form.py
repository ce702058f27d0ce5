"""schemas/*.yaml <-> Form, Part, Section, Field: a form as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PrivateAttr
from pydantic import Field as Key

from xltool.model.field import Column as Column
from xltool.model.field import Composition as Composition
from xltool.model.field import Field as Field
from xltool.model.field import FieldType as FieldType
from xltool.model.field import FormBlock, Name, Pattern, Places, Positive
from xltool.model.field import Row as Row
from xltool.model.field import Title as Title
from xltool.model.field import in_words as in_words
from xltool.model.field import printed_label as printed_label
from xltool.model.report import Severity
from xltool.model.submission import Judge


class _Section(FormBlock):
    name: Name
    title: Title
    labels: tuple[str, ...] = Key(default=(), description="label of the whole section")


class Group(_Section):
    """Labels, each with its value beside it."""

    kind: Literal["group"]
    fields: tuple[Field, ...] = Key(min_length=1)


class Repeat(_Section):
    """A table: one heading line, then one record a row; or an outline of numbered paragraphs."""

    kind: Literal["repeat"]
    outline: Pattern | None = Key(
        default=None, description="how a record begins where there is no heading line"
    )
    footers: tuple[Pattern, ...] = Key(default=(), description="lines that end the table")
    key: tuple[Name, ...] = Key(default=(), description="fields that tell its records apart")
    room: Positive = Key(
        default=20, description="rows shown in the blank workbook; as many again are prepared"
    )
    fields: tuple[Field, ...] = Key(min_length=1)


class Matrix(_Section):
    """Row labels × column headings; the field of a crossing is named row_column."""

    kind: Literal["matrix"]
    rows: tuple[Row, ...] = Key(min_length=1)
    columns: tuple[Column, ...] = Key(min_length=1)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """One field a crossing, row by row."""
        return tuple(
            column.model_copy(
                update={
                    "name": f"{row.name}_{column.name}",
                    "title": Title(
                        zh=f"{row.title.zh} {column.title.zh}",
                        en=f"{row.title.en}, {column.title.en}",
                    ),
                    "required": column.required and row.required,
                }
            )
            for row in self.rows
            for column in self.columns
            if not column.rows or row.name in column.rows
        )


Section = Annotated[Group | Repeat | Matrix, Key(discriminator="kind")]


class Part(FormBlock):
    """A block of a sheet that belongs together; `many` where a workbook may hold several."""

    name: Name
    title: Title
    table: Name = Key(description="table that its groups and matrices fill, one record a block")
    many: bool = False
    headings: tuple[Pattern, ...] = Key(default=(), description="title lines above the block")
    sheet: str | None = Key(
        default=None, description="name of its sheet in the blank workbook; {number} counts them"
    )
    caption: str | None = Key(
        default=None, description="title line of the blank workbook; {name} is the project's name"
    )
    sections: tuple[Section, ...] = Key(min_length=1)

    def single_fields(self) -> tuple[Field, ...]:
        """The fields of its groups and matrices: the columns of its table."""
        return tuple(
            field
            for section in self.sections
            if not isinstance(section, Repeat)
            for field in section.fields
        )

    def repeats(self) -> Iterator[Repeat]:
        """Its tables of many records."""
        return (section for section in self.sections if isinstance(section, Repeat))


class Level(FormBlock):
    """A first-level indicator and what may stand below it."""

    level1: str
    level2: tuple[str, ...] = Key(min_length=1)


class Absence(FormBlock):
    """An indicator type that a project should have, and what it means if it does not."""

    level1: str
    level2: str | None = None
    severity: Severity
    opinion: int = Key(default=1, ge=1, le=11)


class MoneyUnit(FormBlock):
    """How amounts are written when the form itself does not say."""

    default: str = "元"
    factors: dict[str, Positive] = Key(default={"元": 1, "万元": 10000}, description="in 元")
    decimals: dict[str, Places] = Key(default={"元": 2, "万元": 6}, description="places allowed")


class Sum(FormBlock):
    """A total and the fields that make it."""

    total: Name
    parts: tuple[Name, ...] = Key(min_length=1)


class RuleSetting(BaseModel):
    """What a form changes about a rule: any key that does not stand here is a parameter.

    With `must_answer` a submission is taken only when the filler has explained the findings.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    severity: Severity | None = None
    enabled: bool = True
    must_answer: bool = False

    @property
    def params(self) -> dict[str, object]:
        """The parameters given, by name."""
        return dict(self.__pydantic_extra__ or {})


class Form(FormBlock):
    """A standard form in one version of its layout.

    A form may judge others: with `judges: [hebei-target@2022]` a county's variant of that form
    judges the workbooks made from its blank, and those recognised as it. Such a workbook goes on
    being a `hebei-target@2022`: its findings keep their identities, so that explanations hold; the
    ledger, the month and the roster name it so. Only the labels, thresholds and rules are the
    judge's, and the report says whose they are (`judge`). What is made from the judge's own blank
    counts as the first form that it judges: a unit that turns to the new blank hands in the same
    form as before. Extending a form is no claim to judge it, and a claim is not inherited.
    """

    form: Annotated[str, Key(pattern=r"^[a-z0-9-]+$")]
    version: str
    title: Title
    note: Title | None = None
    extends: str | None = None
    judges: tuple[str, ...] = Key(
        default=(),
        description="forms whose workbooks this one judges in their place, as hebei-target@2022",
    )
    default_year: int | None = Key(default=None, ge=2000, le=2099)
    taxonomy: str = Key(description="a set of `taxonomies.yaml`, by its year")
    levels: tuple[Level, ...] = Key(default=(), description="filled in from the taxonomy")
    completeness: tuple[Absence, ...] = ()
    divisions: tuple[str, ...] = Key(
        default=(), description="divisions whose projects are expected; none: all"
    )
    unit_code_lengths: tuple[int, ...] = Key(default=(3, 6, 9, 12), description="digits")
    money_unit: MoneyUnit = MoneyUnit()
    sums: tuple[Sum, ...] = ()
    weights_total: Decimal | None = None
    similar: tuple[Name, ...] = Key(default=(), description="fields compared for 雷同")
    ignored_sheets: tuple[Pattern, ...] = Key(default=(), description="sheets never read")
    words: dict[Name, tuple[str, ...]] = Key(default={})
    rules: dict[str, RuleSetting] = Key(default={})
    parts: tuple[Part, ...] = Key(min_length=1)
    _judge: Judge | None = PrivateAttr(None)

    @property
    def key(self) -> str:
        """`name@version`."""
        return f"{self.form}@{self.version}"

    @property
    def judge(self) -> Judge | None:
        """The form whose labels, thresholds and rules these are, None where they are its own."""
        return self._judge

    @property
    def counts_as(self) -> tuple[str, ...]:
        """The keys under which its workbooks stand in a month."""
        return self.judges or (self.key,)

    @property
    def blank_keys(self) -> tuple[str, ...]:
        """The keys that the blanks of its workbooks carry."""
        return (self.key, self._judge.form) if self._judge else (self.key,)

    def judging(self, other: Form, file: str) -> Form:
        """This form in place of `other`, with the other's name, version and title; `file` is the
        file that it stands in.
        """
        names = {name: getattr(other, name) for name in ("form", "version", "title")}
        form = self.model_copy(update={**names, "judges": ()})
        form._judge = Judge(self.key, file)
        return form

    @cached_property
    def digest(self) -> str:
        """Twelve hex digits that change with anything in the form but whom it judges."""
        content = self.model_dump_json(exclude={"judges"})
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def tables(self) -> Mapping[str, tuple[Field, ...]]:
        """Every table of the form with its fields."""
        return self._fields_by_table

    @cached_property
    def _fields_by_table(self) -> dict[str, tuple[Field, ...]]:
        """The same, made once: rules ask for it at every row."""
        tables: dict[str, tuple[Field, ...]] = {}
        for part in self.parts:
            tables[part.table] = part.single_fields()
            for section in part.repeats():
                tables[section.name] = section.fields
        return tables

    def field(self, table: str, name: str) -> Field | None:
        """A field of a table by name."""
        return next((f for f in self.tables().get(table, ()) if f.name == name), None)
