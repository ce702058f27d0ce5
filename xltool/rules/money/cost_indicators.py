"""Which indicators are of cost: what stands under 成本 or 经济成本 in any set."""

from __future__ import annotations

from xltool.rules.rule import Row
from xltool.rules.taxonomy.levels import level_key

_SECOND = ("成本", "经济成本")
_OTHERS = ("社会成本", "生态环境成本")


def is_cost(row: Row) -> bool:
    """Whether an indicator stands under a cost in money; those of 社会成本 may be otherwise.

    A print without second levels has 成本 as the name.
    """
    second = level_key(row.get("level2"))
    if second in _SECOND or second in _OTHERS:
        return second in _SECOND
    first = level_key(row.get("level1"))
    return first == "成本" or (not second and level_key(row.get("level3")) == "成本")
