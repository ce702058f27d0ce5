"""xltool: a linter for standard Excel workbooks.

What a script may use: `check`, `annotate`, `consolidate`, `sheet_names`, `schema`, `load_forms`,
and the shapes `Report`, `Finding`, `CellRef`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xltool.checking.schema import schema
    from xltool.forms.load import load_forms
    from xltool.model.report import Finding, Report
    from xltool.model.workbook import CellRef
    from xltool.pipeline.check import check
    from xltool.pipeline.consolidate import consolidate
    from xltool.pipeline.mark import annotate, sheet_names

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
    "CellRef": ("xltool.model.workbook", "CellRef"),
    "Finding": ("xltool.model.report", "Finding"),
    "Report": ("xltool.model.report", "Report"),
    "annotate": ("xltool.pipeline.mark", "annotate"),
    "check": ("xltool.pipeline.check", "check"),
    "sheet_names": ("xltool.pipeline.mark", "sheet_names"),
    "consolidate": ("xltool.pipeline.consolidate", "consolidate"),
    "load_forms": ("xltool.forms.load", "load_forms"),
    "schema": ("xltool.checking.schema", "schema"),
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LATER[name]
    return getattr(import_module(module), attribute)
