"""Part of a form + values -> its tables in the published look: boxes with places and widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from xltool.documents.written import written
from xltool.language.text import display_width
from xltool.model.form import Field, Form, Group, Matrix, Part, Repeat, Section, printed_label
from xltool.model.workbook import CellValue

Values = Mapping[str, CellValue]
WIDTH = 1000
"""Of a table, in units of which the page decides the size."""
_FIRST = 150  # the column of labels at the left edge


class BoxStyle(StrEnum):
    """How a box is drawn."""

    LINE = "line"  # above the table, without borders
    LINE_RIGHT = "line_right"
    LABEL = "label"
    CENTRE = "centre"
    AMOUNT = "amount"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its text, the columns from `left` to `right` in units of width, rows it spans."""

    text: str
    left: int
    right: int
    look: BoxStyle
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of boxes; the first `heading` rows are printed again on every further page.

    `lines` are the rows above the borders. A box that spans rows stands in its first row only.
    `joined` where the next table follows as if it were the same.
    """

    rows: tuple[tuple[Box, ...], ...]
    heading: int = 0
    lines: int = 0
    joined: bool = False


def header_fields(part: Part) -> list[Field]:
    """The fields that stand above a table or text: of groups that are known by their looks."""
    return [field for section in part.sections if _is_header(section) for field in section.fields]


def _is_header(section: Section) -> bool:
    return isinstance(section, Group) and all(field.match for field in section.fields)


def tables(
    form: Form, part: Part, values: Values, records: Mapping[str, Sequence[Values]]
) -> Iterator[Table]:
    """The tables of one block: groups and matrices together, each repeat with its headings."""
    lines = [_header_row(form, header_fields(part), values)]
    last = part.sections[-1]
    for is_repeat, run in groupby(
        (section for section in part.sections if not _is_header(section)),
        lambda section: isinstance(section, Repeat),
    ):
        if is_repeat:
            for section in run:
                assert isinstance(section, Repeat)
                rows = _repeat_rows(section, records.get(section.name, ()))
                yield Table((*lines, *rows), len(lines) + 1, len(lines), joined=section is not last)
                lines = []
            continue
        body: list[tuple[Box, ...]] = []
        for section in run:
            body += _matrix(section, values) if isinstance(section, Matrix) else []
            body += _group(section, values) if isinstance(section, Group) else []
        yield Table((*lines, *body), lines=len(lines), joined=section is not last)
        lines = []


def _header_row(form: Form, fields: Sequence[Field], values: Values) -> tuple[Box, ...]:
    """The unit at the left, year or month in the middle, 单位：元 at the right."""
    texts: dict[str, list[str]] = {"left": [], "middle": [], "right": []}
    for field in fields:
        text = written(values.get(field.name), field)
        if field.type == "money_unit":
            texts["right"].append(f"单位：{text or form.money_unit.default}")
        elif field.type == "unit":
            texts["left"].append(text)
        elif text:
            ending = {"year": "年", "period": "月"}.get(field.type, "")
            texts["middle"].append(text if text.endswith(ending) else text + ending)
    middle = "  ".join(texts["middle"])
    left = Box("".join(texts["left"]), 0, 540 if middle else 800, BoxStyle.LINE)
    right = Box("".join(texts["right"]), 800, WIDTH, BoxStyle.LINE_RIGHT)
    return (left, Box(middle, 540, 800, BoxStyle.LINE_RIGHT), right) if middle else (left, right)


def _group(section: Group, values: Values) -> Iterator[tuple[Box, ...]]:
    """Short fields side by side; a long text beside its label, below the short ones of its group,
    whose label then stands at the left of both.
    """
    short = [field for field in section.fields if not field.multiline and field.labels]
    long = [field for field in section.fields if field.multiline]
    lead = long[0] if long else None
    if short and lead:
        yield (
            Box(printed_label(lead), 0, _FIRST, BoxStyle.LABEL, rows=2),
            *_pairs(short, values, _FIRST),
        )
        yield (_text_box(lead, values),)
    elif lead:
        yield (Box(printed_label(lead), 0, _FIRST, BoxStyle.LABEL), _text_box(lead, values))
    else:
        for start in range(0, len(short), 3 if len(short) % 2 else 2):
            yield tuple(_pairs(short[start : start + (3 if len(short) % 2 else 2)], values, 0))
    for field in long[1:]:
        yield (Box(printed_label(field), 0, _FIRST, BoxStyle.LABEL), _text_box(field, values))


def _text_box(field: Field, values: Values) -> Box:
    return Box(written(values.get(field.name), field), _FIRST, WIDTH, BoxStyle.TEXT)


def _pairs(fields: Sequence[Field], values: Values, left: int) -> Iterator[Box]:
    """Labels and values by turns; a label at the left edge has the width of all labels there."""
    weights: list[float] = []
    for field in fields:
        weights += [min(max(display_width(printed_label(field)), 8) + 1.5, 11)]
        weights += [13 if field.type in ("money", "number", "percent") else 22]
    start = left
    if left == 0:
        weights, start = weights[1:], _FIRST
    edges = ([0] if left == 0 else []) + _edges(weights, start)
    for place, field in enumerate(fields):
        label, value = edges[place * 2], edges[place * 2 + 1]
        yield Box(printed_label(field), label, value, BoxStyle.LABEL)
        text = written(values.get(field.name), field)
        look = BoxStyle.AMOUNT if field.type in ("money", "number") else BoxStyle.CENTRE
        yield Box(text, value, edges[place * 2 + 2], look)


def _matrix(section: Matrix, values: Values) -> Iterator[tuple[Box, ...]]:
    """Headings above values; the label of a single row stands at the left of both."""
    edges = _edges([1] * len(section.columns), _FIRST)
    spans = list(pairwise(edges))
    single = len(section.rows) == 1
    corner = printed_label(section.rows[0]) if single else section.title.zh
    yield (
        Box(corner, 0, _FIRST, BoxStyle.LABEL, rows=2 if single else 1),
        *(
            Box(printed_label(column), *span, BoxStyle.LABEL)
            for column, span in zip(section.columns, spans, strict=True)
        ),
    )
    for row in section.rows:
        label = () if single else (Box(printed_label(row), 0, _FIRST, BoxStyle.LABEL),)
        crossings = (
            Box(written(values.get(f"{row.name}_{column.name}"), column), *span, BoxStyle.CENTRE)
            for column, span in zip(section.columns, spans, strict=True)
        )
        yield (*label, *crossings)


def _repeat_rows(section: Repeat, records: Sequence[Values]) -> Iterator[tuple[Box, ...]]:
    """The headings and the records; equal values that follow in the first level are merged."""
    texts = [[written(row.get(field.name), field) for field in section.fields] for row in records]
    edges = _column_edges(section, texts)
    spans = list(pairwise(edges))
    yield tuple(
        Box(printed_label(field), *span, BoxStyle.LABEL)
        for field, span in zip(section.fields, spans, strict=True)
    )
    merged = section.fields[0].fill_down
    for key, run in groupby(texts, lambda row: row[0] if merged else id(row)):
        rows = list(run)
        for place, row in enumerate(rows):
            for_all = len(rows) if merged and key else 1
            boxes = [
                Box(text, *span, _look(field), rows=for_all if field is section.fields[0] else 1)
                for text, span, field in zip(row, spans, section.fields, strict=True)
            ]
            yield tuple(boxes[1:] if place and for_all > 1 else boxes)


def _look(field: Field) -> BoxStyle:
    short = field.fill_down or field.type != "text"
    return BoxStyle.CENTRE if short else BoxStyle.TEXT


def _column_edges(section: Repeat, texts: Sequence[Sequence[str]]) -> list[int]:
    """The levels of indicators as wide as they are; the others by their longest texts, but far
    less than in proportion, since those wrap.
    """
    widest = [
        max(map(display_width, (printed_label(field), *(row[place] for row in texts))))
        for place, field in enumerate(section.fields)
    ]
    fixed = [
        # The first column is as wide as the labels above it, where it may be.
        max(width * 11.6 + 26, 0 if place else _FIRST) if field.fill_down and width <= 12 else 0.0
        for place, (field, width) in enumerate(zip(section.fields, widest, strict=True))
    ]
    weights = [
        0.0 if width else min(max(wide, 8), 36) ** 0.6
        for width, wide in zip(fixed, widest, strict=True)
    ]
    rest = max(WIDTH - sum(fixed), 1) / (sum(weights) or 1)
    return _edges([width or weight * rest for width, weight in zip(fixed, weights, strict=True)], 0)


def _edges(weights: Sequence[float], start: int) -> list[int]:
    """Where columns of these weights begin and end, from `start` to the table's right edge."""
    edges, total, sum_ = [start], sum(weights), 0.0
    for weight in weights:
        sum_ += weight
        edges.append(start + round((WIDTH - start) * sum_ / total))
    return edges
