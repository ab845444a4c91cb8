"""Ids numbered from 0 within a part, in place of their hashes: small numbers, quickly put in order.

Of two hashes that are told apart by their high digits only these are compared. Where that, or the
proof, does not tell ids apart, the table is not one to be kept in parts.
"""

from __future__ import annotations

import polars as pl

from cro_cli.named_tuple import NamedTuple

_BITS = 20  # of the place of a row


class NotToldError(Exception):
    """Two ids may have one number."""


class Numbered(NamedTuple):
    """The number of the id of each row; and of all ids, by their numbers, the hashes and proofs."""

    numbers: pl.Series
    hashes: pl.Series
    proofs: pl.Series


def numbered(hashes: pl.Series, proofs: pl.Series) -> Numbered:
    """Return ids in numbers.

    Raises:
        NotToldError: when two ids may have one number.
    """
    if hashes.len() >= 2**_BITS:
        places = hashes.arg_sort()
    else:
        place = pl.int_range(hashes.len(), dtype=pl.UInt64, eager=True)
        places = ((hashes // 2**_BITS * 2**_BITS + place).sort() % 2**_BITS).cast(pl.UInt32)
    rows = pl.DataFrame({"hash": hashes.gather(places), "proof": proofs.gather(places)})
    differs = pl.col("hash") != pl.col("hash").shift(1)
    told = rows.select(
        number=differs.fill_null(value=False).cum_sum().cast(pl.UInt32),
        begins=differs.fill_null(value=True),
        is_other=~differs & (pl.col("proof") != pl.col("proof").shift(1)),
    )
    each = rows.filter(told.get_column("begins"))
    numbers = pl.Series([0], dtype=pl.UInt32).new_from_index(0, hashes.len())
    found = Numbered(
        numbers.scatter(places, told.get_column("number")),
        each.get_column("hash"),
        each.get_column("proof"),
    )
    if told.get_column("is_other").any() or not _rises(found.hashes):
        raise NotToldError
    return found


def _rises(hashes: pl.Series) -> bool:
    return bool((hashes > hashes.shift(1)).all())


def numbers_of(hashes: pl.Series, proofs: pl.Series, known: Numbered) -> pl.Series:
    """Return the numbers of some ids among those that are known, null where they are none of them.

    Raises:
        NotToldError: when two ids may have one number.
    """
    places = known.hashes.search_sorted(hashes)
    same = known.hashes.gather(places, null_on_oob=True) == hashes
    if (same & (known.proofs.gather(places, null_on_oob=True) != proofs)).any():
        raise NotToldError
    return pl.select(pl.when(same).then(places.cast(pl.UInt32))).to_series()
