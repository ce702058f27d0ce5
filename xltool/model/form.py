"""schemas/*.yaml <-> Form, Part, Section, Field: a form as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from xltool.language.text import squeezed
from xltool.model.field import Column as Column
from xltool.model.field import Composition as Composition
from xltool.model.field import Field as Field
from xltool.model.field import FieldType as FieldType
from xltool.model.field import FormBlock, Name, Pattern, Places, Positive
from xltool.model.field import Row as Row
from xltool.model.field import Title as Title
from xltool.model.report import Severity


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
    footers: tuple[Pattern, ...] = Key(
        default=(), description="how lines below the table begin: notes, lines to be signed"
    )
    filler: tuple[Pattern, ...] = Key(
        default=(
            r"[…·]+|\.{2,}|[-—–－/\\]+",
            r"(?:指标|目标)\d+[:.、]?(?:[…·/—-]+|\.{2,}|无)?",
        ),
        description="what a print shows where nothing is filled in: ……, 指标2：, /; such rows are "
        "no records",
    )
    column_sets: tuple[str, ...] = Key(
        default=("年度", "当年", "本年"),
        description="of two sets of columns side by side, a word of the one that is read",
    )
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


def entries_of(section: Group | Repeat | Matrix) -> tuple[Field | Row, ...]:
    """What has a label of its own in a section."""
    if isinstance(section, Matrix):
        return (*section.rows, *section.columns)
    return section.fields


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
    boxes: tuple[str, ...] = Key(
        default=(),
        description="labels of boxes that prints may have and that this form has no field for",
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

    @cached_property
    def labelled(self) -> Mapping[str, tuple[str, ...]]:
        """Everything that has a label, by `section` or `section.field`."""
        labels: dict[str, tuple[str, ...]] = {}
        for section in self.sections:
            labels[section.name] = section.labels
            for entry in entries_of(section):
                labels[f"{section.name}.{entry.name}"] = entry.labels
        return {name: spellings for name, spellings in labels.items() if spellings}

    @cached_property
    def always_printed(self) -> frozenset[str]:
        """Those of `labelled` that every print has; a value known by its looks needs none."""
        spared = {
            f"{section.name}.{entry.name}"
            for section in self.sections
            for entry in entries_of(section)
            if entry.optional
            or entry.printed != "always"
            or (isinstance(entry, Field) and entry.match)
        }
        return frozenset(self.labelled) - spared

    @cached_property
    def mostly_printed(self) -> frozenset[str]:
        """Those of `labelled` that known prints leave out."""
        return frozenset(
            f"{section.name}.{entry.name}"
            for section in self.sections
            for entry in entries_of(section)
            if entry.printed == "mostly" and not entry.optional
        )


class Level(FormBlock):
    """A first-level indicator and what may stand below it."""

    level1: str
    also: tuple[str, ...] = Key(default=(), description="other names that prints have for it")
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
    """What a form changes about a rule: any key beside `severity` and `enabled` is a parameter."""

    model_config = ConfigDict(extra="allow", frozen=True)

    severity: Severity | None = None
    enabled: bool = True

    @property
    def params(self) -> dict[str, object]:
        """The parameters given, by name."""
        return dict(self.__pydantic_extra__ or {})


class Form(FormBlock):
    """A standard form in one version of its layout."""

    form: Annotated[str, Key(pattern=r"^[a-z0-9-]+$")]
    version: str
    title: Title
    note: Title | None = None
    extends: str | None = None
    default_year: int | None = Key(default=None, ge=2000, le=2099)
    taxonomy: str = Key(description="a set of `taxonomies.yaml`, by its year")
    other_taxonomies: tuple[str, ...] = Key(
        default=(), description="sets that a sheet may hold instead, told by its level names"
    )
    levels: tuple[Level, ...] = Key(default=(), description="filled in from the taxonomy")
    other_levels: tuple[tuple[Level, ...], ...] = Key(
        default=(), description="filled in from the other taxonomies"
    )
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

    @property
    def key(self) -> str:
        """`name@version`."""
        return f"{self.form}@{self.version}"

    @cached_property
    def digest(self) -> str:
        """Twelve hex digits that change with anything in the form."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    @cached_property
    def level_keys(self) -> frozenset[str]:
        """The second-level indicators of all its sets, without spaces and the ending 指标."""
        sets = (self.levels, *self.other_levels)
        names = (name for levels in sets for level in levels for name in level.level2)
        return frozenset(squeezed(name).removesuffix("指标") for name in names)

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
