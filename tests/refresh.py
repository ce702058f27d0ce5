"""Write again what is made from the program itself: `python -m tests.refresh`."""

from __future__ import annotations

from pathlib import Path

from tests.doc_pages import commands_page, rules_page, schemas_page
from xltool.forms.load import form_json_schema
from xltool.reports.json_report import check_json_schema

ROOT = Path(__file__).parent.parent


def made_files() -> dict[str, str]:
    """What each file should hold, by its path in the project."""
    return {
        "schemas/form.schema.json": form_json_schema(),
        "schemas/report.schema.json": check_json_schema(),
        "docs/commands.md": commands_page(),
        "docs/rules.md": rules_page(),
        "docs/schemas.md": schemas_page(),
    }


if __name__ == "__main__":
    for name, text in made_files().items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
