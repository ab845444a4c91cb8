"""What of subscriptions lies ahead: steps up and down, ends, pauses, and what is only signed."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months

_ID = "subscription"
_OF = (_ID, "customer", "plan", "currency")


def scheduled(rows: pl.DataFrame, as_of: dt.date, horizon: int) -> pl.DataFrame:
    """Return by how much annual revenue changes, when, and of which kind the change is.

    Kinds are cancellation, downgrade, pause, upgrade, resume and signed. Reads `start`, `end`,
    `annual`, `cause` and `is_signed`, which tells what has not begun whatever its start. `lost` is
    what a change takes of the revenue of today: nothing of what will only be added.
    """
    ended = (pl.col("end") <= as_of).fill_null(value=False)
    live = rows.filter(~pl.col("is_signed") & (pl.col("start") <= as_of) & ~ended)
    to_come = rows.filter(pl.col("start") > as_of)
    later = to_come.join(live, on=_ID, how="semi")
    fresh = to_come.filter("is_signed").join(live, on=_ID, how="anti")
    told = pl.concat([_steps(live, later), _begun(fresh, rows.filter(ended))])
    return told.select(
        pl.lit(months.index(as_of), pl.Int32).alias("month"),
        *told.columns,
        is_near=pl.col("on") <= as_of + dt.timedelta(days=horizon),
    ).sort("on", "customer", _ID, "kind")


def _steps(live: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Return by how much each subscription rises or falls, on the days on which it does."""
    no_end = pl.lit(None, pl.String).alias("cause")
    now = live.select(*_OF, no_end, on=pl.lit(None, pl.Date), delta="annual")
    begins = later.select(*_OF, no_end, on="start", delta="annual")
    ends = (
        pl.concat([live, later])
        .filter(pl.col("end").is_not_null())
        .select(*_OF, "cause", on="end", delta=-pl.col("annual"))
    )
    steps = (
        pl.concat([now, ends, begins])
        .group_by(_ID, "on")
        .agg(
            pl.col("delta").sum(),
            pl.col("customer", "plan", "currency").first(),
            is_pause=(pl.col("cause") == "pause").any(),
        )
        .sort(_ID, "on", nulls_last=False)
        .with_columns(left=pl.col("delta").cum_sum().over(_ID))
    )
    # What is paid today and on each day until then; what is not live is paid nothing today.
    least = pl.col("left").cum_min().over(_ID)
    is_live = pl.col("on").is_null().any().over(_ID)
    steps = steps.with_columns(least=pl.when(is_live).then(least).otherwise(0)).with_columns(
        lost=pl.col("least") - pl.col("least").shift(1, fill_value=0).over(_ID)
    )
    moves = pl.col("on").is_not_null() & (pl.col("delta") != 0)
    was_paused = pl.col("is_pause").shift(1).over(_ID) & (pl.col("left") == pl.col("delta"))
    kind = (
        pl.when((pl.col("delta") > 0) & was_paused)
        .then(pl.lit("resume"))
        .when(pl.col("delta") > 0)
        .then(pl.lit("upgrade"))
        .when(pl.col("left") > 0)
        .then(pl.lit("downgrade"))
        .when("is_pause")
        .then(pl.lit("pause"))
        .otherwise(pl.lit("cancellation"))
    )
    return steps.filter(moves).select(*_OF, "on", "delta", "lost", kind=kind)


def _begun(fresh: pl.DataFrame, ended: pl.DataFrame) -> pl.DataFrame:
    """Return what subscriptions come to that are not live: those that a pause ended resume."""
    last = ended.sort("end").unique(_ID, keep="last", maintain_order=True)
    paused = last.filter(pl.col("cause") == "pause").get_column(_ID)
    steps = _steps(fresh.clear(), fresh)
    resumes = pl.col(_ID).is_in(paused.implode())
    is_first = pl.col("on") == pl.col("on").min().over(_ID)
    begins = pl.when(resumes).then(pl.lit("resume")).otherwise(pl.lit("signed"))
    return steps.with_columns(kind=pl.when(is_first).then(begins).otherwise("kind"))
