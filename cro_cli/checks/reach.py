"""How far data reach, told from themselves: the newest day that stands not far apart from others.

A single date in a far year is a slip and must not move the end of all data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise

import polars as pl

from cro_cli import tables
from cro_cli.tables import Kind, Table

_APART = dt.timedelta(days=366)
_FEW = 20  # one in so many rows is a slip at most


def of(frames: Mapping[str, pl.DataFrame]) -> dt.date | None:
    """Return the newest day on which something happened; None where no row has a date."""
    days = [day for name, frame in frames.items() for day in _days(tables.BY_NAME[name], frame)]
    if not days:
        return None
    counts = pl.concat(days).drop_nulls().value_counts(name="rows").sort("day", descending=True)
    total, above = int(counts.get_column("rows").sum()), 0
    rows = counts.rows()
    newest: dt.date | None = rows[0][0] if rows else None
    for (day, count), (before, _) in pairwise(rows):
        above += count
        if above * _FEW > total:
            break
        if day - before > _APART:
            newest = before
    return newest


def _days(table: Table, frame: pl.DataFrame) -> Iterator[pl.Series]:
    for column in table.events:
        days = frame.get_column(column).cast(pl.Date)
        if table.column(column).kind is Kind.MONTH:
            days = days.dt.month_end()
        yield days.alias("day")
    for column, words in table.closings.items():
        closed = frame.get_column("status").str.to_lowercase().is_in(words).fill_null(value=False)
        yield frame.get_column(column).filter(closed).alias("day")
