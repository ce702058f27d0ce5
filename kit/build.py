"""`python -m kit.build OUT`: an offline kit (.zip) and a one-file program.

The kit is for this kind of machine and this Python, or for another: `--platform win_amd64
--python 3.11`. The program is always for this kind of machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kit.program import build_program
from kit.wheelhouse import ROOT, Target, fill
from xltool import __version__

_PARTS = Path(__file__).resolve().parent / "parts"
_THEN = (1980, 1, 1, 0, 0, 0)  # no clock in what is built


def build_kit(out: Path, target: Target) -> Path:
    """Write the offline kit for a kind of machine into a folder; returns the .zip file."""
    name = f"xltool-{__version__}-{target.platform}-python{target.python}"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wheels = Path(scratch) / "wheels"
        fill(wheels, target)
        about = {"version": __version__, "platform": target.platform, "python": target.python}
        content = {**dict(_texts()), "kit.json": json.dumps(about, indent=1).encode()}
        content["python.txt"] = f"{target.python}\n".encode()
        content |= {f"wheels/{path.name}": path.read_bytes() for path in wheels.glob("*.whl")}
        half = out / f"{name}.zip.half"
        _zip(half, {f"{name}/{path}": data for path, data in content.items()})
    return half.replace(out / f"{name}.zip")


def _texts() -> Iterator[tuple[str, bytes]]:
    """Install scripts, guide and samples, with the ends of lines that their readers expect."""
    for path in sorted(_PARTS.iterdir()):
        if path.name.startswith("__"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".bat":
            yield path.name, text.replace("\n", "\r\n").encode("ascii")
        elif path.suffix == ".txt":  # Notepad knows UTF-8 by its mark; the console would show that
            mark = "" if path.name == "no-python.txt" else "\ufeff"
            yield path.name, (mark + text.replace("\n", "\r\n")).encode()
        else:
            yield path.name, text.encode()
    for path in sorted((ROOT / "sample_workbooks").glob("*.xlsx")):
        if ".checked" not in path.name:
            yield f"samples/{path.name}", path.read_bytes()
    yield "README.zh-CN.md", (ROOT / "README.zh-CN.md").read_bytes()
    for path in sorted((ROOT / "docs" / "pictures").glob("*.png")):
        yield f"docs/pictures/{path.name}", path.read_bytes()


def _zip(path: Path, content: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in sorted(content.items()):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.create_system = 3  # the permissions below are those of Unix
            entry.external_attr = (0o100755 if name.endswith(".sh") else 0o100644) << 16
            packed = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            package.writestr(entry, data, packed)


def _show(path: Path) -> None:
    print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser("python -m kit.build", description=__doc__)
    here = Target.here()
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for what is built")
    parser.add_argument("--platform", default=here.platform, help="such as win_amd64")
    parser.add_argument("--python", default=here.python, help="such as 3.11")
    parser.add_argument("--no-kit", action="store_true", help="build the program only")
    parser.add_argument("--no-program", action="store_true", help="build the kit only")
    options = parser.parse_args()
    try:
        if not options.no_kit:
            _show(build_kit(options.out, Target(options.platform, options.python)))
        if not options.no_program:
            _show(build_program(options.out.absolute()))
    except (subprocess.CalledProcessError, ValueError) as error:
        sys.exit(f"Not built: {error}. What pip or PyInstaller said stands above.")


if __name__ == "__main__":
    main()
