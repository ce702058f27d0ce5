"""Whether a file lies on a network share, where locks of SQLite cannot be relied on."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def on_network(path: Path) -> bool:
    """Whether a path lies on a network share, as far as the system tells."""
    whole = os.path.abspath(path)
    if whole.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes  # only Windows has windll

        drive = os.path.splitdrive(whole)[0] + "\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == 4)  # DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:  # no Linux: nothing is known
        return False
    best, kind = "", ""
    for line in mounts.splitlines():
        _, point, type_, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        inside = whole == point or whole.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, type_
    return kind.startswith(("nfs", "cifs", "smb", "fuse.sshfs", "9p"))
