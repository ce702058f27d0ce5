"""Part of a form + values -> its tables in the published look: boxes with places and widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from xltool.documents.written import written
from xltool.language.text import display_width
from xltool.model.form import Field, Form, Group, Matrix, Part, Repeat, Row, Section, printed_label
from xltool.model.workbook import CellValue

Values = Mapping[str, CellValue]
Span = tuple[int, int]
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
                own = records.get(section.name, ())
                fields = _printed(section, own)
                heads = tuple(_heading_rows(fields, _spans(fields, own)))
                rows = (*lines, *heads, *_repeat_rows(fields, own))
                joined = section is not last
                yield Table(rows, len(lines) + len(heads), len(lines), joined=joined)
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
    # 2022年 beside 2022年7月 says nothing more, and the month would not be read again.
    said = texts["middle"]
    middle = [text for text in said if not any(text in o and text != o for o in said)]
    spans = pairwise(540 + 260 * place // (len(middle) or 1) for place in range(len(middle) + 1))
    return (
        Box("".join(texts["left"]), 0, 540 if middle else 800, BoxStyle.LINE),
        *(Box(text, *span, BoxStyle.LINE_RIGHT) for text, span in zip(middle, spans, strict=True)),
        Box("".join(texts["right"]), 800, WIDTH, BoxStyle.LINE_RIGHT),
    )


def _group(section: Group, values: Values) -> Iterator[tuple[Box, ...]]:
    """Short fields side by side; a long text beside its label, below the short ones of its group,
    whose label then stands at the left of both.
    """
    short = [field for field in section.fields if not field.multiline and field.labels]
    long = [field for field in section.fields if field.multiline]
    if long and all(field.below for field in section.fields):
        yield from _texts_below(section, values)
        return
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


def _texts_below(section: Group, values: Values) -> Iterator[tuple[Box, ...]]:
    """Labels side by side, each above its text; the group's own label at the left of both."""
    title = (*section.labels, section.title.zh)[0]
    spans = list(pairwise(_edges([1] * len(section.fields), _FIRST)))
    columns = list(zip(section.fields, spans, strict=True))
    labels = (Box(printed_label(field), *span, BoxStyle.LABEL) for field, span in columns)
    yield Box(title, 0, _FIRST, BoxStyle.LABEL, rows=2), *labels
    yield tuple(
        Box(written(values.get(field.name), field), *span, BoxStyle.TEXT) for field, span in columns
    )


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
    spans = list(pairwise(_edges(_matrix_weights(section, values), _FIRST)))
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
            Box(_crossing(row, column, values), *span, BoxStyle.CENTRE)
            for column, span in zip(section.columns, spans, strict=True)
        )
        yield (*label, *crossings)


def _matrix_weights(section: Matrix, values: Values) -> list[float]:
    """As wide as the amounts are, so that none is broken; never far apart."""
    return [
        float(max(10, *(display_width(_crossing(row, column, values)) for row in section.rows)))
        for column in section.columns
    ]


def _crossing(row: Row, column: Field, values: Values) -> str:
    return written(values.get(f"{row.name}_{column.name}"), column)


def _printed(section: Repeat, records: Sequence[Values]) -> list[Field]:
    """The columns of a table; what another layout prints instead only where it is filled in."""
    return [
        field
        for field in section.fields
        if field.printed != "elsewhere" or any(row.get(field.name) is not None for row in records)
    ]


def _heading_rows(fields: Sequence[Field], spans: Sequence[Span]) -> Iterator[tuple[Box, ...]]:
    """The headings; where several have a common one above, in two rows."""
    columns = list(zip(fields, spans, strict=True))
    deep = any(field.under for field in fields)
    upper: list[Box] = []
    for heads, run in groupby(columns, lambda column: column[0].under):
        group = list(run)
        if heads:
            upper.append(Box(heads[0], group[0][1][0], group[-1][1][1], BoxStyle.LABEL))
        else:
            upper += (_heading(field, span, 2 if deep else 1) for field, span in group)
    yield tuple(upper)
    if deep:
        yield tuple(_heading(field, span, 1) for field, span in columns if field.under)


def _heading(field: Field, span: Span, rows: int) -> Box:
    return Box(printed_label(field), *span, BoxStyle.LABEL, rows=rows)


def _repeat_rows(fields: Sequence[Field], records: Sequence[Values]) -> Iterator[tuple[Box, ...]]:
    """The records; equal values that follow in the first level are merged."""
    texts, spans = _texts(fields, records), _spans(fields, records)
    merged = fields[0].fill_down
    for key, run in groupby(texts, lambda row: row[0] if merged else id(row)):
        rows = list(run)
        for place, row in enumerate(rows):
            for_all = len(rows) if merged and key else 1
            boxes = [
                Box(text, *span, _look(field), rows=for_all if field is fields[0] else 1)
                for text, span, field in zip(row, spans, fields, strict=True)
            ]
            yield tuple(boxes[1:] if place and for_all > 1 else boxes)


def _texts(fields: Sequence[Field], records: Sequence[Values]) -> list[list[str]]:
    return [[written(row.get(field.name), field) for field in fields] for row in records]


def _spans(fields: Sequence[Field], records: Sequence[Values]) -> list[Span]:
    return list(pairwise(_column_edges(fields, _texts(fields, records))))


def _look(field: Field) -> BoxStyle:
    short = field.fill_down or field.type != "text"
    return BoxStyle.CENTRE if short else BoxStyle.TEXT


def _column_edges(fields: Sequence[Field], texts: Sequence[Sequence[str]]) -> list[int]:
    """The levels of indicators as wide as they are; the others by their longest texts, but far
    less than in proportion, since those wrap.
    """
    widest = [
        max(map(display_width, (printed_label(field), *(row[place] for row in texts))))
        for place, field in enumerate(fields)
    ]
    fixed = [
        # The first column is as wide as the labels above it, where it may be.
        max(width * 11.6 + 26, 0 if place else _FIRST) if field.fill_down and width <= 12 else 0.0
        for place, (field, width) in enumerate(zip(fields, widest, strict=True))
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
