"""From the text of one file to rows of a canonical table, with a finding for each bad cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from cro_cli.model import Finding
from cro_cli.sources import careful, composed
from cro_cli.sources.cells import DTYPES, Cell
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.format import Drop
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import ROW, Rows
from cro_cli.tables import Column

_NOTHING = {kind: pl.lit(None, dtype) for kind, dtype in DTYPES.items()}


class Shaped(NamedTuple):
    """The canonical rows of one file, each with the number of its row in the column `ROW`.

    `bad` are the numbers of rows with a cell that could not be read.
    """

    frame: pl.DataFrame
    supplied: frozenset[str]
    dropped: dict[str, int]
    findings: tuple[Finding, ...]
    bad: frozenset[int]


def shape(rows: Rows, plan: Plan, above: Sequence[str], file: str) -> Shaped:
    """Read the cells of a file by the plan made for it.

    Raises:
        InputError: when dates or decimals can be read in two ways, or a month is not to be had.
    """
    text, dropped = _said(_melted(rows.frame, plan), plan, rows.dropped)
    complaints = Complaints(file, plan)
    typed = careful.read(text, _quickly(text, plan), plan, complaints)
    typed = composed.columns(plan, typed, above, file)
    table = typed[[*(column.name for column in plan.table.columns), ROW]]
    complaints.empty(table)
    return Shaped(
        frame=table,
        supplied=plan.supplied,
        dropped=dropped,
        findings=tuple(complaints.findings),
        bad=frozenset().union(*complaints.bad.values()),
    )


def _melted(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Turn one column a month into one row a month; an empty cell there is no revenue."""
    if not plan.months:
        return frame
    kept = [name for name in frame.columns if name not in plan.months]
    long = frame.unpivot(list(plan.months), index=kept, variable_name="month", value_name="amount")
    return long.with_columns(
        pl.col("month").replace_strict(plan.months, return_dtype=pl.String),
        pl.col("amount").fill_null("0"),
    )


def _said(
    frame: pl.DataFrame, plan: Plan, dropped: dict[str, int]
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return the text of all cells, without the rows that the format calls no data."""
    masks = {f" {number}": _covered(*drop) for number, drop in enumerate(plan.drops)}
    text = frame.select(
        ROW,
        *(cell.said() for cell in plan.cells),
        *(mask.alias(name) for name, mask in masks.items()),
    )
    for name, (_, drop) in zip(masks, plan.drops, strict=True):
        gone = text.get_column(name)
        if gone.any():
            dropped = {**dropped, drop.name: dropped.get(drop.name, 0) + int(gone.sum())}
            text = text.filter(~gone)
    return text, dropped


def _quickly(text: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Read all cells in the plain way, all of one manner by one expression."""
    manners: dict[tuple[object, ...], list[Cell]] = {}
    for cell in plan.cells:
        manners.setdefault(cell.manner, []).append(cell)
    there = {cell.target for cell in plan.cells}
    missing = (column for column in plan.table.columns if column.name not in there)
    return text.select(
        ROW,
        *(
            cells[0].quick(pl.col([cell.target for cell in cells]), plan.format.blank)
            for cells in manners.values()
        ),
        *(_constant(plan, column).alias(column.name) for column in missing),
    )


def _constant(plan: Plan, column: Column) -> pl.Expr:
    value = plan.constants.get(column.name)
    return _NOTHING[column.kind] if value is None else pl.lit(value)


def _covered(place: int, drop: Drop) -> pl.Expr:
    stripped = pl.col(str(place)).fill_null("").str.strip_chars()
    tests = [stripped.str.to_lowercase().is_in(list(drop.words))] if drop.words else []
    tests += [stripped.str.starts_with(start) for start in drop.starts]
    tests += [stripped == ""] if drop.blank else []
    return pl.any_horizontal(tests)
