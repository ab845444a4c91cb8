"""Facts of one run: each built once, and only when a metric asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Protocol

from cro_cli import facts, grouping, tables
from cro_cli.assumptions import Assumptions
from cro_cli.exact import newest, refuse_overflow
from cro_cli.fact import FactData, Missing, NotByPartError
from cro_cli.ledger import standing_for
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.by_part import ByPart, Extent, Sums
    from cro_cli.parts.table import Parted


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

    def is_large(self, name: str) -> bool:
        """Tell whether a fact, which there is, has so many rows that they are asked by kind."""

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
        parted: Mapping[str, Parted] | None = None,
    ) -> None:
        self._frames = frames
        self._parted = parted or {}
        self._snapshots = snapshots or {}
        self._supplied = supplied
        self.assumptions = assumptions
        self.rates = rates
        self.months = months
        self._facts: dict[str, FactData | Missing] = {}
        self._condensed: dict[tuple[str, tuple[str, ...], tuple[str, ...]], pl.DataFrame] = {}
        self._by_part = self._of_parts() if self._parted else None

    def _of_parts(self) -> ByPart | None:
        """Return the facts by part; None where customers of several parts are one."""
        from cro_cli.by_part import ByPart  # few companies are so large

        at_one_rate = self.assumptions.defined("fx") == "constant"
        if len(self._parted) > 1 or standing_for.is_read(self) or not at_one_rate:
            return None
        ((name, table),) = self._parted.items()
        common = _Common(
            assumptions=self.assumptions,
            rates=self.rates,
            months=self.months,
            supplied=self._supplied,
            tables=frozenset(filter(self.supplies, tables.BY_NAME)),
            newest={name: self.newest(name) for name in tables.BY_NAME},
            snapshots=self._snapshots,
        )
        return ByPart(table, self.table("customers"), partial(_part, common, name))

    def table(self, name: str) -> pl.DataFrame | None:
        """Return a canonical table, or None when no file supplied it or no row of it is left."""
        frame = self._frames.get(name)
        return frame if frame is not None and frame.height else None

    def supplies(self, name: str) -> bool:
        """Tell whether any file has rows of a table."""
        return name in self._parted or self.table(name) is not None

    def has(self, column: str) -> bool:
        """Tell whether a `table.column` is supplied by any file."""
        return column in self._supplied

    def newest(self, table: str) -> dt.date | None:
        """Return the day of the newest event of a table, or of its newest export where it tells."""
        told = self.snapshots(table)
        if told:
            return told[-1]
        if table in self._parted:
            return self._parted[table].told.newest
        frame = self._frames.get(table)
        return None if frame is None else newest(tables.BY_NAME[table], frame)

    def snapshots(self, table: str) -> tuple[dt.date, ...]:
        """Return the days that exports of a table describe, where they are of several days."""
        return self._snapshots.get(table, ())

    def extent(self, least: int, most: int) -> tuple[int, int]:
        """Return the least and the most of all customers: these."""
        return least, most

    def fact(self, name: str) -> FactData | Missing:
        """Return a fact, built at the first call; InputError when its sums could wrap."""
        if name not in self._facts:
            built = facts.named(name).build(self)
            if isinstance(built, FactData):
                refuse_overflow(name, built.frame)
            self._facts[name] = built
        return self._facts[name]

    def known(self, name: str) -> FactData | Missing:
        """Return what is known of a fact; its frame may have no rows, where they are in parts."""
        sums = self._sums(name)
        return self.fact(name) if sums is None else sums.known

    def is_large(self, name: str) -> bool:
        """Tell whether a fact, which there is, has many rows, or is built by part."""
        return self._sums(name) is not None or self._frame(name).height >= grouping.MANY

    def condensed(self, name: str, by: Sequence[str], summed: Sequence[str]) -> pl.DataFrame:
        """Return the rows of a fact, which there is, by kind."""
        key = name, tuple(by), tuple(summed)
        if key not in self._condensed:
            sums = self._sums(name)
            found = None if sums is None else sums.condensed(by, summed)
            if found is None:
                found = grouping.condensed(self._frame(name), by, summed)
            self._condensed[key] = found
        return self._condensed[key]

    def _sums(self, name: str) -> Sums | None:
        """Return what the parts of a fact come to, unless it is or has to be built whole."""
        if self._by_part is None or name in self._facts:
            return None
        return self._by_part.sums(name)

    def _frame(self, name: str) -> pl.DataFrame:
        fact = self.fact(name)
        assert isinstance(fact, FactData)  # noqa: S101 - for the type checker
        return fact.frame

    @property
    def notes(self) -> tuple[str, ...]:
        """What the facts built so far have to say about the rows."""
        parts = {} if self._by_part is None else self._by_part.built
        known = {**parts, **self._facts}
        found = map(known.get, facts.NAMES)
        built = (fact for fact in found if isinstance(fact, FactData))
        return tuple(dict.fromkeys(note for fact in built for note in fact.notes))

    def origins(self, fact: str, columns: Iterable[str]) -> frozenset[str]:
        """Return the `table.column`s that columns of a fact are made from."""
        return frozenset(self._origins(fact, columns))

    def tables_of(self, fact: str) -> frozenset[str]:
        """Return the tables that a fact is made from."""
        columns = facts.named(fact).columns
        return frozenset(origin.partition(".")[0] for origin in self._origins(fact, columns))

    def _origins(self, fact: str, columns: Iterable[str]) -> Iterator[str]:
        built = self.known(fact)
        unread = built.unread if isinstance(built, FactData) else frozenset()
        for column in columns:
            for origin in facts.named(fact).columns.get(column, ()):
                source, _, field = origin.removeprefix("facts.").partition(".")
                if source in unread:
                    continue
                if origin.startswith("facts."):
                    yield from self._origins(source, (field,))
                else:
                    yield origin


class _Common(NamedTuple):
    """What holds for all parts of the customers of a company.

    `supplied` are the columns that it has, `tables` those tables of which it has rows.
    """

    assumptions: Assumptions
    rates: Mapping[str, Fraction]
    months: tuple[int, ...]
    supplied: frozenset[str]
    tables: frozenset[str]
    newest: Mapping[str, dt.date | None]
    snapshots: Mapping[str, tuple[dt.date, ...]]


def _part(
    common: _Common,
    name: str,
    rows: pl.DataFrame,
    customers: pl.DataFrame | None,
    extent: Extent,
) -> Collected:
    """Return what is collected of the rows of a table, and of customers, that are of a part."""
    frames = {name: rows} if customers is None else {name: rows, "customers": customers}
    return _OfPart(common, frames, extent)


class _OfPart(Collected):
    """What is collected of a part of the customers of a company."""

    def __init__(self, common: _Common, frames: Mapping[str, pl.DataFrame], extent: Extent) -> None:
        super().__init__(
            frames,
            common.supplied,
            common.assumptions,
            common.rates,
            common.months,
            snapshots=common.snapshots,
        )
        self._common = common
        self._extent = extent

    def table(self, name: str) -> pl.DataFrame | None:
        """Return the rows of a table that are of the part."""
        if name in self._frames or name not in self._common.tables:
            return super().table(name)
        raise NotByPartError

    def extent(self, least: int, most: int) -> tuple[int, int]:
        """Return the least and the most of all customers, as far as parts are known."""
        return self._extent.of(least, most)

    def newest(self, table: str) -> dt.date | None:
        """Return the day of the newest event of a table, those of other parts too."""
        return self._common.newest[table]
