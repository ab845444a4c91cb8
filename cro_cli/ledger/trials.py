"""Subscriptions on trial: nobody has agreed to pay for them yet (definitions 4.1, 4.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from cro_cli.assumptions import Assumptions
from cro_cli.ledger import lives

# What tells a trial beside the status, and when it is over.
_TOLD_BY: Mapping[str, tuple[pl.Expr, str]] = {
    "subscriptions": (pl.col("trial_end_on") > pl.col("started_on"), "trial_end_on"),
    "subscription_versions": (pl.col("trial"), "ended_on"),
}


def ids(table: pl.DataFrame, name: str, newest: dt.date, settled: Assumptions) -> pl.Series:
    """Return the ids of subscriptions that are on trial on the newest day, or will be later.

    `name` is that of the table: subscriptions, or subscription_versions. Where trials count as
    any subscription there are none.
    """
    if settled.defined("trials") == "include":
        return table.clear().get_column("id")
    flag, over = _TOLD_BY[name]
    is_trial = flag.fill_null(value=False) | (lives.status() == "trialing")
    is_over = pl.min_horizontal(over, "ended_on") <= newest
    has_gone = is_over.fill_null(value=False) | ~lives.lasts()
    return table.filter(is_trial & ~has_gone).get_column("id").unique()


def said(count: int) -> tuple[str, ...]:
    """Say that so many subscriptions on trial are no part of what is agreed."""
    if not count:
        return ()
    those = "1 subscription" if count == 1 else f"{count} subscriptions"
    return (f"{those} on trial: in neither CMRR nor CARR, as nobody has agreed to pay",)
