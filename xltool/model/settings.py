"""What a form says beside its fields: levels, money units, sums, settings of rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

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


class Grade(FormBlock):
    """A grade of a self-assessment and the total that it begins at."""

    name: str
    least: Decimal
    above: bool = Key(default=False, description="only a total above `least` has it: >90")


class Scoring(FormBlock):
    """How a form turns an actual value into points; what no source settles is set here."""

    at_most: Literal["ratio", "deviation"] = Key(
        default="ratio",
        description="points above a target with ≤: weight × target / actual, or weight × (1 - "
        "(actual - target) / target), which is 0 from twice the target",
    )
    overshoot: Literal["full", "ratio"] = Key(
        default="full",
        description="points above a target with =: all, or weight × target / actual",
    )
    bands: tuple[Decimal, Decimal] = Key(
        default=(Decimal(80), Decimal(60)),
        description="least % of the weight for a qualitative target that was reached, and for "
        "one that was partly reached",
    )
    grades: tuple[Grade, ...] = Key(
        default=(
            Grade(name="优", least=Decimal(90)),
            Grade(name="良", least=Decimal(80)),
            Grade(name="中", least=Decimal(60)),
            Grade(name="差", least=Decimal(0)),
        ),
        description="grades of the total from the best down",
    )


class Execution(FormBlock):
    """Fields of one table that belong together: money spent of a budget, its rate and points."""

    table: Name = Key(default="projects", description="a part's or section's table")
    budget: Name
    executed: Name
    rate: Name | None = None
    weight: Name | None = None
    score: Name | None = None


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

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    severity: Severity | None = None
    enabled: bool = True
    must_answer: bool = False

    @property
    def params(self) -> dict[str, object]:
        """The parameters given, by name."""
        return dict(self.__pydantic_extra__ or {})
