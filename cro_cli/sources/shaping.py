"""From the text of one file to rows of a canonical table, with a finding for each bad cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cro_cli.errors import InputError
from cro_cli.model import Finding
from cro_cli.sources import amounts, composed
from cro_cli.sources.cells import DTYPES, Cell
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.dates import AmbiguousError
from cro_cli.sources.format import Drop
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import Rows

ROW = " row"  # the spreadsheet's row number; the blank keeps it apart from canonical names


@dataclass(frozen=True, kw_only=True)
class Shaped:
    """The canonical rows of one file.

    The frame has the row number of each row in the column `ROW`; `bad` are the numbers of rows
    with a cell that could not be read.
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
    frame, numbers, dropped = _drop(rows, plan)
    text = frame.select(_cleaned(cell, plan) for cell in plan.all_cells)
    typed = _typed(text, plan, file)
    complaint = Complaints(file=file, table=plan.table.name, numbers=numbers)
    for cell in plan.all_cells:
        complaint.unreadable(cell, text.get_column(cell.target), typed.get_column(cell.target))
    typed = composed.columns(plan, typed, above, file)
    typed = typed.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))
    table = _canonical(_melted(typed, plan) if plan.months else typed, plan)
    complaint.empty(table, plan, ROW)
    return Shaped(
        frame=table,
        supplied=plan.supplied,
        dropped=dropped,
        findings=tuple(complaint.findings),
        bad=frozenset().union(*complaint.bad.values()),
    )


def _drop(rows: Rows, plan: Plan) -> tuple[pl.DataFrame, Sequence[int], dict[str, int]]:
    """Leave out the rows that the format's rules call no data; count them by rule."""
    dropped = dict(rows.dropped)
    frame, numbers = rows.frame, rows.numbers
    for place, drop in plan.drops:
        gone = _covered(frame.get_column(str(place)).fill_null(""), drop)
        if gone.any():
            dropped[drop.name] = dropped.get(drop.name, 0) + int(gone.sum())
            frame = frame.filter(~gone)
            numbers = pl.Series(numbers, dtype=pl.Int64).filter(~gone).to_list()
    return frame, numbers, dropped


def _covered(text: pl.Series, drop: Drop) -> pl.Series:
    stripped = pl.col("text").str.strip_chars()
    tests = [stripped.str.to_lowercase().is_in(list(drop.words))] if drop.words else []
    tests += [stripped.str.starts_with(start) for start in drop.starts]
    tests += [stripped == ""] if drop.blank else []
    return pl.DataFrame({"text": text}).select(pl.any_horizontal(tests)).to_series()


def _cleaned(cell: Cell, plan: Plan) -> pl.Expr:
    """Return the text of a cell without the space around it; what stands for nothing is null."""
    nothing = ["", *plan.format.blank]
    parts = [pl.col(str(place)).str.strip_chars().replace(nothing, None) for place in cell.places]
    joined = (
        parts[0]
        if len(parts) == 1
        else pl.concat_str(parts, separator=" | ", ignore_nulls=True).replace([""], None)
    )
    return joined.alias(cell.target)


def _typed(text: pl.DataFrame, plan: Plan, file: str) -> pl.DataFrame:
    """Read all columns the quick way, then those that it does not suffice for in every way."""
    typed = text.select(cell.quick().alias(cell.target) for cell in plan.all_cells)
    short = [cell for cell in plan.all_cells if _fails(cell, text, typed)]
    amount_cells = [cell for cell in plan.all_cells if cell.is_amount]
    sign = plan.format.decimals and "."
    if (
        not sign
        and amount_cells
        and (plan.delimiter != "," or any(cell.is_amount for cell in short))
    ):
        sign = _decimal_sign(amount_cells, text, plan, file)
        if sign == ",":
            short = [*amount_cells, *(cell for cell in short if not cell.is_amount)]
    for cell in short:
        try:
            column = cell.careful(text.get_column(cell.target), decimal=sign or ".")
        except AmbiguousError as error:
            raise InputError(
                [f"{file}: column {cell.label!r}: {error}; export dates as 2026-09-30"]
            ) from error
        if column is not None:
            typed = typed.with_columns(column.alias(cell.target))
    return typed


def _fails(cell: Cell, text: pl.DataFrame, typed: pl.DataFrame) -> bool:
    return typed.get_column(cell.target).null_count() > text.get_column(cell.target).null_count()


def _decimal_sign(cells: Sequence[Cell], text: pl.DataFrame, plan: Plan, file: str) -> str:
    try:
        return amounts.decimal_sign(
            [text.get_column(cell.target) for cell in cells], plan.delimiter
        )
    except AmbiguousError as error:
        raise InputError([f"{file}: {error}; export amounts as 1234.56"]) from error


def _melted(typed: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Turn one column a month into one row a month; an empty cell there is no revenue."""
    months = [cell.target for cell in plan.months]
    kept = [cell.target for cell in plan.cells]
    long = typed.unpivot(months, index=[*kept, ROW], variable_name="month", value_name="amount")
    return long.with_columns(
        (pl.col("month") + "-01").str.to_date("%Y-%m-%d", strict=False),
        pl.col("amount").fill_null(0),
    )


def _canonical(typed: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Return every column of the canonical table, in its order and type, and the row number."""
    there = set(typed.columns)
    columns = [
        pl.col(column.name)
        if column.name in there
        else pl.lit(plan.constants.get(column.name), DTYPES[column.kind]).alias(column.name)
        for column in plan.table.columns
    ]
    return typed.select(*columns, ROW)
