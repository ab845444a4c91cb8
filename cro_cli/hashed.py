"""Rows told apart by their hashes, surely or not at all."""

from __future__ import annotations

import polars as pl

from cro_cli.named_tuple import NamedTuple

_OTHER = 1


class Distinct(NamedTuple):
    """The rows that are unlike each other, each once, and which of them each row is."""

    each: pl.DataFrame
    places: pl.Series


def distinct(rows: pl.DataFrame, most: int) -> Distinct | None:
    """Tell rows apart; None where more than `most` are unlike, or two may have one hash."""
    hashes = rows.hash_rows()
    first = hashes.arg_unique()
    # Another hash tells as many apart, so that neither takes two for one.
    if first.len() > most or rows.hash_rows(seed=_OTHER).n_unique() > first.len():
        return None
    known = hashes.gather(first)
    order = known.arg_sort()
    each = rows.select(pl.all().gather(first.gather(order)))
    return Distinct(each, known.gather(order).search_sorted(hashes))
