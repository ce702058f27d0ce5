"""Work for worker processes, which import it by its name."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.pipeline.file_tasks import FileTask, Tick


@dataclass(frozen=True, slots=True)
class ReadWork:
    """Reads files, each in some `seconds`; one that is called `deadly` ends the process."""

    seconds: float = 0.0

    def __call__(self, files: Sequence[tuple[FileTask, Path]], tick: Tick) -> list[str]:
        for _, path in files:
            if path.name == "deadly":
                os._exit(1)
        time.sleep(self.seconds * len(files))
        tick(len(files))
        return [f"{file.path.name}: {path.read_text()}" for file, path in files]

    def refused(self, file: FileTask) -> str:
        return f"{file.path.name}: refused"
