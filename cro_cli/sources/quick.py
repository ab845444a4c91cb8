"""The quick first reading: of columns that are written in the plain way throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from cro_cli.sources import words
from cro_cli.sources.cells import Cell
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import ROW

_MANY = 10_000  # rows from which on looking for repeated values pays
_SAMPLE = 2_000
_LOOK = 64  # of its first cells: where all say another thing, many do
_FEW = 400
FEWEST = 8  # texts: to compare all cells with each is quicker than anything else


def read(
    text: pl.DataFrame, plan: Plan, added: Sequence[pl.Expr], known: Mapping[str, pl.Series]
) -> pl.DataFrame:
    """Return the row numbers, what was read of each cell, null in other columns, and some more.

    Some columns may be known already.
    """
    apart = {**known}
    if text.height >= _MANY:
        apart |= _apart(text, [cell for cell in plan.cells if cell.target not in known])
    # Handing few rows to other threads takes longer than reading them.
    select = text.select if text.height >= _MANY else text.select_seq
    frame = select(
        ROW,
        *(["month"] if plan.months else []),
        *_all(cell for cell in plan.cells if cell.target not in apart),
        *added,
    )
    return frame.with_columns(apart.values()) if apart else frame


def _apart(text: pl.DataFrame, cells: Sequence[Cell]) -> dict[str, pl.Series]:
    """Return the long columns that are read in a quicker way than cell by cell."""
    read = {}
    standing = words.standing(text.select(cell.target for cell in cells if cell.is_plain_id))
    for cell in cells:
        column = text.get_column(cell.target)
        values = column if cell.target in standing else _once(column, cell)
        if values is None:
            values = cell.alike(column)
        if values is not None:
            read[cell.target] = values
    return read


def _all(cells: Iterable[Cell]) -> list[pl.Expr]:
    """Return the reading of cells, all of one manner by one expression."""
    manners: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        manners.setdefault(cell.manner, []).append(cell)
    return [own[0].quick(pl.col([cell.target for cell in own])) for own in manners.values()]


def _once(column: pl.Series, cell: Cell) -> pl.Series | None:
    """Read each value of a column once, if it has few; None if it has many."""
    first = column.head(_SAMPLE)
    if first.head(_LOOK).n_unique() == _LOOK or (texts := first.n_unique()) > _FEW:
        return None
    if texts <= FEWEST and (values := _compared(column, first, cell)) is not None:
        return values
    if column.null_count() * 2 > column.len():
        return None
    said = column.unique()
    if said.len() > column.len() // 8:
        return None
    read = _read(said, cell)
    if _is_same(read, said):
        return column
    return column.replace_strict(said, read, return_dtype=read.dtype)


def _compared(column: pl.Series, first: pl.Series, cell: Cell) -> pl.Series | None:
    """Read a column that says nothing but the few texts of its first cells; None if it does.

    To compare all cells with a text takes a tenth of the time of finding out what they say.
    """
    said = first.unique().drop_nulls()
    found = [column == text for text in said]
    if not found or sum(one.sum() for one in found) != column.len() - column.null_count():
        return None
    read = _read(said, cell)
    if _is_same(read, said):
        return column
    places = found[0].cast(pl.UInt32) * 0
    for place, one in enumerate(found[1:], start=1):
        places += one.cast(pl.UInt32) * place
    return read.gather(places).alias(column.name)


def _read(said: pl.Series, cell: Cell) -> pl.Series:
    return said.to_frame().select(cell.quick(pl.col(cell.target))).to_series()


def _is_same(read: pl.Series, said: pl.Series) -> bool:
    return read.dtype == said.dtype and read.equals(said)
