"""The output formats of `xltool check` by name: a new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Mapping

from xltool.reports.check_result import OutputFormat
from xltool.reports.json_report import json_lines
from xltool.reports.text import text_lines

FORMATS: Mapping[str, OutputFormat] = {
    "text": OutputFormat(text_lines),
    "json": OutputFormat(json_lines, for_programs=True),
}
