"""Contracts: what is paid for a year or more at a time, and when it is up (definitions 4.5).

A subscription is a contract for as long as the term stays the same: one of three years that goes on
from year to year is up after three years, then every year.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.ledger import runs
from cro_cli.tables import MICROS

_ID = "subscription"


def terms(spans: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Return contracts: `subscription`, `term` in months, `begun`, and `over`, null if it goes on.

    `spans` are what was paid for (`subscription`, `start`, `end`), `table` says how (`id`,
    `started_on`, `interval`, `interval_count`, `updated_on`).
    """
    paid = spans.select(_ID, "start", "end").sort("start")
    told = paid.join_asof(
        _said(table), left_on="start", right_on="since", by=_ID, check_sortedness=False
    )
    goes_on = pl.col("end").is_null().any()
    return (
        told.sort(_ID, "start", maintain_order=True)
        .with_columns(run=runs.begins(_ID, "term").cum_sum())
        .group_by("run", maintain_order=True)
        .agg(
            pl.first(_ID, "term"),
            begun=pl.col("start").min(),
            over=pl.when(~goes_on).then(pl.col("end").max()),
        )
        .filter(pl.col("term") >= months.YEAR)
        .drop("run")
    )


def _said(table: pl.DataFrame) -> pl.DataFrame:
    """Return over how many months each subscription is paid at a time, and since when."""
    scale = {"month": 1, "year": months.YEAR}
    length = pl.col("interval").cast(pl.String)
    count = pl.col("interval_count").fill_null(MICROS) // MICROS
    by = ("id", "started_on", "updated_on")
    is_first = pl.col("id") != pl.col("id").shift(1)
    return (
        table.sort(by, nulls_last=False)
        .unique(["id", "started_on"], keep="last", maintain_order=True)
        .select(
            pl.col("id").alias(_ID),
            term=length.replace_strict(scale, default=None, return_dtype=pl.Int64) * count,
            # What is paid for may begin before it is said to.
            since=pl.when(is_first.fill_null(value=True))
            .then(pl.lit(dt.date.min))
            .otherwise("started_on"),
        )
        .sort("since")
    )


def up_for_renewal(contracts: pl.DataFrame, until: dt.date) -> pl.DataFrame:
    """Return the days up to another on which contracts were up: `subscription`, `term`, `on`."""
    day, begun = pl.lit(until), pl.col("begun")
    since = (day.dt.year() - begun.dt.year()) * months.YEAR + day.dt.month() - begun.dt.month()
    times = since.cast(pl.Int64) // pl.col("term")
    after = pl.format("{}mo", pl.col("times") * pl.col("term"))
    on = pl.col("on")
    return (
        contracts.filter(begun <= day)
        .with_columns(times=pl.int_ranges(1, times + 1))
        .explode("times")
        .drop_nulls("times")
        .with_columns(on=begun.dt.offset_by(after))
        .filter((on <= day) & (on <= pl.col("over")).fill_null(value=True))
        .select(_ID, "term", "on")
    )
