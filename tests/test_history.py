"""History: a month beside the one before and beside the target form, and the rules that compare."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import xltool
from tests.book_file import book_bytes
from tests.other_book import book_of, filled_forms
from tests.template_book import form_named
from tests.test_consolidate import table
from tests.test_decisions import decide, type_in
from xltool.excel.summary.reviewed import Reviewed
from xltool.excel.template.workbook import build_template
from xltool.ledger.ledger import Ledger
from xltool.model.filling import FilledRecord, Filling
from xltool.model.submission import Record
from xltool.month.consolidated import Consolidated
from xltool.pipeline.review import Review
from xltool.rules.monitoring.history import (
    INDICATORS,
    compared_with_month_before,
    compared_with_targets,
    not_monitored,
)
from xltool.rules.registry import find_rule
from xltool.rules.rule import BatchRule
from xltool.values.cell_value import typed_record

FORM, TARGET = form_named("monitoring@2022"), form_named("hebei-target@2022")
Raw = Mapping[str, object]


def records(table: str, *rows: Raw, form: Any = FORM) -> tuple[Record, ...]:
    fields = form.tables()[table]
    return tuple(Record(typed_record(row, fields), {}, 0) for row in rows)


def month(executed: object, *indicators: tuple[str, str, str], **project: object) -> Any:
    money = {"total_initial": 220, "total_executed": executed, "total_expected": 220}
    own = {"name": "平台运维费用", "money_unit": "万元", **money, **project}
    names = ("level3", "target", "actual")
    rows = [dict(zip(names, each, strict=True)) for each in indicators]
    return {"projects": records("projects", own), INDICATORS: records(INDICATORS, *rows)}


def found(code: str, now: Any, before: Any) -> list[tuple[str, str]]:
    """What a rule says: the field and the variant of each hit."""
    rule = find_rule(code)
    assert isinstance(rule, BatchRule)
    rows = list(compared_with_month_before(now, before, FORM))
    return [(hit.field, hit.variant) for hit in rule.check(rows, FORM)]


def test_money_that_fell() -> None:
    assert found("XL941", month(80), month(87.57)) == [("total_executed", "")]
    assert found("XL941", month(87.57), month(87.57)) == []
    assert found("XL941", month(None), month(87.57)) == [], "a blank has its own finding"


def test_money_in_another_unit_is_the_same_money() -> None:
    assert found("XL941", month(875700, money_unit="元"), month(87.57)) == []
    assert found("XL941", month(875699, money_unit="元"), month(87.57)) == [("total_executed", "")]


def test_a_project_is_known_by_its_code_then_by_its_name() -> None:
    code = "13020522P00B8J810002R"
    assert found("XL941", month(8, code=code, name="新名"), month(9, code=code)) != []
    assert found("XL941", month(8, name="平台 运维费用"), month(9)) != [], "spaces aside"
    assert found("XL941", month(8, name="别的项目"), month(9)) == []


def test_counts_that_fell_and_what_may_fall() -> None:
    def fell(name: str, target: str, before: str, now: str) -> bool:
        return found("XL942", month(9, (name, target, now)), month(9, (name, target, before))) != []

    assert fell("培训人次", "≥120人次", "36人次", "30人次")
    assert fell("自助终端数量", "＝20台", "12", "0")
    assert fell("节约资金", "≥2万元", "1万元", "9000元")
    assert not fell("培训人次", "≥120人次", "36", "36")
    assert not fell("办事群众满意度", "≥95%", "98%", "93%"), "a rate"
    assert not fell("投诉次数", "≤5次", "3次", "1次"), "bounded from above"
    assert not fell("平均参训人数", "≥30人", "36人", "30人"), "an average"
    assert not fell("服务水平", "明显提升", "达成", "部分达成"), "words"


def test_an_indicator_is_followed_whatever_the_spaces() -> None:
    before = month(9, ("培训人次", "≥120人次", "36"), ("检查 次数", "≥4次", "1"))
    now = month(9, ("培训 人次", "≥120人次", "40"), ("检查次数", "≥4次", "2"))
    assert found("XL944", now, before) == []


def test_a_renamed_and_a_vanished_indicator_are_told_apart() -> None:
    before = month(9, ("参加培训人次", "≥120人次", "36"), ("检查次数", "≥4次", "1"))
    now = month(9, ("参加培训人数", "≥120人次", "40"), ("绿化面积", "≥4亩", "2"))
    assert sorted(found("XL944", now, before)) == [("level3", "renamed"), ("name", "gone")]


def test_targets_that_are_not_those_of_the_target_form() -> None:
    def changed(planned: str, now: str) -> bool:
        target = {
            "projects": records("projects", {"name": "平台运维费用"}, form=TARGET),
            "indicators": records(
                "indicators", {"level3": "培训人次", "value": planned}, form=TARGET
            ),
        }
        rows = list(compared_with_targets(month(9, ("培训 人次", now, "3")), target, FORM, TARGET))
        rule = find_rule("XL943")
        assert isinstance(rule, BatchRule)
        return bool(list(rule.check(rows, FORM)))

    assert changed("≥120人次", "≥100人次")
    assert changed("明显提升", "有所提升")
    assert not changed("≥120人次", "≥ 120 人次")
    assert not changed("≥120人次", "不少于120人次"), "the same in another notation"


def test_indicators_of_the_target_form_that_are_not_monitored() -> None:
    def found(*names: str) -> list[tuple[str, str]]:
        rows = [{"level3": name, "value": "≥4次"} for name in names]
        target = {
            "projects": records("projects", {"name": "平台运维费用"}, form=TARGET),
            "indicators": records("indicators", *rows, form=TARGET),
        }
        now = month(9, ("参加培训人数", "≥4次", "3次"))
        rule = find_rule("XL945")
        assert isinstance(rule, BatchRule)
        compared = list(compared_with_targets(now, target, FORM, TARGET))
        return [(hit.field, hit.variant) for hit in rule.check(compared, FORM)]

    assert found("参加培训人数") == []
    assert found("参加培训 人数", "绿化面积") == [("name", "gone")]
    assert found("参加培训人次") == [("level3", "renamed")]


def test_a_second_level_that_is_not_that_of_the_target_form() -> None:
    def moved(planned: tuple[str, str], now: tuple[str, str]) -> bool:
        tables = []
        for levels, form, name in ((planned, TARGET, "indicators"), (now, FORM, INDICATORS)):
            row = {"level1": levels[0], "level2": levels[1], "level3": "培训人次"}
            project = records("projects", {"name": "平台运维费用"}, form=form)
            tables.append({"projects": project, name: records(name, row, form=form)})
        rule = find_rule("XL946")
        assert isinstance(rule, BatchRule)
        rows = list(compared_with_targets(tables[1], tables[0], FORM, TARGET))
        return bool(list(rule.check(rows, FORM)))

    assert moved(("产出指标", "数量指标"), ("产出指标", "质量指标"))
    assert moved(("产出指标", "数量指标"), ("产出指标", "数目指标"))
    assert not moved(("产出指标", "数量指标"), ("产出指标", "数量"))
    assert not moved(("满意度指标", "服务对象满意度指标"), ("满意度指标", "群众满意度指标"))


def test_projects_of_the_target_form_that_are_not_monitored() -> None:
    code = "13020522P00B8J810002R"
    both = {"projects": records("projects", {"name": "甲", "code": code}, {"name": "乙"})}
    none: dict[str, tuple[Record, ...]] = {}

    def lacking(*now: Raw, before: Any = none) -> list[str]:
        rows = list(not_monitored({"projects": records("projects", *now)}, both, before))
        rule = find_rule("XL947")
        assert isinstance(rule, BatchRule)
        return [str(hit.params["names"]) for hit in rule.check(rows, FORM)]

    assert lacking({"name": "丙"}) == ["('甲', '乙')"], "one finding, with all of them"
    assert lacking({"name": "甲"}) == ["('乙',)"], "known by its name where no code is printed"
    assert lacking({"name": "甲（新名）", "code": code}, {"name": " 乙"}) == []
    assert lacking({"name": "甲"}, before=both) == [], "XL821 says that it went"
    assert lacking() == [], "who hands in nothing is on the list of who is missing"


def test_a_project_whose_code_is_not_printed_everywhere_is_followed_by_its_name() -> None:
    code = "13020522P00B8J810002R"
    assert found("XL941", month(8), month(9, code=code)) == [("total_executed", "")]
    assert found("XL941", month(8, code=code), month(9)) == [("total_executed", "")]
    assert found("XL941", month(8, code=code), month(9, code=code[:-1] + "1")) == []


# By the ledger, as a reviewer consolidates


def consolidated(
    folder: Path, period: str, changes: Mapping[str, object], previous: Path | None = None
) -> Consolidated:
    """A month of one unit, handed in in July's layout; with a ledger, or with an earlier summary
    alone.
    """
    filled = next(form for form in filled_forms() if form.form == "monitoring@2022")
    number = int(period[-2:])
    headings = {"A2:Q2": f"（{period[:4]}年1-{number}月）"}
    headings |= {"H5:J5": f"1-{number}月执行数", "K5:L5": f"1-{number}月执行率"}
    headings |= {"F10:F11": f"1-{number}月执行情况"}
    path = folder / period / "监控.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book_bytes(book_of(filled.changed({**headings, **changes}))))
    ledger = None if previous else folder / "台账.ledger"
    return xltool.consolidate(
        [path], out=folder / f"{period}.xlsx", period=period, ledger=ledger, previous=previous
    )


def said(path: Path) -> dict[str, str]:
    """The rules of the summary's list of problems with the cells that they name."""
    sheet = openpyxl.load_workbook(path, data_only=True)["问题清单"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    head = [str(text) for text in rows[0]]
    rule, place = head.index("规则"), head.index("出处")
    found = {str(row[rule])[:5]: str(row[place]) for row in rows[1:] if row[rule]}
    return {code: place.rpartition("!")[2] for code, place in found.items()}


def skipped(path: Path) -> str:
    """What the summary says of rules that did not run."""
    sheet = openpyxl.load_workbook(path, data_only=True)["来源与校验"]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_two_months_of_a_ledger_are_compared(ledger_of_june: Path, tmp_path: Path) -> None:
    first = copied(ledger_of_june, tmp_path)
    assert not {"XL941", "XL942", "XL944"} & said(first).keys()
    changes = {
        "H6:J6": 70, "H7:J7": 55, "K6:L6": None, "K7:L7": None,
        "F12": "9", "D13": "设备验收的合格率",
    }  # fmt: skip
    second = consolidated(tmp_path, "2022-07", changes)
    found = said(second.path)
    assert {code: found.get(code) for code in ("XL941", "XL942", "XL944")} == {
        "XL941": "H6", "XL942": "F12", "XL944": "D13",
    }  # fmt: skip


FELL = {
    "H6:J6": 70, "H7:J7": 55, "K6:L6": None, "K7:L7": None,
    "F12": "9", "D13": "设备验收的合格率", "E12": "≥15台", "C16": "社会效益指标",
}  # fmt: skip
HISTORY = {"XL941", "XL942", "XL943", "XL944", "XL946"}


@pytest.fixture(scope="module")
def ledger_of_june(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with June's ledger and summary, to copy."""
    folder = tmp_path_factory.mktemp("june")
    consolidated(folder, "2022-06", {})
    return folder


def copied(folder: Path, to: Path) -> Path:
    """June's files in another folder; returns its summary."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return to / "2022-06.xlsx"


def test_a_month_is_compared_with_the_summary_before_alone(
    ledger_of_june: Path, tmp_path: Path
) -> None:
    """What a reviewer typed into it does no harm."""
    june = copied(ledger_of_june, tmp_path)
    type_in(june, {("报送情况", "L4"): "请按时报送"})
    made = consolidated(tmp_path, "2022-07", FELL, june)
    found = said(made.path)
    assert {code: found[code] for code in sorted(HISTORY & found.keys())} == {
        "XL941": "H6", "XL942": "F12", "XL943": "E12", "XL944": "D13", "XL946": "C16",
    }  # fmt: skip
    assert not HISTORY & said(consolidated(tmp_path, "2022-08", {}, june).path).keys()
    assert "XL94" not in skipped(made.path)


def test_a_summary_in_which_a_figure_was_changed_is_not_compared(
    ledger_of_june: Path, tmp_path: Path
) -> None:
    june = copied(ledger_of_june, tmp_path)
    row = next(n for n, r in enumerate(table(june, "指标完成"), 4) if r["完成值"] == "12")
    type_in(june, {("指标完成", f"I{row}"): "20"})
    made = consolidated(tmp_path, "2022-07", FELL, june)
    assert not (HISTORY | {"XL821"}) & said(made.path).keys()
    sheet = openpyxl.load_workbook(made.path, data_only=True)["环比变化"]
    assert any("仅供参考" in str(cell.value) for row in sheet["A1:A3"] for cell in row)
    rules = HISTORY | {"XL821", "XL945", "XL947"}
    assert skipped(made.path).count("在填写栏以外被人改过") == len(rules)


@pytest.mark.parametrize(
    ("before", "edited", "period", "reason"),
    [
        ("2022-06", False, "2022-07", ""),
        ("2022-03", False, "2022-07", ""),
        ("2022-07", False, "2022-07", "not_before"),
        ("2022-08", False, "2022-07", "not_before"),
        ("2021-12", False, "2022-01", "not_before"),
        ("2022-06", True, "2022-07", "edited_before"),
    ],
)
def test_only_an_earlier_month_of_the_year_is_compared(
    before: str, edited: bool, period: str, reason: str
) -> None:
    read = Reviewed(Path("汇总.xlsx"), "", before, (), False, only_reviewed=not edited)
    assert Review(before=read).not_compared(period) == reason
    assert Review().not_compared(period) == ""


def test_counts_begin_anew_in_january(ledger_of_june: Path, tmp_path: Path) -> None:
    copied(ledger_of_june, tmp_path)
    with Ledger(tmp_path / "台账.ledger") as ledger:  # as if June had been December
        ledger.connection.execute("UPDATE submissions SET period = '2022-12'")
        ledger.connection.commit()
    found = consolidated(tmp_path, "2023-01", FELL)
    assert not HISTORY & said(found.path).keys()
    assert "XL941 累计执行数比上期少：没有可以比较的上期" in skipped(found.path)


def test_a_summary_with_target_forms_is_compared_as_they_are(tmp_path: Path) -> None:
    """The month of the target forms is consolidated; the next has their summary alone."""
    names = ("自助终端购置数量", "窗口人员培训覆盖面")
    filling = Filling(
        {
            "projects": tuple(
                FilledRecord({"name": name}, place)
                for place, name in enumerate(("政务服务大厅智能化改造", "窗口设备更新"))
            ),
            "indicators": tuple(FilledRecord({"level3": n, "value": "≥25台"}, 0) for n in names),
        }
    )
    path = tmp_path / "目标.xlsx"
    path.write_bytes(build_template(TARGET, filling, unit="439001行政审批局本级", year=2022))
    june = xltool.consolidate(
        [path], out=tmp_path / "六月.xlsx", period="2022-06", include_invalid=True
    )
    found = said(consolidated(tmp_path, "2022-07", {}, june.path).path)
    assert {code: found[code] for code in found if "XL941" <= code <= "XL947"} == {
        "XL943": "E12", "XL945": "D3", "XL947": "D3",
    }  # fmt: skip


def test_what_the_reviewer_accepted_is_what_the_next_month_is_compared_with(tmp_path: Path) -> None:
    """A submission with an error that was accepted counts, with all of its figures."""
    june = consolidated(tmp_path, "2022-06", {"N13": None}).path
    assert said(june)["XL921"] == "N13"
    decide(june, "认可", 程度="错误")
    consolidated(tmp_path, "2022-06", {"N13": None})
    changes = {"H7:J7": 60, "H8:J8": 21.25, "K7:L7": None, "K8:L8": None}
    assert said(consolidated(tmp_path, "2022-07", changes).path)["XL941"] == "H7"


def test_a_month_is_compared_with_the_accepted_target_form(tmp_path: Path) -> None:
    """One target is lowered, one indicator and one project are not monitored: said once a month."""
    monitored = ("自助终端购置数量", "设备验收合格率", "改造工程完工时间", "群众办事平均等候时间")
    targets = ("≥20台", "＝100%", "2022年10月底前", "≤15分钟", "≥95%", "≥90%")
    names = (*monitored, "办事群众满意度", "窗口人员培训覆盖面")
    rows = ({"level3": n, "value": v} for n, v in zip(names, targets, strict=True))
    path = tmp_path / "目标.xlsx"
    filling = Filling(
        {
            "projects": tuple(
                FilledRecord({"name": name}, place)
                for place, name in enumerate(("政务服务大厅智能化改造", "窗口设备更新"))
            ),
            "indicators": tuple(FilledRecord(row, 0) for row in rows),
        }
    )
    path.write_bytes(build_template(TARGET, filling, unit="439001行政审批局本级", year=2022))
    ledger = tmp_path / "台账.ledger"
    xltool.consolidate(
        [path], out=tmp_path / "一月.xlsx", period="2022-01", ledger=ledger, include_invalid=True
    )
    with Ledger(ledger) as book:  # as if it had no mistakes
        book.connection.execute("UPDATE submissions SET errors = 0, accepted = 1")
        book.connection.execute("DELETE FROM findings")
        book.connection.commit()
    for period in ("2022-06", "2022-07"):
        made = consolidated(tmp_path, period, {"E12": "≥15台"})
        found = said(made.path)
        assert (found.get("XL943"), found.get("XL945"), found.get("XL944")) == ("E12", "D3", None)
        assert found.get("XL947") == "D3", "the other project of the target form"


def test_a_month_without_one_before_says_that_nothing_was_compared(tmp_path: Path) -> None:
    made = consolidated(tmp_path, "2022-07", {})
    texts = skipped(made.path)
    assert "XL941" in texts and "没有可以比较的上期：台账和上期汇总表中没有" in texts
    assert "XL943" in texts and "没有已接收的目标表" in texts
    with Ledger(tmp_path / "台账.ledger") as ledger:
        assert ledger.connection.execute("SELECT count(*) FROM submissions").fetchone() == (1,)
