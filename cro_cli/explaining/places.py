"""The rows of files behind the rows of a fact, told by what the fact knows of them.

The inputs that they are from are read again, so that no other run carries the numbers of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import polars as pl

from cro_cli import exact, sources
from cro_cli.collect import Facts
from cro_cli.config import Habits
from cro_cli.explaining.contributions import AT
from cro_cli.explaining.origins import Origin, Over, Trace, Via
from cro_cli.fact import Missing
from cro_cli.model import Cell, Input
from cro_cli.sources.combining import FILE
from cro_cli.sources.loaded import Placed
from cro_cli.sources.rows import ROW
from cro_cli.tables import HISTORIES

SEPARATOR = "; "

# A file and the number of a row of it; none where only the file is known.
Spot = tuple[str, int | None]


class Places:
    """Where the rows of tables stand, found when they are first asked for.

    Of inputs that cannot be read twice, such as pipes, only the names are known.
    """

    def __init__(
        self,
        facts: Facts,
        inputs: Sequence[Input],
        habits: Habits,
        *,
        exclude_bad_rows: bool,
    ) -> None:
        self._facts = facts
        self._inputs = inputs
        self._habits = habits
        self._exclude_bad_rows = exclude_bad_rows
        self._placed: dict[str, Placed | None] = {}

    def of(
        self, rows: pl.DataFrame, origin: Origin, tables: frozenset[str]
    ) -> dict[int, frozenset[Spot]]:
        """Return rows of files by the number of a fact's row.

        Where no row can be told the files are, those of the tables that the fact is made from.
        """
        known = self._known({one.table for one in origin.traces} & tables)
        traces = [one for one in origin.traces if {one.table, *_between(one)} <= known.keys()]
        found: dict[int, set[Spot]] = {}
        rows = self._with_those_paid_for(rows)
        ats = rows.get_column(AT).unique()
        for trace in traces:
            from_rows = rows if trace.via is None else self._through(rows, trace.via)
            if trace.over is not None:
                from_rows = _over(from_rows, trace.over, known[trace.over.table])
            for at, file, row in _matches(from_rows, trace, known[trace.table]):
                found.setdefault(at, set()).add((file, row))
        named = [one.table for one in origin.traces if one.table in tables] or sorted(tables)
        unplaced = {(file, None) for file in self._files(named)}
        return {at: frozenset(found.get(at, unplaced)) for at in ats}

    def _with_those_paid_for(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of parents for those as well whom they stand for: exports name these."""
        settled = self._facts.assumptions
        if settled.defined("parents") != "roll_up" or "customer" not in rows.columns:
            return rows
        payers = self._facts.fact("payers")
        if isinstance(payers, Missing):
            return rows
        pairs = payers.frame.filter(pl.col("payer") != pl.col("customer"))
        theirs = rows.join(
            pairs.select(own="customer", customer="payer"), on="customer", validate="m:m"
        )
        return pl.concat([rows, theirs.with_columns(customer="own").select(rows.columns)])

    def _through(self, rows: pl.DataFrame, via: Via) -> pl.DataFrame:
        """Return the rows once for each row of another fact that belongs to them."""
        data = self._facts.fact(via.fact)
        if isinstance(data, Missing):
            return rows.clear()
        on = [name for name in via.on if name in rows.columns]
        others = data.frame.filter(pl.sql_expr(via.where)).select(*on, via.key)
        asked = rows.select(AT, "month", *on)
        return asked.join(others, on=on, nulls_equal=True, validate="m:m")

    def _known(self, tables: Iterable[str]) -> Mapping[str, Placed]:
        """Return those of some tables whose files can be read again, read once."""
        wanted = set(tables)
        new = wanted - self._placed.keys()
        paths = list(self._files(new))
        if paths and all(Path(path).is_file() for path in paths):
            read = self._read(paths)
            self._placed |= {table: read.get(table) for table in new}
        found = {table: self._placed.get(table) for table in wanted}
        return {table: placed for table, placed in found.items() if placed is not None}

    def _read(self, paths: Sequence[str]) -> Mapping[str, Placed]:
        examined = sources.examine(
            paths, exclude_bad_rows=self._exclude_bad_rows, habits=self._habits
        )
        return examined.placed

    def _files(self, tables: Iterable[str]) -> Iterator[str]:
        wanted = set(tables)
        in_files = {name for given in self._inputs for name in (given.table, *given.also)}
        # Exports of several days tell a history that no file is of by itself.
        wanted |= {table for table, told in HISTORIES.items() if told in wanted - in_files}
        for given in self._inputs:
            if not wanted.isdisjoint({given.table, *given.also}):
                yield given.file


def _between(trace: Trace) -> tuple[str, ...]:
    return () if trace.over is None else (trace.over.table,)


def _over(rows: pl.DataFrame, over: Over, placed: Placed) -> pl.DataFrame:
    """Return the rows with the key that another table tells of them."""
    told = placed.frame.select(over.on, over.key).drop_nulls().unique()
    return rows.join(told, on=over.on, how="inner", validate="m:m")


def _matches(rows: pl.DataFrame, trace: Trace, placed: Placed) -> Iterator[tuple[int, str, int]]:
    """Yield the number of a fact's row with file and row of each row it is made from.

    What no row matches in every column is matched by the first of them alone.
    """
    by = [column for column in trace.by if column in rows.columns]
    found = _joined(rows, trace, placed, by)
    if len(by) > 1:
        rest = rows.join(found, on=AT, how="anti")
        found = pl.concat([found, _joined(rest, trace, placed, by[:1])])
    for at, file, row in found.unique().rows():
        yield at, placed.files[file], row


def _joined(rows: pl.DataFrame, trace: Trace, placed: Placed, by: Sequence[str]) -> pl.DataFrame:
    keys = [f" {column}" for column in by]
    months = [exact.month(trace.month).alias(" then")] if trace.month else []
    table = placed.frame.select(
        *(pl.coalesce(trace.by[name]).alias(key) for name, key in zip(by, keys, strict=True)),
        *months,
        (pl.col(FILE) if FILE in placed.frame.columns else pl.lit(0, pl.Int32)).alias(FILE),
        pl.col(ROW),
    )
    own = rows.select(
        AT, "month", *(pl.col(name).alias(key) for name, key in zip(by, keys, strict=True))
    )
    if not by:
        joined = own.join(table, how="cross")
    else:
        joined = own.join(table, on=keys, how="inner", nulls_equal=True, validate="m:m")
    if trace.month:
        ago = pl.col("month") - pl.col(" then")
        joined = joined.filter(ago.is_null() | ago.is_in(trace.back))
    return joined.select(AT, FILE, ROW)


def cells(spots: Iterable[Spot], *, most: int | None = None) -> tuple[Cell, Cell]:
    """Return a cell of row numbers and one of files; of many runs of rows only the first `most`.

    Several files are parted by semicolons, and so are the rows of each.
    """
    by_file: dict[str, list[int]] = {}
    for file, row in sorted(spots, key=lambda spot: (spot[0], spot[1] or 0)):
        by_file.setdefault(file, []).extend([] if row is None else [row])
    rows = SEPARATOR.join(ranges(rows, most=most) for rows in by_file.values())
    return Cell(text=rows.strip(SEPARATOR)), Cell(text=SEPARATOR.join(by_file))


def ranges(rows: Sequence[int], *, most: int | None = None) -> str:
    """Return ascending numbers in short.

    >>> ranges([2, 3, 4, 9, 12]), ranges([2, 3, 4, 9, 12], most=1)
    ('2-4, 9, 12', '2-4 and 2 more')
    """
    if not rows:
        return ""
    breaks = [at + 1 for at, (one, other) in enumerate(pairwise(rows)) if other != one + 1]
    runs = [rows[start:end] for start, end in pairwise([0, *breaks, len(rows)])]
    shown = runs[:most]
    left = sum(map(len, runs)) - sum(map(len, shown))
    said = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in shown)
    return f"{said} and {left} more" if left else said
