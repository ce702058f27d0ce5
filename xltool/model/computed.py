"""What a form computes in its blank: an expression -> a formula of Excel, and its result.

`executed / initial`, `min(weight, weight * total_executed / total_budget)`,
`sum(assessed_indicators.score) + total_score`: numbers, names of fields, + - * /, brackets and
the functions sum, min, max and round. `table.field` stands for a whole column.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
_FUNCTIONS = ("sum", "min", "max", "round")

CellsOf = Callable[[str], str]
"""The cells of a name as a formula has them: `$B$4`, or `$G$9:$G$28` for a whole column."""

NumbersOf = Callable[[str], Sequence[float]]
"""The numbers that stand in the cells of a name; blanks and texts are left out."""


def parsed(text: str) -> ast.expr:
    """An expression; raises `ValueError` with the piece that cannot be computed."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ValueError(text) from error
    for node in _nodes(tree):
        if not _allowed(node):
            raise ValueError(ast.unparse(node))
    return tree


@cache
def _parsed(text: str) -> ast.expr:
    return parsed(text)


def _nodes(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions within an expression that stand for themselves."""
    yield node
    if isinstance(node, ast.BinOp):
        yield from (*_nodes(node.left), *_nodes(node.right))
    elif isinstance(node, ast.UnaryOp):
        yield from _nodes(node.operand)
    elif isinstance(node, ast.Call):
        for argument in node.args:
            yield from _nodes(argument)


def _allowed(node: ast.expr) -> bool:
    match node:
        case ast.BinOp():
            return type(node.op) in _OPERATORS
        case ast.UnaryOp():
            return isinstance(node.op, ast.USub)
        case ast.Constant():
            return isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]):
            return name in _FUNCTIONS and bool(given) and (name != "round" or len(given) == 2)
        case ast.Attribute(value=ast.Name()) | ast.Name():
            return True
    return False


def names_in(text: str | None) -> tuple[str, ...]:
    """The fields that an expression reads, each once: `executed`, `assessed_indicators.score`."""
    if text is None:
        return ()
    return tuple(dict.fromkeys(name for name, _ in _names(_parsed(text), False)))


def _names(node: ast.expr, summed: bool) -> Iterator[tuple[str, bool]]:
    """Every name, and whether it is only added up: then it may be blank."""
    if isinstance(node, ast.Name | ast.Attribute):
        yield ast.unparse(node), summed
    elif isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        inside = summed or node.func.id == "sum"
        for argument in node.args:
            yield from _names(argument, inside and isinstance(argument, ast.Name | ast.Attribute))
    elif isinstance(node, ast.BinOp):
        yield from (*_names(node.left, False), *_names(node.right, False))
    elif isinstance(node, ast.UnaryOp):
        yield from _names(node.operand, False)


def renamed(text: str, names: Callable[[str], str]) -> str:
    """An expression with other names: of the columns of a matrix, those of one row."""

    class Renaming(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            return ast.Name(names(node.id), node.ctx)

        def visit_Call(self, node: ast.Call) -> ast.Call:
            node.args = [self.visit(argument) for argument in node.args]
            return node

        def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
            return node

    return ast.unparse(Renaming().visit(parsed(text)))


def formula(text: str, cells: CellsOf) -> str:
    """The formula of a cell: blank as long as a field that it needs is, or cannot be computed.

    Only functions of Excel 2007.
    """
    names = list(dict.fromkeys(_names(_parsed(text), False)))
    needed = [name for name, summed in names if not summed]
    open_ = [f"COUNT({cells(name)})=0" for name in needed]
    if any(summed for _, summed in names):
        added = ",".join(cells(name) for name, summed in names if summed)
        open_.append(f"COUNT({added})=0")
    expression = _excel(_parsed(text), cells)
    condition = open_[0] if len(open_) == 1 else f"OR({','.join(open_)})"
    return f'=IF({condition},"",IFERROR({expression},""))' if open_ else f"={expression}"


def _excel(node: ast.expr, cells: CellsOf) -> str:
    match node:
        case ast.BinOp(left, operator, right):
            return f"({_excel(left, cells)}{_OPERATORS[type(operator)]}{_excel(right, cells)})"
        case ast.UnaryOp(operand=operand):
            return f"(-{_excel(operand, cells)})"
        case ast.Constant(value):
            return str(value)
        case ast.Call(func=ast.Name(id=name), args=given):
            return f"{name.upper()}({','.join(_excel(each, cells) for each in given)})"
    return cells(ast.unparse(node))


def result(text: str, numbers: NumbersOf) -> float | str:
    """What the formula shows for the numbers filled in; "" where it stays blank."""
    names = list(dict.fromkeys(_names(_parsed(text), False)))
    summed = [name for name, added in names if added]
    if any(not numbers(name) for name, added in names if not added):
        return ""
    if summed and not any(numbers(name) for name in summed):
        return ""
    try:
        return _value(_parsed(text), numbers)
    except ZeroDivisionError:
        return ""


def _value(node: ast.expr, numbers: NumbersOf) -> float:
    match node:
        case ast.BinOp(left, operator, right):
            a, b = _value(left, numbers), _value(right, numbers)
            match operator:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
            return a / b
        case ast.UnaryOp(operand=operand):
            return -_value(operand, numbers)
        case ast.Constant(value):
            assert isinstance(value, (int, float))
            return float(value)
        case ast.Call(func=ast.Name(id="round"), args=[number, places]):
            return _rounded(_value(number, numbers), int(_value(places, numbers)))
        case ast.Call(func=ast.Name(id=name), args=given):
            values = [value for each in given for value in _values(each, numbers)]
            return sum(values) if name == "sum" else (min if name == "min" else max)(values)
    return numbers(ast.unparse(node))[0]


def _values(node: ast.expr, numbers: NumbersOf) -> Sequence[float]:
    plain = isinstance(node, ast.Name | ast.Attribute)
    return numbers(ast.unparse(node)) if plain else [_value(node, numbers)]


def _rounded(number: float, places: int) -> float:
    """Half away from zero, as Excel rounds."""
    exact = Decimal(f"{number:.15g}")
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
