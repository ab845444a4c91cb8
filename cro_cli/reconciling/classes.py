"""Why two sides of an account differ: each is in one class, the first that holds."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.tables import MICROS

DAYS = 14  # in which billing may follow a deal
_SHARE = 100  # a hundredth is no difference,
_SMALL = 100 * MICROS  # nor is so much a year
_CRM, _BILLING = pl.col("crm"), pl.col("billing").fill_null(0)


def are_same(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Tell whether two amounts are the same but for what is no difference."""
    apart, most = (one - other).abs(), pl.max_horizontal(one, other)
    return (apart <= _SMALL) | (apart <= most // _SHARE)


def is_recent(day: dt.date) -> pl.Expr:
    """Tell where billing may still follow what changed in the CRM."""
    changed = pl.col("changed_on") > pl.lit(day) - pl.duration(days=DAYS)
    return changed.fill_null(value=False)


def named(day: dt.date) -> pl.Expr:
    """Return the class of each; `is_double`, `by_rates`, `overrun`, `is_other_segment` are flags.

    `overrun` is by how much billing would be more without discounts that are over.
    """
    gone = pl.when("is_due").then(pl.lit("lost_in_billing_open_in_crm"))
    left = gone.otherwise(pl.lit("won_in_crm_churned_in_billing"))
    overrun = pl.col("overrun")
    return (
        pl.when(are_same(_CRM, _BILLING) & pl.col("is_other_segment"))
        .then(pl.lit("segment_mismatch"))
        .when(are_same(_CRM, _BILLING))
        .then(pl.lit("same"))
        .when(is_recent(day))
        .then(pl.lit("timing"))
        .when("is_double")
        .then(pl.lit("duplicate_account"))
        .when(_CRM == 0)
        .then(pl.lit("billed_not_in_crm"))
        .when((_BILLING != 0) & pl.col("by_rates"))
        .then(pl.lit("fx"))
        .when((_BILLING != 0) & (overrun > 0) & are_same(_CRM, _BILLING + overrun))
        .then(pl.lit("discount_overrun"))
        .when(_BILLING != 0)
        .then(pl.lit("amount_mismatch"))
        .when(pl.col("billing").is_null())
        .then(pl.lit("won_not_billed"))
        .otherwise(left)
    )
