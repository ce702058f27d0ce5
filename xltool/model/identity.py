"""Digests by which findings, values and sets are known again; stored ones depend on them."""

from __future__ import annotations

import hashlib


def identity(*parts: str) -> str:
    """Sixteen hex digits that stand for these texts in this order."""
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def text_digest(text: str) -> str:
    """Eight hex digits that stand for a text: enough to see that it was changed."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
