"""How much of what billing knows the CRM knows too (definitions 6.1)."""

from __future__ import annotations

import polars as pl

from cro_cli.fact import Fact, FactData, Inputs, Missing, all_of


def build(inputs: Inputs) -> FactData | Missing:
    """Return the balance of every customer with how its CRM account was found."""
    there = all_of(inputs, "balances", "accounts")
    if isinstance(there, Missing):
        return there
    balances, accounts = there
    ways = accounts.frame.lazy().select("customer", "matched_by")
    matched = balances.frame.lazy().join(ways, on="customer", how="left", validate="m:1")
    frame = matched.with_columns(pl.col("matched_by").fill_null("none"))
    return FactData(
        frame=frame.collect(engine="in-memory"),
        first=balances.first,
        last=balances.last,
        lacks_at=balances.lacks_at,
        assumptions=balances.assumptions,
    )


FACT = Fact(
    name="crm_match",
    grain="customer × evaluated month",
    columns={
        "month": ("facts.balances.month",),
        "customer": ("facts.balances.customer",),
        "balance": ("facts.balances.balance",),
        "matched_by": ("facts.accounts.matched_by",),
    },
    build=build,
)
