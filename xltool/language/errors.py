"""What xltool itself could not do: one plain sentence with a remedy, never a traceback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from xltool.language.refusals import REFUSALS
from xltool.language.words import Words


class XltoolError(Exception):
    """Something xltool could not do, said in the user's language when it is printed.

    Subclasses give `TEXT`; its placeholders are filled from the keyword arguments, which stay
    readable as `parts` so that a caller never has to parse a sentence.
    """

    TEXT: ClassVar[Words] = Words("{detail}", "{detail}")

    def __init__(self, **parts: Any) -> None:
        super().__init__(parts)
        self.parts = parts

    def sentence(self, lang: str = "zh") -> str:
        """The error as one sentence in `lang` ("zh" or "en"); an unknown part reads as "?"."""
        return self.TEXT.render(self.parts, lang)

    def __str__(self) -> str:
        return self.sentence("en")

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions pickle by positional arguments by default; ours have only keywords.
        return (_rebuild, (type(self), self.parts))


def _rebuild(kind: type[XltoolError], parts: dict[str, Any]) -> XltoolError:
    return kind(**parts)


class FormFileError(XltoolError):
    """A form file (or a settings file) holds something it may not."""

    TEXT = Words(
        "{file} 第 {line} 行“{key}”：{problem}",
        "{file}, line {line}, “{key}”: {problem}",
    )


class UnknownNameError(XltoolError):
    """A form, rule or table was asked for by a name that does not exist."""

    TEXT = Words(
        "没有名为“{name}”的{kind_zh}。{near_zh}",
        "There is no {kind_en} called “{name}”. {near_en}",
    )


class PeriodError(XltoolError):
    """A month was given that is none."""

    TEXT = Words(
        "“{period}”不是月份。请写成“2022-03”这样的年和月。",
        "“{period}” is no month. Write year and month, as 2022-03.",
    )


class NoRuleLeftError(XltoolError):
    """Every rule was left out."""

    TEXT = Words(
        "所选的规则又全部被排除，没有可执行的规则。请检查 --select 和 --ignore。",
        "All the chosen rules were left out again. Check --select and --ignore.",
    )


class BatchRuleError(XltoolError):
    """A rule was chosen for a check that looks at a whole month of workbooks."""

    TEXT = Words(
        "规则 {rules} 要比较一个月的全部工作簿，只在 xltool consolidate 中执行，"
        "不能用于单个工作簿的检查。",
        "Rules {rules} compare all workbooks of a month: they run in xltool consolidate, not in a "
        "check of single workbooks.",
    )


class MissingPathError(XltoolError):
    """A path given on the command line does not exist."""

    TEXT = Words("找不到 {path}。请检查路径是否写对。", "{path} was not found. Check the path.")


class NothingToCheckError(XltoolError):
    """The paths given hold no workbook."""

    TEXT = Words(
        "{path} 中没有可检查的工作簿（.xlsx .xlsm .xltx .xls .xlsb .ods .et）。",
        "{path} holds no workbook to check (.xlsx .xlsm .xltx .xls .xlsb .ods .et).",
    )


class ExistingFileError(XltoolError):
    """A file that was to be made is there already."""

    TEXT = Words(
        "{path} 已经存在，没有覆盖。请换一个文件名，或先移走原来的文件。",
        "{path} exists already and was not written over. Choose another name, or move it away.",
    )


class FileSuffixError(XltoolError):
    """A file that was to be made has a name of another kind of file."""

    TEXT = Words(
        "{path} 的扩展名不对。请写成以 {suffix} 结尾的文件名。",
        "{path} has another ending than it needs. Give a name that ends in {suffix}.",
    )


class TextTooLongError(XltoolError):
    """A text does not fit into a cell."""

    TEXT = Words(
        "“{text}”有 {count} 个字符，超过一个单元格能容纳的 32767 个。请缩短后再试。",
        "“{text}” has {count} characters; a cell holds 32,767. Shorten it and try again.",
    )


class UnknownFormError(XltoolError):
    """A workbook that was to be carried over is none of the known forms."""

    TEXT = Words(
        "{path} 不是已知的表单，无法带入。其中的工作表：{sheets}。请换一个已填好的标准工作簿。",
        "{path} is not a known form, so it cannot be carried over. Its sheets: {sheets}. Name a "
        "filled standard workbook.",
    )


class OutputError(XltoolError):
    """A result could not be written."""

    TEXT = Words(
        "无法写入 {path}：{detail}。请检查文件夹是否存在、是否可写、磁盘是否已满，"
        "以及这个文件是否正在 Excel 或 WPS 中打开。",
        "{path} could not be written: {detail}. Check that the folder exists, may be written "
        "to and has room, and that the file is not open in Excel or WPS.",
    )


class FaultError(XltoolError):
    """A mistake of xltool's own."""

    TEXT = Words(
        "程序自身出了差错（{detail}），这次没有完成；您的文件没有改动。"
        "请把 {path} 交给技术人员，里面记着出错的经过。",
        "The program itself made a mistake ({detail}) and did not finish; your files are as they "
        "were. Give {path} to your technician: it says what happened.",
    )


class ChangedFileError(XltoolError):
    """A workbook was saved again while it was being checked."""

    TEXT = Words(
        "{path} 在检查过程中被改动过，没有写出标注。请再检查一次。",
        "{path} was changed while it was being checked, so it was not marked. Check it again.",
    )


class NoSuchSheetError(XltoolError):
    """A finding names a sheet that the workbook does not have."""

    TEXT = Words(
        "{path} 中没有名为“{sheet}”的工作表；它有：{sheets}。",
        "{path} has no sheet called “{sheet}”; it has: {sheets}.",
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not read: a reason code (`wording.REFUSALS`) and what fills its sentence."""

    reason: str
    parts: tuple[tuple[str, str], ...] = ()


class UnreadableWorkbookError(XltoolError):
    """A file is not a workbook that can be opened, or may not be opened safely."""

    def __init__(self, reason: str, **parts: str) -> None:
        super().__init__(reason=reason, **parts)
        self.refusal = Refusal(reason, tuple(sorted(parts.items())))

    def sentence(self, lang: str = "zh") -> str:
        """Why the file was not read, and what to do about it."""
        return REFUSALS[self.refusal.reason].render(self.parts, lang)


class RosterError(XltoolError):
    """The list of units that must hand in holds something it may not."""

    TEXT = Words(
        "报送名单 {file} 第 {row} 行“{column}”：{problem}",
        "Roster {file}, row {row}, “{column}”: {problem}",
    )


class NoUnitError(XltoolError):
    """No unit of a roster must hand in the form that was asked for."""

    TEXT = Words(
        "报送名单 {file} 中没有应报《{form}》的单位。请核对“应报表单”一栏。",
        "On roster {file} no unit must hand in “{form}”. Check its column of forms due.",
    )


class ExemptionError(XltoolError):
    """The list of exemptions holds something it may not."""

    TEXT = Words(
        "豁免清单 {file} 第 {row} 行“{column}”：{problem}",
        "Exemptions {file}, row {row}, “{column}”: {problem}",
    )


class ExemptionHeadingError(XltoolError):
    """The list of exemptions has no line of headings that can be recognised."""

    TEXT = Words(
        "豁免清单 {file} 中找不到标题行。请用 xltool new exemptions 生成空白清单来填。",
        "Exemptions {file}: no headings were found. Fill in a list of xltool new exemptions.",
    )


class RosterHeadingError(XltoolError):
    """The list of units has no line of headings that can be recognised."""

    TEXT = Words(
        "报送名单 {file} 中找不到标题行。请在第一行写明：单位编码、单位名称、应报表单、联系人、"
        "截止日期、零报送。",
        "Roster {file} has no line of headings. Write them in its first row: unit code, unit name, "
        "forms due, contact, due date, nil return.",
    )


class LedgerError(XltoolError):
    """The ledger cannot be used: it is no ledger, is newer than this xltool, or is busy."""

    TEXT = Words("台账 {path} 无法使用：{problem}", "Ledger {path} cannot be used: {problem}")


class WatchedAlreadyError(XltoolError):
    """Another process looks after the same drop folder."""

    TEXT = Words(
        "{path} 已经有一个 xltool watch 在值守。请不要重复启动；如要重启，请先停止原来的程序。",
        "{path} is looked after by another xltool watch already. To start again, stop that one "
        "first.",
    )


class WatchFolderError(XltoolError):
    """A file or folder of the drop folder cannot be made, read or written to."""

    TEXT = Words(
        "{path} 无法使用：{detail}。请检查路径、网络、磁盘空间和读写权限。",
        "{path} cannot be used: {detail}. Check its path, the network, room on the disk, and that "
        "it may be read and written to.",
    )


class NoLedgerError(XltoolError):
    """Something was asked for that only a ledger can keep."""

    TEXT = Words(
        "封账要记在台账里。请用 --ledger 指定台账文件，再用 --close。",
        "Closing a month is kept in the ledger. Name its file with --ledger, then use --close.",
    )


class NotASummaryError(XltoolError):
    """The earlier summary that was given is none."""

    TEXT = Words(
        "{path} 不是 xltool 生成的汇总表，无法用来对比。请用 --previous 指定上一期的汇总表。",
        "{path} is no summary written by xltool, so nothing can be compared with it. Give the "
        "summary of the month before with --previous.",
    )


class ProofError(XltoolError):
    """A total of the summary does not agree with its parts; nothing was kept of it."""

    TEXT = Words(
        "汇总表没有通过复核，没有保存：“{sheet}”{cell} 写的是 {stated}，按明细相加应为 {proved}。"
        "请把输入文件和这条信息交给技术人员。",
        "The summary did not pass its proof and was not kept: {cell} of “{sheet}” says {stated}, "
        "its parts add up to {proved}. Show the input files and this message to your technician.",
    )
