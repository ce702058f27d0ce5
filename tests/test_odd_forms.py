"""Forms of other shapes than those in schemas/: each builds, and reads back what it was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.template_book import opened, plain
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.extract import extract
from xltool.extract.raw_values import filling_of
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Form

HEAD = """
form: odd
version: "1"
title: {zh: 怪表, en: Odd form}
taxonomy: "2015"
parts:
"""
NO_TABLE = """
  - name: project
    title: {zh: "收入/支出[表]", en: Income}
    table: projects
    many: true
    sections:
      - kind: group
        name: first
        title: {zh: 基本, en: Basics}
        fields:
          - {name: code, title: {zh: 编码, en: Code}, labels: [项目编码], type: code}
          - {name: owner, title: {zh: 负责人, en: Owner}, labels: [项目负责人]}
          - {name: remarks, title: {zh: 备注, en: Remarks}, labels: [补充说明], multiline: true}
      - kind: matrix
        name: money
        title: {zh: 资金, en: Money}
        labels: [资金情况]
        rows:
          - {name: own, title: {zh: 自筹, en: Own}, labels: [自筹资金]}
          - {name: lent, title: {zh: 借款, en: Lent}, labels: [借入资金]}
        columns:
"""
MONTHS = "".join(
    f"          - {{name: m{n}, title: {{zh: 期{n}, en: T{n}}}, labels: [第{n}期], type: money}}\n"
    for n in range(1, 10)
)
ONE_COLUMN = """
  - name: project
    title: {zh: 名单, en: List}
    table: projects
    many: true
    sheet: 名单
    sections:
      - kind: group
        name: header
        title: {zh: 表头, en: Heading}
        fields:
          - {name: a, title: {zh: 甲, en: A}, labels: [填报甲], match: '甲方(?P<value>.+)'}
          - {name: b, title: {zh: 乙, en: B}, labels: [填报乙], match: '乙方(?P<value>.+)'}
          - {name: c, title: {zh: 丙, en: C}, labels: [填报丙], match: '丙方(?P<value>.+)'}
          - {name: d, title: {zh: 丁, en: D}, labels: [填报丁], match: '丁方(?P<value>.+)'}
      - kind: group
        name: who
        title: {zh: 单位, en: Unit}
        fields:
          - {name: unit, title: {zh: 单位, en: Unit}, labels: [填报单位], type: unit}
      - kind: repeat
        name: people
        title: {zh: 人员, en: People}
        room: 3
        fields:
          - {name: person, title: {zh: 姓名, en: Name}, labels: [人员姓名], required: true}
          - {name: job, title: {zh: 职务, en: Job}, labels: [现任职务]}
"""


def odd_form(parts: str, folder: Path) -> Form:
    folder.mkdir()
    (folder / "odd@1.yaml").write_text(HEAD + parts, encoding="utf-8")
    return next(form for form in load_forms(folder) if form.key == "odd@1")


NUMBERS = Filling(
    {
        "projects": tuple(
            FilledRecord(
                {"code": "13020522P00B8J810002R", "owner": "张三", "remarks": "一行\n两行"}
                | {f"own_m{n}": n * 10.5 for n in range(1, 10)}
                | {f"lent_m{n}": n for n in range(1, 10)},
                number,
            )
            for number in range(2)
        )
    }
)
PEOPLE = Filling(
    {
        "projects": tuple(
            FilledRecord({"a": "张", "b": "王", "c": "李", "d": "赵", "unit": "439001某局"}, n)
            for n in (0, 1)
        ),
        "people": tuple(
            FilledRecord({"person": f"人{n}", "job": "科员"}, n % 2) for n in (0, 2, 4, 6, 1)
        ),
    }
)


@pytest.mark.parametrize(
    ("parts", "filling"),
    [(NO_TABLE + MONTHS, NUMBERS), (ONE_COLUMN, PEOPLE)],
    ids=["wide", "narrow"],
)
def test_it_reads_back_what_it_was_given(parts: str, filling: Filling, tmp_path: Path) -> None:
    form = odd_form(parts, tmp_path / "forms")
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_template(form, filling))
    workbook = read_workbook(path)
    match = recognise(workbook, [form])
    assert match and not match.passed_over
    assert plain(filling_of(workbook, extract(workbook, match), form)) == plain(filling)
    names = opened(path.read_bytes()).sheetnames
    assert len(names) == 4 and len(set(names)) == 4
