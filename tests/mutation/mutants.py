"""Source of a module -> its mutants: one small fault each, such as `<` that becomes `<=`.

Left alone is what decides nothing: messages (`Words`, the `params` of a hit, f-strings), examples,
annotations, asserts, and what a rule declares of itself but its own parameters and types.
"""

from __future__ import annotations

import ast
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.reach import deciding, deciding_parts, only_told

SAMPLED = 3
"""Members taken out of one list of words, one a mutant."""

_SHIFTED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OTHER: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_OPPOSITE = {"any": "all", "all": "any", "min": "max", "max": "min"}
_OF_A_RULE = frozenset({"params", "types"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """`number` counts the changes of its module; `owner` is the function, or `=NAME` for a
    constant; `digest` changes with the source of the owner.
    """

    path: Path
    number: int
    line: int
    owner: str
    change: str
    digest: str

    @property
    def id(self) -> str:
        """What names it in the results, as long as its function stays as it is."""
        return f"{self.digest} {self.path.name} {self.owner}: {self.change}"

    def tree(self) -> ast.Module:
        """The module with the fault in it."""
        tree = ast.parse(self.path.read_text("utf-8"))
        _changes_of(tree, self.path)[self.number].apply()
        return ast.fix_missing_locations(tree)


@dataclass(slots=True)
class _Change:
    line: int
    owner: str
    text: str
    apply: Callable[[], None]


def mutants_of(path: Path, imported: Collection[str]) -> list[Mutant]:
    """All mutants of a module; `imported` are the names that others import from it."""
    tree = ast.parse(path.read_text("utf-8"))
    names = deciding(tree, imported)
    digests = {owner: _digest(node) for owner, node in _owners(tree)}
    found: list[Mutant] = []
    seen: Counter[tuple[str, str]] = Counter()
    for number, change in enumerate(_changes_of(tree, path)):
        owner = change.owner
        seen[owner, change.text] += 1
        again = seen[owner, change.text]
        text = f"{change.text} ({again})" if again > 1 else change.text
        if owner.partition(".")[0].removeprefix("=") in names:
            found.append(Mutant(path, number, change.line, owner, text, digests[owner]))
    return found


def _digest(node: ast.AST) -> str:
    return f"{zlib.crc32(ast.unparse(node).encode()):08x}"


def _changes_of(tree: ast.Module, path: Path) -> list[_Change]:
    """Every change; those of a module's own assignments are owned by `=NAME`."""
    found: list[_Change] = []
    for owner, node in _owners(tree):
        if isinstance(node, ast.FunctionDef):
            found += _Function(node, owner).changes()
        elif node.value is not None:
            found += _Assigned(node, owner, path).changes()
    return found


def _owners(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.Assign | ast.AnnAssign]]:
    for node in tree.body:
        match node:
            case ast.FunctionDef():
                yield node.name, node
            case ast.ClassDef():
                for each in node.body:
                    if isinstance(each, ast.FunctionDef):
                        yield f"{node.name}.{each.name}", each
            case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)):
                yield f"={name}", node


class _Changes:
    """The changes within one function or assignment, in the order of the source."""

    def __init__(self, node: ast.AST, owner: str) -> None:
        self._node, self._owner = node, owner
        self._told = only_told(node)

    def changes(self) -> Iterator[_Change]:
        yield from self._below(self._node)

    def _below(self, node: ast.AST) -> Iterator[_Change]:
        for child in _parts(node, self._told):
            yield from self._constant(child, node)
            yield from self._at(child)
            yield from self._below(child)

    def _constant(self, node: ast.AST, parent: ast.AST) -> Iterator[_Change]:
        """`rows[0]: 0 → 1`: a number is distinguished from others by what it stands in."""
        if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
            value = node.value
            new = not value if isinstance(value, bool) else value + 1
            told = isinstance(parent, ast.expr | ast.Return | ast.keyword)
            within = f"{_brief(parent)}: " if told else ""
            yield self._set(node, "value", new, f"{within}{value} → {new}")

    def _change(self, node: ast.AST, text: str, apply: Callable[[], None]) -> _Change:
        return _Change(getattr(node, "lineno", 0), self._owner, text, apply)

    def _set(self, node: ast.AST, key: str, value: object, text: str) -> _Change:
        return self._change(node, text, lambda: setattr(node, key, value))

    def _at(self, node: ast.AST) -> Iterator[_Change]:
        brief = _brief(node) if isinstance(node, ast.expr | ast.Return) else ""
        match node:
            case ast.Compare():
                yield from self._compared(node, brief)
            case ast.BoolOp():
                other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
                yield self._set(node, "op", other, f"{brief}: {_name(node.op)} → {_name(other)}")
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                negated = ast.UnaryOp(ast.Not(), inner)
                yield self._set(node, "operand", negated, f"{brief}: without not")
            case ast.BinOp() | ast.AugAssign() if type(node.op) in _OTHER:
                other_op = _OTHER[type(node.op)]()
                text = f"{brief}: {_name(node.op)} → {_name(other_op)}"
                yield self._set(node, "op", other_op, text)
            case ast.Call(func=ast.Name("Decimal"), args=[ast.Constant(value=str(value)) as text]):
                if re.fullmatch(r"[\d.]+", value):
                    moved = value[:-1] + str((int(value[-1]) + 1) % 10)
                    yield self._set(text, "value", moved, f"Decimal {value} → {moved}")
            case ast.Call(func=ast.Name(name) as func) if name in _OPPOSITE:
                yield self._set(func, "id", _OPPOSITE[name], f"{brief}: {name} → {_OPPOSITE[name]}")
            case ast.If() | ast.IfExp() | ast.While():
                yield from self._tested(node)
            case ast.comprehension(ifs=ifs):
                for place, test in enumerate(ifs):
                    yield self._condition(ifs, place, test)
            case ast.Return(value=ast.expr() as value) if not _is_plain(value):
                yield from self._returned(node, brief)
            case ast.Expr(value=ast.Yield() | ast.YieldFrom() as value):
                never = ast.IfExp(ast.Constant(False), value, ast.Constant(None))
                yield self._set(node, "value", never, f"no {ast.unparse(value)[:50]}")

    def _compared(self, node: ast.Compare, brief: str) -> Iterator[_Change]:
        for place, old in enumerate(node.ops):
            for new in _SHIFTED[type(old)]:
                ops = [*node.ops[:place], new(), *node.ops[place + 1 :]]
                yield self._set(node, "ops", ops, f"{brief}: {_name(old)} → {_name(new())}")

    def _tested(self, node: ast.If | ast.IfExp | ast.While) -> Iterator[_Change]:
        kind = "while" if isinstance(node, ast.While) else "if"
        for value in (False,) if kind == "while" else (False, True):
            text = f"{kind} {ast.unparse(node.test)[:50]} → {kind} {value}"
            yield self._set(node, "test", ast.Constant(value), text)

    def _condition(self, ifs: list[ast.expr], place: int, test: ast.expr) -> _Change:
        def apply() -> None:
            ifs[place] = ast.Constant(True)

        return self._change(test, f"for … if {ast.unparse(test)[:50]} → if True", apply)

    def _returned(self, node: ast.Return, brief: str) -> Iterator[_Change]:
        returns = getattr(self._node, "returns", None)
        answers_yes_no = isinstance(returns, ast.Name) and returns.id == "bool"
        for value in (False, True) if answers_yes_no else (None,):
            yield self._set(node, "value", ast.Constant(value), f"{brief} → return {value}")


class _Function(_Changes):
    pass


class _Assigned(_Changes):
    """A constant of a module: of a list of words some members are taken out, by a fixed draw."""

    def __init__(self, node: ast.Assign | ast.AnnAssign, owner: str, path: Path) -> None:
        super().__init__(node, owner)
        self._draw = random.Random(f"{path.name} {owner}")  # noqa: S311

    def _at(self, node: ast.AST) -> Iterator[_Change]:
        yield from super()._at(node)
        members = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
        if len(members) < 2 or not all(isinstance(each, ast.Constant) for each in members):
            return
        places = sorted(self._draw.sample(range(len(members)), min(SAMPLED, len(members))))
        for place in places:
            member = str(getattr(members[place], "value", ""))
            yield self._without(node, place, repr(member))

    def _without(self, node: ast.AST, place: int, member: str) -> _Change:
        def apply() -> None:
            for key in ("elts", "keys", "values"):
                if hasattr(node, key):
                    del getattr(node, key)[place]

        return self._change(node, f"without {member}", apply)


def _parts(node: ast.AST, told: Collection[str]) -> Iterator[ast.AST]:
    """What decides; of what a rule declares of itself only its parameters and types."""
    match node:
        case ast.Call(func=ast.Name(name)) if name.endswith("Rule"):
            yield from (k.value for k in node.keywords if k.arg in _OF_A_RULE)
        case _:
            yield from deciding_parts(node, told)


def _is_plain(value: ast.expr) -> bool:
    """None, True and False are changed as constants; an empty tuple is nothing already."""
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Tuple) and not value.elts)


def _brief(node: ast.AST) -> str:
    source = ast.unparse(node)
    return source if len(source) <= 60 else source[:57] + "..."


def _name(operator: ast.AST) -> str:
    names = {"Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Eq": "==", "NotEq": "!="}
    name = type(operator).__name__
    return names.get(name, name)
