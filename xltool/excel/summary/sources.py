"""来源与校验: every file with what became of it, the rules that ran, the proof of the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from xltool.excel.read.summary_sheets import SHEETS
from xltool.excel.summary.columns import (
    FORM,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    form_title,
    plain_value,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_foot import write_cells, write_line
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.clock import local_time
from xltool.language.words import VERDICTS, Words
from xltool.ledger.submission_row import SubmissionRow
from xltool.month.counts import row_count
from xltool.month.records import sources
from xltool.month.rows import MonthRow
from xltool.month.selection import Status
from xltool.rules.registry import all_rules, batch_rules, find_rule, workbook_rules

_File = MonthRow[SubmissionRow]
STATUSES = {
    Status.COUNTED: Words("计入", "counted"),
    Status.MARKED: Words("计入（有错误）", "counted (has errors)"),
    Status.ADJUSTMENT: Words("封账后收到", "after closing"),
    Status.RETURNED: Words("审核退回", "returned"),
    Status.INVALID: Words("未计入", "left out"),
}
_REASONS = {
    Status.COUNTED: Words("", ""),
    Status.MARKED: Words(
        "有错误，按 --include-invalid 计入。", "Has errors; counted by --include-invalid."
    ),
    Status.ADJUSTMENT: Words(
        "本月已封账，合计不变；差异见环比变化。",
        "The month is closed and its totals stay; the differences are among the changes.",
    ),
    Status.RETURNED: Words(
        "审核人退回，理由见报送情况；收到新的文件后重新审核。",
        "The reviewer returned it, see Submissions; another file will be reviewed again.",
    ),
    Status.INVALID: Words("有错误，需要修改后重新报送。", "Has errors to correct first."),
    Status.INCOMPLETE: Words("没有全部检查，不能计入。", "Could not be checked in full."),
    Status.OLDER: Words("有更新的报送。", "A newer submission stands."),
    Status.DUPLICATE: Words("与另一份文件内容相同。", "Same content as another file."),
    Status.UNREADABLE: Words("无法读取。", "Could not be read."),
    Status.UNKNOWN_FORM: Words("不是已知的表单。", "Not a known form."),
    Status.OTHER_YEAR: Words("属于别的年度。", "Belongs to another year."),
    Status.OTHER_MONTH: Words("属于别的月份。", "Belongs to another month."),
    Status.NO_MONTH: Words("看不出是哪一个月的。", "Its month is not known."),
    Status.LATER: Words("在本月之后报送，从报送的月份起计入。", "Handed in for a later month."),
}
SKIPPED = {
    "no_roster": Words("没有报送名单", "no roster was given"),
    "no_history": Words("没有可以比较的上期", "there is no month before to compare with"),
    "no_month_before": Words(
        "没有可以比较的上期：台账和上期汇总表中没有今年上月的监控表",
        "there is no month before to compare with: neither the ledger nor an earlier summary has "
        "a monitoring form of this year’s month before",
    ),
    "no_targets": Words(
        "台账和上期汇总表中没有已接收的目标表，也没有上月的监控表",
        "neither the ledger nor an earlier summary has an accepted target form or a monitoring "
        "form of the month before",
    ),
    "edited_before": Words(
        "上期汇总表在填写栏以外被人改过，其中的数没有拿来比较",
        "the earlier summary was changed outside the reviewer’s columns, so its figures were not "
        "compared",
    ),
    "not_before": Words(
        "给出的上期汇总表不是本年更早月份的，没有拿来比较",
        "the summary that was given is not of an earlier month of this year, so it was not "
        "compared",
    ),
    "failed": Words("执行中断，没有结论", "stopped before a result"),
    "year_unknown": Words("{count} 个文件的年度不明", "the year of {count} files is unknown"),
    "month_unknown": Words("{count} 个文件的月份不明", "the month of {count} files is unknown"),
    "not_printed": Words(
        "{count} 个文件没有印所需的栏目", "{count} files are printed without the boxes it needs"
    ),
    "failed_in": Words("在 {count} 个文件中执行中断", "stopped before a result in {count} files"),
}
_RULES = Words("规则执行情况", "Rules")
_RAN = Words(
    "单表规则 {single} 条、批量规则 {batch} 条，其中以下规则没有执行或没有全部执行：",
    "{single} rules for each workbook and {batch} for the batch; these did not run, or not "
    "everywhere:",
)
_ALL_RAN = Words(
    "单表规则 {single} 条、批量规则 {batch} 条，全部执行。",
    "{single} rules for each workbook and {batch} for the batch, all were run.",
)
_PROOF = Words("合计复核", "Proof of the totals")
_PROVED = Words(
    "本表写出后已由另一程序库逐行读回，各项合计用十进制精确相加复核，一致才保存。"
    "下表可在 Excel 中随时核对，差额应为 0：",
    "After writing, this workbook was read back row by row by another library and every total was "
    "added up again in exact decimals; it is kept only if all agree. The differences below must "
    "be 0:",
)


def _status(row: _File, sheet: ListSheet) -> Value:
    status = Status(row.submission.status)
    return STATUSES.get(status, STATUSES[Status.INVALID])(sheet.book.lang)


def _reason(row: _File, sheet: ListSheet) -> Value:
    lang = sheet.book.lang
    reasons = (_REASONS[Status(row.submission.status)](lang), row.record.reason(lang))
    return " ".join(filter(None, reasons))


def _verdict(row: _File, sheet: ListSheet) -> Value:
    acceptable = row.record.verdict == "findings" and not row.record.errors
    return VERDICTS["acceptable" if acceptable else row.record.verdict](sheet.book.lang)


SOURCES = (
    SummaryColumn(
        "origin",
        Words("文件", "File"),
        44,
        "link",
        lambda row, sheet: sheet.book.link(
            row.submission.path, label=sheet.book.shown(row.submission.path)
        ),
    ),
    replace(FORM, value=lambda row, sheet: form_title(row, sheet) if row.submission.form else ""),
    replace(UNIT, width=17),
    UNIT_NAME,
    SummaryColumn("status", Words("是否计入", "Counted"), 17, "centre", _status),
    SummaryColumn("reason", Words("原因", "Reason"), 44, value=_reason),
    SummaryColumn("verdict", Words("检查结论", "Verdict"), 16, "centre", _verdict),
    SummaryColumn("errors", Words("错误", "Errors"), 9, "count", plain_value("record.errors")),
    SummaryColumn(
        "warnings", Words("警告", "Warnings"), 9, "count", plain_value("record.warnings")
    ),
    SummaryColumn("notes", Words("提示", "Notes"), 9, "count", plain_value("record.notes")),
    SummaryColumn(
        "time", Words("时间", "Time"), 17, "centre", lambda row, _: local_time(row.record.time)
    ),
    SummaryColumn(
        "digest",
        Words("摘要（SHA-256）", "Digest (SHA-256)"),
        20,
        "centre",
        lambda row, _: row.record.digest[:16],
    ),
)


def source_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    return ListSheet(book, "sources", SOURCES, row_count(book.month, "month_submissions"))


def write_sources(book: SummaryBook, sheet: ListSheet) -> Counter[str]:
    """Write them all; returns how often each rule did not run, by `code:reason`."""
    not_run: Counter[str] = Counter()
    for row in sources(book.month):
        not_run.update(row.record.not_run.split())
        sheet.write(row)
    return not_run


def write_rules(book: SummaryBook, sheet: ListSheet, not_run: Counter[str]) -> None:
    """Below the list: which rules ran, and which did not."""
    lang = book.lang
    counts = {"single": len(workbook_rules()), "batch": len(batch_rules())}
    lines = [*_skipped(book, not_run)]
    said = _RAN if lines else _ALL_RAN
    write_line(sheet, _RULES(lang), book.looks.section)
    write_line(sheet, said.render(counts, lang))
    for line in lines:
        write_line(sheet, line)


def write_proof(
    book: SummaryBook, sheet: ListSheet, lists: dict[str, ListSheet], sums: dict[str, Decimal]
) -> None:
    """Below that: the total of each list beside the others, and what they differ by."""
    lang = book.lang
    write_line(sheet, _PROOF(lang), book.looks.section)
    write_line(sheet, _PROVED(lang))
    keys = [c for c in lists["projects"].columns if c.total and c.kind == "money"]
    names = [SHEETS[key](lang) for key in lists]
    difference = Words("差额", "Difference")(lang)
    write_cells(sheet, ["", *names, difference], "heading")
    for column in keys:
        value = float(sums.get(column.key, Decimal(0)))
        cells: list[tuple[str, float] | str] = [column.title(lang)]
        formulas = []
        for each in lists.values():
            known = any(mine.key == column.key for mine in each.columns)
            formula = each.whole_total(column.key) if known else ""
            formulas += [formula] if formula else []
            cells.append(("=" + formula, value) if formula else "—")
        differences = "+".join(f"ABS(({formulas[0]})-({other}))" for other in formulas[1:])
        cells.append((f"=ROUND({differences or '0'},2)", 0.0))
        write_cells(sheet, cells, "money")


def _skipped(book: SummaryBook, not_run: Counter[str]) -> Iterator[str]:
    lang = book.lang
    for code, reason in sorted(book.month.skipped.items()):
        yield f"{code} {find_rule(code).title(lang)}：{SKIPPED[reason](lang)}"
    known = {rule.code for rule in all_rules()}
    for entry, count in sorted(not_run.items()):
        code, _, reason = entry.partition(":")
        words = SKIPPED["failed_in" if reason == "failed" else reason]
        title = find_rule(code).title(lang) if code in known else ""
        yield f"{code} {title}：{words.render({'count': count}, lang)}"
