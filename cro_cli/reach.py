"""How far data reach, told from themselves: the newest day that stands not far apart from others.

A single date in a far year is a slip and must not move the end of all data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import tables
from cro_cli.tables import Kind, Table

if TYPE_CHECKING:
    from cro_cli.sources.loaded import Loaded

_APART = dt.timedelta(days=366)
_FEW = 20  # one in so many rows is a slip at most


def of(loaded: Loaded, only: Collection[str] = ()) -> dt.date | None:
    """Return the newest day on which something happened; None where no row has a date.

    Exports of several days tell that nothing more had happened by the last. `only` are the names of
    the tables that count, all of them when empty.
    """
    names = [name for name in loaded.tables if not only or name in only]
    told = [loaded.snapshots[name][-1] for name in names if name in loaded.snapshots]
    rows = (_days(tables.BY_NAME[name], loaded.tables[name]) for name in names)
    newest = _newest([day for days in rows for day in days])
    return max((day for day in (newest, *told) if day is not None), default=None)


def is_apart(loaded: Loaded, name: str, day: dt.date) -> bool:
    """Tell whether so few rows of a table are of the year before a day that this may be a slip.

    `of` then tells, which costs more than every report should pay.
    """
    frame, after = loaded.tables[name], day - _APART
    columns = [frame.get_column(column) for column in tables.BY_NAME[name].events]
    near = sum(int((days > after).sum()) for days in columns)
    return near * _FEW <= sum(days.len() - days.null_count() for days in columns)


def _newest(days: list[pl.Series]) -> dt.date | None:
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
