"""`xltool new`: a blank standard workbook, or one that last year's is carried into."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from xltool.cli.console import FILE, FOLDER, common, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.extract.carry_over import CarryOver, LeftOut
from xltool.extract.provenance import Given
from xltool.forms.load import find_form, load_forms
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.pipeline.new import new_workbook
from xltool.pipeline.outputs import check_new, write_new

HELP = {
    "new": Words(
        "按表单生成空白的标准工作簿；可把上一年度或上一期的工作簿带入。有报送名单时每个单位一份。"
        "表单写 exemptions 时生成空白的豁免清单。",
        "Make a blank standard workbook from a form; an earlier one can be carried in. With a "
        "roster, one for each unit. The form `exemptions` makes a blank list of exemptions.",
    ),
    "out": Words(
        "写入的文件（.xlsx），有报送名单时是文件夹；已有同名文件时不会覆盖。",
        "The file to write (.xlsx), with a roster a folder; one that exists is never written over.",
    ),
    "roster": Words(
        "报送名单：给应报这种表的每个单位生成一份，以单位命名。",
        "The roster: makes a workbook for each unit that must hand in this form, named for it.",
    ),
    "issued": Words(
        "已为 {count} 个单位生成空白表，其中 {carried} 个带入了以前的内容，在 {folder}。",
        "Workbooks made for {count} units, {carried} of them with earlier contents, in {folder}.",
    ),
    "kept": Words("{path} 已经存在，没有覆盖。", "{path} exists already and was kept."),
    "unit": Words("预算单位编码，如 439001。", "Code of the budget unit, as 439001."),
    "unit_name": Words("预算单位名称。", "Name of the budget unit."),
    "year": Words("预算年度，填入表内。", "Fiscal year, written into the form."),
    "period": Words(
        "按月填报的表属于哪个月，如 2022-07：写入表内和“1-7月执行数”一类的栏目名称。",
        "Month of a form that is filled in monthly, as 2022-07: written into the form and into "
        "headings such as “1-7月执行数”.",
    ),
    "projects": Words("项目工作表的个数。", "How many project sheets."),
    "from": Words(
        "已填好的工作簿：带入编码、名称、指标等不变的内容，金额、年度等须重新填写。"
        "有报送名单时可写文件夹，各单位取自己的。",
        "A filled workbook: codes, names, indicators and what else persists are carried over; "
        "amounts and years are to be entered again. With a roster it may be a folder.",
    ),
    "written": Words("已写入 {path}。", "Wrote {path}."),
    "carried": Words("已从 {path} 带入：{counts}。", "Carried from {path}: {counts}."),
    "to_enter": Words("须重新填写：{fields}。", "To be entered again: {fields}."),
    "left": Words("没有带入的内容：", "Not carried over:"),
    "left_line": Words(
        "  {place} {field}：{value}（{reason}）", "  {place} {field}: {value} ({reason})"
    ),
    "left_lines": Words(
        "  {place} 等 {count} 处 {field}（{reason}）",
        "  {place} and others, {count} × {field} ({reason})",
    ),
    "passed_over": Words(
        "  工作表“{sheet}”：没有读取（不是这种表，或缺的栏目太多）",
        "  sheet “{sheet}”: not read (it is another form, or lacks too many labels)",
    ),
}
EXEMPTIONS = "exemptions"
"""What is written in place of a form for the list of exemptions."""

REASONS = {
    "year": Words("提到别的年度", "names another year"),
    "no_field": Words("新表没有这一栏", "the new form has no such field"),
    "unread": Words("单元格是错误值或没有结果的公式", "an error, or a formula without a result"),
}


@click.command(cls=Command, help=help_text(HELP["new"]))
@click.argument("form")
@click.option("--out", required=True, type=click.Path(path_type=Path), help=help_text(HELP["out"]))
@click.option("--unit", default="", help=help_text(HELP["unit"]))
@click.option("--unit-name", default="", help=help_text(HELP["unit_name"]))
@click.option("--year", type=click.IntRange(2000, 2099), help=help_text(HELP["year"]))
@click.option("--period", metavar="YYYY-MM", help=help_text(HELP["period"]))
@click.option(
    "--projects", type=click.IntRange(1, 500), default=1, show_default=True,
    help=help_text(HELP["projects"]),
)  # fmt: skip
@click.option("--roster", type=FILE, help=help_text(HELP["roster"]))
@click.option("--from", "source", type=click.Path(path_type=Path), help=help_text(HELP["from"]))
@schemas_option
@common
def new(
    form: str,
    out: Path,
    unit: str,
    unit_name: str,
    year: int | None,
    period: str | None,
    projects: int,
    roster: Path | None,
    source: Path | None,
    schemas: Path | None,
    lang: str,
) -> None:

    forms = load_forms(schemas)
    year, month = _year_and_month(year, period)
    if roster and form != EXEMPTIONS:
        _issue(find_form(form, forms), forms, roster, out, year, month, projects, source, lang)
        return
    FILE.convert(out, None, None)
    check_new(out, ".xlsx")
    if form == EXEMPTIONS:
        _blank_exemptions(roster, forms, out, lang)
        return
    made = new_workbook(
        find_form(form, forms),
        forms,
        unit=f"{unit.strip()}{unit_name.strip()}",
        year=year,
        month=month,
        projects=projects,
        source=source,
        lang=lang,
    )
    write_new(out, made.data)
    if source and made.carried:
        lines = _carried_lines(source, made.carried, made.passed_over, lang)
        click.echo("\n".join(lines), err=True)
    click.echo(HELP["written"].render({"path": out}, lang), err=True)


def _blank_exemptions(roster: Path | None, forms: Sequence[Form], out: Path, lang: str) -> None:
    from xltool.pipeline.issue import blank_exemptions  # for starting fast: openpyxl

    blank_exemptions(roster, forms, out, lang)
    click.echo(HELP["written"].render({"path": out}, lang), err=True)


def _year_and_month(year: int | None, period: str | None) -> tuple[int | None, int | None]:
    """The year, if need be that of the month, and the month; raises `PeriodError`."""
    if period is None:
        return year, None
    Given(period=period)  # refuses what is no month
    return year or int(period[:4]), int(period[-2:])


def _issue(
    form: Form,
    forms: Sequence[Form],
    roster: Path,
    out: Path,
    year: int | None,
    month: int | None,
    projects: int,
    source: Path | None,
    lang: str,
) -> None:
    """A workbook for each unit of a roster; exit code 2 where one could not take its name."""
    from xltool.pipeline.issue import issue  # for starting fast: it brings pandera and openpyxl

    FOLDER.convert(out, None, None)
    made = list(
        issue(
            form,
            forms,
            roster,
            out,
            year=year,
            month=month,
            projects=projects,
            source=source,
            lang=lang,
        )
    )
    for each in made:
        if each.kept:
            click.echo(HELP["kept"].render({"path": each.path}, lang), err=True)
    written = [each for each in made if not each.kept]
    counts = {"count": len(written), "carried": sum(bool(each.carried) for each in written)}
    click.echo(HELP["issued"].render({**counts, "folder": out}, lang), err=True)
    sys.exit(2 if len(written) < len(made) else 0)


def _carried_lines(
    source: Path, carried: CarryOver, passed_over: tuple[str, ...], lang: str
) -> Iterator[str]:
    """What was carried, what must be new, and what could not be carried, one line each."""
    tables = carried.filling.tables
    counts = [
        f"{carried.titles[table](lang)} {len(entries)}"
        for table, entries in tables.items()
        if entries
    ]
    yield HELP["carried"].render({"path": source, "counts": counts}, lang)
    if carried.to_enter:
        fields = [field.title.words() for field in carried.to_enter]
        yield HELP["to_enter"].render({"fields": fields}, lang)
    if carried.left_out or passed_over:
        yield HELP["left"](lang)
    for sheet in passed_over:
        yield HELP["passed_over"].render({"sheet": sheet}, lang)
    # What a whole column held has no place in the new form: one line for all of it.
    for _, group in groupby(carried.left_out, key=_column):
        yield _left_line(list(group), lang)


def _column(left: LeftOut) -> object:
    return left.field.name if left.reason == "no_field" else left.ref


def _left_line(all_left: list[LeftOut], lang: str) -> str:
    left = all_left[0]
    value = " ".join(left.value.split())
    parts = {
        "place": f"{left.ref.sheet}!{left.ref.a1}",
        "field": left.field.title.words(),
        "value": value if len(value) <= 40 else f"{value[:39]}…",
        "reason": REASONS[left.reason],
        "count": len(all_left),
    }
    return HELP["left_line" if len(all_left) == 1 else "left_lines"].render(parts, lang)
