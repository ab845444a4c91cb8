"""What parts of periods are meant to come to, where cents were rounded (definitions 4.1).

A bill for 16 of 30 days at 40 says 21.33, which is 39.99 for all of them: a contraction that never
was. So what is paid for a plan, from the day on which a part begins, is what was billed for a whole
period right before, then or right after, wherever the cents of the parts explain the difference;
and nothing, where they take away what there was. Whoever prorates by months, or by the days of a
year, is told by the same prices.
"""

from __future__ import annotations

import polars as pl

_THING = ["customer", "subscription", "plan", "currency"]


def settled(parts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return parts with their `annual` worth, so that each day comes to what was meant, if known.

    Parts have a number ` part`; `scaled` is their worth by the period of which each is a part
    (`cell_start` to `cell_end`), `annual` that by its own length, `scaled_slack` and `slack` what
    the smallest unit of the currency comes to. `lines` are for whole periods.
    """
    levels = _levels(parts, lines)
    known = levels.join(_targets(parts, lines, levels), on=" part", how="left", validate="1:1")
    of = [*_THING, "end"]
    # All that parts with one end are off by, from the day on which each begins.
    off = pl.col("off").forward_fill().over(of).fill_null(0)
    return (
        parts.join(known.select(" part", "off"), on=" part", how="left", validate="1:1")
        .sort(*of, "start")
        .with_columns(off=off)
        .with_columns(
            annual=pl.col("scaled") + pl.col("off") - pl.col("off").shift(1, fill_value=0).over(of)
        )
    )


def _levels(parts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return what all lines for the same come to on the day on which each part begins."""
    nothing = pl.lit(0, pl.Int64)
    billed = lines.select(
        *_THING,
        since="start",
        until="end",
        scaled="annual",
        annual="annual",
        scaled_slack=nothing,
        slack=nothing,
        over=pl.lit(None, pl.Date),
        takes=pl.lit(value=False),
    )
    partly = parts.select(
        *_THING,
        "scaled",
        "annual",
        "scaled_slack",
        "slack",
        since="start",
        until="end",
        over="end",
        takes=pl.col("net") < 0,
    )
    return (
        parts.select(" part", *_THING, day="start")
        .join(
            pl.concat([billed, partly.select(billed.columns)]),
            on=_THING,
            how="inner",
            nulls_equal=True,
        )
        .filter((pl.col("since") <= pl.col("day")) & (pl.col("day") < pl.col("until")))
        .group_by(" part")
        .agg(
            pl.col("scaled", "annual", "scaled_slack", "slack").sum(),
            pl.col("takes").any(),
            ends=pl.col("over").drop_nulls().n_unique(),
        )
    )


def _targets(parts: pl.DataFrame, lines: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """Return by how much levels are `off` what is meant, for the parts of which that is known."""
    prices = (
        parts.select(" part", *_THING, "cell_start", "cell_end")
        .join(
            lines.filter(pl.col("annual") > 0).select(
                *_THING, since="start", until="end", price="annual"
            ),
            on=_THING,
            how="inner",
            nulls_equal=True,
        )
        .filter((pl.col("since") <= pl.col("cell_end")) & (pl.col("cell_start") <= pl.col("until")))
        .select(" part", "price")
    )
    nothing = levels.filter("takes").select(" part", price=pl.lit(0, pl.Int64))
    compared = (
        # Where parts of the same end apart, what one is off by would outlast another.
        levels.filter(pl.col("ends") == 1).join(
            pl.concat([prices, nothing]), on=" part", how="inner"
        )
    )
    off = pl.col("price") - pl.col("scaled")
    by_period = compared.select(
        " part", "price", off=off, miss=off.abs(), slack="scaled_slack", way=pl.lit(0)
    )
    by_length = compared.select(
        " part",
        "price",
        off=off,
        miss=(pl.col("price") - pl.col("annual")).abs(),
        slack="slack",
        way=pl.lit(1),
    )
    return (
        pl.concat([by_period, by_length])
        .filter(pl.col("miss") < pl.col("slack"))
        .sort("way", "miss", "price")
        .unique(" part", keep="first", maintain_order=True)
        .select(" part", "off")
    )
