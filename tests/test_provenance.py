"""Where unit, year and period of a submission come from, and which of several wins."""

from __future__ import annotations

import pytest

from xltool.extract.provenance import Given, with_origins
from xltool.forms.load import find_form, load_forms
from xltool.model.form import Field, Form, Group, Title
from xltool.model.submission import Origin, Record, Submission
from xltool.model.workbook import CellRef
from xltool.rules.context import rows_of_submission
from xltool.rules.identity.origin_words import disagreement, statement
from xltool.rules.identity.xl122_period_disagrees import RULE as PERIOD_DISAGREES
from xltool.values.cell_value import typed

PLAIN = "收件/绩效目标表.xlsx"
CODE_2022, CODE_2023 = "13020522P00B8J810002R", "13020523P00B8J8100028"


def form(default_year: int | None = None, *, monthly: bool = False) -> Form:
    base = find_form("hebei-target@2022", load_forms())
    parts = base.parts
    if monthly:
        title = Title(zh="月份", en="Month")
        entry = Field(name="month", title=title, labels=("月份",), type="period")
        group = Group(kind="group", name="time", title=title, fields=(entry,))
        parts = (
            parts[0],
            parts[1].model_copy(update={"sections": (*parts[1].sections, group)}),
        )
    return base.model_copy(update={"default_year": default_year, "parts": parts})


def submission(of: Form, path: str = PLAIN, **columns: tuple[object, ...]) -> Submission:
    """One project for each value of the columns, each on a sheet of its own."""
    fields = of.parts[1].single_fields()
    count = max(map(len, columns.values()), default=1)
    records = []
    for number in range(count):
        raw = {name: values[number] for name, values in columns.items() if number < len(values)}
        sheet = f"项目{number + 1}"
        records.append(
            Record(
                {entry.name: typed(raw.get(entry.name), entry) for entry in fields},
                {"part": CellRef(sheet, 3, 1), "year_stated": CellRef(sheet, 1, 1)},
                number,
            )
        )
    tables = {name: tuple(records) if name == "projects" else () for name in of.tables()}
    return Submission(path, "digest", of.key, tables, Record({}, {"part": CellRef("项目1", 3, 1)}))


def year_of(
    of: Form, path: str = PLAIN, given: int | None = None, **columns: tuple[object, ...]
) -> tuple[str, str] | None:
    year = with_origins(submission(of, path, **columns), of, Given(year=given)).year
    return (year.value, year.source) if year else None


# Year


def test_a_cell_wins_then_option_then_path_then_form_then_codes() -> None:
    path = "2025年报送/表.xlsx"
    cell, codes = ("2027年",), (CODE_2022,)
    assert year_of(form(2024), path, 2026, year_stated=cell, code=codes) == ("2027", "cell")
    assert year_of(form(2024), path, 2026, code=codes) == ("2026", "option")
    assert year_of(form(2024), path, code=codes) == ("2025", "path")
    assert year_of(form(2024), code=codes) == ("2024", "form")
    assert year_of(form(), code=codes) == ("2022", "codes")
    assert year_of(form()) is None


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("收件/2023年绩效目标表.xlsx", "2023"),
        ("收件/绩效目标表２０２３.xlsx", "2023"),
        ("2023/表.xlsx", "2023"),
        ("2022-03/表.xlsx", "2022"),
        ("2022/2023年表.xlsx", "2023"),  # the file is nearer than its folder
        ("收件/hebei-target@2022.xlsx", None),  # the layout's version, never the fiscal year
        ("2023/hebei-target@2022.xlsx", "2023"),
        ("收件/20230115.xlsx", None),
        ("收件/130205202201.xlsx", None),
        ("2023/收件/表.xlsx", None),  # only the folder it lies in
    ],
)
def test_the_year_in_the_name_of_a_file_or_its_folder(path: str, year: str | None) -> None:
    assert year_of(form(), path) == ((year, "path") if year else None)


@pytest.mark.parametrize(
    ("stated", "year"),
    [
        ("2023", "2023"),
        ("2023年度", "2023"),
        (2023, "2023"),
        ("２０２３年", "2023"),
        ("年", None),
        ("1998", None),
    ],
)
def test_the_year_in_a_cell(stated: object, year: str | None) -> None:
    assert year_of(form(), year_stated=(stated,)) == ((year, "cell") if year else None)


@pytest.mark.parametrize(
    ("codes", "year"),
    [
        ((CODE_2022, CODE_2022, CODE_2023), "2022"),
        ((CODE_2022, CODE_2023), "2023"),  # a project goes on in the years after its first
        ((CODE_2023.lower(), " " + CODE_2023, CODE_2022), "2023"),
        (("13020522P", CODE_2023), "2023"),
        (("13020522P", None), None),
    ],
)
def test_the_commonest_year_of_the_codes_is_assumed(
    codes: tuple[object, ...], year: str | None
) -> None:
    assert year_of(form(), code=codes) == ((year, "codes") if year else None)


def test_only_what_somebody_stated_is_kept_to_be_compared() -> None:
    given = submission(
        form(2024), "2025/表.xlsx", year_stated=("2022年", "2023年"), code=(CODE_2022,)
    )
    settled = with_origins(given, form(2024), Given(year=2022))
    years = settled.workbook.values["years"]
    assert years == (
        Origin("2022", "cell", CellRef("项目1", 1, 1)),
        Origin("2023", "cell", CellRef("项目2", 1, 1)),
        Origin("2022", "option"),
        Origin("2025", "path"),
    )
    differing = disagreement(years)
    assert [origin.value for origin in differing] == ["2022", "2023", "2025"]
    assert [statement(origin).zh for origin in differing] == [
        "2022（见 项目1!A1）",
        "2023（见 项目2!A1）",
        "2025（按文件名或文件夹名）",
    ]
    assert settled.workbook.refs["years_2023"] == CellRef("项目2", 1, 1)


@pytest.mark.parametrize("origins", [(), None, (Origin("2022", "cell"), Origin("2022", "path"))])
def test_no_disagreement(origins: object) -> None:
    assert disagreement(origins) == ()


# Period


@pytest.mark.parametrize(
    ("stated", "path", "given", "periods"),
    [
        ("截至3月", "2022-04/表.xlsx", "2022-07", ["2022-03", "2022-04", "2022-07"]),
        ("1-3月", PLAIN, None, ["2022-03"]),
        ("2022年1-12月执行情况", PLAIN, None, ["2022-12"]),
        (None, "2022-04/表.xlsx", "2022-07", ["2022-04", "2022-07"]),
        (None, PLAIN, "2022-07", ["2022-07"]),
        (None, PLAIN, None, []),
    ],
)
def test_the_month_of_the_form_wins_then_folder_then_option(
    stated: str | None, path: str, given: str | None, periods: list[str]
) -> None:
    of = form(monthly=True)
    filled = submission(of, path, month=(stated,), code=(CODE_2022,))
    settled = with_origins(filled, of, Given(period=given))
    origins = settled.workbook.values["periods"]
    assert isinstance(origins, tuple)
    assert [origin.value for origin in origins] == periods
    assert (settled.period.value if settled.period else None) == (periods[0] if periods else None)


def test_the_year_beside_the_month_is_the_year_where_no_other_is_stated() -> None:
    of = form(2024, monthly=True)
    settled = with_origins(submission(of, month=("2023年5月",), code=(CODE_2022,)), of, Given())
    assert settled.year and (settled.year.value, settled.year.source) == ("2023", "cell")
    assert settled.period and settled.period.value == "2023-05"
    both = submission(of, month=("2023年5月",), year_stated=("2022年",))
    settled = with_origins(both, of, Given(period="2022-07"))
    assert settled.workbook.values["years"] == (Origin("2022", "cell", CellRef("项目1", 1, 1)),)
    assert settled.workbook.values["periods"] == (Origin("2022-07", "option"),)


def test_a_month_without_any_year_has_the_year_of_the_run() -> None:
    of = form(monthly=True)
    settled = with_origins(submission(of, month=("5月",)), of, Given(period="2022-07"))
    assert settled.period and (settled.period.value, settled.period.source) == ("2022-05", "cell")


def test_months_that_disagree_are_one_warning_that_names_each() -> None:
    of = form(monthly=True)
    filled = submission(of, "2022-04/表.xlsx", month=("截至3月",), code=(CODE_2022,))
    (row,) = rows_of_submission(with_origins(filled, of, Given(period="2022-03")), of)["workbook"]
    (hit,) = PERIOD_DISAGREES.check(row, of)
    message = PERIOD_DISAGREES.message[hit.variant].render(hit.params, "zh")
    stated = "2022-03（见 项目1!A3）、2022-04（按文件名或文件夹名）"
    assert message == f"填报月份说法不一：{stated}；已按 2022-03 检查。"


def test_a_target_form_has_no_month() -> None:
    settled = with_origins(submission(form(), "2022-03/表.xlsx"), form(), Given(period="2022-07"))
    assert settled.period is None
    assert settled.workbook.values["periods"] == ()


# Unit


@pytest.mark.parametrize(
    ("units", "code", "name"),
    [
        (("439001唐山市开平区行政审批局本级",), "439001", "唐山市开平区行政审批局本级"),
        (("[015001]某某县财政局",), "015001", "某某县财政局"),
        (("【812033】某某市第一中学",), "812033", "某某市第一中学"),
        (("820001-某某区教育局",), "820001", "某某区教育局"),
        ((439001,), "439001", None),
        (("行政审批局", "439001综合服务中心"), "439001", "综合服务中心"),  # one with a code first
        (("行政审批局",), None, "行政审批局"),
        ((None,), None, None),
    ],
)
def test_the_unit_of_the_projects(
    units: tuple[object, ...], code: str | None, name: str | None
) -> None:
    settled = with_origins(submission(form(), unit=units), form(), Given())
    assert (settled.unit_code.value if settled.unit_code else None) == code
    assert (settled.unit_name.value if settled.unit_name else None) == name


def test_a_year_in_a_projects_name_is_not_the_fiscal_year() -> None:
    of = form()
    named = year_of(of, name=("2021年中央补助项目",), year_stated=("2021",), code=(CODE_2022,))
    assert named == ("2022", "codes")
    titled = year_of(of, name=("中央补助项目",), year_stated=("2021",), code=(CODE_2022,))
    assert titled == ("2021", "cell")
