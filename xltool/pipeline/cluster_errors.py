"""What can be wrong with worker processes of other machines."""

from __future__ import annotations

from xltool.language.errors import XltoolError
from xltool.language.words import Words


class WorkerVersionError(XltoolError):
    """A worker has another xltool, whose rules may differ."""

    TEXT = Words(
        "计算节点上的 xltool 是 {theirs} 版，本机是 {ours} 版，结果可能不同。"
        "请在各节点安装相同的版本，再运行一次。",
        "A worker has xltool {theirs}, this machine {ours}; they may judge differently. Install "
        "the same version everywhere, then run this again.",
    )


class NoWorkersError(XltoolError):
    """A scheduler has no worker, and none came."""

    TEXT = Words(
        "调度器 {scheduler} 没有可用的计算节点，等了 {seconds} 秒。"
        "请在计算节点上运行 dask worker {scheduler}，再运行一次。",
        "Scheduler {scheduler} has had no worker for {seconds} seconds. Start one with dask "
        "worker {scheduler}, then run this again.",
    )


class SchedulerError(XltoolError):
    """A scheduler cannot be reached."""

    TEXT = Words(
        "连不上调度器 {scheduler}。请检查地址和网络；调度器用 dask scheduler 启动。",
        "Scheduler {scheduler} cannot be reached. Check its address and the network; it is "
        "started with dask scheduler.",
    )


class NoDaskError(XltoolError):
    """Dask is not installed here, or xltool on a worker."""

    TEXT = Words(
        '没有安装 Dask。请运行 pip install "xltool[dask]"，或去掉 --engine dask。',
        'Dask is not installed. Run pip install "xltool[dask]", or leave out --engine dask.',
    )


class WorkerWithoutXltoolError(XltoolError):
    """A worker has no xltool to work with."""

    TEXT = Words(
        '计算节点上没有安装 xltool。请在各节点运行 pip install "xltool[dask]=={ours}"。',
        'A worker has no xltool. Run pip install "xltool[dask]=={ours}" on every machine.',
    )


class SchedulerNeededError(XltoolError):
    """`--engine dask` and `--scheduler` go together."""

    TEXT = Words(
        "--engine dask 和 --scheduler 要一起写，例如 --engine dask --scheduler tcp://10.0.0.5:8786。",
        "--engine dask and --scheduler go together, as in --engine dask --scheduler "
        "tcp://10.0.0.5:8786.",
    )
