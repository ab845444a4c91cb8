"""Exports of one table from several days: which state holds now, and how it came about.

Of most tables the newest row of each key holds. Of those that show the present only, the states
of former days are their history (`histories`), and what the newest export no longer has is gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from cro_cli.messages import Problem
from cro_cli.messages.files import UNDATED
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import days
from cro_cli.sources.combining import FILE, combine
from cro_cli.sources.shaping import Shaped
from cro_cli.tables import STATES, Table

# Tables whose rows go without a trace: only the newest export holds.
WHOLE = frozenset({"headcount", "subscription_items", "subscription_versions"})
_SEVERAL = 2


class Day(NamedTuple):
    """The rows of a table in all exports of one day; each knows its file among those of all."""

    day: dt.date
    frame: pl.DataFrame


class Series(NamedTuple):
    """A table of several days: the rows that hold, and all days, first to last.

    `superseded` counts by file the rows in whose stead newer ones hold, `repeats` those that were
    said before on the same day.
    """

    frame: pl.DataFrame
    days: tuple[Day, ...]
    superseded: Mapping[int, int]
    repeats: Mapping[int, int]
    problems: tuple[Problem, ...]


def dated(table: Table, names: Sequence[str], parts: Sequence[Shaped]) -> list[dt.date | None]:
    """Return the day of each file where they are exports of several days; nothing else.

    Folders of days are meant so. Days in the names of files may as well part the rows, so they
    only count where one key stands in the exports of two days.
    """
    folders = [days.folder_of(name) for name in names]
    if len({day for day in folders if day is not None}) > 1:
        return folders
    if not table.unique:
        return []
    named = [folder or days.in_name(name) for name, folder in zip(names, folders, strict=True)]
    if len({day for day in named if day is not None}) < _SEVERAL:
        return []
    keys = [
        part.frame.select(*table.key, day=pl.lit(day)).filter(pl.col(table.key[0]).is_not_null())
        for day, part in zip(named, parts, strict=True)
        if day is not None
    ]
    again = pl.concat(keys).group_by(table.key).agg(pl.col("day").n_unique())
    return named if (again.get_column("day") > 1).any() else []


def join(
    table: Table,
    names: Sequence[str],
    parts: Sequence[Shaped],
    dates: Sequence[dt.date | None],
) -> Series:
    """Put the exports of several days together."""
    problems = [
        UNDATED.problem(name, table=table.name)
        for name, day in zip(names, dates, strict=True)
        if day is None
    ]
    repeats: dict[int, int] = {}
    found: list[Day] = []
    for day in sorted({day for day in dates if day is not None}):
        numbers = [number for number, one in enumerate(dates) if one == day]
        own = [names[number] for number in numbers]
        combined = combine(table, own, [parts[number] for number in numbers])
        problems += combined.problems
        for counts in (combined.repeats, combined.outdated):
            for at, count in counts.items():
                repeats[numbers[at]] = repeats.get(numbers[at], 0) + count
        found.append(Day(day, _numbered(combined.frame, numbers)))
    frame = _holding(table, [one.frame for one in found])
    return Series(
        frame=frame,
        days=tuple(found),
        superseded={} if table.name in STATES else dict(_fewer(found, frame)),
        repeats=repeats,
        problems=tuple(problems),
    )


def _numbered(frame: pl.DataFrame, numbers: Sequence[int]) -> pl.DataFrame:
    """Let rows know their file among the files of all days."""
    if FILE not in frame.columns:
        return frame.with_columns(pl.lit(numbers[0], pl.Int32).alias(FILE))
    own = dict(enumerate(numbers))
    return frame.with_columns(pl.col(FILE).replace_strict(own, return_dtype=pl.Int32))


def _holding(table: Table, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the rows that hold now, from frames by day."""
    # Headcount by month is a history of its own.
    is_history = "month" in table.key and frames[-1].get_column("month").count()
    if table.name in STATES | WHOLE and not is_history:
        return frames[-1]
    if table.unique:
        whole = pl.concat(reversed(frames))
        return whole.unique(table.key, keep="first", maintain_order=True)
    return pl.concat(_further_back(table, frames))


def _further_back(table: Table, frames: Sequence[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the newest rows, then of each older export those of before all newer ones."""
    *older, newest = frames
    yield newest
    if not table.events:
        return
    when = table.events[0]
    begins = newest.get_column(when).min()
    for frame in reversed(older):
        before = frame.filter(pl.col(when) < begins)
        yield before
        if before.height:
            begins = before.get_column(when).min()


def _fewer(found: Sequence[Day], frame: pl.DataFrame) -> Iterator[tuple[int, int]]:
    """Yield the files whose rows do not all hold, with how many do not."""
    left = dict(frame.group_by(FILE).len().rows())
    before = pl.concat(one.frame.select(FILE) for one in found).group_by(FILE).len()
    for file, rows in before.sort(FILE).rows():
        if rows != left.get(file, 0):
            yield file, rows - left.get(file, 0)
