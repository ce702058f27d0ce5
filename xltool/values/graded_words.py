"""Whether a text is one of the graded words that stand for a qualitative value."""

from __future__ import annotations

import re
from functools import lru_cache

from xltool.model.form import Form

WORD_LISTS = ("graded", "graded_degrees", "graded_changes", "graded_subjects")
"""The form's lists: whole words, and what words are formed of."""

_ALL_THAT_SHOULD = re.compile(r"(?:应(.)尽\1)+")  # 应保尽保, 应收尽收
# A level that somebody awards or a standard has: 一级, A级, 国家级, 二级以上, 三星级, Ⅲ类.
_LEVEL = re.compile(
    "(?:达到)?(?:(?:国家|[省市县]|[A-E]{1,3}|五A|[一二三四五六甲乙丙丁特ⅠⅡⅢⅣⅤ])级(?:标准|资质)?|[一二三四五]星级?"
    "|(?:[一二三四五ⅠⅡⅢⅣⅤ]|I{1,3}|IV|V)类(?:水质?|标准)?)(?:及?以上)?",
    re.I,
)
_ROUND_THE_CLOCK = re.compile("7[×x*]24(?:小时)?[^\\d]{0,4}", re.I)
_RATIO = re.compile(r"\d+(?:\.\d+)?:\d+(?:\.\d+)?")
_CONFORMING = re.compile(
    "(?:符合|达到|满足|严格(?:执行|遵守|按照))[^，。；,;]{0,8}"
    "(?:规定|要求|标准|政策|规范|条件|规划|程序|预期|制度)(?:执行)?"
)
# As a contract or plan says: 按合同约定时间完成, 在规定时间内, 按工程进度.
_AS_AGREED = re.compile(
    "(?:严格)?(?:按照?|依照?|在|根据)?(?:工程|项目|施工|采购|工作|上级|实际)?"
    "(?:(?:合同|协议|规定|约定|计划|文件|方案|通知|序时|进度|时间|节点|时限|期限|要求)的?)+"
    "(?:之?内|以内)?(?:[按及]时|全部)?(?:完成|实施|执行|支付|拨付|推进|到位|发放|开展|办理)?"
)
_NONE_OF_IT = re.compile(
    "(?:无|零|未发生|不发生|没有发生|杜绝)(?:重特?大|较大|安全|责任|一般|生产|质量|食品|环境|群体性)*"
    "(?:事故|投诉|污染|差错|隐患|违规|违法|违纪|上访|信访|缺陷|拖欠|泄露|遗漏|死亡|伤亡|舆情|纠纷|事件)+(?:发生)?"
)
_SERIES = re.compile("[、，,]")


_FORMED = (_ALL_THAT_SHOULD, _CONFORMING, _AS_AGREED, _NONE_OF_IT)


def is_graded(words: str, form: Form, name: str = "") -> bool:
    """A word of the form's list, or one formed as these are: 有所减轻, 得到有效改善; a level;
    a ratio such as 1:15, if the indicator's `name` has 比.
    """
    if not words:  # as of every value that is a figure
        return False
    if words in form.words.get("graded", ()):
        return True
    if _LEVEL.fullmatch(words) or _ROUND_THE_CLOCK.fullmatch(words):
        return True
    if "比" in name and _RATIO.fullmatch(words):
        return True
    if any(pattern.fullmatch(words) for pattern in _FORMED):
        return True
    if _SERIES.search(words):
        return all(is_graded(word, form) for word in _SERIES.split(words))
    degrees, changes, subjects = (form.words.get(name, ()) for name in WORD_LISTS[1:])
    return _formed(degrees, changes, subjects).fullmatch(words) is not None


@lru_cache(maxsize=64)
def _formed(
    degrees: tuple[str, ...], changes: tuple[str, ...], subjects: tuple[str, ...]
) -> re.Pattern[str]:
    """How words are formed: degrees and one or two changes, a subject and its degree, or two."""
    degree, change, subject = (
        "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
        if words
        else r"(?!)"
        for words in (degrees, changes, subjects)
    )
    return re.compile(
        f"{degree}*{change}{{1,2}}{degree}?|{subject}{degree}{{1,2}}{change}?|{subject}{change}"
        f"|{degree}{{2}}"
    )
