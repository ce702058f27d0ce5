"""A month of workbooks as units hand them in, no text twice.

The texts carry numbers of their own, so that what is remembered of a text wins no more than in
life: the names of levels and the usual bases repeat, names, goals and descriptions do not. One
workbook in ten has mistakes, one in four is of another form, one in fifty has twenty sheets; how
many projects and indicators there are, and so the layout, differs too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from xltool.excel.template.workbook import build_template
from xltool.forms.load import find_form, load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Form
from xltool.model.workbook import CellValue
from xltool.values.project_code import check_character

FORM, OTHER_FORM = "hebei-target@2022", "national-target@2021"
MOST_PROJECTS = 18
"""With the sheets of the department and of the instructions a workbook of twenty sheets."""
_WORK = ("平台运维", "设备购置", "道路修缮", "人员培训", "资料整理", "活动宣传", "系统升级")
_PLACE = ("东区", "西区", "新城", "老城", "开发区", "园区", "街道")
_INDICATORS = (
    ("产出指标", "数量指标", "完成{work}数量（项）", "≥{n}项"),
    ("产出指标", "质量指标", "{work}合格率（%）", "≥{n}%"),
    ("产出指标", "时效指标", "{work}任务按时完成率（%）", "≥{n}%"),
    ("产出指标", "成本指标", "{work}单位成本（元）", "≤{n}元"),
    ("效益指标", "社会效益指标", "{work}群众知晓率（%）", "≥{n}%"),
    ("效益指标", "可持续影响指标", "{work}设施正常使用年限（年）", "≥{n}年"),
    ("满意度指标", "服务对象满意度指标", "{work}群众满意度（%）", "≥{n}%"),
)
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
    return [write_workbook(folder, number) for number in range(workbooks)]


def write_workbook(folder: Path, number: int, version: int = 0) -> Path:
    """Write one; another version is that of the same unit with other projects and indicators."""
    chance = random.Random(number + version * 1_000_000)  # noqa: S311 - the same corpus each time
    fill = _national if number % 4 == 3 else _hebei
    path = folder / f"{number:05}.xlsx"
    filling = fill(number, number % 10 == 5, chance)
    path.write_bytes(build_template(_forms()[fill], filling, year=2022))
    return path


@cache
def _forms() -> Mapping[Callable[..., Filling], Form]:
    forms = load_forms()
    return {fill: find_form(key, forms) for key, fill in _FILL.items()}


def _hebei(number: int, wrong: bool, chance: random.Random) -> Filling:
    unit = f"{400000 + number}第{number}局"
    projects = MOST_PROJECTS if number % 50 == 10 else chance.choice((1, 2, 3, 3, 3, 4, 5))
    whole: dict[str, CellValue] = {
        "unit": unit,
        "overall_goal": f"第{number}局全年各项工作按计划完成，群众办事更加方便",
        "safeguards": f"第{number}局加强预算执行管理，定期检查进度",
    }
    subgoals = [
        {
            "number": f"（{'一二三四五'[place]}）",
            "name": f"{_WORK[place]}{number}",
            "goal": f"做好{_PLACE[place]}第{number}项的服务工作",
            "measure": f"{_WORK[place]}{number}项目完成数量不少于{place + 3}项",
        }
        for place in range(chance.randrange(2, 6))
    ]
    return Filling(
        {
            "department": (FilledRecord(whole),),
            "subgoals": tuple(map(FilledRecord, subgoals)),
            "projects": tuple(
                FilledRecord(_project(unit, number, place, wrong, chance), place)
                for place in range(projects)
            ),
            "indicators": tuple(
                FilledRecord(indicator, project)
                for project in range(projects)
                for indicator in _indicators(number, project, wrong, chance)
            ),
        }
    )


def _project(
    unit: str, number: int, place: int, wrong: bool, chance: random.Random
) -> dict[str, CellValue]:
    body = f"13020522P0{number:05}{place:02}002"
    work, budget = chance.choice(_WORK), chance.randrange(10_000, 900_000)
    plan = sorted(chance.randrange(10, 90) for _ in range(3))
    return {
        "unit": unit,
        "money_unit": "元",
        "code": body + str(check_character(body + "0")),
        "name": f"{chance.choice(_PLACE)}{work}费用{number}之{place}",
        "budget": budget,
        "fiscal": budget - 5000 * wrong,
        "other": 0,
        "purpose": f"用于{work}{number}号所需的材料、人工及检测费用，共{place + 2}个批次",
        "goal": f"完成{work}{number}号任务{place + 2}批，保障设施稳定运行",
        **{
            name: points / 100
            for name, points in zip(
                ("plan_march", "plan_june", "plan_october", "plan_december"),
                (*plan, 95 if wrong else 100),
                strict=True,
            )
        },
    }


def _indicators(
    number: int, project: int, wrong: bool, chance: random.Random
) -> Iterator[dict[str, CellValue]]:
    times = [1 + (chance.random() < 0.7) + (chance.random() < 0.3) for _ in _INDICATORS]
    for place, (level1, level2, name, right) in enumerate(_INDICATORS):
        for again in range(times[place]):
            # The number in the name is that of the work: no two indicators share it.
            work = f"{chance.choice(_PLACE)}{chance.choice(_WORK)}{number}号{project}之{again}"
            pattern = chance.choice(_WRONG) if wrong and chance.random() < 0.3 else right
            yield {
                "level1": level1,
                "level2": level2,
                "level3": name.format(work=work),
                "description": f"反映{name.format(work=work)}的落实情况",
                "value": pattern.format(n=chance.randrange(50, 99)),
                "evidence": "计划标准",
            }


def _national(number: int, wrong: bool, chance: random.Random) -> Filling:
    work, budget = f"{chance.choice(_WORK)}{number}号", chance.randrange(100, 9000)
    whole: dict[str, CellValue] = {
        "money_unit": "万元",
        "name": f"{work}专项",
        "department": f"第{number % 40}厅",
        "unit": f"{400000 + number}第{number}局",
        "budget": budget,
        "fiscal": budget - 5 * wrong,
        "carried": 0,
        "other": 0,
        "goal": f"完成{work}任务，保障第{number}局的设施稳定运行",
    }
    indicators = list(_indicators(number, 0, wrong, chance))
    weights = [90 // len(indicators)] * len(indicators)
    weights[0] += 90 - sum(weights)
    rows = [
        {
            **{name: each[name] for name in ("level1", "level2", "level3")},
            **_parts(str(each["value"])),
            "weight": weight,
        }
        for each, weight in zip(indicators, weights, strict=True)
    ]
    return Filling(
        {
            "projects": (FilledRecord(whole),),
            "indicators": tuple(map(FilledRecord, rows)),
        }
    )


def _parts(value: str) -> dict[str, CellValue]:
    """`≥95%` as the columns of the national form have it."""
    digits = "".join(letter for letter in value if letter.isdigit() or letter == ".")
    if value[:1] in "≥≤＝" and digits and "-" not in value:
        return {"nature": value[0], "value": float(digits), "measure_unit": value[-1]}
    return {"nature": "定性", "value": value, "measure_unit": None}


_FILL = {FORM: _hebei, OTHER_FORM: _national}
