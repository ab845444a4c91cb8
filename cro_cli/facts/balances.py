"""What each customer pays at the evaluated month ends: snapshots of the ledger."""

from __future__ import annotations

import polars as pl

from cro_cli.fact import Fact, FactData, Inputs, Missing


def build(inputs: Inputs) -> FactData | Missing:
    """Return annualised revenue of every paying customer at each evaluated month end."""
    ledger = inputs.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return ledger
    frames = [
        ledger.frame.lazy()
        .filter(pl.col("month") <= month)
        .group_by("customer")
        .agg(balance=pl.col("delta").sum())
        .filter(pl.col("balance") > 0)
        .sort("customer")
        .select(pl.lit(month, pl.Int32).alias("month"), "customer", "balance")
        for month in inputs.months
    ]
    reason = ledger.lacks_before_last.get("past_amounts")
    past = [month for month in inputs.months if ledger.last is None or month < ledger.last]
    return FactData(
        frame=pl.concat(frames).collect(engine="in-memory"),
        first=ledger.first,
        last=ledger.last,
        lacks_at={} if reason is None else dict.fromkeys(past, reason),
        assumptions=ledger.assumptions,
    )


FACT = Fact(
    name="balances",
    grain="customer × evaluated month",
    columns={
        "month": ("facts.mrr_changes.month",),
        "customer": ("facts.mrr_changes.customer",),
        "balance": ("facts.mrr_changes.delta", "facts.mrr_changes.month"),
    },
    build=build,
)
