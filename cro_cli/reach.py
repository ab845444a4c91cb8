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

_YEAR = dt.timedelta(days=366)
_FEW = 20  # one in so many dates is a slip at most
# Where there are fewer, a single one that lies so far off; for less a run is not refused.
LONE = 2 * _YEAR
_REFUSED = 5 * _YEAR
_OTHERS = 3  # dates that there must be beside a single one


def of(loaded: Loaded, only: Collection[str] = (), *, lone: dt.timedelta = LONE) -> dt.date | None:
    """Return the newest day on which something happened; None where no row has a date.

    Exports of several days tell that nothing more had happened by the last. `only` are the names of
    the tables that count, all of them when empty. A single date of few is a slip when it lies
    further from all others than `lone`.
    """
    names = [name for name in loaded.tables if not only or name in only]
    told = [loaded.snapshots[name][-1] for name in names if name in loaded.snapshots]
    rows = (_days(tables.BY_NAME[name], loaded.tables[name]) for name in names)
    newest = _newest([day for days in rows for day in days], lone)
    return max((day for day in (newest, *told) if day is not None), default=None)


def before_slip(loaded: Loaded, name: str, day: dt.date) -> dt.date | None:
    """Return the day by which all else of a table ends, when its newest date `day` is a slip.

    A quiet company has a new row after a long time too: then another table, another column of the
    row or another day soon before or after bears the date out, and the answer is None.
    """
    if not _is_apart(loaded, name, day):
        return None
    known = of(loaded, only=(name,), lone=_REFUSED)
    if known is None or known >= day or _is_borne_out(loaded, name, known, day):
        return None
    return known


def _is_apart(loaded: Loaded, name: str, day: dt.date) -> bool:
    """Tell whether so few dates of a table are of the year before a day that this may be a slip.

    `of` then tells, which costs more than every report should pay.
    """
    after = day - _YEAR
    if name in loaded.parted:
        counts = [(rows.to_series(0), rows.to_series(1)) for rows in loaded.parted[name].told.days]
        near = sum(int(rows.filter(days > after).sum()) for days, rows in counts)
        known = sum(int(rows.filter(days.is_not_null()).sum()) for days, rows in counts)
        return near <= 1 or near * _FEW <= known
    frame = loaded.tables[name]
    columns = [frame.get_column(column) for column in tables.BY_NAME[name].events]
    near = sum(int((days > after).sum()) for days in columns)
    return near <= 1 or near * _FEW <= sum(days.len() - days.null_count() for days in columns)


def _is_borne_out(loaded: Loaded, name: str, known: dt.date, newest: dt.date) -> bool:
    """Tell whether anything speaks for the dates of a table beyond a day, up to the newest."""
    others = (loaded.newest(other) for other in loaded.tables if other != name)
    if any(day is not None and day > newest - _YEAR for day in others):
        return True
    table, frame = tables.BY_NAME[name], loaded.tables[name]
    beyond = [pl.col(column).cast(pl.Date) > known for column in table.events]
    if frame.select((pl.sum_horizontal(beyond) > 1).any()).item():
        return True
    days = pl.concat(list(_days(table, frame))).unique().sort()
    late = days.filter(days > known).to_list()
    return any(later - day <= _YEAR for day, later in pairwise(late))


def _newest(days: list[pl.Series], lone: dt.timedelta) -> dt.date | None:
    if not days:
        return None
    counts = pl.concat(days).drop_nulls().value_counts(name="rows").sort("day", descending=True)
    total, above = int(counts.get_column("rows").sum()), 0
    rows = counts.rows()
    newest: dt.date | None = rows[0][0] if rows else None
    for (day, count), (before, _) in pairwise(rows):
        above += count
        is_rare = above * _FEW <= total
        is_lone = above == 1 and total > _OTHERS
        if not (is_rare or is_lone):
            break
        if day - before > (_YEAR if is_rare else lone):
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
