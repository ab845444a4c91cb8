"""The rhythm of periods that were billed: which periods would go before and after them."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import month

OWN, AFTER, BEFORE = range(3)
_DAYS = (pl.col("line_end") - pl.col("line_start")).dt.total_days()


def latest() -> pl.Expr:
    """Return the latest day of a month on which a line begins or ends."""
    return pl.max_horizontal(pl.col("start").dt.day(), pl.col("end").dt.day())


def around(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the periods of lines, and those that would follow and precede each by its rhythm.

    Reads `line_start`, `line_end`, what was billed (`price`), and `latest` of all lines for the
    same. Periods are `cell_start` to `cell_end`; `rank` is OWN, AFTER or BEFORE. A line that bills
    nothing has no rhythm.
    """
    start, end = pl.col("line_start"), pl.col("line_end")
    own = lines.with_columns(cell_start=start, cell_end=end, rank=pl.lit(OWN))
    billing = lines.filter(pl.col("price") > 0).with_columns(anchor=_anchor())
    after = billing.with_columns(cell_start=end, cell_end=_moved(end, +1), rank=pl.lit(AFTER))
    before = billing.with_columns(cell_start=_moved(start, -1), cell_end=start, rank=pl.lit(BEFORE))
    return pl.concat([own, after.select(own.columns), before.select(own.columns)])


def _anchor() -> pl.Expr:
    """Return the day of the month on which periods begin, null where they go by days.

    It is the 31st too where months have fewer days: other periods of the same may tell.
    """
    latest = pl.max_horizontal(pl.col("line_start").dt.day(), pl.col("line_end").dt.day())
    return pl.when(month("line_end") > month("line_start")).then(
        pl.when(_begin_on(pl.col("latest"))).then("latest").when(_begin_on(latest)).then(latest)
    )


def _begin_on(day: pl.Expr) -> pl.Expr:
    return pl.all_horizontal(
        pl.col(name).dt.day() == pl.min_horizontal(day, pl.col(name).dt.month_end().dt.day())
        for name in ("line_start", "line_end")
    )


def _moved(day: pl.Expr, times: int) -> pl.Expr:
    """Return the day one period after or before another."""
    length = month("line_end") - month("line_start")
    moved = month(day) + length * times
    first = pl.date(moved // months.YEAR, moved % months.YEAR + 1, 1)
    into = pl.min_horizontal("anchor", first.dt.month_end().dt.day()).cast(pl.Int64) - 1
    by_days = day + pl.duration(days=_DAYS * times)
    return (
        pl.when(pl.col("anchor").is_null()).then(by_days).otherwise(first + pl.duration(days=into))
    )
