"""The text of an indicator value -> sign, number or range, unit; or a date; or a graded word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial

from xltool.language.text import halfwidth, is_nil, squeezed
from xltool.values.indicator_date import TO, is_date, years_in

_MARKS = str.maketrans("≧⩾≮≦⩽≯﹥﹤〉〈﹦═﹪", "≥≥≥≤≤≤><><==%")
_SIGNS = {
    "大于或等于": "≥",
    "小于或等于": "≤",
    "大于等于": "≥",
    "小于等于": "≤",
    "不低于": "≥",
    "不少于": "≥",
    "不小于": "≥",
    "不超过": "≤",
    "不高于": "≤",
    "不大于": "≤",
    "不多于": "≤",
    "至少": "≥",
    "最少": "≥",
    "达到": "≥",
    "至多": "≤",
    "最多": "≤",
    "大于": ">",
    "超过": ">",
    "高于": ">",
    "多于": ">",
    "小于": "<",
    "低于": "<",
    "少于": "<",
    "等于": "=",
    # Longest first: `>=` must not be read as `>` and a stray `=`.
    ">=": "≥",
    "=>": "≥",
    "≥=": "≥",
    "<=": "≤",
    "=<": "≤",
    "≤=": "≤",
    "==": "=",
    "≥": "≥",
    "≤": "≤",
    ">": ">",
    "<": "<",
    "=": "=",
}
DIRECTIONS = {"正向": "≥", "反向": "≤", "逆向": "≤"}
"""What a column of its own may say instead of a sign; a value may still be exactly a number."""

_BOUNDS = {"以上": "≥", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤"}  # the figure included
_INCLUDING = r"\(含[^()]{0,6}\)"
_BOUND = re.compile(
    rf"(?:{_INCLUDING}|[及或含]其?)?(以上|以下|以内|之内|(?<=[时钟秒天日周月年度])内)(?:{_INCLUDING})?$"
    rf"|{_INCLUDING}$"
)

# What is done within a time: 30分钟内响应, 3个工作日内全部办结; no rate of it, 24小时内响应率.
_DONE_WITHIN = re.compile(r"(?<=[时钟秒天日周月年度])((?:[之以])?内)[^\d()率数度]{1,6}$")
# A count for each period: 每月1次, 每年不少于2次.
_EACH = re.compile(r"每(半年|年度?|季度?|月|周|日|天|学期)(?=\D{0,6}\d)(.+)")
_MORE_THAN = re.compile(r"超(?=\d)")

_NUMBER = r"[-+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_UNIT = r"(?:k?m[23²³]|[^\d≥≤<>=。；;，,、！!？?：:~—–―+*.\"“”-]{0,8}?)"
_VALUE = re.compile(
    rf"(?P<low>{_NUMBER})(?:(?P<unit1>{_UNIT}){TO}(?P<high>{_NUMBER}))?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
# What stands behind a number and is no unit: 左右, 余人, 底前支付, %完成.
_NO_UNIT = re.compile(
    r"左右|上下|以[上下内前]|[时钟秒天]内|[余多约几含前底末至到]|^[%‰](?!/|$)|^\(|^[^(]*\)|\([^)]*$"
)
_ODD = re.compile(r"^[.+]|[至到]|\d\(")  # .95, 3至5天, 100(人次)
# Two numbers in one cell, on two lines for example, unless a space parts thousands.
_SPLIT_NUMBER = re.compile(r"\d\s*\n\s*\d|\d\s+(?!\d{3}(?!\d))\d")
_PERCENT = re.compile(rf"百分之({_NUMBER}|百(?!分))|(?<=\d)百分比")
_YUAN = re.compile(rf"[¥￥]({_NUMBER})(?=$|/)")  # ￥500 for 500元

# Accepted silently beside their half-width forms, as people and the finance system write them.
_SILENT = str.maketrans("＝～（）：", "=~():")
_QUOTES = "\"'“”‘’＂＇「」"


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator value as a person reads it.

    Exactly one of these holds: `low` is set (a number, or with `high` a range); `dated` (a date
    or period, with the `years` it names); otherwise `words` is a graded word or other text, ""
    after a sign that stands alone. `sign` is one of ≥ ≤ > < = or "". `unusual` where it was read
    from another notation than the standard one. `constant` for a cell formula such as `=100%`.
    `correction` is the standard notation of what belongs in the cell itself, without a sign or
    unit that stands in a column of its own; "" for words, which have none. `column_sign` and
    `column_unit` are what those columns say, `own_unit` is the unit in the cell itself.
    `date_cell` where the cell holds a date of Excel's and no text.
    """

    raw: str
    sign: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    words: str = ""
    dated: bool = False
    years: tuple[int, ...] = ()
    unusual: bool = False
    constant: bool = False
    correction: str = ""
    column_sign: str = ""
    column_unit: str = ""
    own_unit: str = ""
    date_cell: bool = False

    def __str__(self) -> str:
        return self.raw

    @property
    def standard(self) -> str:
        """The whole value in the standard notation; "" for words."""
        if self.low is None:
            return self.correction
        return _written(self.sign, self.low, self.high, self.unit)


@lru_cache(maxsize=16384)  # the same values stand in many rows and workbooks
def parse_indicator_value(
    text: str, *, sign: str = "", unit: str = "", constant: bool = False, date_cell: bool = False
) -> IndicatorValue:
    """Read an indicator value; `sign` and `unit` come from columns of their own, where a form
    has them. Never fails: what is no value is `words`.
    """
    raw = text.strip()
    bare, seen = _plain(raw), squeezed(raw.translate(_SILENT)).rstrip("。")
    column_sign, column_unit = sign_of_column(sign), _column_unit(unit)
    column_way = DIRECTIONS.get(column_sign, column_sign)
    bare = "=" + bare.removeprefix("=") if constant else bare
    own_sign, rest = _leading_sign(_with_percent(bare.translate(_MARKS)))
    if _SPLIT_NUMBER.search(halfwidth(raw)):
        return _worded(raw, bare)
    value = partial(IndicatorValue, raw, column_sign=column_sign, column_unit=column_unit)
    counted, period = _each(rest)
    if is_date(rest, own_sign) or (period and is_date(counted, "")):
        return value(
            own_sign or column_way,
            dated=True,
            years=years_in(rest),
            unusual=seen != bare,
            correction=_unlike_formula(bare),
            date_cell=date_cell,
        )
    if period:
        own_sign, rest = (own_sign, counted) if own_sign else _leading_sign(counted)
    bound, figure = _trailing_bound(_DONE_WITHIN.sub(r"\1", rest), own_sign)
    measured = _measured(_joined(figure), period)
    if measured is None:
        return _worded(raw, bare)
    (low, high, own_unit), own_sign = measured, own_sign or bound
    return value(
        *(own_sign or column_way, low, high, own_unit or column_unit),
        unusual=not constant and _is_odd(seen, own_sign, figure),
        constant=constant,
        correction=_written(own_sign, low, high, own_unit),
        own_unit=own_unit,
    )


def _is_odd(seen: str, sign: str, figure: str) -> bool:
    """Whether a figure is written otherwise than in the standard notation."""
    return seen != sign + figure or figure != _joined(figure) or bool(_ODD.search(figure))


def _written(sign: str, low: Decimal, high: Decimal | None, unit: str) -> str:
    number = f"{low:f}" if high is None else f"{low:f}-{high:f}"
    return _unlike_formula(sign + number + unit)


def _unlike_formula(text: str) -> str:
    """A text with `＝` in front for `=`, so that no cell begins a formula."""
    return "＝" + text[1:] if text.startswith("=") else text


def _worded(raw: str, bare: str) -> IndicatorValue:
    """A value that is no number and no date; only a symbol is a sign of it, 低于去年 has none."""
    sign, words = _leading_sign(bare, words_too=False)
    words = re.sub("^定性:?(?=.)", "", words)
    return IndicatorValue(raw, sign, words=words or ("" if sign else raw))


def _plain(raw: str) -> str:
    """Half-width, without spaces, quotes around it, and marks at its end."""
    return squeezed(halfwidth(raw.strip(_QUOTES))).strip(_QUOTES).rstrip("。；;，,、.！!")


def _with_percent(text: str) -> str:
    """百分之95 and 95百分比 as 95%, 百分之百 as 100%, ￥500 as 500元."""
    text = _YUAN.sub(r"\g<1>元", re.sub("^定量:?", "", text))
    return _PERCENT.sub(lambda found: f"{(found[1] or '').replace('百', '100')}%", text)


def sign_of_column(text: str) -> str:
    """The sign that a column of its own gives: >= and 大于等于 are ≥, 正向 and 反向 are kept as
    they are; "" for any other text.
    """
    key = squeezed(halfwidth(text)).removesuffix("指标")
    sign, rest = _leading_sign(key.translate(_MARKS))
    return key if key in DIRECTIONS else "" if rest else sign


def _column_unit(text: str) -> str:
    """The unit that a column of its own gives: 百分比(%) is %, — is none."""
    unit = _bare_unit(squeezed(halfwidth(text)))
    if "%" in unit or unit in ("百分比", "百分数"):
        return "%"
    return "" if is_nil(unit) else unit


def _leading_sign(text: str, *, words_too: bool = True) -> tuple[str, str]:
    """The sign at the beginning and the rest; spelled signs, 不低于, only where words count."""
    plain = re.sub("^不[得能可应](?=[低少小超高大多])", "不", text) if words_too else text
    if words_too and _MORE_THAN.match(plain):
        return ">", plain[1:]
    for written, sign in _SIGNS.items():
        if plain.startswith(written) and (words_too or written[0] in "≥≤><="):
            return sign, plain.removeprefix(written)
    return "", text


def _trailing_bound(text: str, sign: str) -> tuple[str, str]:
    """The sign that a word at the end stands for, and the text without that word.

    The word stays, so that nothing is read, where it contradicts the sign in front.
    """
    found = _BOUND.search(text)
    if not found:
        return "", text
    bound = _BOUNDS.get(found[1] or "", "")
    contradicts = sign and sign not in ((bound,) if bound else ("≥", "≤", "="))
    return ("", text) if contradicts else (bound, text[: found.start()])


def _each(text: str) -> tuple[str, str]:
    """What is counted and the period it is counted for: 每年2次 -> 2次, 年; "" where none is."""
    found = _EACH.fullmatch(text)
    return (found[2], found[1].replace("年度", "年")) if found else (text, "")


def _joined(text: str) -> str:
    """A compound unit as the standard writes it: 元/人.每天 -> 元/人·天."""
    return re.sub(r"(?<=[/·])每", "", re.sub(r"(?<=[^\d.])[.•・](?=[^\d.])", "·", text))


def _measured(text: str, period: str = "") -> tuple[Decimal, Decimal | None, str] | None:
    """Number, upper end of a range, unit, which gets a `period`; None for any other text."""
    found = _VALUE.fullmatch(text)
    if not found:
        return None
    first, unit = _bare_unit(found["unit1"] or ""), _bare_unit(found["unit"])
    if any(_NO_UNIT.search(part) for part in (first, unit)) or (first and first != unit):
        return None
    if period:
        if not unit or "/" in unit:
            return None
        unit = f"{unit}/{period}"
    low = Decimal(found["low"].replace(",", ""))
    high = Decimal(found["high"].replace(",", "")) if found["high"] else None
    return low, high, unit


def _bare_unit(unit: str) -> str:
    """A unit out of its brackets: `(人次)` -> `人次`."""
    return unit[1:-1] if unit.startswith("(") and unit.endswith(")") else unit
