"""Rule -> the page of `xltool rule CODE`: what it says, why, what to do, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.reports.wrap import wrapped
from xltool.rule import Rule
from xltool.wording import OPINIONS, PAGE, SEVERITIES, shown


def rule_lines(rule: Rule, lang: str, width: int) -> Iterator[str]:
    """The page, line by line."""
    severity = SEVERITIES[rule.severity](lang)
    yield from wrapped(f"{rule.code} {rule.title(lang)} ({rule.name}) · {severity}", width)
    yield from _section("message", [words(lang) for words in rule.message.values()], lang, width)
    yield from _section("why", [rule.why(lang)], lang, width)
    yield from _section("fix", [words(lang) for words in rule.remedy.values()], lang, width)
    yield from _section("bad", [_rows(rows, lang) for rows in rule.examples.bad], lang, width)
    yield from _section("good", [_rows(rows, lang) for rows in rule.examples.good], lang, width)
    if rule.opinion:
        opinion = f"{rule.opinion} {OPINIONS[rule.opinion](lang)}"
        yield from _section("opinion", [opinion], lang, width)
    if rule.params:
        params = [f"{name}: {shown(value, lang)}" for name, value in rule.params.items()]
        yield from _section("params", params, lang, width)
    if rule.words:
        yield from _section("words", [", ".join(rule.words)], lang, width)
    yield from _section("source", [rule.source(lang)], lang, width)


def _section(heading: str, texts: Sequence[str], lang: str, width: int) -> Iterator[str]:
    yield ""
    yield PAGE[heading](lang)
    for text in texts:
        yield from wrapped(text, width, "  ", "    ")


def _rows(rows: Sequence[Mapping[str, object]], lang: str) -> str:
    return " | ".join(
        ", ".join(f"{name}={shown(value, lang)}" for name, value in row.items()) for row in rows
    )
