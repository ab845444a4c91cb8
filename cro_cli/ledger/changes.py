"""Steps of many things to the movements of customers, by month (definitions 4.2)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli import months
from cro_cli.model import Reason

_AFTER = pl.col("after")
_BEFORE = pl.col("after") - pl.col("delta")
_GRAIN = ("customer", "plan", "currency", "month")


def steps(spans: pl.DataFrame, last: int | None) -> pl.DataFrame:
    """Return what spans (`since`, `until`, `annual`) add and take away, up to a month."""
    keep = ("customer", "plan", "currency")
    starts = spans.select(*keep, month="since", delta="annual")
    ends = spans.filter(pl.col("until").is_not_null()).select(
        *keep, month="until", delta=-pl.col("annual")
    )
    both = pl.concat([starts, ends])
    return both if last is None else both.filter(pl.col("month") <= last)


def named(rows: pl.DataFrame, *, opening: int | None, early: Sequence[str] = ()) -> pl.DataFrame:
    """Sum steps to changes, and name each customer's movement of a month by its net change.

    `opening` is the month that the data begin with, whose balances are new to nobody;
    `early` are customers who paid before anything that the rows say of them.
    """
    changes = (
        rows.group_by(_GRAIN)
        .agg(pl.col("delta").sum())
        .filter(pl.col("delta") != 0)
        .sort("customer", "month", "plan", "currency")
    )
    net = changes.group_by("customer", "month", maintain_order=True).agg(pl.col("delta").sum())
    # Rows are sorted and no balance is negative, so a customer has paid before any later row.
    seen = pl.col("customer") == pl.col("customer").shift(1)
    seen = seen.fill_null(value=False)
    if early:
        seen |= pl.col("customer").is_in(early)
    after = pl.col("delta").cum_sum().over("customer")
    movements = net.with_columns(after=after, seen=seen).select(
        "customer",
        "month",
        movement=_movement(opening),
        turn=(_AFTER > 0).cast(pl.Int64) - (_BEFORE > 0).cast(pl.Int64),
    )
    ledger = changes.join(
        movements,
        on=["customer", "month"],
        how="left",
        validate="m:1",
        nulls_equal=True,
        maintain_order="left",
    )
    is_again = pl.struct("customer", "month") == pl.struct("customer", "month").shift(1)
    return ledger.select(
        *_GRAIN,
        "delta",
        "movement",
        logos=pl.when(is_again.fill_null(value=False)).then(0).otherwise("turn"),
    )


def overdrawn(ledger: pl.DataFrame) -> Reason | None:
    """Say which customer would pay less than nothing, if any; rows are as `named` returns them."""
    after = pl.col("delta").cum_sum().over("customer")
    below = (
        ledger.group_by("customer", "month", maintain_order=True)
        .agg(pl.col("delta").sum())
        .filter(after < 0)
    )
    if not below.height:
        return None
    customer, month = below.select("customer", "month").sort("customer", "month").row(0)
    return Reason(
        code="negative_mrr",
        text=f"the MRR of {customer} falls below zero in {months.name(month)}",
        remedy="something was taken away that was never added: export the whole history",
    )


def _movement(opening: int | None) -> pl.Expr:
    """Return the name of a movement (definitions 4.2)."""
    begins = (_BEFORE == 0) & (_AFTER > 0)
    return (
        pl.when(begins & (pl.col("month") == (-1 if opening is None else opening)))
        .then(pl.lit("opening"))
        .when(begins & ~pl.col("seen"))
        .then(pl.lit("new"))
        .when(begins)
        .then(pl.lit("reactivation"))
        .when((_BEFORE > 0) & (_AFTER == 0))
        .then(pl.lit("churn"))
        .when(_AFTER > _BEFORE)
        .then(pl.lit("expansion"))
        .when(_AFTER < _BEFORE)
        .then(pl.lit("contraction"))
        .otherwise(pl.lit("transfer"))
    )
