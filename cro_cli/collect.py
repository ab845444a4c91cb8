"""Facts of one run: each built once, and only when a metric asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from cro_cli import facts, grouping, tables
from cro_cli.assumptions import Assumptions
from cro_cli.exact import newest, refuse_overflow
from cro_cli.fact import FactData, Missing

if TYPE_CHECKING:
    import polars as pl


class Facts(Protocol):
    """What measures are taken from: all facts of a run, or those of one slice of it."""

    @property
    def assumptions(self) -> Assumptions:
        """What the config settles."""

    @property
    def months(self) -> tuple[int, ...]:
        """The months that are evaluated."""

    def fact(self, name: str) -> FactData | Missing:
        """Return a fact, built once."""

    def known(self, name: str) -> FactData | Missing:
        """Return what is known of a fact; its frame may have rows that are not of this slice."""

    def condensed(self, name: str, by: Sequence[str], summed: Sequence[str]) -> pl.DataFrame:
        """Return the rows of a fact by kind: see `grouping.condensed`."""

    def origins(self, fact: str, columns: Iterable[str]) -> frozenset[str]:
        """Return the `table.column`s that columns of a fact are made from."""

    def tables_of(self, fact: str) -> frozenset[str]:
        """Return the tables that a fact is made from."""


class Collected:
    """Tables, assumptions and the facts built from them so far (see `fact.Inputs`)."""

    def __init__(  # noqa: PLR0913 - what a run is made of
        self,
        frames: Mapping[str, pl.DataFrame],
        supplied: frozenset[str],
        assumptions: Assumptions,
        rates: Mapping[str, Fraction],
        months: tuple[int, ...],
        *,
        snapshots: Mapping[str, tuple[dt.date, ...]] | None = None,
    ) -> None:
        self._frames = frames
        self._snapshots = snapshots or {}
        self._supplied = supplied
        self.assumptions = assumptions
        self.rates = rates
        self.months = months
        self._facts: dict[str, FactData | Missing] = {}
        self._condensed: dict[tuple[str, tuple[str, ...], tuple[str, ...]], pl.DataFrame] = {}

    def table(self, name: str) -> pl.DataFrame | None:
        """Return a canonical table, or None when no file supplied it or no row of it is left."""
        frame = self._frames.get(name)
        return frame if frame is not None and frame.height else None

    def has(self, column: str) -> bool:
        """Tell whether a `table.column` is supplied by any file."""
        return column in self._supplied

    def newest(self, table: str) -> dt.date | None:
        """Return the day of the newest event of a table, or of its newest export where it tells."""
        told = self.snapshots(table)
        if told:
            return told[-1]
        frame = self._frames.get(table)
        return None if frame is None else newest(tables.BY_NAME[table], frame)

    def snapshots(self, table: str) -> tuple[dt.date, ...]:
        """Return the days that exports of a table describe, where they are of several days."""
        return self._snapshots.get(table, ())

    def fact(self, name: str) -> FactData | Missing:
        """Return a fact, built at the first call; InputError when its sums could wrap."""
        if name not in self._facts:
            built = facts.BY_NAME[name].build(self)
            if isinstance(built, FactData):
                refuse_overflow(name, built.frame)
            self._facts[name] = built
        return self._facts[name]

    def known(self, name: str) -> FactData | Missing:
        """Return a fact."""
        return self.fact(name)

    def condensed(self, name: str, by: Sequence[str], summed: Sequence[str]) -> pl.DataFrame:
        """Return the rows of a fact, which there is, by kind."""
        key = name, tuple(by), tuple(summed)
        if key not in self._condensed:
            fact = self.fact(name)
            assert isinstance(fact, FactData)  # noqa: S101 - for the type checker
            self._condensed[key] = grouping.condensed(fact.frame, by, summed)
        return self._condensed[key]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the facts built so far have to say about the rows."""
        found = (self._facts.get(fact.name) for fact in facts.FACTS)
        built = (fact for fact in found if isinstance(fact, FactData))
        return tuple(dict.fromkeys(note for fact in built for note in fact.notes))

    def origins(self, fact: str, columns: Iterable[str]) -> frozenset[str]:
        """Return the `table.column`s that columns of a fact are made from."""
        return frozenset(self._origins(fact, columns))

    def tables_of(self, fact: str) -> frozenset[str]:
        """Return the tables that a fact is made from."""
        columns = facts.BY_NAME[fact].columns
        return frozenset(origin.partition(".")[0] for origin in self._origins(fact, columns))

    def _origins(self, fact: str, columns: Iterable[str]) -> Iterator[str]:
        built = self.fact(fact)
        unread = built.unread if isinstance(built, FactData) else frozenset()
        for column in columns:
            for origin in facts.BY_NAME[fact].columns.get(column, ()):
                source, _, field = origin.removeprefix("facts.").partition(".")
                if source in unread:
                    continue
                if origin.startswith("facts."):
                    yield from self._origins(source, (field,))
                else:
                    yield origin
