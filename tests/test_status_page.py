"""状态.html as a browser shows it from a share: wide, narrow, filtered."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_watch_month import Desk
from tests.test_watch_month import desk as desk
from tests.test_watch_month import first_look as first_look
from tests.test_watch_month import march as march
from xltool.watch.due_board import POLICY

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
# A window is never narrower than 500 pixels, a frame may be.
_FRAME = """<p id="told"></p><iframe src="copy.html" width="WIDTH" height="800"></iframe><script>
addEventListener("message", event => { document.getElementById("told").textContent = event.data })
</script>"""
_TELL = """<script>const shown = [...document.querySelectorAll("tr[data-state]")]
const tops = shown.map(row => row.getBoundingClientRect().top)
parent.postMessage([document.documentElement.scrollWidth, innerWidth, tops.every(
  (top, at) => !at || top > tops[at - 1]), shown[0].dataset.state].join(" "), "*")</script>"""


def dom(page: str) -> str:
    """What the browser has made of a page."""
    command = [CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu"]
    command += ["--virtual-time-budget=3000", "--dump-dom", page]
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_is_cut_off_and_the_missing_stand_first(
    march: Desk, tmp_path: Path, width: int
) -> None:
    page = march.folders.page.read_text("utf-8")
    assert POLICY in page
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (tmp_path / "copy.html").write_text(page.replace("</body>", f"{_TELL}</body>"), "utf-8")
    (tmp_path / "frame.html").write_text(_FRAME.replace("WIDTH", str(width)), "utf-8")
    shown = re.search(r'<p id="told">([^<]+)', dom((tmp_path / "frame.html").as_uri()))
    assert shown
    wide, window, in_order, first = shown[1].split()
    assert int(wide) <= int(window) <= width
    assert (in_order, first) == ("true", "missing")


def test_the_filter_works_from_a_file(march: Desk) -> None:
    shown = dom(f"{march.folders.page.as_uri()}#invalid")
    hidden = dict(re.findall(r'<tr data-state="(\w+)"( hidden="")?>', shown))
    assert hidden["invalid"] == "" and hidden["missing"] and hidden["nil"]
    everything = dom(march.folders.page.as_uri())
    assert 'hidden=""' not in everything
