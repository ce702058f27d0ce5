"""Origin -> where a fact came from, in words; and whether several agree."""

from __future__ import annotations

from xltool.language.words import SOURCES, Words
from xltool.model.submission import Origin


def source_words(origin: Origin) -> Words:
    """Where it came from: `见 项目1!A1`, `按项目编码推定`."""
    cell = f"{origin.ref.sheet}!{origin.ref.a1}" if origin.ref else "…"
    source = SOURCES[origin.source]
    return Words(source.zh.format(cell=cell), source.en.format(cell=cell))


def disagreement(origins: object) -> tuple[Origin, ...]:
    """Where sources of a fact do not all say the same: the first source of each value."""
    given = origins if isinstance(origins, tuple) else ()
    known = [origin for origin in given if isinstance(origin, Origin)]
    first = {origin.value: origin for origin in reversed(known)}
    values = dict.fromkeys(origin.value for origin in known)
    return tuple(first[value] for value in values) if len(values) > 1 else ()


def statement(origin: Origin) -> Words:
    """The fact and where it came from: `2023（见 项目1!A1）`."""
    source = source_words(origin)
    return Words(f"{origin.value}（{source.zh}）", f"{origin.value} ({source.en})")
