"""A column looked at as a whole: one search through all of its text instead of one a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_END = "\0"  # no file that is read has it


def every(text: pl.Expr, pattern: str) -> pl.Expr:
    """Tell whether every cell that is not empty is of a pattern throughout.

    It is one answer for the column, several times as fast as matching cell by cell.
    """
    return text.str.join(_END).str.contains(rf"^(?:(?:{pattern})(?:\x00|$))*$")


def nowhere(text: pl.Expr, pattern: str) -> pl.Expr:
    r"""Tell whether no cell has a pattern in it; cells are parted by `\x00`."""
    return ~text.str.join(_END).str.contains(pattern)
