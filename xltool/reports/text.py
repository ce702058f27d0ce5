"""Report -> text for a person: per file, worst first, one line for one fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xltool.form import Form
from xltool.model import Report, Severity, Verdict
from xltool.origins import source_words
from xltool.refusals import REFUSALS
from xltool.reports.grouped import Group, grouped
from xltool.reports.wrap import wrapped
from xltool.text import printable
from xltool.wording import NOT_RUN, SEVERITIES, VERDICTS, Words, count_of

Style = Callable[[str, str], str]
"""Text and its role (`file`, `error`, `warning`, `note`, `remedy`, `dim`) -> text to print."""


def unstyled(text: str, _role: str) -> str:
    """For pipes and files: no colours."""
    return text


def file_lines(
    report: Report, form: Form | None, lang: str, width: int, style: Style = unstyled
) -> Iterator[str]:
    """The lines about one file; `width` in terminal columns."""
    yield style(printable(report.path), "file")  # whole, so that it can be copied and searched
    for line in wrapped(" · ".join(_head(report, form, lang)), width, "  ", "  "):
        yield style(line, "dim")
    if report.reason:
        code, parts = report.reason
        for line in wrapped(REFUSALS[code].render(parts, lang), width, "  ", "  "):
            yield style(line, "error")
    for line in _not_run(report, lang):
        yield from (style(text, "warning") for text in wrapped(line, width, "  ", "  "))
    for group in grouped(report.findings, form, lang):
        yield ""
        yield from _group(group, lang, width, style)
    yield ""


def closing_lines(reports: Sequence[Report], lang: str, width: int) -> list[str]:
    """The count of files by what became of them, and of findings."""
    clean = sum(r.accepted for r in reports)
    errors = sum(1 for r in reports if r.count(Severity.ERROR))
    untold = sum(1 for r in reports if not r.accepted and not r.count(Severity.ERROR))
    counts = {s: sum(r.count(s) for r in reports) for s in Severity}
    if lang == "zh":
        text = f"共检查 {len(reports)} 个文件：{clean} 个可以接收，{errors} 个有错误需要修改"
        text += f"，{untold} 个无法检查或未能全部检查。" if untold else "。"
        text += (
            "合计" + "、".join(f"{SEVERITIES[s](lang)} {n} 处" for s, n in counts.items()) + "。"
        )
    else:
        text = f"{len(reports)} files checked: {clean} acceptable, {errors} with errors to mend"
        text += f", {untold} that could not be checked in full. " if untold else ". "
        text += ", ".join(count_of(n, s, s, lang) for s, n in counts.items()) + " in all."
    return wrapped(text, width)


def _head(report: Report, form: Form | None, lang: str) -> Iterator[str]:
    mendable = report.accepted and report.findings
    yield VERDICTS["acceptable" if mendable else report.verdict](lang)
    if form:
        yield form.title.words()(lang)
    unit = " ".join(o.value for o in (report.unit_code, report.unit_name) if o)
    if unit:
        yield unit
    for origin, pattern in (
        (report.year, Words("{value}年", "{value}")),
        (report.period, Words("{value}", "{value}")),
    ):
        if origin:
            value = pattern.render({"value": origin.value}, lang)
            source = source_words(origin)(lang)
            yield f"{value}（{source}）" if lang == "zh" else f"{value} ({source})"
    if report.findings:
        comma = "、" if lang == "zh" else ", "
        yield comma.join(
            count_of(report.count(s), SEVERITIES[s].zh, SEVERITIES[s].en, lang)
            for s in Severity
            if report.count(s)
        )


def _not_run(report: Report, lang: str) -> Iterator[str]:
    for reason, words in NOT_RUN.items():
        codes = [skipped.rule for skipped in report.not_run if skipped.reason == reason]
        if codes:
            yield words.render({"rules": codes}, lang)
    if report.verdict is Verdict.INCOMPLETE and not report.not_run:
        yield _UNREAD(lang)


_UNREAD = Words(
    "有单元格的内容无法判断（见下），这份表没有全部检查。",
    "Some cells could not be told (see below), so the form was not checked in full.",
)


def _group(group: Group, lang: str, width: int, style: Style) -> Iterator[str]:
    word = SEVERITIES[group.severity](lang)
    indent = " " * 7 if lang == "zh" else " " * 10
    start = f"  {word} " if lang == "zh" else f"  {word:<7} "
    parts = (group.cells, group.field, _projects(group, lang), _times(group, lang))
    place = " · ".join(part for part in parts if part)
    head = wrapped(f"{place} [{group.rule}]", width, start, indent)
    head[0] = style(start, group.severity) + head[0][len(start) :]
    yield from head
    yield from wrapped(group.message, width, indent, indent)
    if group.remedy:
        more = indent + "   "
        for line in wrapped(group.remedy, width, f"{indent}→ ", more):
            yield style(line, "remedy")


def _times(group: Group, lang: str) -> str:
    """How many findings are told in one, so that the counts of the head can be followed."""
    times = len(group.findings)
    if times == 1:
        return ""
    return f"{times} 处" if lang == "zh" else f"{times} times"


def _projects(group: Group, lang: str) -> str:
    if len(group.projects) <= 1:
        return "".join(group.projects)
    if lang == "zh":
        return f"{len(group.projects)} 个项目"
    return f"{len(group.projects)} projects"
