"""The one clock: times as they are read in China, the same on every machine.

Stored times are ISO 8601 in UTC; what a person reads (receipts and their numbers, the status page,
summaries, reminders) is Beijing time, whatever zone the machine is set to.
"""

from __future__ import annotations

import datetime

# Not zoneinfo: Windows has no database of zones, and China has had no summer time since 1991.
BEIJING = datetime.timezone(datetime.timedelta(hours=8), "Beijing")


def now() -> datetime.datetime:
    """This moment."""
    return datetime.datetime.now(BEIJING)


def in_beijing(time: datetime.datetime) -> datetime.datetime:
    """A time by this clock; one without a zone is UTC."""
    return (time if time.tzinfo else time.replace(tzinfo=datetime.UTC)).astimezone(BEIJING)


def local_time(time: datetime.datetime | str | None, seconds: bool = False) -> str:
    """A stored time as it is read: `2022-03-01T01:00:00` -> `2022-03-01 09:00`; "" for none."""
    if not time:
        return ""
    moment = datetime.datetime.fromisoformat(time) if isinstance(time, str) else time
    return in_beijing(moment).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")
