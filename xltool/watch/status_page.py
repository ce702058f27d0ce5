"""Board -> the status page: one HTML file that needs nothing else.

All text passes through `_text`, which leaves no markup in it; besides, the page's own policy
forbids pictures, anything from elsewhere, and all scripts but its own filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from xltool.language.clock import in_beijing, local_time
from xltool.language.text import printable
from xltool.language.words import SEVERITIES, VERDICTS, Words
from xltool.model.report import Verdict
from xltool.month.due_forms import DueEntry
from xltool.watch.answer_log import Answered
from xltool.watch.board import Board, BoardRow, MonthCount
from xltool.watch.due_board import POLICY, SCRIPT, DueBoard, due_html, explained_html
from xltool.watch.folders import received_at

WORDS = {
    "title": Words("收件状态", "Status of the drop folder"),
    "now": Words(
        "更新于 {time}（本页每 30 秒自动刷新）", "As of {time} (this page reloads every 30 seconds)"
    ),
    "this": Words("本月 {month}", "This month, {month}"),
    "last": Words("上月 {month}", "Last month, {month}"),
    "files": Words("收到文件（个）", "files received"),
    "passed": Words("通过", "passed"),
    "returned": Words("退回", "returned"),
    "units_passed": Words("已通过（份）", "forms passed"),
    "units_returned": Words("退回待改（份）", "forms to correct"),
    "waiting": Words("等待检查（个）", "files waiting"),
    "held": Words(
        "正在 Excel 或 WPS 中打开，或被占用，等关闭后再检查：",
        "Open in Excel or WPS, or locked; checked once they are closed:",
    ),
    "trouble": Words("需要处理：", "Needs attention:"),
    "who": Words("报送情况", "Who has handed in"),
    "problems": Words("还没有改好的问题", "Open problems"),
    "none": Words("还没有收到文件。", "No file has come yet."),
    "no_problems": Words("没有。", "None."),
    "absent": Words("—", "—"),
    "all": Words("全部", "all"),
    "misplaced": Words("（放在“{folder}”文件夹，请核对）", "(in folder “{folder}”: check)"),
    "unnamed": Words("（表中没有写明单位）", "(the workbook names no unit)"),
}
_NO_ROSTER = DueBoard()
_COLUMNS = {
    "unit": Words("单位", "Unit"),
    "form": Words("表单", "Form"),
    "file": Words("最近一次的文件", "Last file"),
    "result": Words("结果", "Result"),
    "errors": Words("错误", "Errors"),
    "warnings": Words("警告", "Warnings"),
    "times": Words("报送次数", "Times"),
    "received": Words("收到时间", "Received"),
    "before": Words("上月结果", "Last month"),
    "before_errors": Words("上月错误", "Errors last month"),
}
_PROBLEMS = {
    "severity": Words("程度", "Severity"),
    "count": Words("处数", "Cells"),
    "rule": Words("规则", "Rule"),
    "example": Words("例如", "For example"),
}
_NUMBERS = frozenset({"errors", "warnings", "times", "before_errors", "count"})
_SHORT = frozenset({"result", "received", "before", "severity", "rule"})
_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif;
  color: #222; background: #f4f5f7; margin: 0; padding: 24px; }
main { max-width: 1280px; margin: auto; }
h1 { font-size: 24px; margin: 0; }
h2 { font-size: 18px; margin: 28px 0 8px; }
.now { color: #666; margin: 2px 0 18px; }
.cards { display: flex; flex-wrap: wrap; gap: 12px; }
.card { background: #fff; border: 1px solid #dfe2e6; border-radius: 6px; padding: 10px 18px; }
.card h3 { font-size: 13px; font-weight: normal; color: #666; margin: 0 0 4px; }
.card dl { display: flex; gap: 26px; margin: 0; }
.card dd { font-size: 26px; line-height: 1.2; margin: 0; }
.card dt { font-size: 13px; color: #666; }
.note { background: #fff6dd; border: 1px solid #ecd28a; border-radius: 6px; padding: 8px 16px;
  margin-top: 12px; }
.note ul { margin: 0; padding-left: 22px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { border: 1px solid #dfe2e6; padding: 5px 9px; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #eceff3; font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.short { white-space: nowrap; }
td:not(.short, .number) { min-width: 7em; }
.code { color: #666; }
.passed { color: #17692c; font-weight: 600; }
.returned { color: #b3261e; font-weight: 600; }
.grey { color: #777; }
.count { display: inline-block; white-space: nowrap; }
td.short .count { display: block; }
tr[hidden] { display: none; }
select { font: inherit; }
.due tr[data-state=missing] { background: #fdf1f0; }
@media (max-width: 640px) {
  body { padding: 12px; }
  table, tbody, tr, td { display: block; width: auto; }
  thead { display: none; }
  tr { border: 1px solid #dfe2e6; margin-bottom: 8px; padding: 4px 0; }
  td, td.number { border: 0; padding: 2px 10px; text-align: left; white-space: normal; }
  td:empty { display: none; }
  td::before { content: attr(data-label) "  "; color: #666; font-size: 13px; }
}
@media print { body { background: #fff; padding: 0; } }
"""


def status_html(
    board: Board, titles: Mapping[str, str], lang: str, due_board: DueBoard = _NO_ROSTER
) -> str:
    """The page; `titles` are the names of the forms by their keys."""
    parts = "\n".join(_body(board, titles, lang, due_board))
    script = f"<script>{SCRIPT}</script>\n" if due_board.has_table else ""
    allowed = f"; script-src {POLICY}" if due_board.has_table else ""
    language = "zh-CN" if lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; style-src 'unsafe-inline'{allowed}\">\n"
        '<meta http-equiv="refresh" content="30">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(WORDS['title'](lang))}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{parts}\n</main>\n{script}</body>\n</html>\n"
    )


def _body(board: Board, titles: Mapping[str, str], lang: str, due_board: DueBoard) -> Iterator[str]:
    yield f"<h1>{_text(WORDS['title'](lang))}</h1>"
    time = local_time(board.now, seconds=True)
    yield f'<p class="now">{_text(WORDS["now"].render({"time": time}, lang))}</p>'
    yield '<div class="cards">'
    yield _card("this", board.months[0], lang, board.waiting)
    yield _card("last", board.months[1], lang)
    yield "</div>"
    yield from _note("trouble", board.failures, lang)
    yield from _note("held", board.held, lang)
    answers = {(row.unit, row.form): row.last for row in board.rows if row.last}
    yield from due_html(due_board, answers, in_beijing(board.now).date(), lang)
    yield f"<h2>{_text(WORDS['who'](lang))}</h2>"
    if board.rows:
        files = due_board.by_file()
        rows = (_cells(row, titles, files, lang) for row in board.rows)
        yield from _table(_COLUMNS, rows, lang)
    else:
        yield f"<p>{_text(WORDS['none'](lang))}</p>"
    yield f"<h2>{_text(WORDS['problems'](lang))}</h2>"
    if board.problems:
        yield from _table(
            _PROBLEMS,
            (
                (
                    _text(SEVERITIES[problem.severity](lang)),
                    _text(problem.count),
                    _text(problem.rule),
                    _text(problem.example),
                )
                for problem in board.problems
            ),
            lang,
        )
    else:
        yield f"<p>{_text(WORDS['no_problems'](lang))}</p>"


def _card(key: str, month: MonthCount, lang: str, waiting: int | None = None) -> str:
    counts = {
        "files": month.files,
        "units_passed": month.passed,
        "units_returned": month.returned,
    }
    if waiting is not None:
        counts["waiting"] = waiting
    shown = "".join(
        f'<div id="{key}-{name}"><dd>{number}</dd><dt>{_text(WORDS[name](lang))}</dt></div>'
        for name, number in counts.items()
    )
    title = _text(WORDS[key].render({"month": month.month}, lang))
    return f'<section class="card"><h3>{title}</h3><dl>{shown}</dl></section>'


def _note(key: str, lines: Sequence[str], lang: str) -> Iterator[str]:
    if lines:
        items = "".join(f"<li>{_text(line)}</li>" for line in lines)
        yield f'<div class="note">{_text(WORDS[key](lang))}<ul>{items}</ul></div>'


def _table(columns: Mapping[str, Words], rows: Iterable[Sequence[str]], lang: str) -> Iterator[str]:
    kinds = [_kind(name) for name in columns]
    heads = (
        f"<th{kind}>{_text(words(lang))}</th>"
        for kind, words in zip(kinds, columns.values(), strict=True)
    )
    yield f'<div class="wide"><table>\n<thead><tr>{"".join(heads)}</tr></thead>\n<tbody>'
    for row in rows:
        cells = (
            f'<td{kind} data-label="{_text(words(lang))}">{cell}</td>'
            for kind, words, cell in zip(kinds, columns.values(), row, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table></div>"


def _kind(column: str) -> str:
    if column in _NUMBERS:
        return ' class="number"'
    return ' class="short"' if column in _SHORT else ""


def _cells(
    row: BoardRow, titles: Mapping[str, str], files: Mapping[tuple[str, ...], DueEntry], lang: str
) -> tuple[str, ...]:
    """The cells of one row, in the order of the columns, as markup."""
    last = row.last
    name = f'<span class="code">{_text(row.unit)}</span> {_text(row.name)}'.strip()
    absent = f'<span class="grey">{_text(WORDS["absent"](lang))}</span>'
    form = _text(titles.get(row.form, row.form)) or absent
    if not row.unit and not row.name:
        name = f'<span class="grey">{_text(WORDS["unnamed"](lang))}</span>'
    if row.misplaced:
        where = WORDS["misplaced"].render({"folder": row.misplaced}, lang)
        name += f' <span class="returned">{_text(where)}</span>'
    return (
        name,
        form,
        _text("/".join(part for part in (last.folder, last.name) if part)) if last else absent,
        _result(last, lang) + _explained(last, files, lang) if last else absent,
        _text(last.errors) if last else "",
        _text(last.warnings) if last else "",
        _text(row.times or ""),
        _text(local_time(received_at(last.number))) if last else absent,
        _result(row.before, lang) if row.before else absent,
        _text(row.before.errors) if row.before else "",
    )


def _explained(last: Answered, files: Mapping[tuple[str, ...], DueEntry], lang: str) -> str:
    entry = files.get((last.unit or last.unit_name, last.form, last.digest))
    return explained_html(entry, lang) if entry else ""


def _result(answered: Answered, lang: str) -> str:
    passed = answered.place == "passed"
    mendable = answered.verdict == Verdict.FINDINGS.value
    words = WORDS["passed" if passed else "returned"]
    if not passed and not mendable:
        words = VERDICTS[answered.verdict]
    return f'<span class="{"passed" if passed else "returned"}">{_text(words(lang))}</span>'


def _text(value: object) -> str:
    """A text as HTML shows it, with no markup of its own left in it."""
    return escape(printable(str(value)))
