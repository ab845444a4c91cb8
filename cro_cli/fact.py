"""What a fact is: a derived frame, where its columns come from, and what it cannot know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, Self

from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.assumptions import Assumptions
    from cro_cli.model import Reason


class Counted(str):  # noqa: SLOT000 - a text that holds a little more
    """A remark on how many there are of something; those on parts of all rows add up."""

    say: Callable[[int], str]
    many: int

    def __new__(cls, say: Callable[[int], str], many: int) -> Self:
        """Let a function say how many there are."""
        told = super().__new__(cls, say(many))
        told.say, told.many = say, many
        return told

    def __reduce__(self) -> tuple[type[Self], tuple[Callable[[int], str], int]]:
        """Return what a copy is made of."""
        return type(self), (self.say, self.many)


class FactData(NamedTuple):
    """A built fact.

    The frame has a column `month` (Int32, see `months`), by which rows are counted. `first` and
    `last` are the months for which the rows are whole (None: no bound on that side); `first_flow`
    is the first month whose changes are known, where an opening balance comes before it. `lacks`
    maps a need that a measure may state to the reason why it cannot be met, `lacks_before_last`
    does so for months before `last` (or, without a bound, before the last evaluated one), and
    `lacks_at` maps a month to the reason why the fact says nothing about it. `assumptions` are what
    all rows take for granted, `assumed` what single columns do; `days` maps a month to the days,
    both counted, that its rows are of, where these are not the month's. `unread` names tables
    and facts that its columns could be made from but were not, so that no bad cell of theirs
    reaches it.
    """

    frame: pl.DataFrame
    first: int | None = None
    first_flow: int | None = None
    last: int | None = None
    begins: Reason | None = None
    lacks: Mapping[str, Reason] = MappingProxyType({})
    lacks_before_last: Mapping[str, Reason] = MappingProxyType({})
    lacks_at: Mapping[int, Reason] = MappingProxyType({})
    assumptions: tuple[str, ...] = ()
    assumed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    days: Mapping[int, tuple[dt.date, dt.date]] = MappingProxyType({})
    notes: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()

    def taken_for_granted(self, columns: Container[str]) -> tuple[str, ...]:
        """Return what some of the columns take for granted."""
        own = (line for name, said in self.assumed.items() if name in columns for line in said)
        return (*self.assumptions, *own)


class Missing(NamedTuple):
    """A fact that cannot be built from these inputs, and why."""

    reason: Reason


class Inputs(Protocol):
    """What a fact is built from."""

    @property
    def assumptions(self) -> Assumptions:
        """What the config settles."""

    @property
    def months(self) -> tuple[int, ...]:
        """The months that are evaluated; a snapshot fact has rows for these alone."""

    @property
    def rates(self) -> Mapping[str, Fraction]:
        """What one unit of each foreign currency is worth in the reporting currency."""

    def table(self, name: str) -> pl.DataFrame | None:
        """Return a canonical table with all its columns, or None when no file supplied it."""

    def has(self, column: str) -> bool:
        """Tell whether a `table.column` is supplied by any file at all."""

    def newest(self, table: str) -> dt.date | None:
        """Return the day of the newest event of a table (see `Table.events`)."""

    def snapshots(self, table: str) -> tuple[dt.date, ...]:
        """Return the days that exports of a table describe, where they are of several days."""

    def extent(self, least: int, most: int) -> tuple[int, int]:
        """Return the least and the most of all customers, given those of the ones at hand."""

    def fact(self, name: str) -> FactData | Missing:
        """Return another fact, built once."""


def all_of(inputs: Inputs, *names: str) -> tuple[FactData, ...] | Missing:
    """Return several facts; or the first of them that cannot be built, whose reason is theirs."""
    found = []
    for name in names:
        fact = inputs.fact(name)
        if isinstance(fact, Missing):
            return fact
        found.append(fact)
    return tuple(found)


class NotByPartError(Exception):
    """A part of the customers cannot tell what is asked for."""


class Fact(NamedTuple):
    """One fact, declared once.

    `columns` maps each column to the `table.column` or `facts.fact.column` it is made from, so that
    a bad cell reaches only the metrics that read it.
    """

    name: str
    grain: str
    columns: Mapping[str, tuple[str, ...]]
    build: Callable[[Inputs], FactData | Missing]
