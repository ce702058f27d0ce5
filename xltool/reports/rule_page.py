"""Rule -> the page of `xltool rule CODE`: what it says, why, what to do, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.language.words import OPINIONS, PAGE, SEVERITIES, Words, shown
from xltool.model.form import Form
from xltool.model.submission import Origin
from xltool.model.workbook import Cell
from xltool.reports.wrap import wrapped
from xltool.rules.identity.origin_words import statement
from xltool.rules.rule import Rule

_BLANK = {"zh": "〔…〕", "en": "[…]"}


class _Blanks(dict[str, str]):
    """Placeholders of a message, each shown as a gap."""

    def __init__(self, gap: str) -> None:
        super().__init__()
        self._gap = gap

    def __missing__(self, key: str) -> str:
        return self._gap


def rule_lines(rule: Rule, form: Form, lang: str, width: int) -> Iterator[str]:
    """The page, line by line; `form` is the one whose fields the examples fill in."""
    severity = SEVERITIES[rule.severity](lang)
    yield from wrapped(f"{rule.code} {rule.title(lang)} ({rule.name}) · {severity}", width)
    yield from _section("message", _gapped(rule.message, lang), lang, width)
    yield from _section("why", [rule.why(lang)], lang, width)
    yield from _section("fix", _gapped(rule.remedy, lang), lang, width)
    for heading, examples in (("bad", rule.examples.bad), ("good", rule.examples.good)):
        texts = [_rows(rows, rule.examples.table, form, lang) for rows in examples]
        yield from _section(heading, texts, lang, width)
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


def _gapped(texts: Mapping[str, Words], lang: str) -> list[str]:
    return [words(lang).format_map(_Blanks(_BLANK[lang])) for words in texts.values()]


def _rows(rows: Sequence[Mapping[str, object]], table: str, form: Form, lang: str) -> str:
    """An example as a person would say it: 三级指标 合格率（%），指标值 ≥95%."""
    comma, stop = ("，", "；") if lang == "zh" else (", ", "; ")
    return stop.join(
        comma.join(_entry(name, value, table, form, lang) for name, value in row.items())
        or PAGE["nothing"](lang)
        for row in rows
    )


def _entry(name: str, value: object, table: str, form: Form, lang: str) -> str:
    field = form.field(table, name)
    words = field.title.words() if field else PAGE.get(name, Words(name, name))
    title = words(lang)
    return f"{title} {_value(value, form, lang)}"


def _value(value: object, form: Form, lang: str) -> str:
    if isinstance(value, Cell):
        return f"={value.formula}" if value.formula else shown(value.value, lang)
    if isinstance(value, Origin):
        return statement(value)(lang)
    if isinstance(value, Mapping):
        inside = (_entry(str(n), v, _table_of(str(n), form), form, lang) for n, v in value.items())
        return f"〔{'，'.join(inside)}〕"
    if isinstance(value, (tuple, list)):
        if not value:
            return PAGE["nothing"](lang)
        return "、".join(_value(item, form, lang) for item in value)
    return shown(value, lang)


def _table_of(name: str, form: Form) -> str:
    """The table in which a field of this name stands, for rows shown inside of others."""
    tables = reversed(list(form.tables().items()))  # projects before the department's part
    return next((table for table, fields in tables if name in {f.name for f in fields}), "")
