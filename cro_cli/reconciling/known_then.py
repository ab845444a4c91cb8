"""Deals as far as they were known at the end of a past month (definitions 4.12, 6.1).

What was won, lost and open is told by close dates, and by the stages of the history for a deal that
was won then and is not any more. What a deal was worth is told by the history where it had its
stage of today by then already, as an amount before that is of another state.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.exact import annual, wide
from cro_cli.fact import Inputs


def then(deals: pl.DataFrame, day: dt.date, inputs: Inputs) -> pl.DataFrame:
    """Return deals that there were at the end of a day, with status, amount and close date then."""
    born = pl.col("created_on").is_null() | (pl.col("created_on") <= day)
    was_closed = (pl.col("status") != "open") & (pl.col("close_on") <= day)
    there = deals.filter(born).with_columns(
        status=pl.when(was_closed).then("status").otherwise(pl.lit("open"))
    )
    history = inputs.table("deal_stages")
    if history is None:
        return there
    stages = deals.filter(pl.col("status") != "open").select("stage", stage_says="status")
    one_each = stages.unique().unique("stage", keep="none")
    told = there.join(_last_told(history, day, inputs), on="deal", how="left", validate="1:1").join(
        one_each, left_on="stage_then", right_on="stage", how="left", validate="m:1"
    )
    was_won = (pl.col("status") == "open") & (pl.col("stage_says") == "won")
    is_same = (pl.col("stage_then") == pl.col("stage")) | was_won
    return told.with_columns(
        status=pl.when(was_won).then(pl.lit("won")).otherwise("status"),
        amount=pl.when(is_same).then(pl.coalesce("amount_then", "amount")).otherwise("amount"),
        close_on=pl.when(was_won).then(pl.coalesce("closed_then", "told_on")).otherwise("close_on"),
    ).select(deals.columns)


def _last_told(history: pl.DataFrame, day: dt.date, inputs: Inputs) -> pl.DataFrame:
    """Return what the history says last of each deal by the end of a day."""
    table = inputs.table("deals")
    assert table is not None  # noqa: S101 - for the type checker
    own = table.select(deal="id", own="currency").drop_nulls()
    return (
        history.filter(pl.col("at") < dt.datetime.combine(day, dt.time()) + dt.timedelta(days=1))
        .join(own, on="deal", how="left", validate="m:1")
        .with_columns(pl.coalesce("currency", "own").alias("currency"))
        .with_columns(amount=annual(wide("amount"), inputs.assumptions, inputs.rates))
        .sort("deal", "at", "stage", "close_on", "amount")
        .unique("deal", keep="last", maintain_order=True)
        .select(
            "deal",
            stage_then="stage",
            amount_then="amount",
            closed_then="close_on",
            told_on=pl.col("at").dt.date(),
        )
    )
