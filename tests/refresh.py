"""Write the JSON Schemas beside the forms again: `python -m tests.refresh`."""

from __future__ import annotations

from pathlib import Path

from xltool.forms.load import form_json_schema
from xltool.reports.json_report import check_json_schema

SCHEMAS = Path(__file__).parent.parent / "schemas"


def schema_files() -> dict[str, str]:
    """What each file should hold."""
    return {"form.schema.json": form_json_schema(), "report.schema.json": check_json_schema()}


if __name__ == "__main__":
    for name, text in schema_files().items():
        (SCHEMAS / name).write_text(text, encoding="utf-8", newline="\n")
