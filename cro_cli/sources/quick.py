"""The quick first reading: of columns that are written in the plain way throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from cro_cli.sources import handful, words
from cro_cli.sources.cells import Cell
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import ROW

_MANY = 10_000  # rows from which on looking for repeated values pays
_SAMPLE = 2_000
_LOOK = 64  # of its first cells: where all say another thing, many do
_FEW = 400


def read(
    text: pl.DataFrame,
    plan: Plan,
    added: Sequence[pl.Expr],
    known: Mapping[str, pl.Series],
    *,
    numbered: bool = False,
) -> pl.DataFrame:
    """Return the row numbers, what was read of each cell, null in other columns, and some more.

    Some columns may be known already. Where they are to be `numbered`, texts that are but a few
    come as an Enum.
    """
    apart = {**known}
    if text.height >= _MANY:
        cells = [cell for cell in plan.cells if cell.target not in known]
        nothing = ("", *plan.format.blank) if numbered else None
        apart |= _apart(text, cells, nothing)
    kept = [ROW, "month"] if plan.months else [ROW]
    others = [*_all(cell for cell in plan.cells if cell.target not in apart), *added]
    # Handing few rows to other threads takes longer than reading them.
    select = text.select if text.height >= _MANY else text.select_seq
    frame = select(*kept, *others) if others else text[kept]
    return frame.hstack(list(apart.values())) if apart else frame


def _apart(
    text: pl.DataFrame, cells: Sequence[Cell], nothing: Sequence[str] | None
) -> dict[str, pl.Series]:
    """Return the long columns that are read in a quicker way than cell by cell.

    Where it is told what stands for `nothing`, few texts come as an Enum unless they do.
    """
    read: dict[str, pl.Series] = {}
    for cell in cells:
        column = text.get_column(cell.target)
        values = _once(column, cell, nothing)
        if values is None:
            values = cell.alike(column)
        if values is not None:
            read[cell.target] = values
    left = (cell.target for cell in cells if cell.is_plain_id and cell.target not in read)
    return read | {ids.name: ids for ids in map(text.get_column, left) if words.stand(ids)}


def _all(cells: Iterable[Cell]) -> list[pl.Expr]:
    """Return the reading of cells, all of one manner by one expression."""
    manners: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        manners.setdefault(cell.manner, []).append(cell)
    return [own[0].quick(pl.col([cell.target for cell in own])) for own in manners.values()]


def _once(column: pl.Series, cell: Cell, nothing: Sequence[str] | None) -> pl.Series | None:
    """Read each value of a column once, if it has few; None if it has many."""
    first = column.head(_SAMPLE)
    if first.head(_LOOK).n_unique() == _LOOK or (texts := first.unique()).len() > _FEW:
        return None
    if found := handful.learnt(column, texts.drop_nulls(), cell, nothing):
        return found[1]
    if column.null_count() * 2 > column.len():
        return None
    said = column.unique()
    if said.len() > column.len() // 8:
        return None
    read = cell.read_once(said)
    if read.dtype == said.dtype and read.equals(said):
        return column
    return column.replace_strict(said, read, return_dtype=read.dtype)
