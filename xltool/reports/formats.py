"""The output formats of `xltool check` by name: a new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xltool.reports.check_result import CheckResult, OutputFormat, Page
from xltool.reports.text import text_lines


def json_lines(result: CheckResult, page: Page) -> Iterable[str]:
    """The lines of `json_report`."""
    # Imported here to start faster: most checks are read by people.
    from xltool.reports import json_report

    return json_report.json_lines(result, page)


FORMATS: Mapping[str, OutputFormat] = {
    "text": OutputFormat(text_lines),
    "json": OutputFormat(json_lines, for_programs=True),
}
