"""What is filled in on a form: between documents, workbooks and blank templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltool.model.workbook import CellValue


@dataclass(frozen=True, slots=True)
class FilledRecord:
    """One record of a table as a person types it: texts, numbers, percentages (0.25 for 25 %).

    `project` is the place of its project among the filling's projects (from 0), None outside.
    """

    values: Mapping[str, CellValue]
    project: int | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """Raw values by table and field of a form, in the order of the form.

    `tables` has the form's own table and field names (`Form.tables()`): the part's record for
    single fields (unit, code, budget, plan_march, …), one record a row for repeats.
    """

    tables: Mapping[str, tuple[FilledRecord, ...]] = field(default_factory=dict)
