"""What a forked process begins with: a workbook has been checked, and the watcher is loaded.

Not the commands: they choose the language of their help when they are imported.
"""

from __future__ import annotations

from tests.drop_folder import GOOD
from xltool.pipeline.check import check

check([GOOD])
