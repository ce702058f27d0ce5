"""Page + month -> the live lights of its indicators, for rows whose targets are known and locked.

A formula reads the plainest spellings alone: a number, bare or with the unit of its target, or one
of the form's words for 达成 and 未达成. Whatever else stands there has no light, and so has a row
whose name or target is another than the one that the formula was made for: better none than a
false one. What is readable has the light that `indicator_light` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xltool.excel.template.page import FormPage, Slot
from xltool.language.text import squeezed
from xltool.model.form import Form
from xltool.model.settings import Lights
from xltool.model.workbook import CellValue, column_letters
from xltool.rules.indicator_values.indicator_names import SHARES, is_rate, unit_in_name
from xltool.rules.monitoring.lights import Light, indicator_light
from xltool.rules.monitoring.measured import GRADES, Measured, measured
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

LATE = (Light.RED, Light.YELLOW)
"""The lights that ask for a reason."""

_LONGEST = 7  # characters: 20221031 is a date
_NUMBER = re.compile(r"(0|[1-9]\d*)(\.\d\d?)?")
_SPOKEN: dict[str, dict[str, Light]] = {}
_LITERAL = 255  # characters that a text in a formula may have


@dataclass(frozen=True, slots=True)
class LitRow:
    """A row with a light: its actual value, the conditions of each light on that cell, and what
    Python needs to say the same.
    """

    actual: Slot
    reasons: tuple[Slot, ...]
    conditions: Mapping[Light, str]
    unit: str
    words: Mapping[str, Light]
    shown: Callable[[str], Light | None]

    def light(self, value: CellValue) -> Light | None:
        """What the conditions give for a value of the cell."""
        text = value.strip(" ") if isinstance(value, str) else ""
        if text in self.words:
            return self.words[text]
        number = text.removesuffix(self.unit)
        if not _NUMBER.fullmatch(number) or len(number) > _LONGEST:
            return None
        return self.shown(text)


def lit_rows(
    page: FormPage, form: Form, month: int | None, value_of: Callable[[Slot], CellValue]
) -> Iterator[LitRow]:
    """The rows of a page that can have a light; none in a form without lights or month."""
    if form.lights is None or month is None:
        return
    rows: dict[tuple[str, int], dict[str, Slot]] = {}
    for slot in page.slots:
        if slot.record is not None:
            rows.setdefault((slot.table, slot.record), {})[slot.field.name] = slot
    for slots in rows.values():
        if not {"level3", "target", "actual"} <= slots.keys():
            continue
        name, target = (str(value_of(slots[each]) or "") for each in ("level3", "target"))
        known = slots["target"].field.locked and target and len(name + target) <= _LITERAL
        row = _lit_row(slots, name, target, month, form, form.lights) if known else None
        if row:
            yield row


def _lit_row(
    slots: Mapping[str, Slot], name: str, text: str, month: int, form: Form, lights: Lights
) -> LitRow | None:
    target = parse_indicator_value(text)

    def shown(actual: str) -> Light | None:
        return indicator_light(target, parse_indicator_value(actual), name, month, form)

    words = _words(target, form)
    own = target.words if target.low is None else ""
    if own and (light := shown(own)):
        words = {**words, own: light}
    unit = squeezed(target.unit) or unit_in_name(name, form)
    pair = measured(target, parse_indicator_value("1"), name, form)
    tests = dict(_tests(pair, month, lights)) if pair else {}
    if not words and not tests:
        return None
    cell, where = _relative(slots["actual"]), f"{_relative(slots['level3'])}&"
    guard = f'EXACT({where}{_relative(slots["target"])},"{_quoted(name + text)}"),ISTEXT({cell})'
    share = _is_share(target, name, form) and target.low is not None and target.low >= 1
    conditions = {}
    for light in Light:
        spelled = [word for word, each in words.items() if each is light]
        spoken = _spoken(cell, spelled) if spelled else ""
        counted = _counted(cell, unit, tests[light], share=share) if light in tests else ""
        either = ",".join(filter(None, (spoken, counted)))
        if either:
            conditions[light] = f"AND({guard},OR({either}))"
    reasons = tuple(slots[each] for each in ("cause_explained", "remarks") if each in slots)
    return LitRow(slots["actual"], reasons, conditions, unit, words, shown)


def _words(target: IndicatorValue, form: Form) -> Mapping[str, Light]:
    """The form's words for the three grades with their lights; none where a date is asked for."""
    if target.dated:
        return {}
    if form.digest not in _SPOKEN:
        words = (word for name in GRADES for word in form.words.get(name, ()) if " " not in word)
        lights = ((w, indicator_light(None, parse_indicator_value(w), "", 1, form)) for w in words)
        _SPOKEN[form.digest] = {word: light for word, light in lights if light}
    return _SPOKEN[form.digest]


def _tests(pair: Measured, month: int, lights: Lights) -> Iterator[tuple[Light, str]]:
    """For each light the condition on a number `#`; no two hold at once."""
    low = plain(pair.low)
    if pair.at_most:
        sign, other = ("<=", ">") if pair.sign == "≤" else ("<", ">=")
        yield Light.GREEN, f"#{sign}{low}"
        yield Light.RED, f"#{other}{low}"
        return
    top = f"#<={plain(pair.high)}" if pair.high is not None else "TRUE"
    planned = pair.low * (12 if pair.rate else month)  # of the whole year, times 12
    if planned <= 0:
        good = f"#={low}" if pair.sign == "=" else f"#>={low}"
        yield Light.GREEN, f"AND({good},{top})"
        yield Light.RED, f"NOT(AND({good},{top}))"
        return

    def bound(percent: Decimal) -> str:
        return plain(planned * percent)

    reached = "ROUND(#*1200,6)"
    red, yellow, blue = map(bound, (lights.red_below, lights.yellow_below, lights.blue_above))
    yield Light.RED, f"OR({reached}<{red},NOT({top}))"
    yield Light.YELLOW, f"AND({reached}>={red},{reached}<{yellow},{top})"
    if pair.rate:
        yield Light.GREEN, f"AND({reached}>={yellow},{top})"
    else:
        yield Light.GREEN, f"AND({reached}>={yellow},{reached}<={blue},{top})"
        yield Light.BLUE, f"AND({reached}>{blue},{reached}>={yellow},{top})"


def _is_share(target: IndicatorValue, name: str, form: Form) -> bool:
    """Whether a bare number below 1 may be a fraction, and has no light."""
    return target.unit in SHARES or unit_in_name(name, form) in SHARES or is_rate(name, form)


def _spoken(cell: str, words: list[str]) -> str:
    """Whether the cell holds one of these words alone."""
    return f'ISNUMBER(FIND("|"&{_bare(cell)}&"|","|{_quoted("|".join(words))}|"))'


def _counted(cell: str, unit: str, test: str, *, share: bool) -> str:
    """Whether the cell holds a plain number, with its unit or without, that passes the test.

    VALUE reads dates, percentages and sums in brackets as well: what is written otherwise than
    with up to two decimals is none of ours.
    """
    text = _bare(cell)
    digits = f'SUBSTITUTE({text},"{_quoted(unit)}","")' if unit else text
    number = f"VALUE({digits})"
    written = ",".join(f'EXACT({digits},TEXT({number},"{each}"))' for each in ("0", "0.0", "0.00"))
    parts = [f"LEN({digits})<={_LONGEST}", f"{number}>=0", f"OR({written})"]
    if unit:
        parts.append(f'OR(EXACT({text},{digits}),EXACT({text},{digits}&"{_quoted(unit)}"))')
    if share:
        marked = f",LEN({text})>LEN({digits})" if unit else ""
        parts.append(f"OR({number}=0,{number}>=1{marked})")
    return f"IFERROR(AND({','.join(parts)},{test.replace('#', number)}),FALSE)"


def _bare(cell: str) -> str:
    return f"TRIM({cell})"


def _relative(slot: Slot) -> str:
    """Its cell with an absolute column: the row goes along when others are inserted above."""
    return f"${column_letters(slot.area.left)}{slot.area.top}"


def _quoted(text: str) -> str:
    return text.replace('"', '""')
