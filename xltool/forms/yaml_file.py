"""A YAML file of ours, with the line of every key, so that an error can name it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from xltool.language.errors import FormFileError
from xltool.language.words import Words, shown

_PROBLEMS = {
    "extra_forbidden": Words("没有这个键{near}", "there is no such key{near}"),
    "missing": Words("缺少这个键", "this key is missing"),
    "rule": Words("没有这条规则{near}", "there is no such rule{near}"),
    "param": Words("这条规则没有这个参数{near}", "this rule has no such parameter{near}"),
    "word_list": Words("没有规则使用这个词表{near}", "no rule uses this word list{near}"),
    "reference": Words("没有这个字段{near}", "there is no such field{near}"),
    "taxonomy": Words("没有这套指标分类{near}", "there is no such taxonomy{near}"),
    "extends": Words("没有这个表单{near}", "there is no such form{near}"),
    "level": Words("指标分类中没有这个指标{near}", "the taxonomy has no such indicator{near}"),
    "factor": Words("factors 中没有这个单位{near}", "there is no such unit in factors{near}"),
    "money": Words("这个字段不是金额{near}", "this field is no amount of money{near}"),
    "apart": Words("这些字段不在同一张表里", "these fields are not in one table"),
    "reserved": Words(
        "“{detail}”另有用途，请换一个名称", "“{detail}” has another use; choose another name"
    ),
    "taken": Words(
        "“{detail}”已经用过，请换一个名称", "“{detail}” is taken already; choose another name"
    ),
    "group": Words("模式中要有 (?P<value>…)", "the pattern needs a group (?P<value>…)"),
    "pattern": Words("不是有效的模式：{detail}", "this is not a valid pattern: {detail}"),
    "outline": Words(
        "用 outline 的表至少要有两个字段：编号和名称",
        "a table with an outline needs two fields at least: a number and a name",
    ),
    "many": Words("只有一个部分可以用 many: true", "only one part can have many: true"),
    "limits": Words("minimum 大于 maximum", "minimum is above maximum"),
    "computed": Words(
        "算式中的“{detail}”无法计算；可用字段名、数、+ - * / 和 sum、min、max、round",
        "“{detail}” cannot be computed; an expression has names of fields, numbers, + - * / and "
        "sum, min, max, round",
    ),
    "circle": Words("算式用到了它自己", "the expression needs its own result"),
    "fill_down": Words(
        "只有带标题行的表（kind: repeat）可以用 fill_down",
        "only a table with a heading line (kind: repeat) can have fill_down",
    ),
    "empty": Words("这里至少要填一项", "one entry at least is expected here"),
    "least": Words("不能小于 {detail}", "it cannot be less than {detail}"),
    "most": Words("不能大于 {detail}", "it cannot be more than {detail}"),
    "duplicate": Words("这个键出现了两次", "this key stands here twice"),
    "encoding": Words(
        "文件不是 UTF-8 编码，请用记事本另存为 UTF-8", "the file is not in UTF-8; save it as UTF-8"
    ),
    "nothing": Words("文件是空的", "the file is empty"),
    "no_mapping": Words("最外层应是若干“键: 值”", "the file should hold “key: value” lines"),
    "itself": Words(
        "表单不能以自己为基础，请改 form 或 version",
        "a form cannot extend itself; choose another form or version",
    ),
    "judges_itself": Words(
        "表单本来就检查自己的工作簿，请删去这一项",
        "a form judges its own workbooks anyway; remove this entry",
    ),
    "claimed": Words(
        "这个表单的工作簿已由 {detail} 检查；请只在一个文件里写",
        "workbooks of this form are judged by {detail} already; keep it in one file only",
    ),
    "chain": Words(
        "这个表单自己写有 judges，不能再由别的表单检查",
        "this form has judges of its own and cannot be judged by another",
    ),
    "twice": Words("另一个文件也是这个表单：{detail}", "another file is this form too: {detail}"),
    "yaml": Words(
        "不是有效的 YAML，请检查这里和上一行的缩进、冒号和引号",
        "this is not valid YAML: {detail}",
    ),
    "tab": Words(
        "第 {detail} 行有制表符（Tab），请改用空格", "line {detail} holds a tab; use spaces instead"
    ),
    "unreal": Words(
        "有不存在的日期，或写法不对的值",
        "a date that does not exist, or another wrong value: {detail}",
    ),
    "number": Words("这里要填数字", "a number is expected here"),
    "list": Words("这里要填列表，如 [甲, 乙]", "a list is expected here, as [one, two]"),
    "text": Words("这里要填文字", "a text is expected here"),
    "name": Words(
        "名称不合要求，只用小写字母、数字和 _ 或 -", "a name has lower-case letters, digits, _ or -"
    ),
    "switch": Words("这里要填 true 或 false", "true or false is expected here"),
    "mapping": Words("这里要填若干“键: 值”", "some “key: value” are expected here"),
    "choice": Words("只能是下列之一：{detail}", "it can only be one of these: {detail}"),
    "value": Words("值不合要求：{detail}", "this value does not do: {detail}"),
}
_NEAR = Words("；是不是“{near}”？", "; did you mean “{near}”?")
_INHERITED = Words("（沿用自 {base}）", " (taken over from {base})")


@dataclass(frozen=True, slots=True)
class FormFile:
    """One YAML file: its data, and its nodes for the lines of errors."""

    path: Path
    node: yaml.Node
    data: dict[str, Any]

    def error(
        self, kind: str, keys: Sequence[Any], near: str = "", detail: str | list[str] = ""
    ) -> Exception:
        """A `FormFileError` at the line of a key; a `detail` of several is listed."""
        hint = (
            Words(_NEAR.zh.format(near=near), _NEAR.en.format(near=near)) if near else Words("", "")
        )
        zh, en = (
            _PROBLEMS[kind](lang).format(near=hint(lang), detail=shown(detail, lang))
            for lang in ("zh", "en")
        )
        tail = _INHERITED if self._inherits(kind, keys) else Words("", "")
        base = self.data.get("extends")
        return FormFileError(
            file=self.path.name,
            line=_line(self.node, keys),
            key=".".join(str(key) for key in keys) or self.path.name,
            problem=Words(zh + tail.zh.format(base=base), en + tail.en.format(base=base)),
        )

    def _inherits(self, kind: str, keys: Sequence[Any]) -> bool:
        """Whether what is wrong stands not in this file but in the one that it extends."""
        absent = bool(keys) and keys[0] not in self.data and kind != "missing"
        return absent and "extends" in self.data

    def keys_in_file(self, location: Sequence[int | str]) -> list[int | str]:
        """Pydantic's location without the names of union members, which are not in the file."""
        node, keys = self.node, list[int | str]()
        for place, part in enumerate(location):
            below = _child(node, part)
            if below is not None:
                node = below
                keys.append(part)
            elif place == len(location) - 1:
                keys.append(part)
        return keys


# Ten times as fast, where PyYAML was built with it; its words for an error are others, and a file
# nested without end would end it, so that it reads the files that come with xltool alone.
_FastLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, *, ours: bool = False) -> FormFile:
    """Read a mapping from a YAML file, one of `ours` faster; raises `FormFileError`."""
    try:
        kind = _FastLoader if ours else yaml.SafeLoader
        loader = kind(path.read_text(encoding="utf-8-sig"))
        node = loader.get_single_node()
        # Before `<<` is resolved: a key may stand both there and here.
        doubles = list(_duplicates(node, ())) if node else []
        data = loader.construct_document(node) if node else None
    except UnicodeDecodeError:
        raise FormFile(path, _nowhere(), {}).error("encoding", []) from None
    # Of the last two, one is for a date such as 2022-13-01, one for a list that holds itself.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _not_yaml(path, error) from None
    if node is None or not isinstance(data, dict):
        raise FormFile(path, _nowhere(), {}).error("no_mapping" if node else "nothing", [])
    file = FormFile(path, node, data)
    for keys in doubles:
        raise file.error("duplicate", keys)
    return file


def _not_yaml(path: Path, error: Exception) -> Exception:
    mark = getattr(error, "problem_mark", None)
    kind, detail = "yaml", str(getattr(error, "problem", None) or error)
    if mark and r"'\t'" in detail:
        kind, detail = "tab", str(mark.line + 1)
    elif isinstance(error, ValueError):
        kind = "unreal"
    place = yaml.MappingNode("tag:yaml.org,2002:map", [], start_mark=mark)
    return FormFile(path, place, {}).error(kind, [], detail=detail)


def _nowhere() -> yaml.Node:
    return yaml.MappingNode("tag:yaml.org,2002:map", [])


def near(word: str, known: Iterable[str]) -> str:
    """The known name that a misspelt one most likely stands for, "" where it is not clear."""
    return next(iter(difflib.get_close_matches(word, sorted(map(str, known)), 1, 0.5)), "")


def _child(node: yaml.Node, key: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        # The last: what `<<` brings in stands first.
        return {str(name.value): value for name, value in node.value}.get(str(key))
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: yaml.Node = node.value[key]
        return child
    return None


def _line(node: yaml.Node, keys: Sequence[int | str]) -> int:
    """The line of a key, or of the nearest thing above it that is in the file."""
    line = node.start_mark.line if node.start_mark else 0
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            for name, _ in node.value:
                if name.value == str(key):
                    line = name.start_mark.line
        below = _child(node, key)
        if below is None:
            break
        node = below
        if isinstance(key, int):
            line = node.start_mark.line
    return line + 1


def _duplicates(node: yaml.Node, keys: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            key = str(name.value)
            if key in seen:
                yield (*keys, key)
            seen.add(key)
            yield from _duplicates(value, (*keys, key))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _duplicates(value, (*keys, number))
