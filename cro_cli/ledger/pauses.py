"""Pauses of subscriptions: service that stops and may go on (definitions 4.1)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.assumptions import Assumptions


def apart(rows: pl.DataFrame, newest: dt.date, settled: Assumptions) -> pl.DataFrame:
    """Split rows at their pause; a pause without an end counts while the status says so.

    Reads `start`, `end`, `cause`, `paused_on`, `resumed_on`; a row that ends with a pause has it
    for cause, what goes on after it has not.
    """
    if settled.defined("paused") == "include" or not rows.get_column("paused_on").count():
        return rows
    is_over = pl.col("resumed_on") > pl.col("paused_on")
    is_planned = pl.col("resumed_on").is_null() & (pl.col("paused_on") > newest)
    pauses = (is_over | is_planned) & (
        pl.col("end").is_null() | (pl.col("paused_on") < pl.col("end"))
    )
    paused = pauses.fill_null(value=False)
    goes_on = pl.col("end").is_null() | (pl.col("end") > pl.col("resumed_on"))
    before = rows.filter(paused).with_columns(end=pl.col("paused_on"), cause=pl.lit("pause"))
    after = rows.filter(paused & is_over & goes_on).with_columns(
        start=pl.max_horizontal("start", "resumed_on"),
        cause=pl.when(pl.col("cause") == "pause").then(pl.lit("unknown")).otherwise("cause"),
    )
    return pl.concat([rows.filter(~paused), before, after])
