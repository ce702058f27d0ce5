"""Ledger + list of exemptions -> what was decided and is exempted, for whatever comes today."""

from __future__ import annotations

from pathlib import Path

from xltool.language import clock
from xltool.language.errors import XltoolError
from xltool.ledger.ledger import Ledger
from xltool.month.exemptions import Exemptions
from xltool.month.rulings import Rulings
from xltool.pipeline.exemption_list import exemptions_in


def current_rulings(ledger: Ledger, exemptions: Path | None, lang: str) -> Rulings:
    """What was decided this year and last, since December is reviewed in January, and is exempted
    today. A broken list exempts nothing: the month's summary says what is wrong with it.
    """
    try:
        exempted = exemptions_in(exemptions, None, lang)
    except XltoolError:
        exempted = Exemptions()
    year = clock.now().year
    return Rulings.of(ledger, (str(year - 1), str(year)), exempted)
