"""Whether the text of an indicator value is a date or period, and the years that it names."""

from __future__ import annotations

import re

TO = r"(?:[-~—–―]{1,2}|至|到)"

_YEAR = r"(?:20\d\d)"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
# What is done by then: 12月底到位, 6月30日前全部支付完毕. No other words, for 12月工资 is no date.
_HOW = "(?:全部|全面|基本|按时|按期|及时|正式|顺利)?"
_DONE = (
    "(?:到位|到账|完成|完工|竣工|开工|支付|拨付|拨款|下达|发放|交付|验收|投入使用|投用|启用|使用|建成"
    "|结束|办结|上线|启动|兑付|兑现|付清|结清|缴清|完毕|通车|开放|报送|提交|归档|公示|落实|实施|执行)"
)
_END = (
    r"(?:底|末|初|[上中下]旬)?"
    rf"(?:(?:[之以]?前|以?内|为?止|完成)[^\d,;≥≤<>=]{{0,8}}|{_HOW}{_DONE}{{1,2}})?"
)
_MOMENT = (
    rf"(?:(?:{_YEAR}(?:年度?|[./-]))?{_MONTH}月份?(?:{_DAY}[日号]?)?|"
    rf"{_YEAR}[./-]{_MONTH}(?:[./-]{_DAY})?日?)"
)
_PERIOD = (
    rf"(?:(?:{_YEAR}年)?{_MONTH}{TO}{_MONTH}月份?(?:{_DAY}[日号]?)?"
    rf"|{_YEAR}年度?(?:[上下]半年|全年|年(?=[底末]))?"
    r"|[当本全今每]年度?|[上下]半年|年度?(?=[底末内初])"
    rf"|(?:{_YEAR}年)?第?[一二三四1-4]季度|[每按](?:季度?|月|半年|周|日|天|学期)|按年度?"
    rf"|[每次当下]月{_DAY}[日号])"
)
_DATE = re.compile(
    r"(?:不[晚迟]于|截[至止][至到]?)?(?:"
    rf"{_MOMENT}{_END}(?:{TO}(?:(?:{_MOMENT}|{_DAY}[日号]){_END}|{_MONTH}))?"
    rf"|{_PERIOD}{_END}"
    rf"|{_YEAR}年?度?{TO}{_YEAR}年?度?"
    rf"|{_DAY}[日号][之以]?前[^\d]{{0,8}}"
    r"|20[1-4]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
    r"|19\d\d-\d\d-\d\d"  # a date in a cell, which shows so: Excel may have made it of 1-95
    r")"
)
# With a sign before it, 2022.5 is a number, and so is 20221231.
_DATE_OR_NUMBER = re.compile(rf"{_YEAR}(?:[./-]{_MONTH}|\d{{4}}|{TO}{_YEAR})")


def is_date(text: str, sign: str) -> bool:
    """Whether a text behind a sign, "" for none, is a date or period and no number."""
    if sign and _DATE_OR_NUMBER.fullmatch(text):
        return False
    return _DATE.fullmatch(text) is not None


def years_in(text: str) -> tuple[int, ...]:
    """The years that a date names, each once."""
    return tuple(dict.fromkeys(map(int, re.findall(r"(?<!\d)(?:20\d\d|19\d\d(?=-\d\d-))", text))))
