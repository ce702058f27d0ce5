"""The rules across workbooks, each broken in a month of real workbooks."""

from __future__ import annotations

import copy
import dataclasses
import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import xltool.month.batch_rules
from sample_workbooks.layouts import published_layout
from sample_workbooks.make import read_content
from sample_workbooks.months import read_month_facts
from tests.book_file import book_bytes
from tests.test_consolidate import run, table
from xltool.rules.registry import batch_rules
from xltool.rules.rule import Hit

LATER = datetime.datetime(2022, 3, 2)


def facts(name: str) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy({**read_content(), **read_month_facts()}[name])
    return found


def saved(path: Path, content: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book_bytes(published_layout(content)))
    return path


def found(folder: Path, code: str, **options: Any) -> list[dict[str, Any]]:
    """The findings of a rule in the summary of all that is in a folder."""
    given = {"paths": [folder / "报送"], "roster": None, **options}
    path = run(folder / "汇总.xlsx", **given).path
    return [row for row in table(path, "问题清单") if row["规则"] == code]


def test_one_project_code_in_two_units(tmp_path: Path) -> None:
    culture = facts("culture")
    culture["projects"][0]["code"] = "13020522P00B8J810002R"
    saved(tmp_path / "报送" / "甲.xlsx", facts("complete"))
    saved(tmp_path / "报送" / "乙.xlsx", culture)
    rows = found(tmp_path, "XL801")
    assert [(row["单位编码"], row["程度"], row["填报内容"]) for row in rows] == [
        ("439001", "警告", "13020522P00B8J810002R"),
        ("512001", "警告", "13020522P00B8J810002R"),
    ]
    assert "512001 唐山市开平区文化广电和旅游局本级" in rows[0]["问题"]
    assert "439001 唐山市开平区行政审批局本级" in rows[1]["问题"]
    assert rows[0]["出处"] == "甲.xlsx 项目1!E3"


def test_the_same_indicators_in_two_units(tmp_path: Path) -> None:
    culture = facts("culture")
    culture["projects"][1]["indicators"] = facts("complete")["projects"][2]["indicators"]
    saved(tmp_path / "报送" / "甲.xlsx", facts("complete"))
    saved(tmp_path / "报送" / "乙.xlsx", culture)
    rows = found(tmp_path, "XL802")
    assert [(row["单位编码"], row["填报内容"], row["建议意见"]) for row in rows] == [
        ("439001", "行政审批综合管理事务本级", "3 指标与项目的相关性不够"),
        ("512001", "送戏下乡演出补助", "3 指标与项目的相关性不够"),
    ]


def test_units_that_differ_bring_neither(tmp_path: Path) -> None:
    saved(tmp_path / "报送" / "甲.xlsx", facts("complete"))
    saved(tmp_path / "报送" / "乙.xlsx", facts("culture"))
    assert not found(tmp_path, "XL801") and not found(tmp_path, "XL802")


def test_files_whose_order_nothing_tells(tmp_path: Path) -> None:
    other = facts("complete")
    other["projects"][0]["goal"] += "4.按月核对台账。"
    saved(tmp_path / "报送" / "表.xlsx", facts("complete"))
    saved(tmp_path / "报送" / "表（改）.xlsx", other)
    (row,) = found(tmp_path, "XL803")
    assert "表.xlsx" in row["问题"] and "表（改）.xlsx" in row["问题"]
    files = {r["文件"]: r["摘要（SHA-256）"] for r in table(tmp_path / "汇总.xlsx", "来源与校验")}
    counted = table(tmp_path / "汇总.xlsx", "项目清单")[0]["文件路径"]
    assert counted == max(("报送/表.xlsx", "报送/表（改）.xlsx"), key=lambda name: files[name])


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("439001,唐山市开平区行政审批局本级", None),
        ("439001,唐山市开平区文化馆", "在报送名单中是“唐山市开平区文化馆”"),
        ("603001,唐山市开平区交通运输局本级", "不在报送名单中"),
    ],
)
def test_unit_code_against_its_name_in_the_roster(
    tmp_path: Path, listed: str, said: str | None
) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text(f"单位编码,单位名称,应报表单\n{listed},hebei-target\n", "utf-8")
    saved(tmp_path / "报送" / "甲.xlsx", facts("complete"))
    rows = found(tmp_path, "XL811", roster=roster)
    assert [said in row["问题"] for row in rows] == ([True] if said else [])
    if rows:
        assert rows[0]["出处"] == "甲.xlsx 项目1!A2"


def test_a_project_that_vanished(tmp_path: Path) -> None:
    fewer = facts("complete")
    del fewer["projects"][2]
    saved(tmp_path / "报送" / "2022-02" / "甲.xlsx", facts("complete"))
    second = saved(tmp_path / "报送" / "2022-03" / "甲.xlsx", fewer)
    second.write_bytes(book_bytes(published_layout(fewer), LATER))
    (row,) = found(tmp_path, "XL821")
    assert "行政审批综合管理事务本级" in row["问题"] and "500,000" in row["问题"]
    changes = table(tmp_path / "汇总.xlsx", "环比变化")
    assert [(r["变化"], r["上期"], r["本期"], r["增减"]) for r in changes] == [
        ("减少项目", 500000, None, -500000)
    ]


def test_a_batch_rule_that_breaks_down_is_named_and_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[Hit]:
        raise ValueError("a bug of ours")

    rules = list(batch_rules())
    rules[0] = dataclasses.replace(rules[0], check=broken)  # type: ignore[arg-type]
    monkeypatch.setattr(xltool.month.batch_rules, "batch_rules", lambda: tuple(rules))
    culture = facts("culture")
    culture["projects"][1]["indicators"] = facts("complete")["projects"][2]["indicators"]
    saved(tmp_path / "报送" / "甲.xlsx", facts("complete"))
    saved(tmp_path / "报送" / "乙.xlsx", culture)
    assert len(found(tmp_path, "XL802")) == 2
    cells = [
        str(c.value) for c in openpyxl.load_workbook(tmp_path / "汇总.xlsx")["来源与校验"]["A"]
    ]
    assert any(c.startswith("XL801") and "执行中断" in c for c in cells)
