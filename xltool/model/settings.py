"""What a form says beside its fields: levels, money units, sums, settings of rules."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from xltool.model.field import FormBlock, Name, Places, Positive
from xltool.model.report import Severity


class Level(FormBlock):
    """A first-level indicator and what may stand below it."""

    level1: str
    also: tuple[str, ...] = Key(default=(), description="other names that prints have for it")
    level2: tuple[str, ...] = Key(min_length=1)


class Absence(FormBlock):
    """An indicator type that a project should have, and what it means if it does not."""

    level1: str
    level2: str | None = None
    severity: Severity
    opinion: int = Key(default=1, ge=1, le=11)


class MoneyUnit(FormBlock):
    """How amounts are written when the form itself does not say."""

    default: str = "元"
    factors: dict[str, Positive] = Key(default={"元": 1, "万元": 10000}, description="in 元")
    decimals: dict[str, Places] = Key(default={"元": 2, "万元": 6}, description="places allowed")


class Sum(FormBlock):
    """A total and the fields that make it."""

    total: Name
    parts: tuple[Name, ...] = Key(min_length=1)


class Lights(FormBlock):
    """Where the lights change, in % of the share of the year's target that should be reached."""

    red_below: Decimal = Decimal(60)
    yellow_below: Decimal = Decimal(80)
    blue_above: Decimal = Key(default=Decimal(120), description="of counts with =, ≥, >")
    execution_red_below: Decimal = Decimal(60)
    execution_yellow_below: Decimal = Decimal(80)


class RuleSetting(BaseModel):
    """What a form changes about a rule: any key that does not stand here is a parameter.

    With `must_answer` a submission is taken only when the filler has explained the findings.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    severity: Severity | None = None
    enabled: bool = True
    must_answer: bool = False

    @property
    def params(self) -> dict[str, object]:
        """The parameters given, by name."""
        return dict(self.__pydantic_extra__ or {})
