"""Names of first- and second-level indicators, compared as people write them."""

from __future__ import annotations

import re
from functools import lru_cache

from xltool.language.text import halfwidth, squeezed

_POINTS = re.compile(r"\(\d+(\.\d+)?分\)$")


def level_key(text: object) -> str:
    """How level names are compared: `数 量指标` and `数量` are the same."""
    return _text_key(text) if isinstance(text, str) else ""


# The same few dozen names stand in every row of every workbook.
@lru_cache(maxsize=4096)
def _text_key(text: str) -> str:
    # Self-assessments print the points behind the name: 产出指标（50分）.
    return _POINTS.sub("", squeezed(halfwidth(text))).removesuffix("指标")
