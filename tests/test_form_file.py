"""Form files: what is wrong in them is named by file, line and key; one may extend another."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.other_book import filled_forms, save
from xltool.forms.load import FOLDER_VARIABLE, TAXONOMIES, find_form, load_forms
from xltool.language.errors import FormFileError
from xltool.model.form import Form, Matrix
from xltool.pipeline.check import check
from xltool.rules.context import RESERVED, RESERVED_TABLES
from xltool.rules.registry import find_rule

SCHEMAS = Path(__file__).parent.parent / "schemas"

SMALL = """\
form: small
version: "1"
title: {zh: 小表, en: Small form}
taxonomy: "2015"
sums:
  - {total: budget, parts: [fiscal]}
words:
  graded: [优, 良]
rules:
  XL315: {maximum: 50}
parts:
  - name: project
    title: {zh: 项目, en: Project}
    table: projects
    many: true
    sections:
      - kind: group
        name: money
        title: {zh: 资金, en: Money}
        fields:
          - name: budget
            title: {zh: 预算数, en: Budget}
            labels: [预算数]
            type: money
          - {name: fiscal, title: {zh: 财政资金, en: Fiscal}, labels: [财政资金], type: money}
      - kind: matrix
        name: plan
        title: {zh: 计划, en: Plan}
        rows:
          - {name: plan, title: {zh: 计划, en: Plan}, labels: [计划]}
        columns:
          - {name: march, title: {zh: 3月底, en: March}, labels: [3月底], rows: [plan]}
      - kind: repeat
        name: indicators
        title: {zh: 指标, en: Indicators}
        key: [name]
        fields:
          - {name: name, title: {zh: 名称, en: Name}, labels: [名称]}
          - {name: sign, title: {zh: 性质, en: Sign}, labels: [性质]}
          - name: value
            title: {zh: 指标值, en: Value}
            labels: [指标值]
            type: indicator_value
            parts: {sign: sign}
"""
REPEAT = SMALL[SMALL.index("        key: [name]") :]
NAMED = "{name: %s, title: {zh: 名, en: Name}, labels: [名]}"
SUMS = "sums:\n"
END = "            parts: {sign: sign}\n"


def another_part(**changed: str) -> str:
    """The end of the form, and a part behind it."""
    keys = {"table": "others", "many": "false", "field": "first", "kind": "group", "section": "one"}
    keys |= changed
    return END + (
        "  - name: other\n    title: {{zh: 其他, en: Other}}\n"
        "    table: {table}\n    many: {many}\n"
        "    sections:\n      - kind: {kind}\n        name: {section}\n"
        "        title: {{zh: 一, en: One}}\n        fields:\n"
        "          - {{name: {field}, title: {{zh: 甲, en: A}}, labels: [甲], type: money}}\n"
    ).format(**keys)


WRONG = {
    "unknown key": ("labels: [预算数]", "lables: [预算数]", "lables", "labels"),
    "unknown key at the top": ("sums:", "sum:", "sum", "sums"),
    "wrong type": ("many: true", "many: perhaps", "many", ""),
    "no list": ("labels: [预算数]", "labels: 预算数", "labels", ""),
    "unknown type": ("type: money\n", "type: monney\n", "type", "money"),
    "unknown kind": ("kind: group", "kind: gruop", "0", "group"),
    "name": ("- name: budget", "- name: Budget", "name", ""),
    "pattern": ("labels: [预算数]", "pattern: '('", "pattern", ""),
    "key missing": ("    table: projects\n", "", "table", ""),
    "unknown rule": ("XL315:", "XL3115:", "XL3115", "XL315"),
    "unknown parameter": ("maximum: 50", "maximun: 50", "maximun", "maximum"),
    "parameter of another kind": ("maximum: 50", "maximum: half", "maximum", ""),
    "severity": ("{maximum: 50}", "{severity: fatal}", "severity", ""),
    "unknown word list": ("graded:", "gradde:", "gradde", "graded"),
    "unknown taxonomy": ('taxonomy: "2015"', 'taxonomy: "20151"', "taxonomy", "2015"),
    "unknown base": (
        "taxonomy:",
        "extends: hebei-targt@2022\ntaxonomy:",
        "extends",
        "hebei-target",
    ),
    "itself as base": ("taxonomy:", "extends: small@1\ntaxonomy:", "extends", ""),
    "key twice": ("    many: true\n", "    many: true\n    many: false\n", "many", ""),
    "field of a sum": ("parts: [fiscal]", "parts: [fisscal]", "0", "fiscal"),
    "field of a key": ("key: [name]", "key: [nane]", "2", "name"),
    "field of a composition": ("{sign: sign}", "{sign: sing}", "2", "sign"),
    "row of a column": ("rows: [plan]", "rows: [plam]", "1", "plan"),
    "pattern that does not compile": ("labels: [预算数]", "match: '(?P<value>x'", "match", ")"),
    "match without value": ("labels: [预算数]", "match: 预算数", "match", "(?P<value>"),
    "outline of one field": (
        REPEAT,
        f"        outline: '^x'\n        fields: [{NAMED % 'name'}]\n",
        "outline",
        "",
    ),
    "table of two parts": (END, another_part(table="projects"), "table", "projects"),
    "repeat called like a table": ("name: indicators", "name: projects", "name", "projects"),
    "repeat called like another": (
        END,
        another_part(kind="repeat", section="indicators"),
        "name",
        "indicators",
    ),
    "repeat called like a field": ("name: indicators", "name: budget", "name", "budget"),
    "section called like another": ("name: plan\n", "name: money\n", "name", "money"),
    "many parts that are many": (END, another_part(many="true"), "many", "many: true"),
    "level1 of completeness": (
        SUMS,
        "completeness: [{level1: 产出指表, severity: note}]\nsums:\n",
        "level1",
        "“产出指标”",
    ),
    "level2 of completeness": (
        SUMS,
        "completeness: [{level1: 产出指标, level2: 数两指标, severity: note}]\nsums:\n",
        "level2",
        "“数量指标”",
    ),
    "similar": (SUMS, "similar: [name, valeu]\nsums:\n", "1", "“value”"),
    "similar of a group": (SUMS, "similar: [budget]\nsums:\n", "0", ""),
    "similar of two tables": (
        END,
        another_part(kind="repeat") + "similar: [name, first]\n",
        "similar",
        "",
    ),
    "default unit": (SUMS, "money_unit: {default: 万圆}\nsums:\n", "default", "“万元”"),
    "unit of decimals": (SUMS, "money_unit: {decimals: {万圆: 2}}\nsums:\n", "万圆", "“万元”"),
    "factor 0": (SUMS, "money_unit: {factors: {元: 0}}\nsums:\n", "元", "1"),
    "decimals below 0": (SUMS, "money_unit: {decimals: {元: -1}}\nsums:\n", "元", "0"),
    "parameter without end": ("maximum: 50", "maximum: .inf", "maximum", ""),
    "parameter that is no number": ("maximum: 50", "maximum: .nan", "maximum", ""),
    "limit without end": ("labels: [预算数]", "minimum: .nan", "minimum", ""),
    "no level2": (SUMS, "levels: [{level1: 产出指标, level2: []}]\nsums:\n", "level2", ""),
    "level1 twice": (
        SUMS,
        "levels: [{level1: 产出指标, level2: [甲]}, {level1: 产出, level2: [乙]}]\nsums:\n",
        "level1",
        "产出",
    ),
    "no fields": (REPEAT, "        fields: []\n", "fields", ""),
    "field twice in a part": ("{name: fiscal,", "{name: budget,", "name", "budget"),
    "field twice in a repeat": ("{name: sign, t", "{name: name, t", "name", "name"),
    "crossing called like a field": ("- name: budget", "- name: plan_march", "1", "plan_march"),
    "minimum above maximum": (
        "labels: [预算数]",
        "minimum: 2\n            maximum: 1",
        "minimum",
        "maximum",
    ),
    "fill_down in a group": ("labels: [预算数]", "fill_down: true", "fill_down", "kind: repeat"),
    "sum of texts": ("财政资金], type: money", "财政资金]", "0", ""),
    "sum that is a text": ("            type: money\n", "", "0", ""),
    "sum of two tables": (
        SMALL[SMALL.index("[fiscal]") :],
        SMALL[SMALL.index("[fiscal]") :]
        .replace("[fiscal]", "[first]")
        .replace(END, another_part()),
        "0",
        "",
    ),
    "sum of itself": ("parts: [fiscal]", "parts: [budget]", "0", "budget"),
    "sum of nothing": ("parts: [fiscal]", "parts: []", "parts", ""),
    "list as base": ("taxonomy:", "extends: [small]\ntaxonomy:", "extends", ""),
    "date that is none": ('version: "1"', "version: 2022-13-01", "small.yaml", ""),
    "list in itself": ("title:", "note: &a [*a]\ntitle:", "small.yaml", ""),
    "not YAML": ("labels: [预算数]", "labels: [预算数", "small.yaml", ""),
    "tab": ("    many: true", "\tmany: true", "small.yaml", ""),
    "no mapping": (SMALL, "- form\n", "small.yaml", ""),
}
WRONG |= {
    f"field called {name}": ("{name: sign, t", f"{{name: {name}, t", "name", name)
    for name in sorted(RESERVED)
}
WRONG |= {
    f"table called {name}": ("table: projects", f"table: {name}", "table", name)
    for name in sorted(RESERVED_TABLES)
}
WRONG |= {
    f"section called {name}": ("name: indicators", f"name: {name}", "name", name)
    for name in sorted(RESERVED_TABLES)
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_form(text: str, name: str = "small.yaml") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write_form


def form_in(folder: Path, key: str) -> Form:
    return find_form(key, load_forms(folder))


@pytest.mark.parametrize(("old", "new", "key", "near"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_named(
    old: str, new: str, key: str, near: str, write: Callable[..., Path]
) -> None:
    assert old in SMALL
    with pytest.raises(FormFileError) as caught:
        load_forms(write(SMALL.replace(old, new, 1)))
    parts = caught.value.parts
    assert parts["file"] == "small.yaml"
    assert str(parts["key"]).split(".")[-1] == key or parts["key"] == key
    for lang in ("zh", "en"):
        assert near in caught.value.sentence(lang)


LINES = {
    "lables": (SMALL.replace("            labels: [预算数]", "            lables: [预算数]"), 23),
    "many": (SMALL.replace("many: true\n", "many: true\n    many: false\n"), 16),
    "sums.0": (SMALL.replace("[fiscal]", "[fisscal]"), 6),
    "rules.XL315.maximun": (SMALL.replace("maximum", "maximun"), 10),
    "taxonomy": (SMALL.replace("2015", "2051"), 4),
    "parts.0.table": (SMALL.replace("    table: projects\n", ""), 12),
    "small.yaml": (SMALL.replace("[预算数]", "[预算数"), 24),
    "fields.0.match": (SMALL.replace("labels: [预算数]", "match: 预算数"), 23),
    "sections.2.name": (SMALL.replace("name: indicators", "name: projects"), 34),
    "parts.1.table": (SMALL.replace(END, another_part(table="projects")), 47),
}


@pytest.mark.parametrize(("key", "text", "line"), [(k, *v) for k, v in LINES.items()], ids=LINES)
def test_the_line_is_that_of_the_key(
    key: str, text: str, line: int, write: Callable[..., Path]
) -> None:
    with pytest.raises(FormFileError) as caught:
        load_forms(write(text))
    assert caught.value.parts["line"] == line
    assert str(caught.value.parts["key"]).endswith(key)


def test_the_small_form_is_right(write: Callable[..., Path]) -> None:
    form = form_in(write(SMALL), "small@1")
    assert list(form.tables()) == ["projects", "indicators"]


def test_forms_that_extend_each_other_are_an_error(write: Callable[..., Path]) -> None:
    write("form: one\nversion: '1'\nextends: two@1\n", "one.yaml")
    with pytest.raises(FormFileError):
        load_forms(write("form: two\nversion: '1'\nextends: one@1\n", "two.yaml"))


OWN = """\
form: kaiping-target
version: "2023"
extends: hebei-target@2022
rules:
  XL315: {maximum: 30}
"""


def test_five_lines_change_one_threshold(write: Callable[..., Path]) -> None:
    own, base = form_in(write(OWN), "kaiping-target"), find_form("hebei-target", load_forms())
    rule = find_rule("XL315")
    assert [rule.number(form, "maximum") for form in (own, base)] == [30, 50]
    assert own.rules.keys() == base.rules.keys()
    same = {"form": base.form, "version": base.version, "extends": None, "rules": base.rules}
    assert own.model_copy(update=same) == base
    assert own.digest != base.digest


def test_lists_are_replaced_and_mappings_laid_over(write: Callable[..., Path]) -> None:
    own = form_in(write(OWN + "divisions: []\nwords:\n  satisfaction: [称心]\n"), "kaiping-target")
    base = find_form("hebei-target", load_forms())
    assert own.divisions == ()
    assert own.words["satisfaction"] == ("称心",)
    assert own.words["graded"] == base.words["graded"]


def test_another_taxonomy_brings_its_own_levels(write: Callable[..., Path]) -> None:
    own = form_in(write(OWN + 'taxonomy: "2021"\n'), "kaiping-target")
    assert own.levels[0].level1 == "成本指标"


def test_a_taxonomy_of_ones_own(write: Callable[..., Path]) -> None:
    write('"local":\n  - {level1: 投入指标, level2: [时效指标]}\n', TAXONOMIES)
    text = OWN + "taxonomy: local\ncompleteness: [{level1: 投入指标, severity: note}]\n"
    own = form_in(write(text), "kaiping-target")
    assert [level.level1 for level in own.levels] == ["投入指标"]


def test_completeness_that_no_longer_fits_the_taxonomy(write: Callable[..., Path]) -> None:
    write('"local":\n  - {level1: 投入指标, level2: [时效指标]}\n', TAXONOMIES)
    with pytest.raises(FormFileError) as caught:
        load_forms(write(OWN + "taxonomy: local\n"))
    assert caught.value.parts["key"] == "completeness.0.level1"
    assert caught.value.sentence("zh").endswith("（沿用自 hebei-target@2022）")
    assert caught.value.sentence("en").endswith("(taken over from hebei-target@2022)")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("local:\n  - {level1: 投入指标, level2: []}\n", 2, "local.0.level2"),
        ("local:\n  - level1: 投入指标\n    levle2: [甲]\n", 2, "local.0.level2"),
        ("local: 投入指标\n", 1, "local"),
        ("local:\n  - &a {level1: 甲, level2: [乙]}\n  - *a\n", 2, "local.1.level1"),
    ],
)
def test_a_wrong_taxonomy_is_named(
    text: str, line: int, key: str, write: Callable[..., Path]
) -> None:
    with pytest.raises(FormFileError) as caught:
        load_forms(write(text, TAXONOMIES))
    parts = caught.value.parts
    assert (parts["file"], parts["line"], parts["key"]) == (TAXONOMIES, line, key)


def test_a_mistake_is_that_of_the_form_it_stands_in(write: Callable[..., Path]) -> None:
    write('form: above\nversion: "1"\nextends: small@1\n', "above.yaml")
    with pytest.raises(FormFileError) as caught:
        load_forms(write(SMALL.replace("[fiscal]", "[fisscal]")))
    assert caught.value.parts["file"] == "small.yaml"


def test_a_key_may_differ_from_what_is_merged_in(write: Callable[..., Path]) -> None:
    text = SMALL.replace("- name: budget", "- &budget\n            name: budget").replace(
        "{name: fiscal, title: {zh: 财政资金, en: Fiscal}, labels: [财政资金], type: money}",
        "{<<: *budget, name: fiscal, labels: [财政资金]}",
    )
    field = form_in(write(text), "small@1").field("projects", "fiscal")
    assert field
    assert (field.title.en, field.labels) == ("Budget", ("财政资金",))


def test_own_form_of_the_same_name_replaces_ours(write: Callable[..., Path]) -> None:
    text = SMALL.replace("form: small", "form: monitoring").replace('version: "1"', "version: 2022")
    forms = load_forms(write(text, "any.yaml"))
    assert [form.title.en for form in forms if form.key == "monitoring@2022"] == ["Small form"]
    assert len(forms) == len(load_forms())


def test_own_folder_by_variable(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(write(OWN)))
    assert load_forms()[0].key == "kaiping-target@2023"
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert "kaiping-target@2023" not in [form.key for form in load_forms()]


def test_own_form_of_the_same_layout_is_the_one_recognised(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    text = 'form: ours\nversion: "1"\nextends: national-target@2021\n'
    filled = next(form for form in filled_forms() if form.form == "national-target@2021")
    (report,) = check([save(tmp_path / "a.xlsx", (filled,))], forms=load_forms(write(text)))
    assert report.form == "ours@1"


def test_default_year_serves_where_nothing_else_says(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    text = 'form: ours\nversion: "1"\nextends: national-target@2021\ndefault_year: 2024\n'
    forms = load_forms(write(text))
    filled = next(form for form in filled_forms() if form.form == "national-target@2021")
    undated = filled.changed({"A2:I2": None})
    (report,) = check([save(tmp_path / "a.xlsx", (undated,))], forms=forms)
    assert report.year
    assert (report.year.value, report.year.source) == ("2024", "form")
    (report,) = check([save(tmp_path / "b.xlsx", (filled,))], forms=forms)
    assert report.year
    assert (report.year.value, report.year.source) == ("2023", "cell")


FILES = sorted(path for path in SCHEMAS.glob("*.yaml") if path.name != TAXONOMIES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_form_file_follows_the_schema(path: Path) -> None:
    schema().validate(yaml.safe_load(path.read_text("utf-8")))


@pytest.mark.parametrize("text", [SMALL, OWN])
def test_the_schema_accepts_whole_and_extending_forms(text: str) -> None:
    schema().validate(yaml.safe_load(text))


@pytest.mark.parametrize("old", ["labels: [预算数]", "taxonomy:", "kind: group"])
def test_the_schema_sees_a_misspelt_key(old: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        schema().validate(yaml.safe_load(SMALL.replace(old, "x" + old, 1)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_for_its_form_and_names_the_schema(path: Path) -> None:
    form = find_form(path.stem, load_forms())
    assert form.key == path.stem
    first = path.read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=form.schema.json"


def test_names_of_crossings_are_unique() -> None:
    for form in load_forms():
        for fields in form.tables().values():
            names = [field.name for field in fields]
            assert len(names) == len(set(names)), form.key


def test_a_column_for_some_rows_makes_no_other_crossings() -> None:
    form = find_form("self-assessment", load_forms())
    money = next(s for s in form.parts[0].sections if isinstance(s, Matrix))
    names = {field.name: field for field in money.fields}
    assert names.keys() & {"total_score", "fiscal_score"} == {"total_score"}
    assert names["total_initial"].required
    assert not names["fiscal_initial"].required


@cache
def schema() -> jsonschema.Draft202012Validator:
    """The schema of form files, which is itself a schema."""
    document = json.loads((SCHEMAS / "form.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(document)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (SMALL.encode("gb18030"), "UTF-8"),
        (b"", "文件是空的"),
        (b"- a\n- b\n", "键: 值"),
        (b"form: small\nversion: '1'\nextends: small@1\n", "不能以自己为基础"),
    ],
)
def test_a_file_that_is_no_form_says_why(data: bytes, hint: str, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_bytes(data)
    with pytest.raises(FormFileError) as caught:
        load_forms(tmp_path)
    assert hint in caught.value.sentence("zh")


def test_two_files_of_one_form_are_named(write: Callable[..., Path]) -> None:
    write(SMALL, "a.yaml")
    with pytest.raises(FormFileError, match=r"a\.yaml"):
        load_forms(write(SMALL, "b.yml"))
