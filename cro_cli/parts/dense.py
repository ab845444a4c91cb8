"""The rows of a part in order of their ids, which are numbered from 0 in place of their hashes.

Small numbers in order are quickly told apart, counted and put in order by what else a row says.
Hashes are put in order by their high digits, which mostly do; where these, or the proof, do not
tell ids apart, the table is not one to be kept in parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.named_tuple import NamedTuple
from cro_cli.parts.coding import PROOF, coded

if TYPE_CHECKING:
    from typing import Self

_BITS = 20  # of the place of a row, and of the number of an id
_HASH = 64
_NOTHING = tuple(one.item() for one in coded(pl.Series([None], dtype=pl.String)))


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


class Order(NamedTuple):
    """Where the rows of a part stand in order, the numbers of their ids there, and these."""

    places: pl.Series
    numbers: tuple[pl.Series, ...]
    ids: dict[str, Known]

    def of(self, rows: pl.DataFrame) -> Laid:
        """Return the rows in order, with numbers in place of ids."""
        others = rows.select(pl.exclude(*columns_of(self.ids)).gather(self.places))
        return Laid(others.with_columns(self.numbers), self.ids)


class _Order(NamedTuple):
    """Where rows stand in order, the hashes of their ids there, which begin, and their numbers."""

    places: pl.Series
    hashes: pl.Series
    begins: pl.Series
    numbers: pl.Series

    @classmethod
    def of_one(cls, places: pl.Series) -> Self:
        """Return rows as they stand, all of one thing."""
        none = pl.Series([0], dtype=pl.UInt32).new_from_index(0, places.len())
        return cls(places, none, none == 1, none)

    def is_of_one_each(self, hashes: pl.Series) -> bool:
        """Tell whether each id of rows in order has but one of others within it."""
        return bool((self.begins | (hashes == hashes.shift(1))).all())


def columns_of(ids: Iterable[str]) -> list[str]:
    """Return the columns that stand for ids while rows are not in order."""
    return [name for one in ids for name in (one, f"{one}{PROOF}")]


def laid(rows: pl.DataFrame, ids: Sequence[str]) -> Laid:
    """Put rows in order of their ids, each within those before it, and number them so.

    Rows of the same ids stay in their order. An id within another one has a number for each; where
    there is none it is null.

    Raises:
        NotToldError: when two ids may have one number.
    """
    return ordered(rows, ids).of(rows)


def ordered(rows: pl.DataFrame, ids: Sequence[str]) -> Order:
    """Return the order of rows, of which only ids are looked at: see `laid`.

    Raises:
        NotToldError: when two ids may have one number.
    """
    places = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    whose = _Order.of_one(places)
    numbers: list[pl.Series] = []
    known: dict[str, Known] = {}
    for name in ids:
        hashes = rows.get_column(name)
        if known:
            hashes = hashes.gather(places)
        if known and whose.is_of_one_each(hashes):
            order = whose._replace(hashes=hashes)
        else:
            order = _order(hashes, whose.numbers, is_first=not known)
            places = places.gather(order.places)
        proofs = rows.get_column(f"{name}{PROOF}").gather(places)
        if (~order.begins & (proofs != proofs.shift(1))).any():
            raise NotToldError
        known[name] = Known(order.hashes.filter(order.begins), proofs.filter(order.begins))
        nothing = (order.hashes == _NOTHING[0]) & (proofs == _NOTHING[1])
        told = order.numbers.set(nothing, None) if nothing.any() else order.numbers
        numbers.append(told.alias(name))
        whose = order
    return Order(places, tuple(numbers), known)


def _order(hashes: pl.Series, whose: pl.Series, *, is_first: bool) -> _Order:
    """Put hashes in order, each within the rows of those before it."""
    if hashes.len() < 2**_BITS:
        # Numbers that hold their place too are sorted faster than places are by number.
        rest = _BITS if is_first else 2 * _BITS
        place = pl.int_range(hashes.len(), dtype=pl.UInt64, eager=True)
        number = hashes // 2**rest * 2**_BITS + place
        if not is_first:
            number += whose.cast(pl.UInt64) * 2 ** (_HASH - _BITS)
        places = (number.sort() % 2**_BITS).cast(pl.UInt32, wrap_numerical=True)
        found = _told_first(hashes, places) if is_first else _told(hashes, whose, places)
        falls = found.hashes < found.hashes.shift(1)
        if not is_first and falls.any():
            own = whose.gather(found.places)
            falls &= own == own.shift(1)
        if not falls.any():
            return found
    both = pl.DataFrame({"whose": whose, "hash": hashes})
    places = both.select(pl.arg_sort_by("whose", "hash", maintain_order=True)).to_series()
    return _told(hashes, whose, places)


def _told_first(hashes: pl.Series, places: pl.Series) -> _Order:
    """Return hashes as they stand in order, of which none is within others."""
    in_order = hashes.gather(places)
    begins = (in_order != in_order.shift(1)).fill_null(value=True)
    return _Order(places, in_order, begins, in_order.rle_id())


def _told(hashes: pl.Series, whose: pl.Series, places: pl.Series) -> _Order:
    rows = pl.DataFrame({"hash": hashes.gather(places), "whose": whose.gather(places)})
    differ = (pl.col(name) != pl.col(name).shift(1) for name in rows.columns)
    begins = rows.select(pl.any_horizontal(differ).fill_null(value=True)).to_series()
    numbers = begins.cum_sum().cast(pl.UInt32) - 1
    return _Order(places, rows.get_column("hash"), begins, numbers)


def numbers_of(hashes: pl.Series, proofs: pl.Series, known: Known) -> pl.Series:
    """Return the numbers of some ids among those that are known, null where they are none of them.

    Raises:
        NotToldError: when two ids may have one number.
    """
    numbers = pl.int_range(known.hashes.len(), dtype=pl.UInt32, eager=True)
    those = pl.DataFrame({"hash": known.hashes, "known": known.proofs, "number": numbers})
    found = pl.DataFrame({"hash": hashes, "proof": proofs}).join(
        those, on="hash", how="left", maintain_order="left"
    )
    if (found.get_column("known") != found.get_column("proof")).any():
        raise NotToldError
    return found.get_column("number")
