"""`xltool watch`: the drop folder, looked after."""

from __future__ import annotations

import hashlib
import logging
import logging.handlers
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from platformdirs import user_data_path

from xltool.cli.console import FILE, FOLDER, common, help_text, schemas_option
from xltool.cli.help_page import Command
from xltool.forms.load import load_forms
from xltool.language.errors import MissingPathError, WatchFolderError
from xltool.language.words import Words
from xltool.ledger.ledger import Ledger
from xltool.ledger.network_share import on_network
from xltool.pipeline.local_pool import processors
from xltool.watch.answer_log import AnswerLog, only_watcher
from xltool.watch.folders import WatchFolders, watcher_name
from xltool.watch.fs_events import wake_on_changes
from xltool.watch.kept_summary import PAUSE, MonthSummary
from xltool.watch.loop import WatchLoop
from xltool.watch.notices import Notices, Tally
from xltool.watch.os_errors import plain_reason
from xltool.watch.responder import Responder
from xltool.watch.stability import StabilityTracker
from xltool.watch.worker import Limits

HELP = {
    "watch": Words(
        "值守收件文件夹：各单位把工作簿放进“待检”，检查结果放到“通过”或“退回”，"
        "每月的汇总表在“汇总”中随时更新，其中填写的处理照办。按 Ctrl-C 停止。"
        "用 --once 时退出码：0 全部通过，1 有退回的，2 有文件无法检查或没有检查"
        "（如正在 Excel 中打开），或文件夹无法读写。",
        "Look after a drop folder: workbooks put into its inbox are checked, the answers go to "
        "passed or returned, and the month’s summary is kept current in summaries; decisions "
        "saved in it are obeyed. Ctrl-C stops it. With --once the exit code is 0: all passed, 1: "
        "some were returned, 2: some file could not be checked or was left unchecked (as one that "
        "is open in Excel), or a folder could not be used.",
    ),
    "once": Words(
        "检查完现有的文件就结束，供计划任务使用。",
        "Check what waits now, then end; for schedulers.",
    ),
    "poll": Words("每隔多少秒查看一次文件夹（15）。", "Seconds between two looks (15)."),
    "settle": Words(
        "文件静止多少秒后才开始检查（2）；不是 .xlsx 的文件等 5 倍时间。",
        "Seconds that a file must hold still before it is taken (2); five times as long for files "
        "other than .xlsx.",
    ),
    "seconds": Words(
        "检查一个文件最多用多少秒（120）。", "Most seconds that one file may take (120)."
    ),
    "memory": Words(
        "检查一个文件最多用多少 MB 内存（1024）。",
        "Most MB of memory that one file may take (1024).",
    ),
    "year": Words(
        "表中没有写明年度时采用的预算年度。", "Fiscal year of workbooks that do not state one."
    ),
    "ledger": Words(
        "台账文件，应放在本机磁盘上；不写则放在本机的用户数据文件夹。",
        "The ledger’s file, on a local disk; by default in this user’s data folder.",
    ),
    "jobs": Words(
        "待检的文件很多时，同时用几个进程检查，最多 61；不写则按本机的处理器数。平时只用一个。",
        "Processes that check at once where many files wait, at most 61; by default as many as "
        "this machine has processors. Otherwise one is used.",
    ),
    "log": Words(
        "日志文件，满 2 MB 换新，留 5 份；不写则放在台账旁边。",
        "The log file, renewed at 2 MB, five are kept; by default beside the ledger.",
    ),
    "pause": Words(
        "汇总表两次更新之间至少间隔多少秒（60）。",
        "Least seconds between two updates of the month’s summary (60).",
    ),
    "roster": Words(
        "报送名单；不写则用收件文件夹或其“汇总”中的“名单.xlsx”。",
        "The roster; by default roster.xlsx in the drop folder or in its summaries.",
    ),
    "exemptions": Words(
        "豁免清单；不写则用收件文件夹或其“汇总”中的“豁免.xlsx”。",
        "The list of exemptions; by default exemptions.xlsx in the drop folder or in its "
        "summaries.",
    ),
    "network": Words(
        "提醒：台账 {path} 在网络共享上，可能出错。请用 --ledger 指定本机磁盘上的文件。",
        "Note: ledger {path} lies on a network share, where it may fail. Name a file on a local "
        "disk with --ledger.",
    ),
    "started": Words(
        "开始值守 {inbox}，请把文件放进“{waiting}”。台账：{ledger}；日志：{log}",
        "Looking after {inbox}; put files into “{waiting}”. Ledger: {ledger}; log: {log}",
    ),
}
LOG = logging.getLogger("xltool.watch")


@click.command(cls=Command, help=help_text(HELP["watch"]))
@click.argument("inbox", type=FOLDER)
@click.option("--once", is_flag=True, help=help_text(HELP["once"]))
@click.option(
    "--poll", type=click.FloatRange(0.1, 3600), default=15.0, help=help_text(HELP["poll"])
)
@click.option(
    "--settle", type=click.FloatRange(0.01, 600), default=2.0, help=help_text(HELP["settle"])
)
@click.option(
    "--seconds", type=click.FloatRange(1, 3600), default=120.0, help=help_text(HELP["seconds"])
)
@click.option(
    "--memory", type=click.IntRange(64, 65536), default=1024, help=help_text(HELP["memory"])
)
@click.option("--year", type=click.IntRange(2000, 2099), help=help_text(HELP["year"]))
@click.option(
    "--pause", type=click.FloatRange(0, 86400), default=PAUSE, help=help_text(HELP["pause"])
)
@click.option("--jobs", type=click.IntRange(1, 61), help=help_text(HELP["jobs"]))
@click.option("--roster", type=FILE, help=help_text(HELP["roster"]))
@click.option("--exemptions", type=FILE, help=help_text(HELP["exemptions"]))
@click.option("--ledger", type=FILE, help=help_text(HELP["ledger"]))
@click.option("--log", type=FILE, help=help_text(HELP["log"]))
@schemas_option
@common
def watch(
    inbox: Path,
    once: bool,
    poll: float,
    settle: float,
    seconds: float,
    memory: int,
    year: int | None,
    pause: float,
    jobs: int | None,
    roster: Path | None,
    exemptions: Path | None,
    ledger: Path | None,
    log: Path | None,
    schemas: Path | None,
    lang: str,
) -> None:
    if not inbox.parent.is_dir():
        raise MissingPathError(path=inbox.parent)
    inbox = inbox.absolute()
    ledger = (ledger or _local_ledger(inbox)).absolute()
    log = log or ledger.with_suffix(".log")
    folders = WatchFolders(inbox, lang, watcher_name(socket.gethostname(), ledger))
    schemas = schemas or folders.forms()
    forms = load_forms(schemas)
    with _made(ledger.parent, lang), _logging(log), only_watcher(ledger, inbox):
        with _made(inbox, lang):
            folders.make()
        # From here on in the language of the folders, which keep the one they were made in.
        _log_start(inbox, ledger, log, folders.waiting.name, folders.lang)
        with Ledger(ledger) as book:
            limits, helpers = Limits(seconds, memory << 20), (jobs or processors()) - 1
            responder = Responder(folders, AnswerLog(book), schemas, limits, year, helpers)
            responder.exemptions = lambda: exemptions or folders.listed("exemptions")
            titles = {form.key: form.title.words()(folders.lang) for form in forms}
            notices = Notices(folders, responder.ledger, titles)
            summary = MonthSummary(folders, ledger, forms, pause, roster, exemptions)
            tracker = StabilityTracker(settle)
            tally = _run(WatchLoop(responder, tracker, notices, poll, summary), once)
    sys.exit(_exit_code(tally) if once else 0)


def _run(loop: WatchLoop, once: bool) -> Tally:

    def end(_number: int, _frame: FrameType | None) -> None:
        # A second Ctrl-C does not wait for the file at hand: the next start finishes it.
        for name in names:
            signal.signal(getattr(signal, name), signal.default_int_handler)
        loop.stop()

    names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        with wake_on_changes(loop.folders.waiting, loop.wake):
            return loop.run(once)
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _exit_code(tally: Tally) -> int:
    if tally.failed or tally.unjudged or tally.left:
        return 2
    return int(tally.returned > 0)


def _local_ledger(inbox: Path) -> Path:
    """On this machine's own disk: locks of SQLite cannot be relied on across a share."""
    digest = hashlib.sha256(os.path.normcase(inbox).encode("utf-8", "replace")).hexdigest()[:8]
    return user_data_path("xltool", appauthor=False) / f"watch-{inbox.name}-{digest}.ledger"


def _log_start(inbox: Path, ledger: Path, log: Path, waiting: str, lang: str) -> None:

    if on_network(ledger):
        LOG.warning(HELP["network"].render({"path": ledger}, lang))
    parts = {"inbox": inbox, "waiting": waiting, "ledger": ledger, "log": log}
    LOG.info(HELP["started"].render(parts, lang))


@contextmanager
def _made(folder: Path, lang: str) -> Iterator[None]:
    """Make a folder that is not there; what the system refuses then is one plain sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise WatchFolderError(
            path=error.filename or folder, detail=plain_reason(error, lang)
        ) from error


@contextmanager
def _logging(log: Path) -> Iterator[None]:
    """Messages go to standard error and to the log file, which is renewed when it is full."""
    file = logging.handlers.RotatingFileHandler(
        log, maxBytes=2 << 20, backupCount=5, encoding="utf-8", errors="replace"
    )
    console = logging.StreamHandler(sys.stderr)
    form = logging.Formatter("%(asctime)s  %(message)s", "%Y-%m-%d %H:%M:%S")
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    handlers: list[logging.Handler] = [file, console]
    for handler in handlers:
        handler.setFormatter(form)
        LOG.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            LOG.removeHandler(handler)
            handler.close()
