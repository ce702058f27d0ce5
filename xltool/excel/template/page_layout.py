"""Part + Filling -> Page: the published look, worked out from the sections of the form alone."""

from __future__ import annotations

from xltool.excel.template.columns import column_width, split_columns
from xltool.excel.template.draft import Draft, Values
from xltool.excel.template.groups import amounts_with_text, lay_group
from xltool.excel.template.page import CHECKS, FormPage, Role
from xltool.excel.template.tables import lay_matrix, lay_repeat, sides_of, widest_table
from xltool.model.form import Form, Group, Matrix, Part, Repeat, Section

_COLUMNS = [14.0, 18.0, 18.0, 18.0, 18.0, 18.0]
"""Of a part without a table."""


def lay_out(form: Form, part: Part, values: Values) -> FormPage:
    """The page of one part, with everything that is printed on it and every input cell."""
    table = widest_table(part)
    widths = [column_width(field) for field in table.fields] if table else _COLUMNS
    draft = Draft(form, part, values, split_columns(widths, _cells_needed(part)))
    draft.page.bottom = CHECKS
    draft.print_row(part.caption or form.title.zh, Role.TITLE, 40)
    for section in part.sections:
        if isinstance(section, Group):
            lay_group(draft, section)
        elif isinstance(section, Matrix):
            lay_matrix(draft, section)
        else:
            lay_repeat(draft, section)
    return draft.page


def _cells_needed(part: Part) -> int:
    """The least number of columns for the widest row of a part."""
    return max(map(_cells_of, part.sections))


def _cells_of(section: Section) -> int:
    if isinstance(section, Matrix):
        return sides_of(section) + len(section.columns)
    if isinstance(section, Repeat):
        return len(section.fields)
    if all(field.match for field in section.fields):
        money = sum(field.type == "money_unit" for field in section.fields)
        return 2 * (len(section.fields) - money) + money
    amounts, text = amounts_with_text(section)
    return 1 + 2 * len(amounts) if text else 4
