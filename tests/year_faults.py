"""What is planted in the workbooks of the year, and where each of it must be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.year import Cells

Found = set[tuple[str, str]]
"""Rules with the cells that they name first."""


@dataclass(frozen=True)
class Plant:
    """A workbook with faults: what is typed into the true one, and what must be found of it.

    `found` are the rules with their cells in the answer, `compared` those of the month's summary,
    which needs the months before or the target form.
    """

    month: int
    unit: str
    what: str
    cells: Cells
    found: Mapping[str, str] = field(default_factory=dict)
    compared: Mapping[str, str] = field(default_factory=dict)


def cells_of(found: Mapping[str, str]) -> Found:
    """The rules with each of their cells, which stand behind one another: `M6 M7`."""
    return {(rule, cell) for rule, cells in found.items() for cell in cells.split()}


PLANTED = (
    Plant(1, "439001", "the total is not the sum of its parts",
          {"H6": 30000, "=L6": 30000 / 368800}, {"XL408": "H6"}),
    Plant(1, "439002", "an actual value is left blank", {"E14": None}, {"XL001": "E14"}),
    Plant(2, "512001", "a count without a number", {"E13": "若干次"}, {"XL911": "E13"}),
    Plant(2, "603001", "a rate written as a fraction", {"E14": "0.92"}, {"XL912": "E14"}),
    Plant(2, "810001", "money as text", {"H6": "102,400"}, {"XL402": "H6"}),
    Plant(3, "512001", "more decimals than money has",
          {"H6": 125000.123, "H7": 125000.123}, {"XL404": "H6 H7"}),
    Plant(3, "439002", "more passed than there is", {"E14": "105%"}, {"XL914": "E14"}),
    Plant(3, "603001", "money where kilometres are asked for", {"E13": "22万元"}, {"XL912": "E13"}),
    Plant(3, "439001", "no likelihood is ticked", {"M14": None}, {"XL921": "M14"}),
    Plant(3, "810001", "two likelihoods are ticked", {"N13": "√"}, {"XL921": "M13"}),
    Plant(4, "810001", "a red light without a reason", {"E13": "30人次"},
          {"XL931": "E13"}, {"XL942": "E13"}),
    Plant(4, "439001", "execution is red without a reason; it fell, too",
          {"H6": 40000, "H7": 40000, "=L6": 40000 / 368800, "=L7": 40000 / 368800},
          {"XL905": "H6"}, {"XL941": "H6"}),
    Plant(5, "439001", "expected less than is executed",
          {"M6": 100000, "M7": 100000}, {"XL904": "M6 M7"}),
    Plant(5, "512001", "a rate typed over its formula", {"L6": 0.62}, {"XL901": "L6"}),
    Plant(6, "439002", "executed above the initial budget, none adjusted",
          {"H6": 3100000, "H7": 3000000, "H8": 100000, "M6": 3100000, "M7": 3000000,
           "=L6": 31 / 30, "=L7": 30 / 29, "=L8": 1}, {"XL902": "H6"}),
    Plant(6, "603001", "the month before is stated", {"D3": "2022年5月"}, {"XL122": "D3"}),
    Plant(7, "439002", "executed above the adjusted budget",
          {"H6": 2900000, "H7": 2800000, "H8": 100000,
           "=L6": 29 / 30, "=L7": 28 / 29, "=L8": 1}, {"XL903": "H6 H7"}),
    Plant(7, "512001", "another cause, not explained", {"L13": None}, {"XL923": "K13"}),
    Plant(8, "512001", "cannot be met, without a reason",
          {"N13": None, "O13": "√", "K13": None, "L13": None}, {"XL924": "O13"}),
    Plant(8, "439001", "may be met, without saying why", {"M15": None, "N15": "√"},
          {"XL922": "N15"}),
    Plant(8, "810001", "a cause is ticked without a word", {"H15": "√"}, {"XL925": "H15"}),
    Plant(8, "439002", "certain to be done in November, due in October",
          {"M15": "√", "N15": None}, {"XL926": "F15"}),
    Plant(9, "810001", "certain to miss", {"F13": "300人次"}, {"XL926": "F13"}),
    Plant(9, "603001", "far above the target without a reason", {"E13": "110公里"},
          {"XL913": "E13"}),
    Plant(9, "439001", "money in words", {"H7": "25万"}, {"XL401": "H7"}),
    Plant(10, "439001", "less is executed than the month before",
          {"H6": 270000, "H7": 270000, "=L6": 270000 / 368800, "=L7": 270000 / 368800},
          {}, {"XL941": "H6"}),
    Plant(10, "810001", "a count fell", {"E13": "240人次"}, {}, {"XL942": "E13"}),
    Plant(10, "512001", "a target is lowered, an indicator put under another heading",
          {"D13": "≥34次", "B13": "质量指标"}, {"XL304": "B13"},
          {"XL943": "D13", "XL946": "B13"}),
    Plant(11, "603001", "an indicator is renamed", {"C15": "病害修补的及时率（%）"},
          {}, {"XL944": "C15"}),
    Plant(11, "810001", "an indicator has vanished",
          {f"{column}18": None for column in "ABCDEFM"}, {}, {"XL944": "B4"}),
)  # fmt: skip

ASSESSED = (
    Plant(12, "512001", "a score above its weight, a reason taken away",
          {"G17": 16, "=G56": 98.05, "H16": None},
          {"XL951": "G17", "XL960": "H16", "XL964": "G56"}),
    Plant(12, "439002", "full points for a date that was missed, a rate typed wrong",
          {"G18": 10, "=G56": 99.6, "B57": "优", "G7": 0.98}, {"XL956": "G18", "XL958": "G7"}),
    Plant(12, "512001", "more spent than there was, an outcome that says nothing",
          {"E7": 510000, "E8": 510000, "=G7": 1.02, "=H7": 10, "=G56": 97.75, "E13": "已完成"},
          {"XL968": "E7", "XL515": "E13"}),
    Plant(12, "603001", "no weight, a copied sign, a wrong total",
          {"F19": 0, "G19": 0, "F16": 25, "G16": 25, "E18": "≥96%", "G56": 95},
          {"XL952": "F19", "XL969": "E18", "XL955": "G56"}),
    Plant(12, "810001", "far above the target, points of another grade, a reason of a miss",
          {"E16": "450人次", "E21": "未达成", "H21": "制度正在修订", "H17": "合格率未达标"},
          {"XL961": "E16", "XL963": "G21", "XL962": "G17"}),
    Plant(12, "512001", "the points of the money, the points of a miss, the grade",
          {"H7": 10, "G16": 15, "=G56": 100, "B57": "良"},
          {"XL959": "H7", "XL956": "G16", "XL967": "B57", "XL964": "G56"}),
    Plant(12, "439001", "85 % of the money is spent, and nothing says why",
          {"E7": 313480, "E8": 313480, "=G7": 0.85, "=H7": 8.5, "=G56": 98.39},
          {"XL966": "G7", "XL964": "G56"}),
    Plant(12, "810001", "a quarter of the money is left",
          {"E7": 480000, "E8": 480000, "=G7": 0.75, "=H7": 7.5, "=G56": 97.5},
          {"XL965": "E7", "XL964": "G56"}),
)  # fmt: skip
