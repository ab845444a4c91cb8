"""Rows by kind: what some columns of few values say, looked at once for all rows that say the same.

Words are slow to look at, and a million rows say them over and over.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli.named_tuple import NamedTuple

MANY = 30_000  # rows from which on it pays
MOST = 2**12
_OTHER = 1


class Kinds(NamedTuple):
    """The kinds of some rows, each once and with texts as such, and the place of each row's."""

    each: pl.DataFrame
    places: pl.Series


def kinds(rows: pl.DataFrame, columns: Sequence[str]) -> Kinds | None:
    """Return rows by what columns say; None where that is too many things to be worth it."""
    said = rows.select(columns)
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


def by_kind(rows: pl.DataFrame, columns: Sequence[str], **told: pl.Expr) -> pl.DataFrame:
    """Add columns that are told by some others, which have few values in many rows."""
    found = kinds(rows, columns) if rows.height >= MANY else None
    if found is None:
        return rows.with_columns(**told)
    every = found.each.with_columns(**told).select(pl.col(tuple(told)).gather(found.places))
    return rows.with_columns(every.get_columns())
