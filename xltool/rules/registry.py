"""The rules, found by walking the families; which of them a run looks at."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from functools import cache

from xltool import rules as families
from xltool.language.errors import BatchRuleError, NoRuleLeftError, UnknownNameError
from xltool.rules.rule import BatchRule, Rule

_RULE_FILE = re.compile(r"\.xl\d{3}_\w+$")


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules in the order of their codes."""
    modules = pkgutil.walk_packages(families.__path__, f"{families.__name__}.")
    names = [module.name for module in modules if _RULE_FILE.search(module.name)]
    return tuple(importlib.import_module(name).RULE for name in sorted(names, key=_code))


def _code(module: str) -> str:
    return module.rpartition(".")[2]


@cache
def workbook_rules() -> tuple[Rule, ...]:
    """The rules that look at one workbook: what a check of it runs, and `--select` may name."""
    return tuple(rule for rule in all_rules() if not isinstance(rule, BatchRule))


@cache
def batch_rules() -> tuple[BatchRule, ...]:
    """The rules that look at all workbooks of a month."""
    return tuple(rule for rule in all_rules() if isinstance(rule, BatchRule))


def find_rule(code: str) -> Rule:
    """The rule with this code or name; raises `UnknownNameError` with the nearest codes."""
    wanted, known = code.strip().casefold(), _by_name()
    if wanted in known:
        return known[wanted]
    close = difflib.get_close_matches(wanted, known, 3, 0.6)
    near = ", ".join(f"{known[key].code} {known[key].name}" for key in close)
    raise UnknownNameError(
        kind_zh="规则",
        kind_en="rule",
        name=code,
        near_zh=f"相近的有：{near}。" if near else "用 xltool rule 查看全部规则。",
        near_en=f"Near ones: {near}." if near else "`xltool rule` lists all of them.",
    )


@cache
def _by_name() -> dict[str, Rule]:
    return {key: rule for rule in all_rules() for key in (rule.code.casefold(), rule.name)}


def selected_rules(select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    """The codes that are left by `--select` and `--ignore`; XL2 stands for every XL2xx.

    Raises `UnknownNameError` for a code that no rule begins with, `BatchRuleError` for rules that
    no check of a workbook runs, `NoRuleLeftError` where nothing would be checked.
    """
    chosen = _matching(select) if select else {rule.code for rule in workbook_rules()}
    left = frozenset(chosen - _matching(ignore))
    if not left:
        raise NoRuleLeftError()
    return left


def _matching(prefixes: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for prefix in prefixes:
        wanted = prefix.strip().upper()
        codes = {rule.code for rule in all_rules() if wanted and rule.code.startswith(wanted)}
        codes = codes or {find_rule(prefix).code}
        single = codes & {rule.code for rule in workbook_rules()}
        if not single:
            raise BatchRuleError(rules=sorted(codes))
        found |= single
    return found
