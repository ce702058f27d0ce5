"""xltool in a process of its own, forked from one that has loaded all of it.

A fresh Python needs a second of processor time to load pandera. Where the system can fork, a
server loads everything once (`tests/warm.py`), and each process begins as a copy of it; elsewhere
each is fresh.
How xltool starts from nothing is for tests that start it by `sys.executable`.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_FORKS = "forkserver" in multiprocessing.get_all_start_methods()


def xltool(
    words: Sequence[str], *, cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, as `python -m xltool` would."""
    if not _FORKS:
        command = [sys.executable, "-m", "xltool", *words]
        return subprocess.run(
            command, capture_output=True, cwd=cwd, env={**os.environ, **environment}, check=False
        )
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = Forked(words, cwd=cwd, environment=environment, out=out, err=err)
        code = process.wait(300)
        return subprocess.CompletedProcess(words, code, out.read_bytes(), err.read_bytes())


class Forked:
    """A command that runs; the parts of `subprocess.Popen` that the tests use."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str] | None = None,
        out: Path = Path(os.devnull),
        err: Path = Path(os.devnull),
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pytest", "tests.warm"])
        variables = {**os.environ, **(environment or {})}
        self._process = context.Process(target=_run, args=(words, cwd, variables, out, err))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("xltool", seconds or 0)
        return self._process.exitcode


def _run(
    words: Sequence[str], cwd: Path, environment: Mapping[str, str], out: Path, err: Path
) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdout, sys.stderr = (_stream(path, number) for path, number in ((out, 1), (err, 2)))
    sys.argv = ["xltool", *words]
    from xltool.cli import main  # not before the environment is that of the command

    main.run()


def _stream(path: Path, number: int) -> io.TextIOWrapper:
    """A file in place of standard output or error, written as Python writes those."""
    with path.open("ab") as file:
        os.dup2(file.fileno(), number)
    name, _, errors = os.environ.get("PYTHONIOENCODING", "utf-8").partition(":")
    errors = errors or ("strict" if number == 1 else "backslashreplace")
    return io.TextIOWrapper(
        open(number, "wb", closefd=False), encoding=name, errors=errors, write_through=number == 2
    )
