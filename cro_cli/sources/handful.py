"""Columns that say a handful of texts: each text is read once, and found in the cells.

To compare all cells with a text takes a tenth of the time of finding out what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add, or_

import polars as pl

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import words
from cro_cli.sources.cells import Cell

MOST = 8  # texts: to compare all cells with each is quicker than anything else


class Handful(NamedTuple):
    """A few texts, what was read of each, and the kinds that stand for them, if there are any."""

    texts: list[str]
    read: pl.Series
    kinds: pl.Enum | None
    reads_alike: bool

    def of(self, column: pl.Series) -> pl.Series | None:
        """Return what is read of a column; None where it says anything else."""
        found = _found(column, self.texts)
        return self.values(column, found) if _are_all(found, column) else None

    def values(self, column: pl.Series, found: Sequence[pl.Series]) -> pl.Series:
        """Return what is read of a column, of which each text was found somewhere."""
        if self.kinds is not None:
            return _places(found).cat.to(self.kinds).alias(column.name)
        if self.reads_alike:
            return column
        return self.read.gather(_places(found)).alias(column.name)


def learnt(
    column: pl.Series, texts: pl.Series, cell: Cell, nothing: Sequence[str] | None
) -> tuple[Handful, pl.Series] | None:
    """Return what a column says, of which some texts are known, and what is read of its cells.

    None where it says more than a handful, or nothing. Where it is told what stands for `nothing`,
    kinds stand for texts unless they do.
    """
    said = texts.to_list()  # Series are slow to go through
    found = _found(column, said) if len(said) <= MOST else []
    if found and not _are_all(found, column):
        others = column.filter(~reduce(or_, found)).unique().to_list()
        said += others
        found = [*found, *_found(column, others)] if len(said) <= MOST else []
    if not found:
        return None
    known = _handful(said, cell, nothing)
    return known, known.values(column, found)


def _handful(said: list[str], cell: Cell, nothing: Sequence[str] | None) -> Handful:
    texts = pl.Series(cell.target, said, dtype=pl.String)
    read = cell.read_once(texts)
    kinds = None if nothing is None else words.kinds(read, nothing)
    return Handful(said, read, kinds, read.dtype == pl.String and read.equals(texts))


def _found(column: pl.Series, texts: Sequence[str]) -> list[pl.Series]:
    return [column == text for text in texts]


def _are_all(found: Sequence[pl.Series], column: pl.Series) -> bool:
    return sum(one.sum() for one in found) == column.len() - column.null_count()


def _places(found: Sequence[pl.Series]) -> pl.Series:
    """Return which of some things, of which each is told where, holds for each cell."""
    rest = (one.cast(pl.UInt8) * place for place, one in enumerate(found[2:], start=2))
    first = found[1].cast(pl.UInt8) if len(found) > 1 else found[0].cast(pl.UInt8) * 0
    return reduce(add, rest, first)
