"""The folders below the drop folder, the names of files in them, and what waits to be taken.

An original lies in exactly one place at any time: where it was dropped; in `.处理中/WATCHER/` below
the originals while a watcher answers it; then among the originals. It goes from one to the next by
a rename within one file system, which either happens or does not, also between two machines.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from xltool.language.clock import BEIJING, in_beijing
from xltool.language.text import printable, squeezed
from xltool.language.words import Words
from xltool.pipeline.kept_files import ORIGINALS
from xltool.reports.safe_file import put_file
from xltool.values.unit_code import are_of_one_line, code_in

FOLDERS = {
    "waiting": Words("待检", "inbox"),
    "passed": Words("通过", "passed"),
    "returned": Words("退回", "returned"),
    "originals": ORIGINALS,
}
SUMMARIES = Words("汇总", "summaries")
FORMS = ("表单", "forms")
"""Where forms of one's own may stand in the drop folder."""
LISTS = {
    "roster": ("名单.xlsx", "名单.csv", "roster.xlsx", "roster.csv"),
    "exemptions": (
        "豁免.xlsx",
        "豁免.csv",
        "豁免.yaml",
        "exemptions.xlsx",
        "exemptions.csv",
        "exemptions.yaml",
    ),
}
"""The lists that the reviewer keeps in the drop folder's own folder of summaries, or beside it."""

PAGE = Words("状态.html", "status.html")
_AT_WORK = ".处理中"  # hidden from a consolidation of the originals
_NUMBER = re.compile(r"\d{8}-\d{6}-[a-z]{5}")
_KEPT = re.compile(rf"({_NUMBER.pattern})_([a-p]{{12}})_(.+)", re.DOTALL)
_BEGUN = re.compile(rf"({_NUMBER.pattern})_(.+)", re.DOTALL)
_ORGANISATION = re.compile(r"(局|委|办|院|校|所|站|队|中心|部|厅|会|馆|镇|乡|街道|政府|本级|园)$")
_LONGEST = 160  # bytes of a name: with what is put before and behind it stays below 255

# Lock files, halves of downloads and copies, and what systems leave behind.
_PASSED_OVER = re.compile(
    r"~\$|\.|~.*\.tmp$|.*\.(?:tmp|temp|part|partial|filepart|crdownload|download|lnk|swp)$"
    r"|(?:thumbs\.db|desktop\.ini)$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in the drop folder as it was seen: `folder` is its sub-folder, `439001` or ``."""

    path: Path
    folder: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that a watcher has taken: its number, where it lies, and where it was dropped."""

    number: str
    path: Path
    folder: str
    name: str

    @property
    def received(self) -> str:
        """When it was taken, in ISO 8601, UTC."""
        return received_at(self.number).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Original:
    """A file among the originals, by what its name says."""

    number: str
    path: Path
    folder: str
    name: str


class WatchFolders:
    """The folders below an inbox; those that stand there already keep their language."""

    def __init__(self, inbox: Path, lang: str, watcher: str) -> None:
        self.inbox = inbox
        other = "en" if lang == "zh" else "zh"
        made = [w for w in (lang, other) if (inbox / FOLDERS["waiting"](w)).is_dir()]
        self.lang = made[0] if made else lang
        places = {name: inbox / words(self.lang) for name, words in FOLDERS.items()}
        self.waiting, self.originals = places["waiting"], places["originals"]
        self.answers = {name: places[name] for name in ("passed", "returned")}
        self.page = inbox / PAGE(self.lang)
        self.summaries = inbox / SUMMARIES(self.lang)
        self._at_work = self.originals / _AT_WORK
        self.mine = self._at_work / watcher
        self.aside = self._at_work / f"{watcher}.tmp"

    def listed(self, name: str) -> Path | None:
        """The roster or the list of exemptions, where the reviewer has put one."""
        places = (self.summaries / file for file in LISTS[name])
        beside = (self.inbox / file for file in LISTS[name])
        return next((path for path in (*places, *beside) if path.is_file()), None)

    def forms(self) -> Path | None:
        """The folder of forms of one's own, where there is one in the drop folder."""
        return next((self.inbox / name for name in FORMS if (self.inbox / name).is_dir()), None)

    def make(self) -> None:
        """Make what is not there, and clear away what a sudden end left half-written.

        Raises `OSError`, also where the inbox itself is gone: in the place of a share that is not
        connected nothing must be made.
        """
        self._is_there()
        for folder in (self.waiting, *self.answers.values(), self.mine, self.aside):
            folder.mkdir(parents=True, exist_ok=True)
        for left in self.aside.iterdir():
            left.unlink(missing_ok=True)

    def scan(self) -> Iterator[Waiting]:
        """The files that wait, in a fixed order; raises `OSError` where they cannot be listed."""
        yield from _scan(self.waiting, "")

    def claim(self, file: Waiting, now: datetime) -> Claim:
        """Take a file: nobody else can take it then. Raises `OSError` where it cannot be had."""
        number = f"{in_beijing(now):%Y%m%d-%H%M%S}-{_letters(secrets.token_hex(3))[:5]}"
        target = self.mine / file.folder / f"{number}_{_fitting(file.path.name)}"
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(file.path, target)
        return Claim(number, target, file.folder, file.path.name)

    def begun(self, stale: datetime) -> Iterator[Claim]:
        """What this watcher has taken and not answered, and what others took before `stale`.

        Another watcher's file is taken over by a rename of its own, so that one of two has it.
        """
        for path, folder in _below(self._at_work):
            watcher, _, below = folder.partition("/")
            match = _BEGUN.fullmatch(path.name)
            if match is None or watcher == self.aside.name:
                continue
            claim = Claim(match[1], path, below, match[2])
            if watcher == self.mine.name:
                yield claim
            elif received_at(claim.number) < stale:
                target = self.mine / below / path.name
                try:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    os.rename(path, target)
                except FileNotFoundError:
                    continue
                yield Claim(claim.number, target, below, claim.name)

    def kept_path(self, claim: Claim, digest: str) -> Path:
        """Where a claimed file will lie among the originals."""
        # The digest in letters alone: in digits a piece of it could be read as a year.
        name = f"{claim.number}_{_letters(digest)[:12]}_{_fitting(claim.name)}"
        return self.originals / claim.folder / name

    def keep(self, claim: Claim, digest: str) -> None:
        """Put a claimed file among the originals; raises `OSError`."""
        target = self.kept_path(claim, digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(claim.path, target)

    def kept(self) -> Iterator[Original]:
        """Every original, whatever the ledger knows of it."""
        for path, folder in _below(self.originals):
            match = _KEPT.fullmatch(path.name)
            if match and not folder.startswith(_AT_WORK):
                yield Original(match[1], path, folder, match[3])

    def put(self, path: Path, data: bytes) -> None:
        """Write a file so that nobody ever sees half of it, whatever ends us; raises `OSError`."""
        self._is_there()
        path.parent.mkdir(parents=True, exist_ok=True)
        put_file(path, data, self.aside)

    def _is_there(self) -> None:
        if not self.inbox.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.inbox))

    def shown(self, path: Path) -> str:
        """A path below the inbox as a person reads it."""
        return printable(path.relative_to(self.inbox).as_posix())


def is_anothers(folder: str, unit: str, unit_name: str) -> bool:
    """Whether a sub-folder is named for another unit than a workbook names.

    A folder that names no unit (`第一批`, `2022-03`) says nothing.
    """
    named = folder.rpartition("/")[2]
    code = code_in(named)
    if code and unit:
        return not are_of_one_line(unit, code)
    if unit_name and _ORGANISATION.search(squeezed(named)):
        name, here = squeezed(unit_name), squeezed(named).lstrip("0123456789-_")
        return here not in name and name not in here
    return False


def fitting_stem(stem: str) -> str:
    """A name without its ending, cut where what we put behind it would not fit any more."""
    return stem.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "ignore")


def received_at(number: str) -> datetime:
    """When a file with this number was taken."""
    # Numbers are read by people: they hold the time of the one clock.
    local = datetime.strptime(number[:15], "%Y%m%d-%H%M%S").replace(tzinfo=BEIJING)
    return local.astimezone(UTC)


def _scan(root: Path, folder: str) -> Iterator[Waiting]:
    with os.scandir(root) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if _PASSED_OVER.match(entry.name):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _scan(Path(entry.path), f"{folder}/{entry.name}".lstrip("/"))
            elif entry.is_file(follow_symlinks=False):
                # Not entry.stat(): on Windows that is what the folder remembers, often too old.
                seen = os.stat(entry.path)
                yield Waiting(Path(entry.path), folder, seen.st_size, seen.st_mtime_ns)
        except FileNotFoundError:  # taken away since the folder was listed
            continue


def _below(root: Path) -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        here = Path(folder)
        below = here.relative_to(root).as_posix()
        for name in sorted(names):
            yield here / name, "" if below == "." else below


def _fitting(name: str) -> str:
    """A name that is not too long for any file system, ending and all."""
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix) > 8:
        stem, dot, suffix = name, "", ""
    return fitting_stem(stem) + dot + suffix


def _letters(digits: str) -> str:
    """A hexadecimal number in the letters a to p."""
    return digits.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def watcher_name(host: str, ledger: Path) -> str:
    """The name of a watcher: the same after a restart, another on another machine."""
    digest = hashlib.sha256(f"{host}\n{os.path.abspath(ledger)}".encode()).hexdigest()
    plain = re.sub(r"[^A-Za-z0-9-]", "", host)[:20] or "host"
    return f"{plain}-{_letters(digest)[:6]}"
