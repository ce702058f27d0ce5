"""While a chunk is worked on there is no garbage collection; afterwards there is again."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

import pytest

from xltool.pipeline.file_tasks import Chunk, FileTask, Tick, done


class Watched:
    """Work that says whether garbage was collected meanwhile, or fails."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails

    def __call__(self, files: Sequence[tuple[FileTask, Path]], tick: Tick) -> list[bool]:
        if self.fails:
            raise ZeroDivisionError
        tick(len(files))
        return [gc.isenabled() for _ in files]

    def refused(self, file: FileTask) -> bool:
        raise NotImplementedError


def test_none_within_a_chunk(tmp_path: Path) -> None:
    assert gc.isenabled()
    assert done(Chunk(Watched(), (FileTask(tmp_path),))) == [False]
    assert gc.isenabled()


def test_it_goes_on_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        done(Chunk(Watched(fails=True), (FileTask(tmp_path),)))
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off(tmp_path: Path) -> None:
    gc.disable()
    try:
        done(Chunk(Watched(), (FileTask(tmp_path),)))
        assert not gc.isenabled()
    finally:
        gc.enable()
