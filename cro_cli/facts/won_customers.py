"""Customers won one to two years ago, and whether they still pay (definitions 4.10, 4.12)."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_NEEDS_TWO_YEARS = Reason(
    code="needs_24_months",
    text="needs 25 month ends of MRR",
    remedy="export a longer history of MRR by month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return, for each evaluated month end, customers won 12 to 24 months before it."""
    ledger = inputs.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return ledger
    deals = inputs.fact("deals")
    if isinstance(deals, Missing):
        return deals
    accounts = inputs.fact("accounts")
    if isinstance(accounts, Missing):
        return accounts
    won = _won(deals.frame, accounts.frame)
    paying = _paying(ledger.frame)
    frames = [_snapshot(won, paying, month) for month in inputs.months]
    first = None if ledger.first is None else ledger.first + 2 * months.YEAR
    return FactData(frame=pl.concat(frames), first=first, last=ledger.last, begins=_NEEDS_TWO_YEARS)


def _won(deals: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Return each customer with the month of its first won deal."""
    customers = accounts.select("customer", "account").drop_nulls()
    new = deals.filter((pl.col("status") == "won") & (pl.col("kind") == "new"))
    first = new.group_by("account").agg(won=pl.col("month").min())
    return customers.join(first, on="account", how="inner", validate="m:1").drop_nulls("won")


def _paying(ledger: pl.DataFrame) -> pl.DataFrame:
    """Return each customer's first paid month and balance after each change."""
    return (
        ledger.group_by("customer", "month")
        .agg(pl.col("delta").sum())
        .sort("customer", "month")
        .select("customer", "month", balance=pl.col("delta").cum_sum().over("customer"))
    )


def _snapshot(won: pl.DataFrame, paying: pl.DataFrame, month: int) -> pl.DataFrame:
    customers = won.filter(
        pl.col("won").is_between(month - 2 * months.YEAR + 1, month - months.YEAR)
    )
    first = (
        paying.filter(pl.col("balance") > 0)
        .group_by("customer")
        .agg(first_paid=pl.col("month").min())
    )
    dated = customers.join(first, on="customer", how="left", validate="1:1").with_columns(
        due=pl.col("first_paid") + months.YEAR
    )
    then = (
        dated.join(paying, on="customer", how="left")
        .filter(pl.col("month") <= pl.col("due"))
        .group_by("customer")
        .agg(balance=pl.col("balance").sort_by("month").last())
    )
    return dated.join(then, on="customer", how="left", validate="1:1").select(
        pl.lit(month, pl.Int32).alias("month"),
        "customer",
        is_judged=(pl.col("due") <= month).fill_null(value=False),
        is_retained=(pl.col("balance") > 0).fill_null(value=False),
    )


FACT = Fact(
    name="won_customers",
    grain="customer × evaluated month",
    columns={
        "month": ("facts.deals.month",),
        "customer": ("facts.accounts.customer", "facts.accounts.account", "facts.deals.account"),
        "is_judged": (
            "facts.deals.status",
            "facts.deals.kind",
            "facts.deals.month",
            "facts.mrr_changes.month",
        ),
        "is_retained": ("facts.mrr_changes.delta", "facts.mrr_changes.month"),
    },
    build=build,
)
