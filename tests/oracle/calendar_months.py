"""Months as year × 12 + month − 1, in plain Python."""

from __future__ import annotations

import datetime as dt

ONE_DAY = dt.timedelta(days=1)


def month_of(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def month_named(text: str) -> int:
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def name_of(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def last_day(month: int) -> dt.date:
    return dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1) - ONE_DAY


def last_closed(day: dt.date) -> int:
    """Return the last month that is over when the day is over."""
    return month_of(day + ONE_DAY) - 1


def closed_quarter(month: int, *, year_start: int) -> int:
    """Return the last month of the newest fiscal quarter that is over at the end of a month."""
    while (month - (year_start - 1)) % 3 != 2:
        month -= 1
    return month
