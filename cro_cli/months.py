"""Months as whole numbers: year × 12 + month − 1, so that windows are plain arithmetic."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

QUARTER = 3
YEAR = 12
# For how long contracts are agreed, beyond a year.
LONG_TERMS = (18, 24, 30, 36, 48, 60, 72, 84, 96, 108, 120)


def index(day: dt.date) -> int:
    """Return the number of the month a day lies in.

    >>> index(dt.date(2026, 9, 30)) - index(dt.date(2025, 9, 30))
    12
    """
    return day.year * YEAR + day.month - 1


def start(month: int) -> dt.date:
    """Return the first day of a month."""
    return dt.date(month // YEAR, month % YEAR + 1, 1)


def end(month: int) -> dt.date:
    """Return the last day of a month.

    >>> end(index(dt.date(2024, 2, 1)))
    datetime.date(2024, 2, 29)
    """
    first = start(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def is_end(day: dt.date) -> bool:
    """Tell whether a day is the last of its month."""
    return end(index(day)) == day


def name(month: int) -> str:
    """Return a month as people write it in files: `2026-09`."""
    return f"{month // YEAR:04d}-{month % YEAR + 1:02d}"


def last_closed(day: dt.date) -> int:
    """Return the last month that is over at the end of a day."""
    month = index(day)
    return month if is_end(day) else month - 1


def is_present(month: int, newest_month: int | None, newest: dt.date | None) -> bool:
    """Tell whether no month has ended between a month's end and the day of an export.

    `newest` is the day of the newest event in it, `newest_month` the month of that.
    """
    if newest_month is None or newest_month <= month:
        return True
    return newest_month == month + 1 and (newest is None or last_closed(newest) <= month)


def unbroken(present: Iterable[int]) -> tuple[int, int]:
    """Return first and last month of the run without gaps that ends with the last of some months.

    >>> unbroken([24312, 24314, 24315])
    (24314, 24315)
    """
    ordered = sorted(set(present))
    after_gaps = (b for a, b in pairwise(ordered) if b > a + 1)
    return max(after_gaps, default=ordered[0]), ordered[-1]


def quarter(month: int, *, year_start: int) -> tuple[int, int]:
    """Return first and last month of the fiscal quarter a month lies in.

    `year_start` is the calendar month (1 to 12) in which the fiscal year begins.
    """
    into = (month - (year_start - 1)) % QUARTER
    return month - into, month - into + QUARTER - 1


def target_quarter(month: int, *, year_start: int) -> tuple[int, int]:
    """Return the fiscal quarter that contains the day after a month's end (definitions 4.12)."""
    return quarter(month + 1, year_start=year_start)


def closed_quarter(month: int, *, year_start: int) -> tuple[int, int]:
    """Return the last fiscal quarter that is complete at a month's end (definitions 4.12)."""
    first, last = quarter(month, year_start=year_start)
    return (first, last) if last == month else (first - QUARTER, last - QUARTER)
