"""Document + Form -> Filling, its unit, and the lines that found no place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.documents.document import Document, DocumentLine
from xltool.documents.errors import LostTableError, UnknownLayoutError
from xltool.documents.placed import placed_lines
from xltool.documents.read_values import filling_from
from xltool.extract.blocks import part_labels, printed_labels
from xltool.extract.extract import extract
from xltool.extract.grid import keys_of, readings_of
from xltool.extract.provenance import Given, with_origins
from xltool.extract.recognise import recognise
from xltool.language.words import Words
from xltool.model.filling import Filling
from xltool.model.form import Form, Repeat, printed_label
from xltool.model.submission import Submission
from xltool.values.cell_value import BudgetUnit


@dataclass(frozen=True, slots=True)
class Placement:
    """What a document fills in, the unit and year it states, and the lines that it left over.

    `contents` are the lines of a table of contents: they say nothing that is not said below.
    """

    form: Form
    filling: Filling
    unit: str
    year: int | None
    left_over: tuple[DocumentLine, ...]
    contents: tuple[DocumentLine, ...]
    lines: int

    @property
    def projects(self) -> int:
        """How many projects it has: blocks of the part that may stand several times."""
        tables = [part.table for part in self.form.parts if part.many]
        return max((len(self.filling.tables.get(table, ())) for table in tables), default=0)


def fill_in(document: Document, form: Form) -> Placement:
    """Fill in a form from a document; raises `UnknownLayoutError` where it is not that form,
    `LostTableError` where it has come apart.
    """
    match = recognise(document.workbook, [form])
    if match is None:
        raise unknown_layout(document, [form])
    submission = extract(document.workbook, match)
    _hold_tables(document, form, submission)
    placed = placed_lines(document, match, submission)
    return Placement(
        form,
        filling_from(submission, match.form),
        _unit(submission, match.form),
        _year(with_origins(submission, form, Given())),
        tuple(
            line
            for number, line in enumerate(document.lines)
            if number not in placed and not line.contents
        ),
        tuple(line for line in document.lines if line.contents),
        len(document.lines),
    )


def _hold_tables(document: Document, form: Form, submission: Submission) -> None:
    """Raise `LostTableError` where half the labels of a part stand in the lines, but no table."""
    for part in form.parts:
        if not part.many or submission.tables[part.table]:
            continue
        labels = part_labels(part)
        printed = {name: keys_of(labels[name]) for name in sorted(printed_labels(part))}
        read = frozenset[str]().union(*(readings_of(line.text[:40]) for line in document.lines))
        found = [labels[name][0] for name, keys in printed.items() if not keys.isdisjoint(read)]
        if len(found) * 2 >= len(printed):
            raise LostTableError(path=document.workbook.path, found=found[:6])


def _unit(submission: Submission, form: Form) -> str:
    """The unit as the first block that names one writes it."""
    for table, fields in form.tables().items():
        for record in submission.tables[table]:
            for field in fields:
                value = record.values.get(field.name)
                if field.type == "unit" and isinstance(value, BudgetUnit):
                    return value.raw
    return ""


def _year(submission: Submission) -> int | None:
    """The year that the document states; one assumed from anything else is left to the checks."""
    year = submission.year
    return int(year.value) if year and year.source == "cell" else None


def unknown_layout(document: Document, forms: Sequence[Form]) -> UnknownLayoutError:
    """What was looked for in a document and what is there instead."""
    # The commonest first: what only one form prints helps least.
    each = Counter(label for form in forms for label in dict.fromkeys(_lead_labels(form)))
    labels = [label for label, _ in each.most_common()]
    keys = {key: label for label in labels for key in keys_of((label,))}
    read = (readings_of(line.text.strip()[:40]) for line in document.lines)
    found = dict.fromkeys(keys[key] for readings in read for key in sorted(readings & keys.keys()))
    beginning = [f"“{line.text.strip()[:20]}”" for line in document.lines[:3]]
    return UnknownLayoutError(
        path=document.workbook.path,
        wanted=labels[:8],
        found=list(found)[:8] or beginning or Words("（空白）", "(blank)"),
    )


def _lead_labels(form: Form) -> Iterator[str]:
    """The labels that a published form prints, as it first spells them."""
    for part in form.parts:
        for section in part.sections:
            outlined = isinstance(section, Repeat) and section.outline
            # Number and name of an outline's record stand there without labels.
            for field in section.fields[2 if outlined else 0 :]:
                if field.required and field.labels and not field.match:
                    yield printed_label(field)
