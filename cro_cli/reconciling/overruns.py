"""Discounts that are over by what was agreed, and may still be given (definitions 6.1)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.fact import Inputs

_ENDS = ("discount_end_on", "discount_duration")


def are_told(inputs: Inputs) -> bool:
    """Tell whether subscriptions say when a discount ends."""
    table = inputs.table("subscriptions")
    return table is not None and any(table.get_column(name).count() for name in _ENDS)


def overruns(subscriptions: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Return what discounts that were over by a day had been worth a year, by `customer`.

    Of spans (`id`, `subscription`, `start`, `end`, `annual`, `gross`) the one after a discount
    starts when that ends, at the full price.
    """
    thing = ("id", "subscription", "customer")
    full = pl.col("annual") == pl.col("gross")
    given = subscriptions.filter(~full).select(*thing, on="end", was="annual", list_price="gross")
    goes_on = pl.col("end").is_null() | (pl.col("end") > day)
    live = (pl.col("start") <= day) & goes_on
    return (
        subscriptions.filter(full & live)
        .join(given, left_on=(*thing, "start"), right_on=(*thing, "on"), how="inner")
        .filter(pl.col("list_price") == pl.col("gross"))
        .group_by("customer")
        .agg(overrun=(pl.col("annual") - pl.col("was")).sum())
    )
