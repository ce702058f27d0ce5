"""Lights: a table worked out by hand, one line a case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltool.forms.load import find_form, load_forms
from xltool.model.settings import Lights
from xltool.rules.monitoring.lights import Light, execution_light, indicator_light, worst
from xltool.values.indicator_value import parse_indicator_value

FORM = find_form("monitoring@2022", load_forms())

INDICATORS = """
≥120人次   | 36       | 参训人次           | 6  | yellow | 36 of 60 planned: 60 %
≥120人次   | 35       | 参训人次           | 6  | red    | 58.3 %
≥120人次   | 48人次   | 参训人次           | 6  | green  | 80 %
≥120人次   | 47       | 参训人次           | 6  | yellow | 78.3 %
≥120人次   | 72       | 参训人次           | 6  | green  | 120 %
≥120人次   | 73       | 参训人次           | 6  | blue   | 121.7 %
≥6人次     | 6        | 参训人次           | 1  | blue   | 6 of 0.5
≥0.6公里   | 0.4      | 修缮道路长度       | 1  | blue   | 0.4 of 0.05
>120人次   | 120      | 参训人次           | 12 | green  | 100 %, although > is missed
＝20台     | 12       | 自助终端购置数量   | 7  | green  | 12 of 11.67
＝20台     | 20       | 自助终端购置数量   | 7  | blue   | all of them in July
＝20台     | 7        | 自助终端购置数量   | 7  | yellow | exactly 60 % of 11.666…
≥10个      | 9        | 建成站点数量       | 9  | green  | exactly 120 % of 7.5
＝20台     | 0        | 自助终端购置数量   | 1  | red    | 0 of 1.67
＝0起      | 0        | 安全事故           | 3  | green  | nothing planned, nothing happened
＝0起      | 1起      | 安全事故           | 3  | red    |
≥0起       | 2        | 安全演练           | 3  | green  |
≥95%       | 93.5%    | 办事群众满意度     | 1  | green  | a rate is not prorated: 98.4 %
≥95%       | 76       | 办事群众满意度     | 1  | green  | 80 % of the target
≥95%       | 75.9%    | 办事群众满意度     | 1  | yellow |
≥95%       | 56%      | 办事群众满意度     | 11 | red    | 58.9 %
≥50%       | 100%     | 线上办理率         | 1  | green  | a rate is never blue
≥90        | 80       | 审批业务受理率（%）| 2  | green  | the name gives the unit
≤15分钟    | 15       | 平均等候时间       | 6  | green  | inside, not prorated
≤15分钟    | 15.1     | 平均等候时间       | 6  | red    | outside
<15分钟    | 15       | 平均等候时间       | 6  | red    |
≤5次       | 3        | 投诉次数           | 1  | green  |
95%-105%   | 100%     | 均衡度             | 6  | green  | inside
95%-105%   | 106%     | 均衡度             | 6  | red    | above
10-20次    | 6        | 检查次数           | 6  | green  | 6 of 5: 120 %
10-20次    | 7        | 检查次数           | 6  | blue   | 7 of 5
10-20次    | 21       | 检查次数           | 6  | red    | above
≥2万元     | 10000元  | 节约金额           | 6  | green  | the same as 1万元
≥2万元     | 3000元   | 节约金额           | 6  | red    |
≥95%       | 120      | 办结率             | 6  | green  |
≥95%       | 30件     | 办结率             | 6  | -      | another kind
≥20台      | 尚未开始 | 购置数量           | 6  | red    | words for nothing yet
明显提升   | 达成预期 | 服务水平           | 6  | green  |
明显提升   | 部分达成 | 服务水平           | 6  | yellow |
明显提升   | 未达成   | 服务水平           | 6  | red    |
明显提升   | 明显提升 | 服务水平           | 6  | green  | the target's own words
明显提升   | 推进中   | 服务水平           | 6  | -      | says neither
12月底前   | 11月20日 | 完工时间           | 11 | -      | dates have no light
"""


def cases(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize("case", cases(INDICATORS), ids="|".join)
def test_the_light_of_an_indicator(case: list[str]) -> None:
    target, actual, name, month, light, _why = case
    values = (parse_indicator_value(target), parse_indicator_value(actual))
    assert str(indicator_light(*values, name, int(month), FORM) or "-") == light


EXECUTION = """
87.57  | 220 | 6  | yellow | 79.6 %
88     | 220 | 6  | green  | 80 %
65.99  | 220 | 6  | red    | 59.99 %
66     | 220 | 6  | yellow | 60 %
220    | 220 | 1  | green  | never blue
0      | 100 | 1  | red    |
0      | 0   | 6  | -      | no budget
"""


@pytest.mark.parametrize("case", cases(EXECUTION), ids="|".join)
def test_the_light_of_the_money(case: list[str]) -> None:
    executed, budget, month, light, _why = case
    found = execution_light(Decimal(executed), Decimal(budget), int(month), FORM)
    assert str(found or "-") == light


def test_unknown_money_has_no_light() -> None:
    assert execution_light(None, Decimal(1), 6, FORM) is None
    assert execution_light(Decimal(1), None, 6, FORM) is None


def test_a_project_is_as_its_worst() -> None:
    assert worst([Light.BLUE, Light.GREEN, Light.YELLOW]) is Light.YELLOW
    assert worst([Light.RED, None, Light.BLUE]) is Light.RED
    assert worst([Light.BLUE, None]) is Light.BLUE
    assert worst([None]) is None


def test_the_bounds_are_the_forms() -> None:
    strict = FORM.model_copy(update={"lights": Lights(red_below=Decimal(90))})
    values = (parse_indicator_value("≥120人次"), parse_indicator_value("53"))
    assert indicator_light(*values, "参训人次", 6, FORM) is Light.GREEN
    assert indicator_light(*values, "参训人次", 6, strict) is Light.RED


def test_a_form_without_bounds_has_no_lights() -> None:
    form = find_form("hebei-target@2022", load_forms())
    values = (parse_indicator_value("≥120人次"), parse_indicator_value("1"))
    assert indicator_light(*values, "参训人次", 6, form) is None
    assert execution_light(Decimal(1), Decimal(9), 6, form) is None
