"""A month of several forms: what was spent, reached, missed and scored, recounted here by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book_file import book_bytes
from tests.libreoffice import SOFFICE, LibreOffice
from tests.other_book import book_of, filled_forms
from tests.test_consolidate import column_a, published, run, table
from tests.test_proof import changed, value
from tests.test_recalculated import differences
from xltool.excel.summary.proof import prove
from xltool.language.errors import ProofError
from xltool.model.workbook import Area, a1
from xltool.month.consolidated import Consolidated

FORMS = {each.form: each for each in filled_forms()}
NEW_SHEETS = {"执行进度", "指标完成", "未达目标", "自评得分"}
PROJECTS = {
    "439001": ("政务服务大厅智能化改造", 812500),
    "439002": ("平台运维费用", 200000),
    "439003": ("公共文化场馆免费开放经费", 1200000),
}
"""Of an adjusted budget of 1,625,000 each: 50 %, 12.31 % and 73.85 % in July, 58.33 % of a year."""


def write(path: Path, form: str, changes: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book_bytes(book_of(FORMS[form].changed(changes))))


def monitored(folder: Path, unit: str, month: int, share: float = 1, **more: object) -> None:
    """A unit's monitoring form for a month, in 万元, as far as `share` of July."""
    name, executed = PROJECTS[unit]
    spent = round(executed * share / 10000, 2)
    changes = {
        "A2:Q2": f"（2022年1-{month}月）",
        "D3:Q3": name,
        "K4:Q4": f"{unit}唐山市开平区第{unit[-1]}分局",
        "H6:J6": spent,
        "H7:J7": spent,
        "H8:J8": 0,
        "K6:L6": f"{round(spent / 162.5 * 100, 2)}%%",
        "K7:L7": f"{round(spent / 132.5 * 100, 2)}%%",
        "K8:L8": "0%%",
        **more,
    }
    write(folder / f"2022-{month:02}" / f"监控{unit}.xlsx", "monitoring@2022", changes)


@pytest.fixture(scope="module")
def july(tmp_path_factory: pytest.TempPathFactory) -> Consolidated:
    """Targets, monitoring of three units and one self-assessment; June stands in the ledger."""
    folder = tmp_path_factory.mktemp("七月")
    for unit in PROJECTS:
        monitored(folder, unit, 6, 0.5, F12="9")
        monitored(folder, unit, 7)
    monitored(folder, "439002", 7, F12="5", H12="√")  # 5 of 20: 42.9 % of what is due by July
    published(folder / "2022-07" / "目标.xlsx")
    silent = FORMS["self-assessment@2022"].read["assessed_indicators"][3]["reason"][0]
    write(folder / "2022-07" / "自评.xlsx", "self-assessment@2022", {_a1(silent): None})
    ledger = folder / "台账.ledger"
    june = [folder / "2022-06"]
    run(folder / "六月.xlsx", paths=june, ledger=ledger, period="2022-06", roster=None)
    return run(
        folder / "七月.xlsx",
        paths=[folder / "2022-07"],
        ledger=ledger,
        period="2022-07",
        roster=None,
        include_invalid=True,
    )


def of_form(rows: list[dict[str, Any]], form: str = "绩效运行监控表") -> list[dict[str, Any]]:
    return [row for row in rows if row["表单"] == form]


def test_sheets_are_there_only_for_forms_that_fill_them(july: Consolidated, tmp_path: Path) -> None:
    assert set(openpyxl.load_workbook(july.path).sheetnames) > NEW_SHEETS
    published(tmp_path / "目标.xlsx")
    path = run(tmp_path / "汇总.xlsx", paths=[tmp_path / "目标.xlsx"], roster=None).path
    assert not NEW_SHEETS & set(openpyxl.load_workbook(path).sheetnames)
    assert not any("执行与完成" in str(text) for text in column_a(path, "总览"))


def test_execution_against_time(july: Consolidated) -> None:
    rows = of_form(table(july.path, "执行进度"))
    shown = [(r["单位编码"], r["累计执行数"], r["执行率（%）"], r["比时间进度"]) for r in rows]
    # All have an indicator in red, so that the least share comes first.
    assert shown == [
        ("439002", 200000, 12.31, -46.02),
        ("439001", 812500, 50, -8.33),
        ("439003", 1200000, 73.85, 15.52),
    ]
    assert [row["执行亮灯"] for row in rows] == ["红灯", "绿灯", "绿灯"]
    assert {row["项目亮灯"] for row in rows} == {"红灯"}
    assert {row["时间进度（%）"] for row in rows} == {58.33}
    (assessed,) = of_form(table(july.path, "执行进度"), "绩效自评表")
    assert (assessed["时间进度（%）"], assessed["执行率（%）"]) == (100, 95)
    totals = [row for row in table(july.path, "执行进度") if row["表单"] == "合计"]
    assert [(t["预算数"], t["累计执行数"]) for t in totals] == [
        (3 * 1625000, 812500 + 200000 + 1200000),
        (1625000, 1543750),
    ]
    assert totals[0]["执行率（%）"] == 45.38
    assert totals[1]["全年预计执行数"] == "—"  # this form has no such box


def test_indicators_with_lights_red_and_yellow_first(july: Consolidated) -> None:
    rows = of_form(table(july.path, "指标完成"))
    assert len(rows) == 3 * 5
    lights = [row["亮灯"] for row in rows]
    assert lights == ["红灯"] * 4 + ["绿灯"] * 8 + ["—"] * 3  # the dates have none
    found = {(r["单位编码"], r["三级指标"]): (r["完成率（%）"], r["亮灯"]) for r in rows}
    assert found["439001", "自助终端购置数量"] == (60, "绿灯")  # 12 of 20, 11.67 are due
    assert found["439002", "自助终端购置数量"] == (25, "红灯")
    assert found["439001", "办事群众满意度"] == (98.42, "绿灯")
    assert found["439001", "群众办事平均等候时间"] == (None, "红灯")  # 18 of at most 15
    assessed = of_form(table(july.path, "指标完成"), "绩效自评表")
    assert [(row["分值"], row["得分"]) for row in assessed][:3] == [(20, 20), (20, 20), (10, 0)]


def test_what_was_missed_with_causes_and_reasons(july: Consolidated) -> None:
    rows = table(july.path, "未达目标")
    watched = of_form(rows)
    assert [(r["单位编码"], r["三级指标"]) for r in watched] == [
        ("439001", "群众办事平均等候时间"),
        ("439002", "自助终端购置数量"),
        ("439002", "群众办事平均等候时间"),
        ("439003", "群众办事平均等候时间"),
    ]
    assert watched[1]["偏差原因"] == "经费保障、人员保障"
    assert watched[1]["原因说明"] == "供货商人员到位晚，安装推迟一个月。"
    scored = of_form(rows, "绩效自评表")
    assert [(r["三级指标"], r["得分"]) for r in scored] == [
        ("改造工程完工时间", 0),
        ("群众办事便利程度", 18.5),
    ]
    assert scored[1]["原因说明"] == "（未写原因）"
    below = [
        (row[0], row[1])
        for row in openpyxl.load_workbook(july.path, data_only=True)["未达目标"].values
    ]
    counts = dict(below[below.index(("偏差原因", "指标数")) + 1 :])
    assert (counts["人员保障"], counts["经费保障"]) == (4, 1)


def test_scores_with_grades_and_ranks(tmp_path: Path) -> None:
    read = FORMS["self-assessment@2022"].read["projects"][0]
    score, unit, name = (_a1(read[field][0]) for field in ("overall_score", "unit", "name"))
    for number, total in enumerate((88, 95.5, 88, 59)):
        changes = {score: total, unit: f"43900{number}唐山市某局", name: f"项目{number}"}
        write(tmp_path / f"{number}.xlsx", "self-assessment@2022", changes)
    path = run(tmp_path / "汇总.xlsx", paths=[tmp_path], roster=None, include_invalid=True).path
    rows = table(path, "自评得分")
    assert [(row["名次"], row["总分"], row["等级"]) for row in rows] == [
        (1, 95.5, "优"),
        (2, 88, "良"),
        (2, 88, "良"),
        (4, 59, "差"),
    ]


def _a1(area: Area) -> str:
    return f"{a1(area.top, area.left)}:{a1(area.bottom, area.right)}"


def test_several_forms_are_kept_apart(july: Consolidated) -> None:
    units = table(july.path, "单位汇总")
    target = next(row for row in units if row["表单"] == "部门预算绩效目标表")
    watched = next(row for row in units if row["表单"] == "绩效运行监控表")
    assert (target["累计执行数"], watched["计划到3月底"]) == ("—", "—")  # not 0.00
    assert (target["计划到3月底"], watched["累计执行数"]) == (967200, 812500)
    subtotals = [row for row in units if row["单位编码"] == "小计"]
    assert [row["计划到12月底"] for row in subtotals] == [3868800, "—", "—"]
    first = column_a(july.path, "总览")
    tops = [str(text) for text in first if "预算数最大的单位" in str(text)]
    assert [text.partition(" · ")[2] for text in tops] == [
        *("部门预算绩效目标表", "绩效运行监控表", "绩效自评表")
    ]
    rows = list(openpyxl.load_workbook(july.path, data_only=True)["总览"].values)
    at = next(n for n, row in enumerate(rows) if "执行与完成" in str(row[0]))
    assert rows[at + 2][:7] == ("绩效运行监控表", 4875000, 2212500, 45.38, 58.33, 3, 0)
    assert rows[at + 3][5:7] == ("—", "—")  # a self-assessment has no lights


CHANGES = [
    ("439001", "累计执行数", 406200, 812500),
    ("439001", "自助终端购置数量", "9 · 绿灯", "12 · 绿灯"),
    ("439002", "累计执行数", 100000, 200000),
    ("439002", "自助终端购置数量", "9 · 绿灯", "5 · 红灯"),
    ("439003", "累计执行数", 600000, 1200000),
    ("439003", "自助终端购置数量", "9 · 绿灯", "12 · 绿灯"),
]


def test_changes_since_last_month_name_the_form(july: Consolidated) -> None:
    """By the ledger, and by June's summary alone."""
    folder = july.path.parent
    again = run(
        folder / "再七月.xlsx",
        paths=[folder / "2022-07"],
        previous=folder / "六月.xlsx",
        period="2022-07",
        roster=None,
        include_invalid=True,
    )
    for path in (july.path, again.path):
        rows = of_form(table(path, "环比变化"))
        assert [(r["单位编码"], r["内容"], r["上期"], r["本期"]) for r in rows] == CHANGES


def test_every_change_of_a_closed_month_is_an_adjustment(tmp_path: Path) -> None:
    ledger = tmp_path / "台账.ledger"
    options = {"ledger": ledger, "period": "2022-07", "roster": None, "close": True}
    monitored(tmp_path / "早", "439001", 7)
    early = {"paths": [tmp_path / "早"], "received": "2022-08-01T01:00:00"}
    run(tmp_path / "汇总.xlsx", **early, **options)
    later = {
        "M12": "供货商已到位，安装如期。",
        "J12": None,
        "I12": "√",
        "D9:Q9": "目标另写一遍，以便比较。",
    }
    monitored(tmp_path / "晚", "439001", 7, 1.2, F12="15", **later)
    late = {"paths": [tmp_path / "晚"], "received": "2022-08-09T01:00:00"}
    outcome = run(tmp_path / "汇总.xlsx", **late, **options)
    rows = table(outcome.path, "环比变化")
    assert all(row["变化"].startswith("封账后") for row in rows)
    found = {row["内容"]: (row["上期"], row["本期"]) for row in rows}
    assert found["累计执行数"] == (812500, 975000)
    assert found["自助终端购置数量"] == ("12 · 绿灯", "15 · 蓝灯")
    assert found["自助终端购置数量 · 原因说明"][1] == "供货商已到位，安装如期。"
    assert found["自助终端购置数量 · 人员保障"] == ("√", None)
    assert found["自助终端购置数量 · 制度保障"] == (None, "√")
    assert found["年度总体目标"][1] == "目标另写一遍，以便比较。"
    assert found["年度资金总额 执行率"] == ("50%", "60%")
    # The month itself stays as it was closed.
    assert table(outcome.path, "执行进度")[0]["累计执行数"] == 812500


@pytest.mark.parametrize(
    ("sheet", "cell", "wrong"),
    [("执行进度", "G4", "13"), ("执行进度", "F8", "9"), ("自评得分", "A4", "2")],
)
def test_the_proof_finds_a_wrong_figure(
    sheet: str, cell: str, wrong: str, july: Consolidated, tmp_path: Path
) -> None:
    """A share, a total, a rank."""
    place = openpyxl.load_workbook(july.path).sheetnames.index(sheet) + 1
    with pytest.raises(ProofError, match=f"{cell} of “{sheet}”"):
        prove(changed(july.path, tmp_path, place, value(cell, wrong)))


def test_the_proof_finds_a_missing_line(july: Consolidated, tmp_path: Path) -> None:
    """A red indicator that is not on the list of missed targets."""
    place = openpyxl.load_workbook(july.path).sheetnames.index("未达目标") + 1
    with pytest.raises(ProofError, match="439009"):
        prove(changed(july.path, tmp_path, place, lambda text: text.replace("439003", "439009")))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_confirms_every_formula(july: Consolidated, tmp_path: Path) -> None:
    LibreOffice(compute=True).convert([july.path], "xlsx", tmp_path)
    assert differences(july.path, tmp_path / july.path.name) == {}
