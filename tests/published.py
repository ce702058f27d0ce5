"""A filled form as units publish it: the text taken out of Word, a copy of it, a .docx file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from tests.facts import filling_of_facts
from xltool.model.filling import FilledRecord, Filling
from xltool.model.workbook import CellValue

Row = Sequence[str]
MONTHS = ("3月底", "6月底", "10月底", "12月底")
HEADINGS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
LEVELS = ("level1", "level2", "level3", "description", "value", "evidence")


def filling() -> Filling:
    """The published sample, with inner double spaces and a goal of two paragraphs."""
    tables = dict(filling_of_facts("published").tables)
    tables["department"] = (with_values(tables["department"][0], unit=None),)
    first, *others = tables["subgoals"]
    tables["subgoals"] = (
        with_values(first, name="政务服务大厅和公共资源  交易中心便民服务。"),
        *others,
    )
    first, *others = tables["projects"]
    goal = f"{first.values['goal']}\n2.各平台全年  可用。"
    tables["projects"] = (with_values(first, goal=goal, other=1200.5), *others)
    return Filling(tables)


def with_values(entry: FilledRecord, **values: CellValue) -> FilledRecord:
    return replace(entry, values={**entry.values, **values})


def paragraphs(filled: Filling) -> Iterator[str]:
    """Part 1, line by line."""
    whole = filled.tables["department"][0].values
    yield "第一部分部门整体绩效目标"
    yield "一、总体绩效目标"
    yield from str(whole["overall_goal"]).split("\n")
    yield "二、分项绩效目标"
    for entry in filled.tables["subgoals"]:
        yield f"{entry.values['number']}{entry.values['name']}"
        yield f"绩效目标：{entry.values['goal']}"
        yield f"绩效指标：{entry.values['measure']}"
    yield "三、工作保障措施"
    yield from str(whole["safeguards"]).split("\n")
    yield "第二部分预算项目绩效目标"


def rows(filled: Filling, number: int) -> Iterator[Row]:
    """A project's table; "" where a merged cell goes on, or nothing is filled in."""
    values = filled.tables["projects"][number].values
    yield (str(values["unit"]), "单位：元")
    yield ("项目编码", str(values["code"]), "项目名称", str(values["name"]))
    amounts = [f"{values[name] or 0:.2f}" if values[name] else "" for name in MONEY]
    labels = ("预算数", "其中：财政    资金", "其他资金")
    pairs = zip(labels, amounts, strict=True)
    yield ("预算规模及资金用途", *(text for pair in pairs for text in pair))
    yield ("", str(values["purpose"]))
    yield ("资金支出计划（%）", *MONTHS)
    yield ("", *(f"{_number(values[name]):.0%}" for name in PLAN))
    yield ("绩效目标", str(values["goal"]))
    yield HEADINGS
    mine = (e.values for e in filled.tables["indicators"] if e.project == number)
    for _, run in groupby(mine, lambda indicator: indicator["level1"]):
        for place, indicator in enumerate(run):
            texts = [str(indicator[name] or "") for name in LEVELS]
            yield texts if place == 0 else ["", *texts[1:]]


MONEY = ("budget", "fiscal", "other")
PLAN = ("plan_march", "plan_june", "plan_october", "plan_december")


def _number(value: CellValue) -> float:
    assert isinstance(value, (int, float))
    return value


def as_text(filled: Filling) -> str:
    """As programs take it out of Word: a cell a line behind a tab, a blank line behind a row."""
    text = ""
    for number, line in enumerate(paragraphs(filled)):
        mark = f"[bookmark: _Toc_{number}]" if line[1] == "、" else ""
        text += f" {line}\n\n" if line.startswith("第") else f"{mark}{line}\n"
    for number, project in enumerate(filled.tables["projects"]):
        text += f"\n[bookmark: _GoBack]{number + 1}.{project.values['name']}绩效目标表\n"
        for row in rows(filled, number):
            text += "".join(f"\t{cell}\n" for cell in row) + "\n"
        text += "\n\n"
    return text


def as_copied_text(filled: Filling) -> str:
    """As it is copied from Word into Notepad: a row a line, and a table of contents."""
    lines = ["目录", "第一部分部门整体绩效目标\t1", "一、总体绩效目标\t1", *paragraphs(filled)]
    for number, project in enumerate(filled.tables["projects"]):
        lines.append(f"{number + 1}.{project.values['name']}绩效目标表")
        lines += ["\t".join(row).replace("\n", "") for row in rows(filled, number)]
    return "\r\n".join(lines)


def as_document(filled: Filling) -> Document:
    """As Word keeps it: plain paragraphs, tables with cells merged across and downwards."""
    document = docx.Document()
    for line in paragraphs(filled):
        document.add_paragraph(line)
    for number, project in enumerate(filled.tables["projects"]):
        document.add_paragraph(f"{number + 1}.{project.values['name']}绩效目标表")
        _add_table(document, list(rows(filled, number)))
    return document


def _add_table(document: Document, lines: Sequence[Row]) -> None:
    table = document.add_table(rows=len(lines), cols=60)
    for number, row in enumerate(lines):
        grid = table.rows[number].cells
        # The first column is equally wide in all rows, as what is merged downwards must be.
        edges = [0, *(8 + 52 * place // (len(row) - 1) for place in range(len(row)))]
        for place, text in enumerate(row):
            left, last = edges[place], edges[place + 1] - 1
            cell: Any = grid[left].merge(grid[last])
            for paragraph in cell.paragraphs[1:]:
                paragraph._p.getparent().remove(paragraph._p)
            first, *others = text.split("\n")
            cell.paragraphs[0].add_run(first)
            for other in others:
                cell.add_paragraph(other)
            if place == 0 and not text and number:  # a merged cell goes on
                properties = cell._tc.get_or_add_tcPr()
                properties.get_or_add_vMerge()
                _restart_above(table, number)


def _restart_above(table: Any, number: int) -> None:
    above = table._tbl.tr_lst[number - 1].tc_lst[0].get_or_add_tcPr()
    if above.find(qn("w:vMerge")) is None:
        above.get_or_add_vMerge().set(qn("w:val"), "restart")


def document_bytes(document: Document) -> bytes:
    """A document as the bytes of its file."""
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()
