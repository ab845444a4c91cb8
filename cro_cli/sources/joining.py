"""The tables of all files, as far as they are put together; those of several days are a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.messages import Problem
from cro_cli.model import Finding, Input
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import days, remarks, snapshots
from cro_cli.sources.combining import FILE, Combined
from cro_cli.sources.loaded import Placed
from cro_cli.sources.shaping import Shaped
from cro_cli.sources.snapshots import Series
from cro_cli.tables import STATES, TOLD_BY_DAY, Table

if TYPE_CHECKING:
    from cro_cli.parts.table import Parted
    from cro_cli.sources.states import History

_OF_DEALS = ("amount", "close_on")


class Files(NamedTuple):
    """The files of one table from several days; `own` are those whose main table it is.

    `labels` are the headers of the ids that the rows are told by.
    """

    names: Sequence[str]
    labels: Sequence[str]
    parts: Sequence[Shaped]
    dates: Sequence[dt.date | None]
    own: Sequence[str]


class Joined:
    """The tables of all files that were read, with what only all files together tell.

    `histories` are told by exports of several days, `mirrors` says which further columns a column
    of a table is read into.
    """

    def __init__(self, records: dict[str, Input]) -> None:
        self.records = records
        self.tables: dict[str, pl.DataFrame] = {}
        self.parted: dict[str, Parted] = {}
        self.placed: dict[str, Placed] = {}
        self.supplied: frozenset[str] = frozenset()
        self.findings: list[Finding] = []
        self.problems: list[Problem] = []
        self.snapshots: dict[str, tuple[dt.date, ...]] = {}
        self.histories: dict[str, tuple[History, Sequence[str]]] = {}
        self.mirrors: dict[str, list[str]] = {}

    def leave_out(self, file: str, reason: str, count: int) -> None:
        """Count rows of a file that do not hold."""
        record = self.records[file]
        dropped = {**record.dropped, reason: record.dropped.get(reason, 0) + count}
        self.records[file] = record._replace(dropped=dropped, kept=max(record.kept - count, 0))

    def mirrored(self, finding: Finding) -> Finding:
        """Return a finding about all columns that its cell is read into."""
        further = (one for name in finding.fields for one in self.mirrors.get(name, ()))
        fields = tuple(dict.fromkeys((*finding.fields, *further)))
        return finding if fields == finding.fields else finding._replace(fields=fields)


def note_day(joined: Joined, table: Table, names: Sequence[str]) -> None:
    """Note the day up to which a table tells everything, where its folder is named after one."""
    found = {days.folder_of(name) for name in names}
    day = found.pop()
    if table.name in TOLD_BY_DAY and day is not None and not found:
        joined.snapshots[table.name] = (days.described(day),)


def note_doubles(
    joined: Joined, table: Table, combined: Combined, names: Sequence[str], own: Sequence[str]
) -> None:
    """Note the rows that count once, or are outdated; those of another table were noted with it."""
    kinds = (
        ("repeated", combined.repeats, remarks.of_repeats),
        ("superseded", combined.outdated, remarks.of_outdated),
    )
    for reason, counts, remark in kinds:
        for number, count in counts.items():
            if names[number] in own:
                joined.leave_out(names[number], reason, count)
                joined.findings.append(remark(names[number], count))
    for number, count in combined.relabelled.items():
        if names[number] in own:
            joined.findings.append(remarks.of_relabelled(names[number], table, count))


def add_series(joined: Joined, table: Table, files: Files) -> None:
    """Add a table that several days tell of."""
    series = snapshots.join(table, files.names, files.parts, files.dates)
    joined.problems += series.problems
    for reason, counts in (("repeated", series.repeats), ("superseded", series.superseded)):
        for number, count in counts.items():
            if files.names[number] in files.own:
                joined.leave_out(files.names[number], reason, count)
    joined.placed[table.name] = Placed(tuple(files.names), series.frame)
    by_day = list(_supplied(files, series))
    newest_only = table.name in STATES | snapshots.WHOLE
    joined.supplied |= by_day[-1] if newest_only else frozenset().union(*by_day)
    if table.name in STATES:
        joined.snapshots[table.name] = tuple(days.described(one.day) for one in series.days)
        # Most runs have no such exports, and do without what reads them.
        from cro_cli.sources import histories

        joined.findings += histories.vanished(table, series.days, files)
        history = histories.of(table.name, series.days, by_day)
        if history.lacks:
            joined.findings.append(remarks.of_uneven(table.name, history.lacks))
        else:
            joined.histories[table.name] = (history, files.names)


def _supplied(files: Files, series: Series) -> Iterator[frozenset[str]]:
    """Yield the columns that the exports of each day have."""
    for one in series.days:
        pairs = zip(files.parts, files.dates, strict=True)
        yield frozenset().union(*(part.supplied for part, day in pairs if day == one.day))


def add_histories(joined: Joined) -> None:
    """Add what exports of several days tell of the past, where no export tells it better."""
    for name, (history, files) in joined.histories.items():
        genuine = joined.placed.get(history.table)
        if genuine is None:
            joined.placed[history.table] = Placed(tuple(files), history.frame)
        elif history.table == "deal_stages" and not _has_amounts(joined):
            joined.placed[history.table] = _filled(genuine, history.frame, files)
        else:
            continue
        joined.snapshots[history.table] = joined.snapshots[name]
        joined.findings.append(remarks.of_history(name, joined.snapshots[name]))
        for column, origins in history.mirrors.items():
            for origin in origins:
                joined.mirrors.setdefault(f"{name}.{origin}", []).append(
                    f"{history.table}.{column}"
                )
        told = {f"{history.table}.{column}" for column in history.mirrors}
        known = {one for origin in joined.supplied for one in joined.mirrors.get(origin, ())}
        joined.supplied |= told & known


def _has_amounts(joined: Joined) -> bool:
    return all(f"deal_stages.{name}" in joined.supplied for name in _OF_DEALS)


def _filled(genuine: Placed, moves: pl.DataFrame, files: Sequence[str]) -> Placed:
    """Return moves that know their stage with what exports of the day say of amount and date."""
    own = genuine.frame
    if FILE not in own.columns:
        own = own.with_columns(pl.lit(0, pl.Int32).alias(FILE))
    shifted = moves.with_columns(pl.col(FILE) + len(genuine.files))
    both = pl.concat([own, shifted.select(own.columns)]).sort("deal", "at")
    said = (*_OF_DEALS, "currency")
    frame = both.with_columns(pl.col(said).forward_fill().over("deal")).with_columns(
        pl.col(said).backward_fill().over("deal")
    )
    return Placed((*genuine.files, *files), frame)
