"""A column looked at as a whole: one search through all of its text instead of one a cell."""

from __future__ import annotations

import polars as pl

_END = "\0"  # no file that is read has it


def signs(text: pl.Series) -> pl.Series:
    """Return the bytes of all cells, one after the other.

    To look at them takes a tenth of the time of matching what the cells say.
    """
    cells = text.cast(pl.Binary).cast(pl.List(pl.UInt8))
    return cells.explode(empty_as_null=False, keep_nulls=False)


def span(signs: pl.Series) -> tuple[int, int] | None:
    """Return the least and the greatest of some bytes, None where there are none."""
    least, most = signs.min(), signs.max()
    return (least, most) if isinstance(least, int) and isinstance(most, int) else None


def every(text: pl.Expr, pattern: str) -> pl.Expr:
    """Tell whether every cell that is not empty is of a pattern throughout.

    It is one answer for the column, several times as fast as matching cell by cell.
    """
    return text.str.join(_END).str.contains(rf"^(?:(?:{pattern})(?:\x00|$))*$")


def nowhere(text: pl.Expr, pattern: str) -> pl.Expr:
    r"""Tell whether no cell has a pattern in it; cells are parted by `\x00`."""
    return ~text.str.join(_END).str.contains(pattern)


def somewhere(text: pl.Expr, pattern: str) -> pl.Expr:
    """Tell whether a pattern is in the cells, of which each but the first begins with NUL."""
    return text.str.join(_END).str.contains(pattern)


def first(text: pl.Expr) -> pl.Expr:
    """Return the first cell that is not empty."""
    return text.get(text.is_not_null().arg_max(), null_on_oob=True)
