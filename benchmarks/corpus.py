"""A month of workbooks as units hand them in: three projects, 14 indicators each, no text twice.

The texts carry numbers of their own, so that what is remembered of a text wins no more than in
life: the names of levels and the usual bases repeat, names, goals and descriptions do not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from xltool.excel.template.workbook import build_template
from xltool.forms.load import find_form, load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.workbook import CellValue
from xltool.values.project_code import check_character

FORM = "hebei-target@2022"
PROJECTS, INDICATORS = 3, 14
_WORK = ("平台运维", "设备购置", "道路修缮", "人员培训", "资料整理", "活动宣传", "系统升级")
_PLACE = ("东区", "西区", "新城", "老城", "开发区", "园区", "街道")
_LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "数量指标"),
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "经济效益指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "生态效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
)
_NAMES = {
    "数量指标": ("完成{work}数量（项）", "{place}{work}次数", "{work}覆盖率（%）"),
    "质量指标": ("{work}合格率（%）", "{place}{work}完成率（%）"),
    "时效指标": ("{work}完成时间", "{place}任务按时完成率（%）"),
    "成本指标": ("{work}成本降低率（%）", "{place}单位成本（元）"),
    "经济效益指标": ("{work}带动增收（万元）",),
    "社会效益指标": ("{place}群众知晓率（%）", "{work}水平提升情况"),
    "生态效益指标": ("{place}能耗下降率（%）",),
    "可持续影响指标": ("{work}制度健全程度",),
    "服务对象满意度指标": ("{place}群众满意度（%）",),
}
_RIGHT = ("≥{n}%", "≥{n}项", "＝{n}%", "≥{n}次", "≤{n}天", "明显提升", "2022年12月底前")
_WRONG = (
    "{n}",
    "0.9{n}",
    "≥1{n}%",
    "按要求完成{n}项有关的各项具体工作任务",
    "XX",
    "≥{n}-99%",
    "约{n}",
)


def write_corpus(folder: Path, workbooks: int) -> list[Path]:
    """Write the workbooks; the same number gives the same files."""
    chance = random.Random(workbooks)  # noqa: S311 - the same corpus each time
    form = find_form(FORM, load_forms())
    paths = []
    for number in range(workbooks):
        path = folder / f"{number:05}.xlsx"
        path.write_bytes(build_template(form, _filling(number, chance), year=2022))
        paths.append(path)
    return paths


def _filling(number: int, chance: random.Random) -> Filling:
    unit = f"{400000 + number}第{number}局"
    whole: dict[str, CellValue] = {
        "unit": unit,
        "overall_goal": f"第{number}局全年各项工作按计划完成，群众办事更加方便",
        "safeguards": f"第{number}局加强预算执行管理，定期检查进度",
    }
    subgoals = [
        {
            "number": f"（{'一二三'[place]}）",
            "name": f"{_WORK[place]}{number}",
            "goal": f"做好{_PLACE[place]}第{number}项的服务工作",
            "measure": f"{_WORK[place]}{number}项目完成数量不少于{place + 3}项",
        }
        for place in range(3)
    ]
    indicators = [
        FilledRecord(indicator, project)
        for project in range(PROJECTS)
        for indicator in _indicators(number, project, chance)
    ]
    return Filling(
        {
            "department": (FilledRecord(whole),),
            "subgoals": tuple(map(FilledRecord, subgoals)),
            "projects": tuple(
                FilledRecord(_project(unit, number, place, chance), place)
                for place in range(PROJECTS)
            ),
            "indicators": tuple(indicators),
        }
    )


def _project(unit: str, number: int, place: int, chance: random.Random) -> dict[str, CellValue]:
    body = f"13020522P0{number:05}{place}0002"
    work, budget = chance.choice(_WORK), chance.randrange(10_000, 900_000)
    plan = sorted(chance.randrange(10, 90) for _ in range(3))
    return {
        "unit": unit,
        "money_unit": "元",
        "code": body + str(check_character(body + "0")),
        "name": f"{chance.choice(_PLACE)}{work}费用{number}之{place}",
        "budget": budget,
        "fiscal": budget - chance.choice((0, 0, 5000)),
        "other": 0,
        "purpose": f"用于{work}{number}号所需的材料、人工及检测费用，共{place + 2}个批次",
        "goal": f"完成{work}{number}号任务{place + 2}批，保障设施稳定运行",
        **{
            name: points / 100
            for name, points in zip(
                ("plan_march", "plan_june", "plan_october", "plan_december"),
                (*plan, chance.choice((100, 100, 95))),
                strict=True,
            )
        },
    }


def _indicators(number: int, project: int, chance: random.Random) -> Iterator[dict[str, CellValue]]:
    for place, (level1, level2) in enumerate(_LEVELS[:INDICATORS]):
        work = f"{chance.choice(_WORK)}{number}号第{project * INDICATORS + place}项"
        name = chance.choice(_NAMES[level2]).format(work=work, place=chance.choice(_PLACE) + work)
        pattern = chance.choice(_RIGHT if chance.random() < 0.7 else _WRONG)
        yield {
            "level1": level1,
            "level2": level2,
            "level3": name,
            "description": f"反映{name}的落实情况",
            "value": pattern.format(n=chance.randrange(50, 99)),
            "evidence": chance.choice((None, None, "计划标准")),
        }
