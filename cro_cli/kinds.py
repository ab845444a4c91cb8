"""Rows by kind: what some columns of few values say, looked at once for all rows that say the same.

Words are slow to look at, and a million rows say them over and over.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.hashed import distinct
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Self

MANY = 30_000  # rows from which on it pays
MOST = 2**12


class Kinds(NamedTuple):
    """The kinds of some rows, each once and with texts as such, and the place of each row's."""

    each: pl.DataFrame
    places: pl.Series


def kinds(rows: pl.DataFrame, columns: Sequence[str]) -> Kinds | None:
    """Return rows by what columns say; None where that is too many things to be worth it."""
    said = rows.select(columns)
    numbered = _numbered(said)
    if numbered is not None:
        return numbered
    found = distinct(said, MOST)
    if found is None:
        return None
    texts = found.each.select(pl.col(pl.Enum).cast(pl.String))
    return Kinds(found.each.with_columns(texts.get_columns()), found.places)


def _numbered(said: pl.DataFrame) -> Kinds | None:
    """Return all kinds that there may be, numbered; None where they are too many, or open."""
    known = [values for values in map(_values, said.get_columns()) if values is not None]
    most = prod(values.len() for values in known)
    if len(known) < said.width or most > MOST:
        return None
    number, size = pl.lit(0, pl.UInt32), 1
    each: list[pl.Series] = []
    for values in known:
        each.append(values.gather(pl.int_range(most, eager=True) // size % values.len()))
        if values.len() > 1:
            number += _place(said.get_column(values.name), values).fill_null(0) * size
        size *= values.len()
    return Kinds(pl.DataFrame(each), said.select(number.alias("kind")).to_series())


def _place(column: pl.Series, values: pl.Series) -> pl.Expr:
    """Return the places of a column's cells among its values, null where one says nothing."""
    days = _Days.of(column)
    if days is None:
        return pl.col(column.name).to_physical().cast(pl.UInt32) + 1
    nothing = pl.Series([None], dtype=pl.UInt32).new_from_index(0, days.many)
    places = pl.int_range(1, values.len(), dtype=pl.UInt32, eager=True)
    table = nothing.scatter(days.places(values.drop_nulls()), places)
    return pl.lit(table.gather(days.places(column)))


def _values(column: pl.Series) -> pl.Series | None:
    """Return what a column may say, nothing at first, as text where it is one; None if untold."""
    nothing = column.clear().extend_constant(None, 1)
    if column.null_count() == column.len():
        return nothing
    if isinstance(column.dtype, pl.Enum):
        return pl.Series(column.name, [None, *column.dtype.categories], dtype=pl.String)
    if column.dtype == pl.Boolean:
        return pl.Series(column.name, [None, False, True])
    is_few = _Days.of(column) is not None
    return pl.concat([nothing, column.unique().drop_nulls().sort()]) if is_few else None


class _Days(NamedTuple):
    """The days from the first to the last of a column of no more rows than these."""

    first: int
    many: int

    @classmethod
    def of(cls, column: pl.Series) -> Self | None:
        """Return the days of a column; None where it has none, or they are far apart."""
        if column.dtype != pl.Date:
            return None
        numbers = column.to_physical()
        least, most = numbers.min(), numbers.max()
        if not isinstance(least, int) or not isinstance(most, int):
            return None
        return None if most - least > column.len() else cls(least, most - least + 1)

    def places(self, column: pl.Series) -> pl.Series:
        """Return the places of days, from 0 on."""
        return (column.to_physical() - self.first).cast(pl.UInt32, wrap_numerical=True)


def by_day(rows: pl.DataFrame, column: str, told: pl.Expr) -> pl.Series:
    """Return what is told by the days of a column, looked at once for all rows of a day."""
    own = rows.get_column(column)
    days = _Days.of(own) if rows.height >= MANY else None
    if days is None:
        return rows.select(told).to_series()
    numbers = pl.int_range(days.first, days.first + days.many, dtype=pl.Int32, eager=True)
    every = numbers.cast(pl.Date).alias(column).to_frame()
    return every.select(told).to_series().gather(days.places(own))


def by_kind(rows: pl.DataFrame, columns: Sequence[str], **told: pl.Expr) -> pl.DataFrame:
    """Add columns that are told by some others, which have few values in many rows."""
    found = kinds(rows, columns) if rows.height >= MANY else None
    if found is None:
        return rows.with_columns(**told)
    every = found.each.with_columns(**told).select(pl.col(tuple(told)).gather(found.places))
    return rows.with_columns(every.get_columns())
