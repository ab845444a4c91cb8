"""Many rows in order by one number in place of a text and of what orders the rows of one text.

Numbers are sorted many times as fast as texts, which are compared letter by letter and do not fit
into the cache. The high digits are of a hash of the text, the low ones of what comes within it.
"""

from __future__ import annotations

import polars as pl

from cro_cli.named_tuple import NamedTuple

MANY = 30_000  # rows from which on it pays
_FEW = 32


class Ordered(NamedTuple):
    """The places of rows in order, None where they stand so, and their numbers in this order."""

    places: pl.Series | None
    numbers: pl.Series

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows in order."""
        if self.places is None:
            return rows
        # What is looked up in a column of pieces takes ten times as long; what says nothing stays.
        columns = [
            one if one.null_count() == one.len() else one.rechunk().gather(self.places)
            for one in rows.get_columns()
        ]
        return pl.DataFrame(columns)


def ordered(rows: pl.DataFrame, text: str, within: pl.Expr, size: int) -> Ordered | None:
    """Order rows so that those of one text stand together, by a whole number from 0 below `size`.

    None where a part of the hash does not tell all texts apart.
    """
    if rows.schema[text].is_integer():
        return _packed(rows, text, within, size)
    told = rows.select(
        number=pl.col(text).hash() // size * size + within.cast(pl.UInt64),
        proof=pl.col(text).hash(1),
    )
    numbers = told.get_column("number")
    places = numbers.arg_sort()
    in_order = told.select(pl.all().gather(places))
    if numbers.null_count() or not is_proven(in_order, size):
        return None
    return Ordered(places, in_order.get_column("number"))


def _packed(rows: pl.DataFrame, key: str, within: pl.Expr, size: int) -> Ordered | None:
    """Order rows by small numbers that stand for texts; None where these are too large."""
    number = pl.col(key).cast(pl.UInt64) * size + within.cast(pl.UInt64, wrap_numerical=True)
    told = rows.select(number=number).to_series()
    most, height = told.max(), 1 << rows.height.bit_length()
    if not isinstance(most, int) or told.null_count() or most >= 2**63 // height:
        return None
    falls = (told < told.shift(1)).sum()
    if not falls:
        return Ordered(None, told)
    if falls < _FEW:  # a few rows in order after the other, which are put together at once
        places = told.arg_sort()
        return Ordered(places, told.gather(places))
    # Numbers that hold their place too are sorted faster than places are by number.
    place = pl.int_range(rows.height, dtype=pl.UInt64, eager=True)
    order = (told * height + place).sort()
    return Ordered((order % height).cast(pl.UInt32, wrap_numerical=True), order // height)


def is_proven(in_order: pl.DataFrame, size: int) -> bool:
    """Tell whether rows whose numbers say that they are of one text have another hash alike too."""
    text = pl.col("number") // size
    other = pl.col("proof") != pl.col("proof").shift(1)
    return not in_order.select(((text == text.shift(1)) & other).any()).item()
