"""Gaps in what customers pay for: late renewals that look like churn (definitions 4.2)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.fact import Counted

_FOR_EVER = dt.date.max


def bridged(spans: pl.DataFrame, days: int) -> pl.DataFrame:
    """Let what a customer had last go on until it comes back, if that is days later at most."""
    if not days or not spans.height:
        return spans
    ordered = (
        spans.with_row_index(" row")
        .with_columns(out=pl.col("end").fill_null(_FOR_EVER))
        .sort("customer", "start", "out")
        .with_columns(reach=pl.col("out").cum_max().shift(1).over("customer"))
    )
    # A run is service without a gap, of whatever the customer has.
    begins = (pl.col("start") > pl.col("reach")).fill_null(value=True)
    runs = ordered.with_columns(run=begins.cum_sum())
    whole = (
        runs.group_by("run", maintain_order=True)
        .agg(
            pl.first("customer"), pl.first("start").alias("back"), pl.col("out").max().alias("gone")
        )
        .with_columns(back=pl.col("back").shift(-1).over("customer"))
    )
    short = (pl.col("back") - pl.col("gone")).dt.total_days() <= days
    late = whole.filter(short).select("run", "back", "gone")
    joined = runs.join(late, on="run", how="left", validate="m:1")
    ends = pl.when(pl.col("out") == pl.col("gone")).then("back").otherwise("end")
    return joined.with_columns(end=ends).sort(" row").select(spans.columns)


def bridged_months(rows: pl.DataFrame, days: int) -> pl.DataFrame:
    """Add `until` to monthly rows: the next month, or that in which a customer is back in time."""
    following = pl.col("month") + 1
    if not days:
        return rows.with_columns(until=following)
    paid = rows.filter(pl.col("annual") > 0).select("customer", "month").unique()
    back = paid.sort("customer", "month").with_columns(
        back=pl.col("month").shift(-1).over("customer")
    )
    gap = _first_day("back") - _first_day(following)
    in_time = back.filter(gap.dt.total_days() <= days)
    return rows.join(in_time, on=["customer", "month"], how="left", validate="m:1").with_columns(
        until=pl.coalesce("back", following)
    )


def _first_day(month: str | pl.Expr) -> pl.Expr:
    number = pl.col(month) if isinstance(month, str) else month
    return pl.date(number // 12, number % 12 + 1, 1)


def said(ledger: pl.DataFrame, days: int) -> tuple[str, ...]:
    """Say how many customers left and were back at the next month end; rows are in order."""
    if days:
        return ()
    turns = ledger.select("customer", "month", "logos").filter(pl.col("logos") != 0)
    same = pl.col("customer").shift(-1) == pl.col("customer")
    next_month = pl.col("month").shift(-1) == pl.col("month") + 1
    came_back = turns.select(((pl.col("logos") < 0) & same & next_month).sum()).item()
    if not came_back:
        return ()
    return (Counted(_back, came_back),)


def _back(count: int) -> str:
    who = "1 customer was" if count == 1 else f"{count} customers were"
    late = "late renewals can be joined by `lapse_grace_days:` under `definitions:`"
    return f"{who} gone at one month end and back at the next: {late}"
