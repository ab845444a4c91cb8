"""The day of an export, as its folder or its own name tells it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

_DAY = r"(?P<year>20[0-9]{2})(?P<sign>[-_.]?)(?P<month>[0-9]{2})(?P=sign)(?P<day>[0-9]{2})"
_IN_NAME = re.compile(rf"(?<![0-9]){_DAY}(?![0-9])")


def of_folder(name: str) -> dt.date | None:
    """Return the day that a folder is named after, and after nothing else.

    >>> of_folder("2026-01-31"), of_folder("20260131")
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    >>> of_folder("2026-01"), of_folder("2026-02-30"), of_folder("backup of 2026-01-31")
    (None, None, None)
    """
    match = _IN_NAME.fullmatch(name)
    return None if match is None else _date(match)


def in_name(name: str) -> dt.date | None:
    """Return the one day in the name of a file; a name with two days speaks of a span.

    >>> in_name("deals_2026-01-31.csv"), in_name("ads_2026-01-01_2026-01-31.csv")
    (datetime.date(2026, 1, 31), None)
    """
    days = [day for match in _IN_NAME.finditer(name) if (day := _date(match)) is not None]
    return days[0] if len(days) == 1 else None


def folder_of(path: str) -> dt.date | None:
    """Return the day that the folder of a file is named after."""
    return of_folder(Path(path).parent.name)


def described(day: dt.date) -> dt.date:
    """Return the last day that is over in an export: one of the first of a month ends the last."""
    return day - dt.timedelta(days=1) if day.day == 1 else day


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
