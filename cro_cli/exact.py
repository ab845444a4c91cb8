"""Exact arithmetic on columns: whole micros in, whole micros out, rounded once; and their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

import polars as pl

from cro_cli.assumptions import Assumptions
from cro_cli.errors import TooLargeError
from cro_cli.tables import MICROS, Table

MONTHS_A_YEAR = 12
_LARGEST = 2**63 - 1
# Sums wrap in silence at 2**63; no sum of a column may come near it.
LIMIT = 2.0**62


def wide(column: str | pl.Expr) -> pl.Expr:
    """Return a column as Int128, so that products of micros cannot wrap."""
    return (pl.col(column) if isinstance(column, str) else column).cast(pl.Int128)


def rounded(top: pl.Expr, bottom: int | pl.Expr) -> pl.Expr:
    """Return Int128 `top` ÷ positive `bottom`, rounded half away from zero."""
    # Division of Int128 is slow.
    if isinstance(bottom, int) and bottom == 1:
        return top
    return (top.abs() * 2 + bottom) // (bottom * 2) * top.sign()


def ratio(top: pl.Expr, bottom: int | pl.Expr) -> pl.Expr:
    """Return Int128 `top` ÷ positive `bottom` as Int64, rounded half away from zero.

    What is too large for that becomes the largest there is, whose sums are refused.
    """
    return rounded(top, bottom).clip(-_LARGEST, _LARGEST).cast(pl.Int64)


def in_reporting(
    amount: pl.Expr, rates: Mapping[str, Fraction], *, bottom: int | pl.Expr = 1
) -> pl.Expr:
    """Return Int128 `amount` ÷ `bottom` in the reporting currency, as Int64, rounded once.

    Reads the column `currency`; a currency without a rate is the reporting currency, because runs
    with any other are refused before facts are built.
    """
    result = ratio(amount, bottom)
    for currency, rate in rates.items():
        converted = ratio(amount * rate.numerator, bottom * pl.lit(rate.denominator, pl.Int128))
        result = pl.when(pl.col("currency") == currency).then(converted).otherwise(result)
    return result


def occurring(rates: Mapping[str, Fraction], table: pl.DataFrame) -> dict[str, Fraction]:
    """Return the rates of the currencies in a table: nothing is converted from any other."""
    there = table.get_column("currency")
    return {code: rate for code, rate in rates.items() if (there == code).any()}


def annual(amount: pl.Expr, settled: Assumptions, rates: Mapping[str, Fraction]) -> pl.Expr:
    """Return Int128 amounts of deals as a year's, on the basis that the config declares."""
    if settled.amount_is == "mrr":
        return in_reporting(amount * MONTHS_A_YEAR, rates)
    if settled.amount_is == "tcv" and settled.contract_years is not None:
        years = settled.contract_years
        return in_reporting(amount * years.denominator, rates, bottom=years.numerator)
    return in_reporting(amount, rates)


def share(amount: pl.Expr, part: pl.Expr) -> pl.Expr:
    """Return Int128 `amount` times a ratio in micros, as Int64."""
    return ratio(amount * part, MICROS)


def month(column: str | pl.Expr) -> pl.Expr:
    """Return the number of the month of a date column (see `months`)."""
    day = pl.col(column) if isinstance(column, str) else column
    return day.dt.year() * MONTHS_A_YEAR + day.dt.month().cast(pl.Int32) - 1


def newest(table: Table, frame: pl.DataFrame) -> dt.date | None:
    """Return the day of the newest thing that happened in the rows of a table."""
    if not table.events:
        return None
    closings: list[pl.Expr] = []
    if table.planned or table.closings:
        said = frame.get_column("status").unique().drop_nulls().to_list()  # few
        if any(one.lower() in table.planned for one in said):
            # Nothing else is asked for, and what is filtered is copied.
            read = dict.fromkeys(("status", *table.events, *table.closings, "updated_on"))
            frame = frame.select(*read).filter(~_says(table.planned, said))
        closings = [
            pl.when(_says(words, said)).then(column).max().alias(column)
            for column, words in table.closings.items()
        ]
    # Asked column by column: a query takes fifty times as long as the answer.
    days = [frame.get_column(column).max() for column in _happened(table, frame)]
    days += frame.select(closings).row(0) if closings else ()
    dates = (day.date() if isinstance(day, dt.datetime) else day for day in days)
    return max((day for day in dates if isinstance(day, dt.date)), default=None)


def _says(words: Collection[str], said: Iterable[str]) -> pl.Expr:
    """Tell in which rows the status is one of some words, however it is spelled."""
    status = pl.col("status")
    same = (status == one for one in said if one.lower() in words)
    return pl.any_horizontal(pl.lit(value=False), *same).fill_null(value=False)


def _happened(table: Table, frame: pl.DataFrame) -> tuple[str, ...]:
    """Return the event columns that tell: of those that may lie ahead, only if nothing better."""
    if not table.ahead or not frame.get_column("updated_on").is_not_null().any():
        return table.events
    return tuple(column for column in table.events if column not in table.ahead)


def at_constant_rates(ledger: pl.DataFrame) -> pl.DataFrame:
    """Return changes of revenue as at one rate a currency, wherever they are at those of the day.

    What is compared over time, such as retention, is no matter of exchange rates (definitions 4.4).
    """
    return ledger.with_columns(delta="constant") if "constant" in ledger.columns else ledger


def refuse_overflow(name: str, frame: pl.DataFrame) -> None:
    """Raise TooLargeError when the sum of a column could wrap, whatever rows it is taken over."""
    for column in frame.get_columns():
        if column.dtype == pl.Int64 and _may_wrap(column):
            raise TooLargeError(name)


def largest_sum(column: pl.Series) -> int:
    """Return what no sum of numbers of a column goes beyond."""
    extremes = [abs(one) for one in (column.min(), column.max()) if isinstance(one, int)]
    return max(extremes, default=0) * column.len()


def _may_wrap(column: pl.Series) -> bool:
    # The largest times the number of rows nearly always settles it, without a query.
    if largest_sum(column) <= LIMIT:
        return False
    total = column.cast(pl.Float64).abs().sum()
    return isinstance(total, float) and total > LIMIT
