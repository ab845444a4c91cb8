"""Rows put beside the others of their part."""

from __future__ import annotations

import polars as pl

from cro_cli.named_tuple import NamedTuple

_SEED = 7  # not that by which rows of a part are put in order
_HIGH = 2**32


class Spread(NamedTuple):
    """Rows in order of their parts, those of each as they were; `starts` are the first of each."""

    frame: pl.DataFrame
    starts: list[int]

    def part(self, number: int) -> pl.DataFrame:
        """Return the rows of one part; they are not copied."""
        start, end = self.starts[number : number + 2]
        return self.frame.slice(start, end - start)


def spread(frame: pl.DataFrame, key: str, count: int) -> Spread:
    """Spread rows over parts by the text in a column: all that have the same are in one part."""
    number = (frame.get_column(key).hash(_SEED) % count).rename("part")
    # Numbers that hold the part and the place are sorted faster than places are by part.
    place = pl.int_range(frame.height, dtype=pl.UInt64)
    order = number.to_frame().select(pl.col("part") * _HIGH + place).to_series().sort()
    places = (order % _HIGH).cast(pl.UInt32)
    starts = (order // _HIGH).search_sorted(pl.Series(range(count + 1), dtype=pl.UInt64))
    return Spread(frame.select(pl.all().gather(places)), starts.to_list())
