"""What a user would write instead: `python -m benchmarks.plain_script FOLDER OUT [--summary]`.

One afternoon's work with pandas and openpyxl: open each workbook, find the table of indicators by
its headings, ten checks, colour and comment what is wrong, list it on a sheet, save a copy; at the
end one summary by pandas. It is what our figures are compared to and stays as it is.

What it does not do, and xltool does: some 90 other rules; forms found by their labels; decimals as
printed; merged cells; what is damaged, protected or not .xlsx; charts, dropdowns and formats that
openpyxl drops on saving; explanations, exemptions, a ledger, a proof of the totals.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

RED = PatternFill("solid", fgColor="FFC7CE")
VALUE = re.compile(r"[≥≤＝><=]\s*(\d+(?:\.\d+)?)\s*(\D*)")
LEVELS = {"产出指标", "效益指标", "满意度指标"}
Problem = tuple[str, str, str]
"""Sheet, cell, what is wrong."""


def indicators_of(sheet: Any) -> pd.DataFrame:
    """The rows below the headings of the table of indicators."""
    headings: dict[str, int] = {}
    rows = []
    for row in sheet.iter_rows():
        texts = {str(c.value).strip().replace("\n", ""): c.column for c in row if c.value}
        if "一级指标" in texts and "三级指标" in texts:
            headings = texts
            continue
        if headings and any(cell.value is not None for cell in row):
            found = {name: row[column - 1].value for name, column in headings.items()}
            rows.append({**found, "row": row[0].row})
    table = pd.DataFrame(rows)
    if not table.empty:
        table["一级指标"] = table["一级指标"].ffill()
        table = table[table["三级指标"].notna()]
    table.attrs["columns"] = headings
    return table


def indicator_problems(sheet: Any, table: pd.DataFrame) -> list[Problem]:
    """Blanks, levels, values and repeated names."""
    if table.empty:
        return []
    columns = table.attrs["columns"]
    problems: list[Problem] = []

    def wrong(rows: pd.DataFrame, column: str, text: str) -> None:
        for row in rows["row"]:
            cell = sheet.cell(row, columns[column])
            problems.append((sheet.title, cell.coordinate, text))

    wrong(table[~table["一级指标"].isin(LEVELS)], "一级指标", "一级指标不对")
    wrong(table[table["三级指标"].duplicated()], "三级指标", "三级指标重复")
    wrong(table[table["三级指标"].astype(str).str.len() > 60], "三级指标", "三级指标太长")
    if "指标值" in columns and "指标性质" not in columns:
        text = table["指标值"].astype("string").fillna("")
        wrong(table[text == ""], "指标值", "指标值没有填")
        wrong(table[text.str.contains("XX", regex=False)], "指标值", "指标值没有改")
        parts = text.str.extract(VALUE)
        wrong(table[parts[0].isna() & text.str.contains(r"\d")], "指标值", "指标值写法不对")
        rates = parts[1].str.startswith("%") & (pd.to_numeric(parts[0]) > 100)
        wrong(table[rates.fillna(False)], "指标值", "比率超过100%")
    return problems


def label_problems(sheet: Any, found: dict[str, Any]) -> list[Problem]:
    """What stands beside the labels of a project: money adds up, the plan ends at 100 %."""
    places: dict[str, Any] = {}
    for row in sheet.iter_rows(max_row=12):
        for cell in row:
            if isinstance(cell.value, str) and len(cell.value) < 20:
                beside = next((c for c in row[cell.column :] if c.value is not None), None)
                places[re.sub(r"[\s：:]", "", cell.value)] = beside
    problems: list[Problem] = []

    def number(name: str) -> float:
        cell = places.get(name)
        return float(cell.value) if cell is not None and isinstance(cell.value, (int, float)) else 0

    budget, fiscal, other = number("预算数"), number("其中：财政资金"), number("其他资金")
    fiscal = fiscal or number("其中财政资金")
    if budget and abs(budget - fiscal - other) > 0.005:
        problems.append((sheet.title, places["预算数"].coordinate, "资金合计不等"))
    code = places.get("项目编码")
    if code is not None and not re.fullmatch(r"[0-9A-Z]{21}", str(code.value)):
        problems.append((sheet.title, code.coordinate, "项目编码不对"))
    found.update({"项目": places.get("项目名称") and places["项目名称"].value, "预算": budget})
    return problems


def check(path: Path, out: Path) -> tuple[list[Problem], list[dict[str, Any]], pd.DataFrame]:
    """Check one workbook and save its marked copy."""
    book = openpyxl.load_workbook(path)
    problems: list[Problem] = []
    projects, tables = [], []
    for sheet in book.worksheets:
        found: dict[str, Any] = {"文件": path.name, "表": sheet.title}
        table = indicators_of(sheet)
        problems += indicator_problems(sheet, table)
        problems += label_problems(sheet, found)
        if not table.empty:
            projects.append(found)
            tables.append(table.assign(文件=path.name, 表=sheet.title))
    listed = book.create_sheet("问题清单")
    listed.append(["表", "单元格", "问题"])
    for name, cell, text in problems:
        book[name][cell].fill = RED
        book[name][cell].comment = Comment(text, "检查")
        listed.append([name, cell, text])
    book.save(out / f"{path.stem}.checked.xlsx")
    return problems, projects, pd.concat(tables) if tables else pd.DataFrame()


def main() -> None:
    """Check a folder; with `--summary` write one workbook of all."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    problems: list[tuple[str, ...]] = []
    projects: list[dict[str, Any]] = []
    tables: list[pd.DataFrame] = []
    for path in sorted(folder.glob("*.xlsx")):
        found, rows, table = check(path, out)
        problems += [(path.name, *each) for each in found]
        projects += rows
        tables.append(table)
        print(path.name, len(found))
        for _, cell, text in found:
            print("  ", cell, text)
    if "--summary" in sys.argv:
        with pd.ExcelWriter(out / "summary.xlsx", engine="xlsxwriter") as file:
            pd.DataFrame(projects).to_excel(file, sheet_name="项目", index=False)
            pd.concat(tables).drop(columns="row").to_excel(file, sheet_name="指标", index=False)
            names = ["文件", "表", "单元格", "问题"]
            pd.DataFrame(problems, columns=names).to_excel(file, sheet_name="问题", index=False)


if __name__ == "__main__":
    main()
