"""Part of a form -> whether enough of it is there to be a block, and on which sheets it may be."""

from __future__ import annotations

from collections.abc import Set

from xltool.extract.blocks import Block, part_labels, printed_labels
from xltool.extract.form_labels import label_keys
from xltool.extract.grid import Grid, keys_of
from xltool.model.form import Form, Matrix, Part, Repeat

_MOST = 1000
"""Sets of labels that are kept; then all are forgotten."""


def is_whole(block: Block) -> bool:
    """Whether enough of the part is there: its headings stand in one row, or two labels do."""
    if _tabular(block.part) and not block.headings:
        return False
    return _enough(block.part, block.found)


def may_be_whole(grid: Grid, form: Form) -> tuple[Part, ...]:
    """The parts of a form that may stand on a sheet, judged by which labels are on it at all.

    It rules out most forms without a look at the layout. The same labels stand on every sheet of
    a template, so the answer is kept for each set of them.
    """
    present = label_keys(form).intersection(grid.spots)
    known = _MAY_BE.get((form.digest, present))
    if known is None:
        if len(_MAY_BE) >= _MOST:
            _MAY_BE.clear()
        known = tuple(part for part in form.parts if _enough(part, _readable(part, present)))
        _MAY_BE[form.digest, present] = known
    return known


_MAY_BE: dict[tuple[str, frozenset[str]], tuple[Part, ...]] = {}
"""By the digest of a form and the label keys of it that are on a sheet."""


def _readable(part: Part, present: frozenset[str]) -> set[str]:
    """The labels of a part that some cell reads as: no block can have more."""
    labels = part_labels(part)
    return {
        name for name, spellings in labels.items() if not present.isdisjoint(keys_of(spellings))
    }


def _enough(part: Part, found: Set[str]) -> bool:
    if _tabular(part):
        printed = printed_labels(part)
        return len(found & printed) * 5 >= len(printed) * 2
    return len(found) >= 2


def _tabular(part: Part) -> bool:
    return any(
        isinstance(section, Matrix) or (isinstance(section, Repeat) and not section.outline)
        for section in part.sections
    )
