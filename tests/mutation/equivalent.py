"""equivalent.yaml: the mutants that change nothing a user can see, each with its reason."""

from __future__ import annotations

from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "equivalent.yaml"


def equivalents() -> dict[str, str]:
    """Names of mutants as the table of survivors prints them -> why nothing can notice them.

    Raises `ValueError` where one is listed twice.
    """
    found: dict[str, str] = {}
    for entry in yaml.safe_load(_FILE.read_text("utf-8")):
        for name in entry["mutants"]:
            if name in found:
                raise ValueError(f"listed twice: {name}")
            found[name] = entry["because"]
    return found
