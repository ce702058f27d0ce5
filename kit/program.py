"""The project -> one program file for the kind of machine that this runs on, by PyInstaller."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kit.wheelhouse import ROOT

# What only tests and other programs of the environment use.
_LEFT_OUT = ("pytest", "_pytest", "mypy", "hypothesis", "tkinter", "matplotlib", "IPython")


def build_program(folder: Path) -> Path:
    """Build `xltool` (`xltool.exe`) in a folder; raises `CalledProcessError` where it fails."""
    parts = _folder_of("docx") / "parts"
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            *(sys.executable, "-m", "PyInstaller", "--onefile", "--console", "--noconfirm"),
            *("--name", "xltool", "--log-level", "ERROR", "--paths", str(ROOT)),
            *("--distpath", str(folder), "--workpath", scratch, "--specpath", scratch),
            # The forms lie where a wheel has them: beside the package's modules.
            *("--add-data", f"{ROOT / 'schemas'}{os.pathsep}xltool/schemas"),
            # Rules and commands are found by their names, which no analysis sees.
            *("--collect-submodules", "xltool", "--copy-metadata", "pandera"),
            # python-docx reaches its templates through `parts/..`, so that folder must be there.
            *("--add-data", f"{parts / '__init__.py'}{os.pathsep}docx/parts"),
            *(word for name in _LEFT_OUT for word in ("--exclude-module", name)),
            str(ROOT / "kit" / "start.py"),
        ]
        # With a fixed seed the same input gives the same program.
        environment = {**os.environ, "PYTHONHASHSEED": "1"}
        subprocess.run(command, check=True, env=environment, cwd=scratch)
    return folder / ("xltool.exe" if sys.platform == "win32" else "xltool")


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent
