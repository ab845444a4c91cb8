"""What a check looks at: the tables with the places of their rows, the facts, and the reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import facts, overflow, reach
from cro_cli.errors import InputError, TooLargeError
from cro_cli.fact import FactData
from cro_cli.messages import Problem
from cro_cli.sources.combining import FILE
from cro_cli.sources.rows import ROW

if TYPE_CHECKING:
    from cro_cli.collect import Collected
    from cro_cli.sources import Examined


class Data:
    """All that was read, for checks; `problems` are why facts could not be computed at all.

    `today` is None unless the config makes the run look at it.
    """

    def __init__(
        self,
        examined: Examined,
        collected: Collected,
        freshness: Mapping[str, int],
        today: dt.date | None,
    ) -> None:
        self.loaded = examined.loaded
        self.freshness = freshness
        self.today = today
        self.problems: list[Problem] = []
        self._placed = examined.placed
        self._collected = collected
        self._files = {one.source.path: one for one in examined.files}

    def has(self, need: str) -> bool:
        """Tell whether a table, or a column written `table.column`, is supplied."""
        if "." in need:
            return need in self.loaded.supplied
        return need in self._placed and self._placed[need].frame.height > 0

    def table(self, name: str) -> pl.DataFrame:
        """Return a table with the file and the number of each row."""
        frame = self._placed[name].frame
        return frame if FILE in frame.columns else frame.with_columns(pl.lit(0).alias(FILE))

    def fact(self, name: str) -> FactData | None:
        """Return a fact, or None where it cannot be built."""
        try:
            built = self._collected.fact(name)
        except InputError as caught:
            error = self._placed_error(caught) if isinstance(caught, TooLargeError) else caught
            self.problems += [one for one in error.problems if one not in self.problems]
            return None
        return built if isinstance(built, FactData) else None

    def build_all(self) -> None:
        """Build every fact: what cannot be computed at all stops a report, and is a problem."""
        for name in facts.NAMES:
            self.fact(name)

    def _placed_error(self, error: TooLargeError) -> TooLargeError:
        found = overflow.largest(error, self.loaded.tables)
        if found is None:
            return error
        rows = self.table(found.table).filter(pl.col(found.column) == found.value)
        number, row = rows.select(PLACE).row(0)
        file = self.file(found.table, number)
        header = self.header(file, found.table, found.column)
        return error.at(f"{file}: row {row}, column {header!r}")

    def file(self, table: str, number: int) -> str:
        """Return the file with a number among those of a table."""
        return self._placed[table].files[number]

    def files(self, table: str) -> str:
        """Return the names of all files of a table."""
        return ", ".join(self._placed[table].files)

    def header(self, file: str, table: str, column: str) -> str:
        """Return the header, as a file writes it, from which a column was read."""
        return self._files[file].label(table, column)

    @cached_property
    def reach(self) -> dt.date | None:
        """The last day that the data speak of: today where it is known, else the newest event."""
        return self.today or reach.of(self.loaded)

    @cached_property
    def crm_reach(self) -> dt.date | None:
        """The last day that the deals speak of; without days of change those that closed tell."""
        if self.today is not None or self.reach is None:
            return self.today
        closed = self.deals.filter(pl.col("status").is_in(["won", "lost"])).get_column("close_on")
        newest = closed.filter(closed <= self.reach).max()
        changed = reach.of(self.loaded, only=("deals", "deal_stages"))
        known = (changed, newest if isinstance(newest, dt.date) else None)
        return max((day for day in known if day is not None), default=None)

    @cached_property
    def deals(self) -> pl.DataFrame:
        """Deals as `table` returns them, with their status settled as in the reports."""
        table, fact = self.table("deals"), self.fact("deals")
        if fact is None:
            return table
        settled = fact.frame.select(id="deal", settled="status")
        joined = table.join(settled, on="id", how="left", validate="m:1", maintain_order="left")
        return joined.with_columns(status="settled").drop("settled")


PLACE = (FILE, ROW)
