"""From the text of one file to rows of a canonical table, with a finding for each bad cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from cro_cli.errors import InputError
from cro_cli.model import Finding
from cro_cli.sources import amounts, composed, currencies
from cro_cli.sources.cells import DTYPES, Cell
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.dates import AmbiguousError
from cro_cli.sources.format import Drop
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import ROW, Rows


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
    text, dropped = _cleaned(_melted(rows.frame, plan), plan, rows.dropped)
    typed, again = _typed(text, plan, file)
    complaints = Complaints(file, plan, text)
    for cell in plan.cells:
        complaints.unreadable(cell, typed.get_column(cell.target))
    if any(cell.is_amount for cell in again) and currencies.lacking(plan):
        codes, notes = currencies.written(text, plan, file)
        complaints.findings += notes
        if codes is not None:
            typed = typed.with_columns(codes)
            plan.found.add("currency")
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


def _cleaned(
    frame: pl.DataFrame, plan: Plan, dropped: dict[str, int]
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Strip all cells, and leave out the rows that the format's rules call no data."""
    nothing = ["", *plan.format.blank]
    masks = {f" {number}": _covered(*drop) for number, drop in enumerate(plan.drops)}
    text = frame.select(
        ROW,
        *(_text(cell, nothing) for cell in plan.cells),
        *(mask.alias(name) for name, mask in masks.items()),
    )
    for name, (_, drop) in zip(masks, plan.drops, strict=True):
        gone = text.get_column(name)
        if gone.any():
            dropped = {**dropped, drop.name: dropped.get(drop.name, 0) + int(gone.sum())}
            text = text.filter(~gone)
    return text, dropped


def _text(cell: Cell, nothing: Sequence[str]) -> pl.Expr:
    """Return the text of a cell without the space around it; what stands for nothing is null."""
    parts = [_stripped(name, nothing) for name in cell.columns]
    if len(parts) == 1:
        return parts[0].alias(cell.target)
    joined = pl.concat_str(parts, separator=" | ", ignore_nulls=True)
    return pl.when(joined != "").then(joined).alias(cell.target)


def _stripped(name: str, nothing: Sequence[str]) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(*(text != one for one in nothing)).then(text)


def _covered(place: int, drop: Drop) -> pl.Expr:
    stripped = pl.col(str(place)).fill_null("").str.strip_chars()
    tests = [stripped.str.to_lowercase().is_in(list(drop.words))] if drop.words else []
    tests += [stripped.str.starts_with(start) for start in drop.starts]
    tests += [stripped == ""] if drop.blank else []
    return pl.any_horizontal(tests)


def _typed(text: pl.DataFrame, plan: Plan, file: str) -> tuple[pl.DataFrame, list[Cell]]:
    """Read all columns the quick way, then those that it does not suffice for in every way.

    The second result are the cells that were read again.
    """
    there = {cell.target for cell in plan.cells}
    constants = (
        pl.lit(plan.constants.get(column.name), DTYPES[column.kind]).alias(column.name)
        for column in plan.table.columns
        if column.name not in there
    )
    typed = text.select(ROW, *(cell.quick().alias(cell.target) for cell in plan.cells), *constants)
    failed = [cell for cell in plan.cells if _fails(cell, text, typed)]
    sign, again = _decimals(text, plan, failed, file)
    again = list({cell.target: cell for cell in (*again, *failed)}.values())
    for cell in again:
        column = _careful(cell, text.get_column(cell.target), sign, file)
        if column is not None:
            typed = typed.with_columns(column.alias(cell.target))
    return typed, again


def _fails(cell: Cell, text: pl.DataFrame, typed: pl.DataFrame) -> bool:
    return typed.get_column(cell.target).null_count() > text.get_column(cell.target).null_count()


def _decimals(
    text: pl.DataFrame, plan: Plan, failed: Sequence[Cell], file: str
) -> tuple[str, list[Cell]]:
    """Return the decimal sign of the file, and the cells that have to be read again with it.

    Plain numbers in a file split by commas have decimal points; else all amounts have a say.
    """
    own = [cell for cell in plan.cells if cell.is_amount]
    clear = plan.delimiter == "," and not any(cell.is_amount for cell in failed)
    if plan.format.decimals or clear or not own:
        return ".", []
    try:
        sign = amounts.decimal_sign([text.get_column(one.target) for one in own], plan.delimiter)
    except AmbiguousError as error:
        raise InputError([f"{file}: {error}; export amounts as 1234.56"]) from error
    return sign, own if sign == "," else []


def _careful(cell: Cell, text: pl.Series, sign: str, file: str) -> pl.Series | None:
    try:
        return cell.careful(text, decimal=sign)
    except AmbiguousError as error:
        problem = f"{file}: column {cell.label!r}: {error}; export dates as 2026-09-30"
        raise InputError([problem]) from error
