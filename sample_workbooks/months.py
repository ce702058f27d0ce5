"""Three months of workbooks and their roster: what a consolidation is shown and tested with.

Five units: the first hands in in January and stands all year; the second has errors; the third is
late in February and hands in again, changed, in March; the fourth has a nil return; the fifth is
missing.
"""

from __future__ import annotations

import csv
import datetime
import io
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sample_workbooks.layouts import published_layout
from tests.book_file import book_bytes

HERE = Path(__file__).resolve().parent
ROSTER = (
    ("单位编码", "单位名称", "应报表单", "联系人", "截止日期", "零报送"),
    (
        "439001",
        "唐山市开平区行政审批局本级",
        "部门预算绩效目标表",
        "王芳 3366101",
        "2022-02-10",
        "否",
    ),
    (
        "439002",
        "唐山市开平区政务服务中心",
        "部门预算绩效目标表",
        "李强 3366102",
        "2022-02-10",
        "否",
    ),
    (
        "512001",
        "唐山市开平区文化广电和旅游局本级",
        "部门预算绩效目标表",
        "赵敏 3366201",
        "2022-02-10",
        "否",
    ),
    ("512002", "唐山市开平区图书馆", "部门预算绩效目标表", "孙丽 3366202", "2022-02-10", "是"),
    (
        "603001",
        "唐山市开平区交通运输局本级",
        "部门预算绩效目标表",
        "周涛 3366301",
        "2022-02-10",
        "否",
    ),
)


def month_samples() -> dict[str, bytes]:
    """Every workbook by its path below `months`, and the roster."""
    facts = read_month_facts()
    published = yaml.safe_load((HERE / "content.yaml").read_text(encoding="utf-8"))["published"]
    made = {
        "2022-01/439001.xlsx": (published, datetime.datetime(2022, 1, 20, 1, 0)),
        "2022-02/512001.xlsx": (facts["culture"], datetime.datetime(2022, 2, 15, 2, 30)),
        "2022-03/439002.xlsx": (facts["service"], datetime.datetime(2022, 3, 3, 6, 0)),
        "2022-03/512001.xlsx": (facts["culture_again"], datetime.datetime(2022, 3, 8, 7, 20)),
    }
    samples = {
        path: book_bytes(published_layout(content), created)
        for path, (content, created) in made.items()
    }
    return {**samples, "报送名单.csv": _roster().encode("utf-8-sig")}


@cache
def read_month_facts() -> dict[str, Any]:
    """What the workbooks say, by name."""
    facts: dict[str, Any] = yaml.safe_load((HERE / "months.yaml").read_text(encoding="utf-8"))
    return facts


def _roster() -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(ROSTER)
    return text.getvalue()
