"""Rows by kind: what some columns of few values say, looked at once for all rows that say the same.

Words are slow to look at, and a million rows say them over and over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import prod

import polars as pl

from cro_cli.named_tuple import NamedTuple

MANY = 30_000  # rows from which on it pays
MOST = 2**12
_OTHER = 1
_EPOCH = dt.date(1970, 1, 1)


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
    hashes = said.hash_rows()
    first = hashes.arg_unique()
    # Another hash tells as many apart, so that neither takes two kinds for one.
    if first.len() > MOST or said.hash_rows(seed=_OTHER).n_unique() > first.len():
        return None
    known = hashes.gather(first)
    order = known.arg_sort()
    each = said.select(pl.all().gather(first.gather(order)))
    texts = each.select(pl.col(pl.Enum).cast(pl.String))
    return Kinds(each.with_columns(texts.get_columns()), known.gather(order).search_sorted(hashes))


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
            place = pl.col(values.name).to_physical().cast(pl.UInt32) + 1
            number += place.fill_null(0) * size
        size *= values.len()
    return Kinds(pl.DataFrame(each), said.select(number.alias("kind")).to_series())


def _values(column: pl.Series) -> pl.Series | None:
    """Return what a column may say, nothing at first, as text where it is one; None if untold."""
    if column.null_count() == column.len():
        return column.clear().extend_constant(None, 1)
    if isinstance(column.dtype, pl.Enum):
        return pl.Series(column.name, [None, *column.dtype.categories], dtype=pl.String)
    if column.dtype == pl.Boolean:
        return pl.Series(column.name, [None, False, True])
    return None


def by_day(rows: pl.DataFrame, column: str, told: pl.Expr) -> pl.Series:
    """Return what is told by the days of a column, looked at once for all rows of a day."""
    days = rows.get_column(column)
    least, most = days.min(), days.max()
    if (
        rows.height < MANY
        or not (isinstance(least, dt.date) and isinstance(most, dt.date))
        or (most - least).days > rows.height
    ):
        return rows.select(told).to_series()
    every = pl.date_range(least, most, eager=True).alias(column).to_frame()
    places = days.to_physical() - (least - _EPOCH).days
    return every.select(told).to_series().gather(places.cast(pl.UInt32))


def by_kind(rows: pl.DataFrame, columns: Sequence[str], **told: pl.Expr) -> pl.DataFrame:
    """Add columns that are told by some others, which have few values in many rows."""
    found = kinds(rows, columns) if rows.height >= MANY else None
    if found is None:
        return rows.with_columns(**told)
    every = found.each.with_columns(**told).select(pl.col(tuple(told)).gather(found.places))
    return rows.with_columns(every.get_columns())
