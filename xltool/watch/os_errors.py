"""What the operating system could not do, in plain words."""

from __future__ import annotations

import errno

from xltool.language.words import Words

_DRIVE = Words("两个文件夹不在同一个磁盘上", "the two folders are on different disks")
_REASONS = {
    errno.ENOSPC: Words("磁盘已满", "the disk is full"),
    getattr(errno, "EDQUOT", errno.ENOSPC): Words("磁盘配额已用完", "the disk quota is used up"),
    errno.EROFS: Words("磁盘是只读的", "the disk is read-only"),
    errno.EACCES: Words(
        "没有权限，或文件正被别的程序打开", "no permission, or open in another program"
    ),
    errno.EPERM: Words("没有权限", "no permission"),
    errno.ENOENT: Words("找不到，可能网络已断开", "not found; the network may be down"),
    errno.EXDEV: _DRIVE,
    errno.EIO: Words("磁盘或网络读写出错", "the disk or the network failed"),
    errno.ENOTDIR: Words("它是文件，不是文件夹", "it is a file, not a folder"),
    errno.ENAMETOOLONG: Words("文件名或路径太长", "the name or path is too long"),
}
if hasattr(errno, "ESTALE"):
    _REASONS[errno.ESTALE] = Words("网络共享已断开", "the network share is gone")


def plain_reason(error: OSError, lang: str) -> str:
    """Why the system refused, in a few words."""
    reason = _REASONS.get(error.errno or 0)
    return reason(lang) if reason else error.strerror or str(error)
