"""The project and a platform -> a folder with every wheel that an installation there needs."""

from __future__ import annotations

import email
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
_SYSTEMS = {
    "win": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "macosx": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "manylinux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
}
_MACHINES = {"amd64": "AMD64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "aarch64"}


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of machine, as wheels name it (`win_amd64`), and its Python (`3.11`)."""

    platform: str
    python: str

    @classmethod
    def here(cls) -> Target:
        """The machine and the Python that run this."""
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        return cls(platform, f"{sys.version_info.major}.{sys.version_info.minor}")

    def environment(self) -> dict[str, str]:
        """What the markers of requirements ask about, answered for this kind of machine."""
        system = next(
            (facts for name, facts in _SYSTEMS.items() if self.platform.startswith(name)), {}
        )
        machine = next((m for end, m in _MACHINES.items() if self.platform.endswith(end)), "")
        return {
            **system,
            "platform_machine": machine,
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


def fill(folder: Path, target: Target) -> None:
    """Put the project's own wheel and those of all it needs into a folder.

    Raises `subprocess.CalledProcessError` where pip does not get them, `ValueError` where some are
    still missing then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    if target == Target.here():
        (own,) = folder.glob("xltool-*.whl")
        _pip("wheel", "--wheel-dir", str(folder), "--find-links", str(folder), str(own))
    else:
        # pip answers markers for the machine that it runs on: what only the other kind of machine
        # needs (colorama and tzdata on Windows) is found by reading the wheels.
        while wanted := missing(folder.glob("*.whl"), target.environment()):
            before = set(folder.iterdir())
            _pip("download", "--no-deps", *_options(folder, target), *sorted(wanted.values()))
            if set(folder.iterdir()) == before:
                break
    if wanted := missing(folder.glob("*.whl"), target.environment()):
        raise ValueError(f"no wheels for {', '.join(sorted(wanted.values()))}")


def _options(folder: Path, target: Target) -> list[str]:
    return [
        *("--dest", str(folder), "--only-binary", ":all:"),
        *("--platform", target.platform, "--python-version", target.python),
    ]


def missing(
    wheels: Iterable[Path], environment: Mapping[str, str], root: str = "xltool"
) -> dict[str, str]:
    """What the wheels require, from `root` down, and none of them is, name by name."""
    required = {_name(wheel): _requirements(wheel) for wheel in wheels}
    wanted: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    queue = [(root, "")]
    while queue:
        name, extra = place = queue.pop()
        if place in seen:
            continue
        seen.add(place)
        if name not in required:
            wanted.setdefault(name, name)
            continue
        for requirement in required[name]:
            if not requirement.marker or requirement.marker.evaluate(
                {**environment, "extra": extra}
            ):
                below = canonicalize_name(requirement.name)
                queue += [(below, part) for part in ("", *requirement.extras)]
                if below not in required:
                    wanted[below] = f"{requirement.name}{requirement.specifier}"
    return wanted


def _name(wheel: Path) -> str:
    return canonicalize_name(wheel.name.split("-")[0])


def _requirements(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as package:
        (name,) = (name for name in package.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(package.read(name))
    return [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments, "--quiet"], check=True)
