"""The clock, which only `freshness` in the config makes a run look at."""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """Return the day of the calendar where the program runs."""
    return dt.datetime.now().astimezone().date()
