"""The ledger holds every form's records as rows, and gives them back as they were read."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sample_workbooks.make import HERE
from tests.book_file import book_bytes
from tests.other_book import Filled, book_of, filled_forms
from tests.test_consolidate import published, run
from tests.test_consolidate import table as rows_on
from xltool.extract.provenance import Given
from xltool.forms.load import find_form, load_forms
from xltool.ledger.kept_tables import kept_tables
from xltool.ledger.ledger import Ledger
from xltool.ledger.stored_value import stored_value, typed_value
from xltool.model.field import Field
from xltool.model.submission import ABSENT, Record, Submission, Unread
from xltool.month.history import rows_of, rule_rows_of
from xltool.pipeline.submissions import read_submission
from xltool.rules.money.amounts import amount
from xltool.values.cell_value import BudgetUnit, Number, Percent, Written, typed
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

STORED = Path(__file__).parent / "stored"
FORMS = load_forms()
MONITORING = find_form("monitoring", FORMS)
TARGET = find_form("hebei-target", FORMS)


def filled(form: str, changes: Mapping[str, object] | None = None) -> Filled:
    (found,) = (each for each in filled_forms() if each.form == form)
    return found.changed(changes or {})


def kept(ledger: Path, form: str) -> list[dict[str, tuple[Record, ...]]]:
    (known,) = (each for each in FORMS if each.key == form)
    with Ledger(ledger) as book:
        query = "SELECT id FROM submissions WHERE form = ? ORDER BY path"
        numbers = [number for (number,) in book.connection.execute(query, (form,))]
        return [kept_tables(book, number, known) for number in numbers]


def as_kept(value: object) -> object:
    """What is told of a value that went through the ledger."""
    match value:
        case Number():
            return replace(value, formula=False, seems=None)
        case IndicatorValue():
            return (value.raw, value.sign, value.low, value.high, value.unit, value.words)
        case BudgetUnit():
            return replace(value, numeric=False)
    return None if value == ABSENT else value


def content(tables: Mapping[str, tuple[Record, ...]]) -> dict[str, list[object]]:
    return {
        table: [
            (
                record.project,
                {name: as_kept(value) for name, value in record.values.items()},
                {
                    name: ref
                    for name, ref in record.refs.items()
                    if name == "part" or as_kept(record.values.get(name)) is not None
                },
            )
            for record in records
        ]
        for table, records in tables.items()
    }


@pytest.mark.parametrize("source", ["三十处错误.xlsx", "公开文本三个项目.xlsx", *(
    each.form for each in filled_forms()
)])  # fmt: skip
def test_every_table_comes_back_as_it_was_read(tmp_path: Path, source: str) -> None:
    path = tmp_path / "表.xlsx"
    if source.endswith(".xlsx"):
        shutil.copy(HERE / source, path)
    else:
        path.write_bytes(book_bytes(book_of(filled(source))))
    read = read_submission(path, FORMS, Given(None, "2022-07"))
    assert isinstance(read, Submission)
    ledger = tmp_path / "台账.ledger"
    run(tmp_path / "汇总.xlsx", paths=[path], ledger=ledger, period="2022-07", roster=None)
    (tables,) = kept(ledger, read.form)
    expected, found = content(read.tables), content(tables)
    for table in expected:
        assert found[table] == expected[table], table


FIELD = Field.model_validate({"name": "x", "title": {"zh": "x", "en": "x"}, "type": "unit"})


@pytest.mark.parametrize(
    "value",
    [
        Number("368,800.00元", Decimal("368800.00"), Written.TEXT),
        Number("约36万", None, Written.UNREADABLE),
        Number("12.5", Decimal("12.5"), unit="万元"),
        Percent("25", Decimal(25), False),
        Percent("", None, True),
        Unread("error", "#REF!"),
        parse_indicator_value("-5~-3℃"),
        parse_indicator_value("80%-90%"),
        parse_indicator_value("95", sign="≥", unit="%"),
        parse_indicator_value("=100%", constant=True),
        parse_indicator_value("2022年10月底前"),
        parse_indicator_value("明显提升"),
    ],
)
def test_a_value_comes_back(value: object) -> None:
    assert as_kept(typed_value(stored_value(value), FIELD)) == as_kept(value)


def test_a_unit_comes_back() -> None:
    value = typed("439001唐山市开平区行政审批局本级", FIELD)
    assert typed_value(stored_value(value), FIELD) == value


def test_rows_of_the_month_before_and_of_the_target_form(tmp_path: Path) -> None:
    """What a history rule asks for: two months of monitoring, and the target form of the year."""
    ledger = tmp_path / "台账.ledger"
    for month, reached in (("6", "9"), ("7", "12")):
        changes = {"A2:Q2": f"（2022年1-{month}月）", "F12": reached}
        path = tmp_path / f"2022-0{month}" / "监控.xlsx"
        path.parent.mkdir()
        path.write_bytes(book_bytes(book_of(filled("monitoring@2022", changes))))
        target = published(tmp_path / "2022-01" / "目标.xlsx")
        run(
            tmp_path / f"汇总{month}.xlsx",
            paths=[path, target],
            ledger=ledger,
            period=f"2022-0{month}",
            roster=None,
        )
    with Ledger(ledger) as book:
        now, before = (
            rows_of(book, MONITORING, "439001", period, "monitored_indicators")
            for period in ("2022-07", "2022-06")
        )
        assert [str(rows[0].values["actual"]) for rows in (now, before)] == ["12", "9"]
        assert now[0].refs["actual"].a1 == "F12" and now[0].project == 0
        assert not rows_of(book, MONITORING, "439001", "2022-05", "monitored_indicators")
        assert not rows_of(book, MONITORING, "512001", "2022-07", "monitored_indicators")
        planned = rows_of(book, TARGET, "439001", "2022-07", "indicators")
        assert len(planned) == 21 and str(planned[0].values["value"]) == "≥95%"
        rows = rule_rows_of(book, MONITORING, "439001", "2022-07")
    (project,) = rows["projects"]
    assert amount(project, MONITORING, "total_executed") == Decimal("81.25")
    assert project["money_unit"] == "万元" and project["year"] == 2022
    first = rows["monitored_indicators"][0]
    assert first["parent"]["name"] == project["name"]  # type: ignore[index]


def test_a_ledger_of_the_version_before_has_its_records(tmp_path: Path) -> None:
    """What that version kept stands in the rows; each figure is that of the workbooks anew."""
    old, new = tmp_path / "旧.ledger", tmp_path / "新.ledger"
    shutil.copy(STORED / "month-2022-07.ledger", old)
    paths = [published(tmp_path / "目标.xlsx"), tmp_path / "监控.xlsx"]
    paths[1].write_bytes(book_bytes(book_of(filled("monitoring@2022"))))
    run(tmp_path / "汇总.xlsx", paths=paths, ledger=new, period="2022-07", roster=None)
    compared = 0
    for form in ("hebei-target@2022", "monitoring@2022"):
        (before,), (after,) = kept(old, form), kept(new, form)
        for table, records in before.items():
            assert len(records) == len(after[table]) or table == "department"
            for one, other in zip(records, after[table], strict=False):
                assert one.project == other.project
                for name, value in one.values.items():
                    if value is None or name in ("money_unit", "missing"):
                        continue
                    compared += 1
                    again = other.values[name]
                    if isinstance(value, Number) and form == "monitoring@2022":
                        assert isinstance(again, Number) and again.amount
                        assert value.amount == again.amount * 10000  # 元, 万元
                    elif isinstance(value, (Number, Percent)):
                        again = again or Number("", Decimal(0))  # a blank part was kept as 0
                        assert stored_value(value).number == stored_value(again).number
                    else:
                        assert as_kept(value) == as_kept(again)
    assert compared == 27 + 12 + 84 + 5 + 20  # projects, sub-targets, indicators of both


def test_a_stored_month_is_carried_on(tmp_path: Path) -> None:
    """The month was closed, and one finding accepted, with the version before."""
    ledger = tmp_path / "台账.ledger"
    shutil.copy(STORED / "month-2022-07.ledger", ledger)
    (tmp_path / "报送").mkdir()
    options = {"ledger": ledger, "period": "2022-07", "roster": None}
    outcome = run(tmp_path / "汇总.xlsx", paths=[tmp_path / "报送"], **options)
    assert outcome.closed and outcome.statuses == {"counted": 2}
    spent = rows_on(outcome.path, "执行进度")[0]
    assert (spent["预算数"], spent["累计执行数"]) == (1500000, 812500)
    (said,) = [row for row in rows_on(outcome.path, "审核记录") if row["决定"]]
    assert (said["决定"], said["状态"]) == ("认可", "有效")


def test_a_project_without_a_code_is_known_by_its_name(tmp_path: Path) -> None:
    """The print has no box for it: nothing stands in its place, and two are not one."""
    ledger = tmp_path / "台账.ledger"
    shutil.copy(STORED / "month-2022-07.ledger", ledger)
    with Ledger(ledger) as book:
        query = "SELECT code, key FROM projects WHERE code NOT LIKE '1302%'"
        assert book.connection.execute(query).fetchall() == [("", "政务服务大厅智能化改造")]
