"""The summary and its proof of what a ledger holds, read and nothing else:
`python -m benchmarks.summary_alone LEDGER OUT PERIOD`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from xltool.forms.load import load_forms
from xltool.pipeline.month_summary import summarise

if __name__ == "__main__":
    ledger, out, period = sys.argv[1:]
    summarise(
        Path(ledger),
        Path(out),
        period,
        load_forms(),
        roster=None,
        exemptions=None,
        journal=Path(f"{ledger}.journal"),
        lang="zh",
    )
