"""Install xltool from the wheels beside this file, into an environment of its own, offline."""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Make the environment, fill it, and check a sample with it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # real streams here
    about = json.loads((HERE / "kit.json").read_text(encoding="utf-8"))
    _right_python(about["python"])
    venv = Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "xltool-venv").absolute()
    programs = venv / ("Scripts" if os.name == "nt" else "bin")
    print(f"正在安装到 {venv}，需要几分钟……", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", str(venv)]).returncode:
        _stop(f"没有装成：没能建好文件夹 {venv}。原因见上面；Linux 上还需要先装 python3-venv。")
    if not _installed(programs / "python", about["version"]):
        _stop("没有装成，原因见上面。安装包可能不完整：请重新复制、整个解压后再试。")
    sample = HERE / "samples" / "三套指标完整.xlsx"
    xltool = programs / "xltool"
    if subprocess.run([str(xltool), "check", "--no-annotate", str(sample)]).returncode:
        _stop("装好了，但试查样例没有通过。请把上面的内容发给管理员。")
    print(f"安装完成。检查工作簿的命令：\n  {xltool} check 文件或文件夹")


def _right_python(wanted: str) -> None:
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    bits = 64 if sys.maxsize > 2**32 else 32
    if (here, bits) != (wanted, 64):
        _stop(
            f"这个安装包要用 64 位 Python {wanted}，找到的是 {bits} 位 Python {here}"
            f"（{sys.executable}）。请装好 64 位 Python {wanted} 后再运行一次。"
        )


def _installed(python: Path, version: str) -> bool:
    # Settings of pip on this machine may name indexes or limits that do not belong here.
    offline = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
    offline |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-index"]
    pip += ["--find-links", str(HERE / "wheels"), f"xltool=={version}"]
    # The second run replaces an xltool of the same version number that was built earlier.
    runs = (pip, [*pip, "--force-reinstall", "--no-deps"])
    return all(subprocess.run(run, env=offline).returncode == 0 for run in runs)


def _stop(sentence: str) -> None:
    print(sentence)
    sys.exit(2)


if __name__ == "__main__":
    main()
