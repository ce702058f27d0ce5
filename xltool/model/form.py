"""schemas/*.yaml <-> Form, Part, Section, Field: a form as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import PrivateAttr

from xltool.language.text import squeezed
from xltool.model.computed import renamed
from xltool.model.field import Column as Column
from xltool.model.field import Composition as Composition
from xltool.model.field import Field as Field
from xltool.model.field import FieldType as FieldType
from xltool.model.field import FormBlock, Name, Pattern, Positive
from xltool.model.field import Row as Row
from xltool.model.field import Title as Title
from xltool.model.field import in_words as in_words
from xltool.model.field import printed_label as printed_label
from xltool.model.settings import Absence, Execution, Level, Lights, MoneyUnit, RuleSetting, Sum
from xltool.model.settings import Scoring as Scoring
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
    footers: tuple[Pattern, ...] = Key(
        default=(), description="how lines below the table begin: notes, lines to be signed"
    )
    filler: tuple[Pattern, ...] = Key(
        default=(
            r"[…·]+|\.{2,}|[-—–－/\\]+|第\d+页(?:[,;]?共\d+页)?",
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
            self._crossing(row, column)
            for row in self.rows
            for column in self.columns
            if not column.rows or row.name in column.rows
        )

    def _crossing(self, row: Row, column: Column) -> Field:
        title = Title(
            zh=f"{row.title.zh} {column.title.zh}", en=f"{row.title.en}, {column.title.en}"
        )
        return column.model_copy(
            update={
                "name": f"{row.name}_{column.name}",
                "title": title,
                "required": column.required and row.required,
                "printed": row.printed if row.printed == "elsewhere" else column.printed,
                "carry_from": column.carry_rows.get(row.name, column.carry_from),
                "computed": self._computed(row, column),
            }
        )

    def _computed(self, row: Row, column: Column) -> str | None:
        """The expression of a column with the names of one row."""
        own = {each.name for each in self.columns}
        if column.computed is None:
            return None
        return renamed(column.computed, lambda name: f"{row.name}_{name}" if name in own else name)


Section = Annotated[Group | Repeat | Matrix, Key(discriminator="kind")]


def entries_of(section: Group | Repeat | Matrix) -> tuple[Field | Row, ...]:
    """What has a label of its own in a section."""
    return (*section.rows, *section.columns) if isinstance(section, Matrix) else section.fields


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
        return self._single

    @cached_property
    def _single(self) -> tuple[Field, ...]:
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
    other_taxonomies: tuple[str, ...] = Key(
        default=(), description="sets that a sheet may hold instead, known by its level names"
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
    executions: tuple[Execution, ...] = ()
    scoring: Scoring = Scoring()
    lights: Lights | None = Key(
        default=None, description="bounds of the lights; none: the form has no lights"
    )
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
