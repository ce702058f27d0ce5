"""When a dropped file is taken, with a clock of our own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xltool.pipeline.mark import annotate
from xltool.watch.folders import WatchFolders
from xltool.watch.stability import RestState, StabilityTracker

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
BAD = SAMPLES / "三十处错误.xlsx"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Look:
    """One drop folder, looked at as time goes by."""

    def __init__(self, root: Path) -> None:
        self.folders = WatchFolders(root, "zh", "me")
        self.folders.make()
        self.clock = Clock()
        self.stability = StabilityTracker(2.0, self.clock)

    def after(self, seconds: float) -> dict[str, RestState]:
        """How the files stand that have held still, `seconds` later."""
        self.clock.now += seconds
        still = self.stability.observe(self.folders.scan())
        return {file.path.name: self.stability.state(file) for file in still}

    def drop(self, name: str, data: bytes) -> Path:
        path = self.folders.waiting / name
        path.write_bytes(data)
        return path


@pytest.fixture
def look(tmp_path: Path) -> Look:
    return Look(tmp_path)


def test_a_workbook_is_taken_when_it_has_held_still(look: Look) -> None:
    look.drop("表.xlsx", BAD.read_bytes())
    assert look.after(0) == {}
    assert look.after(1.9) == {}
    assert look.after(0.2) == {"表.xlsx": RestState.READY}


def test_a_copy_that_grows_is_not_taken_however_slow(look: Look) -> None:
    data = BAD.read_bytes()
    for end in range(1000, len(data), len(data) // 20):
        look.drop("表.xlsx", data[:end])
        assert RestState.READY not in look.after(1.5).values()
    # Half of it holding still for a while is not enough: the directory is missing.
    assert look.after(3) == {"表.xlsx": RestState.MOVING}
    assert look.after(20) == {"表.xlsx": RestState.MOVING}
    look.drop("表.xlsx", data)
    assert look.after(0) == {}
    assert look.after(2) == {"表.xlsx": RestState.READY}


def test_a_half_copy_that_stays_half_is_taken_in_the_end(look: Look) -> None:
    look.drop("表.xlsx", BAD.read_bytes()[:-100])
    look.after(0)
    assert look.after(59) == {"表.xlsx": RestState.MOVING}
    assert look.after(2) == {"表.xlsx": RestState.READY}


def test_room_made_beforehand_is_no_file_yet(look: Look) -> None:
    """Explorer makes a file at its full size, then fills it."""
    data = BAD.read_bytes()
    look.drop("表.xlsx", b"\0" * len(data))
    look.after(0)
    assert look.after(5) == {"表.xlsx": RestState.MOVING}
    look.drop("表.xlsx", data[:5000] + b"\0" * (len(data) - 5000))
    look.after(0)
    assert look.after(5) == {"表.xlsx": RestState.MOVING}


def test_formats_without_an_end_mark_settle_longer(look: Look) -> None:
    look.drop("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    look.drop("空.xlsx", b"")
    look.after(0)
    assert set(look.after(9).values()) == {RestState.MOVING}
    assert set(look.after(1.1).values()) == {RestState.READY}


def test_another_name_begins_anew(look: Look) -> None:
    path = look.drop("新建.xlsx", BAD.read_bytes())
    look.after(0)
    look.after(1.5)
    path.rename(path.with_name("表.xlsx"))
    assert look.after(1) == {}
    assert look.after(2) == {"表.xlsx": RestState.READY}


@pytest.mark.parametrize(
    "name",
    [
        *("~$表.xlsx", ".~lock.表.xlsx#", ".表.xlsx", "表.tmp", "~WRL0001.tmp", "A1B2C3D4.TMP"),
        *("表.xlsx.part", "表.xlsx.crdownload", "表.filepart", "Thumbs.db", "desktop.ini"),
    ],
)
def test_what_is_no_drop_is_passed_over(look: Look, name: str) -> None:
    look.drop(name, BAD.read_bytes())
    look.after(0)
    assert look.after(1000) == {}


def test_what_belongs_to_no_form_is_taken_all_the_same(look: Look) -> None:
    """Whoever drops a document must hear that it is none of the workbooks."""
    look.drop("说明.docx", b"PK\x03\x04")
    look.after(0)
    assert look.after(61) == {"说明.docx": RestState.READY}


@pytest.mark.parametrize("lock", ["~$表.xlsx", ".~表.xlsx", ".~lock.表.xlsx#"])
def test_a_file_that_is_open_is_waited_for_then_named(look: Look, lock: str) -> None:
    path = look.drop("表.xlsx", BAD.read_bytes())
    held = look.drop(lock, b"owner")
    look.after(0)
    assert look.after(3) == {"表.xlsx": RestState.HELD}
    assert not look.stability.held()
    assert not look.stability.moving()
    assert look.after(61) == {"表.xlsx": RestState.HELD}
    assert look.stability.held() == {path}
    held.unlink()
    assert look.after(1) == {"表.xlsx": RestState.READY}
    assert not look.stability.held()


def test_our_own_answers_are_passed_over(look: Look) -> None:
    annotate(BAD, [], look.folders.waiting / "表.checked.xlsx")
    look.after(0)
    assert look.after(3) == {"表.checked.xlsx": RestState.OURS}
    assert look.stability.waiting() == 0
    assert look.after(3) == {}


def test_an_answer_that_was_mended_is_a_submission(look: Look) -> None:
    shutil.copy(BAD, look.folders.waiting / "表.checked.xlsx")
    look.after(0)
    assert look.after(3) == {"表.checked.xlsx": RestState.READY}


def test_links_and_folders_of_links_are_not_followed(look: Look) -> None:
    try:
        (look.folders.waiting / "表.xlsx").symlink_to(BAD)
        (look.folders.waiting / "外").symlink_to(SAMPLES, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    look.after(0)
    assert look.after(100) == {}
