"""Report -> text for a person: per file, worst first, one line for one fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from xltool.language.text import printable
from xltool.language.words import EXPLAINED, SEVERITIES, Words, count_of
from xltool.model.form import Form
from xltool.model.report import Report, Severity, Verdict
from xltool.reports.check_result import CheckResult, Page, Style, unstyled
from xltool.reports.grouped import FindingGroup, grouped
from xltool.reports.lines import line_count
from xltool.reports.problems import facts, remarks, verdict_words
from xltool.reports.wrap import wrapped

_MARKED = Words("  结果见：{path}", "  See {path}")
_NOT_JUDGED = (Verdict.UNREADABLE, Verdict.UNKNOWN_FORM)
_IN_ALL = {
    "all": Words("合计{found}。", "{found} in all."),
    "some": Words(
        "认出表单的 {judged} 个文件合计{found}。", "{found} in the {judged} that were checked."
    ),
    # 0 errors would read as if the files were in order.
    "none": Words(
        "内容都没有检查，没有列出错误不等于没有错误。",
        "Nothing in them was checked: that no error is listed does not mean there is none.",
    ),
}
_PARTIAL = Words("只检查了部分规则", "only some rules were run")


def text_lines(result: CheckResult, page: Page) -> Iterator[str]:
    """The findings of each file, and what they come to."""
    lang, partial, width = result.lang, result.partial, page.width
    for report in result.reports:
        form, copy = result.forms.get(report.form), result.marked.get(report.path)
        yield from file_lines(report, form, lang, width, page.style, copy, partial)
    yield from closing_lines(result.reports, lang, width, partial)


def file_lines(
    report: Report,
    form: Form | None,
    lang: str,
    width: int,
    style: Style = unstyled,
    marked: PurePath | None = None,
    partial: bool = False,
) -> Iterator[str]:
    """The lines about one file; `width` in terminal columns, `marked` is its marked copy.

    Where only some of the rules were run (`partial`), nothing is said to be acceptable.
    """
    yield style(printable(report.path), "file")  # whole, so that it can be copied and searched
    verdict, *counts = verdict_words(report, lang)
    if partial and report.accepted:
        verdict = _PARTIAL(lang)
    head = " · ".join((verdict, *facts(report, form, lang), *counts))
    for line in wrapped(head, width, "  ", "  "):
        yield style(line, "dim")
    yield from problem_lines(report, form, lang, width, style)
    if marked:
        yield ""
        yield style(_MARKED.render({"path": printable(marked.as_posix())}, lang), "dim")
    yield ""


def problem_lines(
    report: Report, form: Form | None, lang: str, width: int, style: Style = unstyled
) -> Iterator[str]:
    """What is wrong with a file and what to do: remarks on the check, then each problem."""
    for remark in remarks(report, lang):
        role = "error" if report.reason else "warning"
        yield from (style(line, role) for line in wrapped(remark, width, "  ", "  "))
    for group in grouped(report.findings, form, lang):
        yield ""
        yield from _group(group, lang, width, style)


def closing_lines(
    reports: Sequence[Report], lang: str, width: int, partial: bool = False
) -> list[str]:
    """The count of files by what became of them, and of findings; `partial` as above."""
    clean = sum(r.accepted for r in reports)
    errors = sum(1 for r in reports if r.count(Severity.ERROR))
    unchecked = sum(1 for r in reports if not r.accepted and not r.count(Severity.ERROR))
    counts = {s: sum(line_count(r, s) for r in reports) for s in Severity}
    if lang == "zh":
        fine = "按部分规则检查没有错误" if partial else "可以接收"
        text = f"共检查 {len(reports)} 个文件：{clean} 个{fine}，{errors} 个有错误需要修改"
        text += f"，{unchecked} 个无法检查或未能全部检查。" if unchecked else "。"
        found = "、".join(f"{SEVERITIES[s](lang)} {n} 处" for s, n in counts.items())
    else:
        fine = "without errors in some of the rules" if partial else "acceptable"
        files = count_of(len(reports), "", "file", lang)
        text = f"{files} checked: {clean} {fine}, {errors} with errors to correct"
        text += f", {unchecked} that could not be checked in full. " if unchecked else ". "
        found = ", ".join(count_of(n, s, s, lang) for s, n in counts.items())
    judged = sum(r.verdict not in _NOT_JUDGED for r in reports)
    variant = "all" if judged == len(reports) else "some" if judged else "none"
    return wrapped(text + _IN_ALL[variant].render({"found": found, "judged": judged}, lang), width)


def _group(group: FindingGroup, lang: str, width: int, style: Style) -> Iterator[str]:
    word = SEVERITIES[group.severity](lang)
    indent = " " * 7 if lang == "zh" else " " * 10
    start = f"  {word} " if lang == "zh" else f"  {word:<7} "
    said = EXPLAINED["state"](lang) if group.findings[0].explanation else ""
    parts = (group.cells, group.field, _projects(group, lang), _times(group, lang), said)
    place = " · ".join(part for part in parts if part)
    head = wrapped(f"{place} [{group.rule}]", width, start, indent)
    head[0] = style(start, group.severity) + head[0][len(start) :]
    yield from head
    yield from wrapped(group.message, width, indent, indent)
    if reviewed := group.findings[0].reviewed:
        text = EXPLAINED["reviewed"].render({"text": reviewed}, lang)
        yield from wrapped(text, width, indent, indent)
    if group.remedy:
        more = indent + "   "
        for line in wrapped(group.remedy, width, f"{indent}→ ", more):
            yield style(line, "remedy")


def _times(group: FindingGroup, lang: str) -> str:
    """How many lines stand for several, so that the counts of the head can be followed."""
    times = group.lines
    if times == 1:
        return ""
    return f"{times} 处" if lang == "zh" else f"{times} times"


def _projects(group: FindingGroup, lang: str) -> str:
    if len(group.projects) <= 1:
        return "".join(group.projects)
    if lang == "zh":
        return f"{len(group.projects)} 个项目"
    return f"{len(group.projects)} projects"
