"""How many processes a command uses, and the bar that shows how far they are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import click

from xltool.cli.console import help_text
from xltool.language.words import Words

if TYPE_CHECKING:
    from xltool.pipeline.chunks import Scale
    from xltool.pipeline.progress import Progress

HELP = {
    "jobs": Words(
        "同时用几个进程，最多 61；不写则按本机的处理器数。工作量小时只用一个。",
        "Processes to use at once, at most 61; by default as many as this machine has processors. "
        "A small amount of work uses one.",
    ),
    "engine": Words(
        "local 用本机的进程；dask 用其他机器，见 docs/scale.md。",
        "local uses processes of this machine, dask those of others; see docs/scale.md.",
    ),
    "scheduler": Words(
        "Dask 调度器的地址，如 tcp://10.0.0.5:8786。",
        "Address of the Dask scheduler, as tcp://10.0.0.5:8786.",
    ),
    "files": Words("{done}/{total} 个文件", "{done}/{total} files"),
    "seconds": Words("还要约 {count} 秒", "about {count} s left"),
    "minutes": Words("还要约 {count} 分钟", "about {count} min left"),
}
_FEW = 20
"""Files that nobody has to wait for."""


def with_scale(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command what `scale_options` come to, as `scale`; `common` stands above it."""

    @wraps(command)
    def wrapper(
        *args: Any, jobs: int | None, engine: str, scheduler: str | None, lang: str, **options: Any
    ) -> None:
        scale = chosen_scale(lang, jobs, engine, scheduler)
        command(*args, scale=scale, lang=lang, **options)

    return wrapper


def scale_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of `chosen_scale`."""
    for option in (
        click.option("--scheduler", metavar="URL", help=help_text(HELP["scheduler"])),
        click.option(
            "--engine",
            type=click.Choice(["local", "dask"]),
            default="local",
            help=help_text(HELP["engine"]),
        ),
        click.option("--jobs", type=click.IntRange(1, 61), help=help_text(HELP["jobs"])),
    ):
        command = option(command)
    return command


def chosen_scale(
    lang: str, jobs: int | None = None, engine: str = "local", scheduler: str | None = None
) -> Scale:
    """What the options ask for; raises `SchedulerNeededError` or `NoDaskError`."""
    # Imported here so that the help is there at once.
    from xltool.pipeline.chunks import Scale
    from xltool.pipeline.cluster_errors import NoDaskError, SchedulerNeededError
    from xltool.pipeline.local_pool import LocalPool, processors

    shown = partial(progress_bar, lang=lang)
    if (engine == "dask") != bool(scheduler):
        raise SchedulerNeededError()
    if scheduler:
        try:
            from xltool.pipeline.dask_pool import DaskPool
        except ImportError as error:
            raise NoDaskError() from error
        return Scale(DaskPool(scheduler), worth_it=0, shown=shown)
    jobs = jobs or processors()
    return Scale(LocalPool(jobs) if jobs > 1 else None, shown=shown)


@contextmanager
def progress_bar(total: int, lang: str) -> Iterator[Progress]:
    """The progress of so many files, shown on a terminal where there is something to wait for."""
    from xltool.pipeline.progress import Progress

    if total < _FEW or not sys.stderr.isatty():
        yield Progress(total)
        return

    def words(progress: Progress | None) -> str:
        return time_left(progress, lang) if progress else ""

    # In thousandths of a file, as parts of one count. Its own estimate would be that of a speed
    # which never changes; `#` and `-` are in every character set.
    bar: Any = click.progressbar(
        length=total * 1000, file=sys.stderr, show_eta=False, item_show_func=words
    )
    with bar:
        yield Progress(total, lambda p: bar.update(round(p.done * 1000) - bar.pos, p))


def time_left(progress: Progress, lang: str) -> str:
    """`120/2000 files, about 40 s left`."""
    text = HELP["files"].render({"done": progress.files, "total": progress.total}, lang)
    seconds = progress.seconds_left()
    if seconds is None:
        return text
    unit, count = ("seconds", seconds) if seconds < 90 else ("minutes", seconds / 60)
    left = HELP[unit].render({"count": f"{count:.0f}"}, lang)
    return f"{text}{'，' if lang == 'zh' else ', '}{left}"
