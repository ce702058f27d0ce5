"""xltool: a linter for standard Excel workbooks.

What a script may use: `check`, `annotate`, `consolidate`, `sheet_names`, `schema`, `load_forms`,
and the shapes `Report`, `Finding`, `CellRef`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xltool.model import CellRef, Finding, Report

if TYPE_CHECKING:
    from xltool.form_file import load_forms
    from xltool.marking import annotate, sheet_names
    from xltool.monthly import consolidate
    from xltool.pipeline import check
    from xltool.validation import schema

__version__ = "0.1.0"
__all__ = [
    "CellRef",
    "Finding",
    "Report",
    "annotate",
    "check",
    "consolidate",
    "load_forms",
    "schema",
    "sheet_names",
]

# Loaded when first used: pandera takes half a second, which `xltool --help` should not.
_LATER = {
    "annotate": ("xltool.marking", "annotate"),
    "check": ("xltool.pipeline", "check"),
    "sheet_names": ("xltool.marking", "sheet_names"),
    "consolidate": ("xltool.monthly", "consolidate"),
    "load_forms": ("xltool.form_file", "load_forms"),
    "schema": ("xltool.validation", "schema"),
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LATER[name]
    return getattr(import_module(module), attribute)
