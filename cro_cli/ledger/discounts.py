"""Discounts while they are in force, by the definition of which of them reduce MRR."""

from __future__ import annotations

import polars as pl

from cro_cli.assumptions import Assumptions
from cro_cli.tables import MICROS

_COUNTED = {
    "all": ("once", "repeating", "forever"),
    "recurring": ("repeating", "forever"),
    "forever": ("forever",),
    "none": (),
}
_AMOUNTS = ("discount", "discount_percent")
_UNITS = {"day": "d", "week": "w", "month": "mo", "year": "y"}


def in_force(rows: pl.DataFrame, settled: Assumptions) -> pl.DataFrame:
    """Split rows where their discount ends, and take away the discounts that do not count.

    Reads `discount`, `discount_percent`, `discount_duration`, `discount_end_on`, `start`, `end`.
    """
    if not any(rows.get_column(name).count() for name in _AMOUNTS):
        return rows
    duration = pl.col("discount_duration").fill_null("forever")
    counted = counts(duration, settled)
    has_any = (pl.col("discount") > 0) | (pl.col("discount_percent") > 0)
    over = pl.coalesce("discount_end_on", pl.when(duration == "once").then(_after_one_interval()))
    rows = rows.with_columns(over=pl.when(counted & has_any).then(over), counted=counted)
    nothing = (pl.lit(0).cast(pl.Int64).alias("discount"),)
    none = (*nothing, pl.lit(0).cast(pl.Int64).alias("discount_percent"))
    still = pl.col("counted") & (pl.col("over").is_null() | (pl.col("over") > pl.col("start")))
    with_it = rows.filter(still).with_columns(end=pl.min_horizontal("end", "over"))
    without = rows.filter(~still).with_columns(*none)
    goes_on = pl.col("end").is_null() | (pl.col("end") > pl.col("over"))
    after = (
        rows.filter(still & pl.col("over").is_not_null() & goes_on)
        .with_columns(*none)
        .with_columns(start=pl.col("over"))
    )
    return pl.concat([with_it, without, after]).drop("over", "counted")


def counts(duration: pl.Expr, settled: Assumptions) -> pl.Expr:
    """Tell which discounts reduce MRR, by how long they last."""
    return duration.fill_null("forever").is_in(_COUNTED[settled.defined("discounts")])


def unless_none(rows: pl.DataFrame, settled: Assumptions) -> pl.DataFrame:
    """Take the discounts of rows that are in force throughout away, where none counts."""
    if settled.defined("discounts") != "none":
        return rows
    nothing = pl.lit(0).cast(pl.Int64)
    return rows.with_columns(discount=nothing, discount_percent=nothing)


def _after_one_interval() -> pl.Expr:
    """Return the day on which the first interval of a row is over."""
    count = (pl.col("interval_count").fill_null(MICROS) // MICROS).cast(pl.String)
    unit = pl.col("interval").replace_strict(_UNITS, default=None, return_dtype=pl.String)
    return pl.col("start").dt.offset_by(pl.format("{}{}", count, unit))
