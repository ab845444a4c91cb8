"""The rows of a part in order of their ids, which are numbered from 0 in place of their hashes.

Small numbers in order are quickly told apart, counted and put in order by what else a row says.
Hashes are put in order by their high digits, which mostly do; where these, or the proof, do not
tell ids apart, the table is not one to be kept in parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from cro_cli.parts.coding import PROOF

_BITS = 20  # of the place of a row, and of the number of an id
_HASH = 64
_ONE, _WHOSE = pl.col("hash"), pl.col("whose")


class NotToldError(Exception):
    """Two ids may have one number."""


class Known(NamedTuple):
    """The hashes and proofs of ids, by their numbers."""

    hashes: pl.Series
    proofs: pl.Series


class Laid(NamedTuple):
    """The rows of a part in order, with ids as numbers, and what these stand for."""

    rows: pl.DataFrame
    ids: dict[str, Known]


class _Order(NamedTuple):
    """Where rows stand in order, and what they have there."""

    places: pl.Series
    told: pl.DataFrame


def laid(rows: pl.DataFrame, ids: Sequence[str]) -> Laid:
    """Put rows in order of their ids, each within those before it, and number them so.

    Rows of the same ids stay in their order. An id within another one has a number for each.

    Raises:
        NotToldError: when two ids may have one number.
    """
    places = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    whose = pl.Series([0], dtype=pl.UInt64).new_from_index(0, rows.height)
    numbers: list[pl.Series] = []
    known: dict[str, Known] = {}
    for name in ids:
        hashes = rows.get_column(name)
        order = _order(hashes.gather(places) if known else hashes, whose, is_first=not known)
        places = places.gather(order.places)
        own = order.told.with_columns(proof=rows.get_column(f"{name}{PROOF}").gather(places))
        told = own.select(
            begins="begins",
            number=pl.col("begins").cum_sum() - 1,
            is_other=~pl.col("begins") & (pl.col("proof") != pl.col("proof").shift(1)),
        )
        if told.get_column("is_other").any():
            raise NotToldError
        each = own.filter(told.get_column("begins"))
        known[name] = Known(each.get_column("hash"), each.get_column("proof"))
        whose = told.get_column("number").cast(pl.UInt64)
        numbers.append(told.get_column("number").alias(name))
    others = rows.select(pl.exclude(*ids, *(f"{name}{PROOF}" for name in ids)).gather(places))
    return Laid(others.with_columns(numbers), known)


def _order(hashes: pl.Series, whose: pl.Series, *, is_first: bool) -> _Order:
    """Put hashes in order, each within the rows of those before it."""
    if hashes.len() < 2**_BITS:
        # Numbers that hold their place too are sorted faster than places are by number.
        rest = _BITS if is_first else 2 * _BITS
        place = pl.int_range(hashes.len(), dtype=pl.UInt64, eager=True)
        high = hashes // 2**rest * 2**_BITS + place
        number = high if is_first else whose * 2 ** (_HASH - _BITS) + high
        found = _told(hashes, whose, (number.sort() % 2**_BITS).cast(pl.UInt32))
        begins, same = pl.col("begins"), pl.col("whose") == pl.col("whose").shift(1)
        if not found.told.select((begins & same & (_ONE.shift(1) > _ONE)).any()).item():
            return found
    both = pl.DataFrame({"whose": whose, "hash": hashes})
    places = both.select(pl.arg_sort_by("whose", "hash", maintain_order=True)).to_series()
    return _told(hashes, whose, places)


def _told(hashes: pl.Series, whose: pl.Series, places: pl.Series) -> _Order:
    rows = pl.DataFrame({"hash": hashes.gather(places), "whose": whose.gather(places)})
    differs = (_ONE.shift(1) != _ONE) | (_WHOSE.shift(1) != _WHOSE)
    return _Order(places, rows.with_columns(begins=differs.fill_null(value=True)))


def numbers_of(hashes: pl.Series, proofs: pl.Series, known: Known) -> pl.Series:
    """Return the numbers of some ids among those that are known, null where they are none of them.

    Raises:
        NotToldError: when two ids may have one number.
    """
    places = known.hashes.search_sorted(hashes)
    same = known.hashes.gather(places, null_on_oob=True) == hashes
    if (same & (known.proofs.gather(places, null_on_oob=True) != proofs)).any():
        raise NotToldError
    return pl.select(pl.when(same).then(places.cast(pl.UInt32))).to_series()
