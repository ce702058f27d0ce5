"""A month of workbooks, consolidated: figures worked out by hand, sheets read back, links tried."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

import xltool
from sample_workbooks.layouts import published_layout
from sample_workbooks.make import HERE, read_content
from tests.book_file import book_bytes
from tests.other_book import book_of, filled_forms
from tests.test_marks_answers import check, explained
from xltool.cli.main import main
from xltool.language.errors import NotASummaryError
from xltool.model.workbook import column_letters
from xltool.month.consolidated import Consolidated

MONTHS = HERE / "months"
ROSTER = MONTHS / "报送名单.csv"
SHEETS = [
    *("总览", "单位汇总", "项目清单", "指标清单", "部门目标", "支出计划"),
    *("问题清单", "报送情况", "审核记录", "环比变化", "来源与校验"),
]
LINK = re.compile(r'=HYPERLINK\("((?:[^"]|"")*)","((?:[^"]|"")*)"\)')


def run(out: Path, **options: Any) -> Consolidated:
    options = {"period": "2022-03", "roster": ROSTER, **options}
    return xltool.consolidate(options.pop("paths", [MONTHS]), out=out, **options)


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("汇总")
    shutil.copytree(MONTHS, folder / "报送")
    return run(folder / "汇总.xlsx", paths=[folder / "报送"], feedback=folder / "意见").path


def table(path: Path, sheet: str, *, formulas: bool = False) -> list[dict[str, Any]]:
    """The rows of a list by its headings, totals included."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=not formulas)
    rows = book[sheet].iter_rows(min_row=3, values_only=True)
    headings = [str(text) for text in next(rows)]
    found = []
    for values in rows:
        if all(value is None for value in values):
            break
        found.append(dict(zip(headings, values, strict=True)))
    return found


def links(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Every link of a summary: sheet, path, sheet and cell that it leads to."""
    for sheet in openpyxl.load_workbook(path):
        for cells in sheet.iter_rows():
            for cell in cells:
                found = LINK.fullmatch(str(cell.value))
                if found:
                    target = found[1].replace('""', '"')
                    file, _, place = target.partition("#")
                    name, _, ref = place.rpartition("!")
                    name = name[1:-1].replace("''", "'")
                    yield sheet.title, file.replace("%23", "#").replace("%25", "%"), name, ref


def published(path: Path, **changes: Any) -> Path:
    content = {**read_content()["published"], **changes}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book_bytes(published_layout(content)))
    return path


def test_the_published_figures(tmp_path: Path) -> None:
    """368,800 + 3,000,000 + 500,000, of which 25, 50, 75 and 100 % are planned."""
    paths = [published(tmp_path / "报送" / "439001.xlsx")]
    outcome = run(tmp_path / "汇总.xlsx", paths=paths, roster=None)
    assert outcome.exit_code == 0
    (*projects, total) = table(outcome.path, "项目清单")
    assert [row["预算数"] for row in projects] == [368800, 3000000, 500000]
    expected = {
        "预算数": 3868800.00,
        "其中：财政资金": 3868800.00,
        "其他资金": 0,
        "计划到3月底": 967200.00,
        "计划到6月底": 1934400.00,
        "计划到10月底": 2901600.00,
        "计划到12月底": 3868800.00,
        "指标数": 21,
    }
    assert {key: total[key] for key in expected} == expected
    assert table(outcome.path, "项目清单", formulas=True)[0]["计划到3月底"] == "=ROUND($E4*25%,2)"
    plan = table(outcome.path, "支出计划")
    assert [plan[-1][f"{month}月底（%）"] for month in (3, 6, 10, 12)] == [25, 50, 75, 100]


def test_every_sheet_of_the_sample_months(summary: Path) -> None:
    book = openpyxl.load_workbook(summary)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        footer = sheet.oddFooter and sheet.oddFooter.center
        assert footer and "&P" in str(footer.text)
    for name in SHEETS[1:]:
        assert book[name].freeze_panes == "A4"
        assert book[name].print_title_rows == "$3:$3"
        filtered = book[name].auto_filter.ref
        assert bool(filtered) == (name != "单位汇总")
        if filtered:  # hidden columns too, or sorting would part them from their rows
            last = max(cell.column or 0 for cell in book[name][3] if cell.value)
            assert f":{column_letters(last)}" in filtered
    for name in ("总览", "单位汇总", "项目清单", "支出计划", "问题清单", "报送情况", "环比变化"):
        texts = [str(cell.value) for cell in book[name]["A"]]
        assert any("填表人" in text and "审核人" in text and "负责人" in text for text in texts)
    assert len(book["总览"]._charts) == 4  # type: ignore[attr-defined]


def test_units_with_subtotals_by_department(summary: Path) -> None:
    rows = table(summary, "单位汇总")
    seen = [(row["部门"], row["单位编码"], row["项目数"], row["预算数"]) for row in rows]
    assert seen == [
        ("439", "439001", 3, 3868800),
        ("439", "小计", 3, 3868800),
        ("512", "512001", 2, 1320000),  # 900,000 + 420,000
        ("512", "小计", 2, 1320000),
        ("合计", None, 5, 5188800),
    ]
    # March: 967,200 + 20 % of 900,000 + nothing of 420,000
    assert rows[-1]["计划到3月底"] == 1147200
    formulas = table(summary, "单位汇总", formulas=True)
    assert formulas[0]["预算数"].startswith("=SUMIFS('项目清单'!")


def test_who_has_handed_in(summary: Path) -> None:
    rows = {row["单位编码"]: row for row in table(summary, "报送情况")}
    assert {code: row["报送情况"] for code, row in rows.items()} == {
        "439001": "按时报送",
        "439002": "有错误待改",
        "512001": "逾期报送",
        "512002": "零报送",
        "603001": "未报送",
    }
    assert rows["439001"]["报送时间"] == "2022-01-20 09:00"
    assert rows["512001"]["报送时间"] == "2022-02-15 10:30"
    assert "尚未收到" in rows["603001"]["催报文字"] and "周涛" in rows["603001"]["联系人"]


def test_a_target_accepted_in_january_stands_in_march(summary: Path) -> None:
    files = {row["文件"]: row for row in table(summary, "来源与校验")[:4]}
    assert {name: row["是否计入"] for name, row in files.items()} == {
        "报送/2022-01/439001.xlsx": "计入",
        "报送/2022-02/512001.xlsx": "未计入",
        "报送/2022-03/439002.xlsx": "未计入",
        "报送/2022-03/512001.xlsx": "计入",
    }
    assert files["报送/2022-02/512001.xlsx"]["原因"] == "有更新的报送。"
    assert "有错误" in files["报送/2022-03/439002.xlsx"]["原因"]


def test_in_february_the_march_submission_does_not_count_yet(tmp_path: Path) -> None:
    outcome = run(tmp_path / "汇总.xlsx", period="2022-02")
    assert outcome.statuses == {"counted": 2, "later": 2}
    assert table(outcome.path, "项目清单")[-1]["预算数"] == 3868800 + 850000 + 420000


def test_what_changed_since_february(summary: Path) -> None:
    rows = table(summary, "环比变化")
    seen = [(row["变化"], row["内容"], row["上期"], row["本期"], row["增减"]) for row in rows]
    assert seen == [
        ("金额变化", "预算数", 850000, 900000, 50000),
        ("金额变化", "其中：财政资金", 800000, 850000, 50000),
        ("名称变更", None, "送戏下乡演出补助", "送戏下乡惠民演出补助", None),
        ("指标值变化", "演出场次", "≥140场", "≥150场", None),
        ("指标值变化", "单场补助标准", "≤3000元", "≤2800元", None),
    ]


def test_indicators_are_parsed_beside_the_original_text(summary: Path) -> None:
    rows = table(summary, "指标清单")
    assert len(rows) == 21 + 12
    first = rows[0]
    assert (first["符号"], first["数值"], first["计量单位"], first["指标值原文"]) == (
        "≥",
        95,
        "%",
        "≥95%",
    )
    dated = next(row for row in rows if row["三级指标"] == "图书上架完成时间")
    assert (dated["数值"], dated["指标值原文"]) == (None, "2022年9月底前")


def test_every_link_leads_to_a_real_cell(summary: Path) -> None:
    """Also to the cell that the row is about: the project's name stands there."""
    books: dict[Path, Any] = {}
    followed = 0
    for sheet, file, name, ref in links(summary):
        path = summary.parent / file
        if path not in books:
            books[path] = openpyxl.load_workbook(path)
        if ref:
            cell = books[path][name][ref]
            assert cell.value is not None or sheet == "问题清单", (path, name, ref)
        followed += 1
    # Projects and plans, indicators, sub-targets, problems, files, changes, sources.
    assert followed == 5 + 5 + 33 + 4 + 40 + 3 + 10 + 4
    rows = table(summary, "项目清单", formulas=True)[:-1]
    for row in rows:
        found = LINK.fullmatch(row["出处"])
        assert found
        file, _, place = found[1].partition("#")
        name, _, ref = place.rpartition("!")
        assert books[summary.parent / file][name.strip("'")][ref].value == row["项目名称"]


def test_summary_and_originals_moved_together_still_link(summary: Path, tmp_path: Path) -> None:
    moved = tmp_path / "别的 文件夹#1"
    shutil.copytree(summary.parent, moved)
    for _, file, _, _ in links(moved / summary.name):
        assert (moved / file).is_file()


def test_the_order_of_the_files_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sorted(MONTHS.rglob("*.xlsx"))
    monkeypatch.chdir(HERE)  # as seen from another folder they are the same files
    made = [run(tmp_path / "相对.xlsx", paths=[Path("months")]).path.read_bytes()]
    for number, paths in enumerate((files, files[::-1], [MONTHS], files[2:] + files[:2])):
        made.append(run(tmp_path / f"{number}.xlsx", paths=paths).path.read_bytes())
    assert len(set(made)) == 1


def test_running_twice_changes_nothing(tmp_path: Path) -> None:
    shutil.copytree(MONTHS, tmp_path / "报送")
    out, ledger, feedback = tmp_path / "报送" / "汇总.xlsx", tmp_path / "台账.db", tmp_path / "意见"
    given = {"paths": [tmp_path], "ledger": ledger, "feedback": feedback}
    run(out, **given)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path != ledger}
    run(out, **given)
    after = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path != ledger}
    assert after == before


def test_the_reviewers_words_come_back(tmp_path: Path) -> None:
    first = run(tmp_path / "二月.xlsx", period="2022-02").path
    book = openpyxl.load_workbook(first)
    sheet = book["问题清单"]
    headings = {cell.value: cell.column or 0 for cell in sheet[3]}
    sheet.cell(5, headings["审核意见"], "请按项目分别设置指标")
    sheet.cell(5, headings["处理"], "退回")
    identity = sheet.cell(5, headings["问题编号"]).value
    book.save(first)
    second = run(tmp_path / "三月.xlsx", previous=first, feedback=tmp_path / "意见").path
    row = next(row for row in table(second, "问题清单") if row["问题编号"] == identity)
    assert (row["审核意见"], row["处理"]) == ("请按项目分别设置指标", "退回")
    changed = [row["变化"] for row in table(second, "环比变化")]
    assert changed == ["金额变化", "金额变化", "名称变更", "指标值变化", "指标值变化"]
    (feedback,) = (tmp_path / "意见").glob("*439001*.xlsx")
    texts = [
        str(cell.value) for row in openpyxl.load_workbook(feedback).worksheets[0] for cell in row
    ]
    assert "退回 请按项目分别设置指标" in texts


def test_a_summary_that_somebody_changed_is_kept(tmp_path: Path) -> None:
    out = run(tmp_path / "汇总.xlsx").path
    assert run(out).path == out
    book = openpyxl.load_workbook(out)
    book["问题清单"]["L4"] = "我的意见"
    book.save(out)
    kept = out.read_bytes()
    assert run(out).path == tmp_path / "汇总.2.xlsx"
    assert out.read_bytes() == kept


def test_only_a_summary_can_be_the_previous_one(tmp_path: Path) -> None:
    with pytest.raises(NotASummaryError):
        run(tmp_path / "汇总.xlsx", previous=published(tmp_path / "表.xlsx"))
    assert not (tmp_path / "汇总.xlsx").exists()


def column_a(path: Path | None, sheet: str) -> list[object]:
    """What stands in the first column of a sheet of the summary."""
    assert path
    return [cell.value for cell in openpyxl.load_workbook(path)[sheet]["A"]]


def test_errors_count_only_when_asked_and_are_marked(tmp_path: Path) -> None:
    outcome = run(tmp_path / "汇总.xlsx", include_invalid=True)
    assert outcome.statuses["marked"] == 1
    rows = {row["单位编码"]: row for row in table(outcome.path, "项目清单")[:-1]}
    assert rows["439002"]["备注"] == "有错误" and rows["439001"]["备注"] is None
    assert table(outcome.path, "项目清单")[-1]["预算数"] == 5188800 + 620000
    # Whoever gets the first page alone must not take its totals for sound ones.
    caution = "含 1 个有错误的报送，合计仅供参考。"
    assert column_a(outcome.path, "总览")[3] == caution
    assert str(column_a(outcome.path, "单位汇总")[1]).startswith(caution)
    sound = run(tmp_path / "无误.xlsx")
    assert not any("仅供参考" in str(text) for text in column_a(sound.path, "总览"))


def test_sections_of_the_overview_are_counted_without_a_gap(tmp_path: Path) -> None:
    """A month of monitoring forms has no spending plan, so that its second section is another."""
    (tmp_path / "报送").mkdir()
    whole = column_a(run(tmp_path / "汇总.xlsx").path, "总览")
    assert [text for text in whole if "、" in str(text)[1:2]] == [
        *("一、合计", "二、支出计划", "三、报送情况", "四、发现的问题", "五、预算数最大的单位")
    ]
    empty = column_a(run(tmp_path / "空.xlsx", paths=[tmp_path / "报送"]).path, "总览")
    assert [text for text in empty if "、" in str(text)[1:2]] == [
        *("一、合计", "二、报送情况", "三、发现的问题", "四、预算数最大的单位")
    ]


def test_nothing_that_counts_is_a_summary_with_the_reasons(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    shutil.copy(HERE / "三十处错误.xlsx", tmp_path / "报送" / "错.xlsx")
    (tmp_path / "报送" / "空.xlsx").write_bytes(b"")
    outcome = run(tmp_path / "汇总.xlsx", paths=[tmp_path / "报送"])
    assert outcome.exit_code == 1 and outcome.counted == 0
    assert table(outcome.path, "项目清单")[0]["单位编码"] == "（无）"
    assert table(outcome.path, "项目清单")[-1]["预算数"] == 0
    reasons = {row["文件"]: row["原因"] for row in table(outcome.path, "来源与校验")[:2]}
    empty = "e3b0c44298fc1c14"  # SHA-256 of nothing
    assert empty in [row["摘要（SHA-256）"] for row in table(outcome.path, "来源与校验")[:2]]
    assert "文件是空的" in reasons["报送/空.xlsx"] and "有错误" in reasons["报送/错.xlsx"]
    statuses = {row["单位编码"]: row["报送情况"] for row in table(outcome.path, "报送情况")}
    assert statuses["439001"] == "有错误待改" and statuses["603001"] == "未报送"


def test_a_month_that_nobody_has_handed_in_yet(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    outcome = run(tmp_path / "汇总.xlsx", paths=[tmp_path / "报送"])
    assert outcome.exit_code == 1
    assert dict(outcome.due_counts) == {"missing": 4, "nil": 1}
    assert len([row for row in table(outcome.path, "报送情况") if row["催报文字"]]) == 4


def test_a_check_of_the_folder_passes_over_what_xltool_wrote(tmp_path: Path) -> None:
    published(tmp_path / "439001.xlsx")
    path = run(tmp_path / "汇总.xlsx", paths=[tmp_path], feedback=tmp_path / "意见").path
    assert [Path(report.path).name for report in xltool.check([tmp_path])] == ["439001.xlsx"]
    book = openpyxl.load_workbook(path)  # saved by a program that drops the property
    del book.custom_doc_props["xltool"]  # type: ignore[attr-defined]
    book.save(tmp_path / "另存.xlsx")
    assert [Path(report.path).name for report in xltool.check([tmp_path])] == ["439001.xlsx"]
    assert len(xltool.check([path])) == 1  # named, it is judged


def test_what_the_unit_explained_stands_beside_the_problem(tmp_path: Path) -> None:
    """A marked copy that came back with 情况说明 is a submission like any other."""
    source = published(tmp_path / "报送" / "439001.xlsx")
    marked = Path(str(check(source)["marked"]))
    problem = check(marked, "--no-annotate")["findings"][0]
    marked.write_bytes(
        explained(marked.read_bytes(), problem["message"], "三个项目由同一科室实施。")
    )
    source.unlink()
    path = run(tmp_path / "汇总.xlsx", paths=[tmp_path / "报送"], roster=None).path
    told = {row["规则"]: row["情况说明"] for row in table(path, "问题清单") if row["情况说明"]}
    assert told == {problem["rule"]: "三个项目由同一科室实施。"}


def test_in_english(tmp_path: Path) -> None:
    first = run(tmp_path / "february.xlsx", period="2022-02", lang="en").path
    path = run(tmp_path / "march.xlsx", lang="en", previous=first, feedback=tmp_path / "f").path
    book = openpyxl.load_workbook(path, data_only=True)
    assert book.sheetnames[0] == "Overview" and book.sheetnames[2] == "Projects"
    own = [str(c.value) for s in book for c in s[3] if c.value is not None]
    assert not [text for text in own if re.search("[\u4e00-\u9fff]", text)]
    assert len(table(path, "Changes")) == 5


def test_a_month_of_two_forms_keeps_their_totals_apart(tmp_path: Path) -> None:
    filled = next(each for each in filled_forms() if each.form == "monitoring@2022")
    folder = tmp_path / "报送"
    published(folder / "目标.xlsx")
    (folder / "监控.xlsx").write_bytes(book_bytes(book_of(filled)))
    outcome = run(tmp_path / "汇总.xlsx", paths=[folder], roster=None, period="2022-07")
    assert outcome.statuses == {"counted": 2}
    rows = table(outcome.path, "项目清单")
    totals = [row for row in rows if row["表单"] == "合计"]
    assert [row["单位编码"] for row in totals] == ["部门预算绩效目标表", "绩效运行监控表"]
    watched = [row for row in rows if row["表单"] == "绩效运行监控表"]
    assert watched and totals[0]["预算数"] == 3868800
    assert totals[1]["预算数"] == sum(row["预算数"] for row in watched) > 0
    assert totals[1]["累计执行数"] == sum(row["累计执行数"] for row in watched) > 0
    assert totals[0]["累计执行数"] == "—"  # this form has no such box: not 0.00
    first: list[Any] = list(openpyxl.load_workbook(outcome.path, data_only=True)["总览"].values)
    ends = {row[0]: row[1:] for row in reversed(first) if row[0]}  # of several rows the first
    assert ends["部门预算绩效目标表"][5] == "—" and ends["绩效运行监控表"][5] > 0
    assert ends["12月底"][0] == 3868800  # of the form that has a plan
    top = next(n for n, row in enumerate(first) if str(row[0]).endswith("单位 · 绩效运行监控表"))
    assert first[top + 2][:2] == ("唐山市开平区行政审批局本级", 1500000)
    units = table(outcome.path, "单位汇总")
    assert [row["项目数"] for row in units if row["表单"] == "合计"] == [3, len(watched)]
    formula = table(outcome.path, "单位汇总", formulas=True)[0]["预算数"]
    assert formula.count("项目清单") == 3  # amounts, units, forms


def test_a_unit_has_a_deadline_for_each_form(tmp_path: Path) -> None:
    """The target form came in January, in time; the monitoring form came in July, too late."""
    filled = next(each for each in filled_forms() if each.form == "monitoring@2022")
    target = published(tmp_path / "目标" / "目标.xlsx")
    monitored = tmp_path / "监控" / "监控.xlsx"
    monitored.parent.mkdir()
    monitored.write_bytes(book_bytes(book_of(filled)))
    roster, ledger = tmp_path / "名单.csv", tmp_path / "台账.ledger"
    rows = [
        "单位编码,单位名称,应报表单,截止日期,联系人",
        "439001,行政审批局,部门预算绩效目标表,2022-02-10,王芳",
        "439001,行政审批局,绩效运行监控表,2022-07-08,李强",
        "439001,行政审批局,绩效自评表,2022-12-31,赵敏",
    ]
    roster.write_text("\n".join(rows), encoding="utf-8")
    options = {"period": "2022-07", "roster": roster, "ledger": ledger}
    first = {"paths": [target.parent], "received": "2022-01-20T01:00:00"}
    run(tmp_path / "汇总.xlsx", **first, **options)
    second = {"paths": [monitored.parent], "received": "2022-07-20T01:00:00"}
    outcome = run(tmp_path / "汇总.xlsx", **second, **options, feedback=tmp_path / "意见")
    found = table(outcome.path, "报送情况")
    assert [(row["表单"], row["截止日期"], row["报送情况"]) for row in found] == [
        ("部门预算绩效目标表", "2022-02-10", "按时报送"),
        ("绩效运行监控表", "2022-07-08", "逾期报送"),
        ("绩效自评表", "2022-12-31", "未报送"),
    ]
    assert "《绩效自评表》（截止日期 2022-12-31）" in str(found[2]["催报文字"])
    (sheet,) = (tmp_path / "意见").glob("*439001*.xlsx")
    texts = {str(cell.value) for row in openpyxl.load_workbook(sheet).worksheets[0] for cell in row}
    assert "部门预算绩效目标表 2022-02-10、绩效运行监控表 2022-07-08" in texts
    arguments = ["status", "--ledger", str(ledger), "--roster", str(roster), "--period", "2022-07"]
    lines = CliRunner().invoke(main, arguments).stdout.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["未报送", "逾期报送", "按时报送"]
    assert lines[1].split()[-3:] == ["绩效自评表", "2022-12-31", "赵敏"]


def test_in_another_month_a_monitoring_form_does_not_count(tmp_path: Path) -> None:
    filled = next(each for each in filled_forms() if each.form == "monitoring@2022")
    (tmp_path / "监控.xlsx").write_bytes(book_bytes(book_of(filled)))
    outcome = run(tmp_path / "汇总.xlsx", paths=[tmp_path], roster=None, period="2022-08")
    assert outcome.statuses == {"other_month": 1} and outcome.exit_code == 1
