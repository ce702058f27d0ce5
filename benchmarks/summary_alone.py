"""The summary and its proof of what a ledger holds, read and nothing else:
`python -m benchmarks.summary_alone LEDGER OUT PERIOD`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from xltool.forms.load import load_forms
from xltool.pipeline.month_summary import MonthLists, summarise

if __name__ == "__main__":
    ledger, out, period = sys.argv[1:]
    lists = MonthLists(load_forms(), None, None, "zh")
    summarise(Path(ledger), Path(out), period, lists, Path(f"{ledger}.journal"))
