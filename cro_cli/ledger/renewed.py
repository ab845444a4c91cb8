"""What contracts renewed at, as the MRR of their customers tells it (definitions 4.5).

Subscriptions as they stand know when a contract was up for renewal, but no earlier price; the
history of MRR knows what its customer paid, but not for what. Together they tell a renewal where a
customer had nothing else around that day.
"""

from __future__ import annotations

import polars as pl

from cro_cli.exact import month
from cro_cli.named_tuple import NamedTuple

_ID = "subscription"
_KEY = (_ID, "on")


class Told(NamedTuple):
    """Renewals with what was `due` and `renewed`, and of how many nothing else can be told."""

    rows: pl.DataFrame
    untold: int


def by_history(up: pl.DataFrame, spans: pl.DataFrame, paid: pl.DataFrame) -> Told:
    """Return what was paid at the end of the month before each renewal, and at that of its month.

    `up` are renewals (`subscription`, `customer`, `on`) of contracts that were there until then,
    `spans` what customers had (`subscription`, `customer`, `start`, `end`), `paid` what they paid a
    year (`customer`, `month`, `annual`).
    """
    begins = pl.col("on").dt.month_start()
    overlaps = (pl.col("start") <= pl.col("on").dt.month_end()) & (
        pl.col("end").is_null() | (pl.col("end") >= begins)
    )
    beside = (
        up.join(spans.select("customer", "start", "end", other=_ID), on="customer", how="inner")
        .filter(overlaps & (pl.col("other") != pl.col(_ID)))
        .select(_KEY)
        .unique()
    )
    alone = up.join(beside, on=_KEY, how="anti").with_columns(month=month("on"))
    sums = paid.group_by("customer", "month").agg(pl.col("annual").sum())
    before = sums.select("customer", pl.col("month") + 1, due="annual")
    after = sums.select("customer", "month", renewed="annual")
    told = alone
    for side in (before, after):
        told = told.join(side, on=("customer", "month"), how="left", validate="m:1")
    return Told(told.with_columns(pl.col("due", "renewed").fill_null(0)), beside.height)
