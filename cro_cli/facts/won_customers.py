"""Customers won one to two years ago, and whether they still pay (definitions 4.10, 4.12).

A customer is an account of the CRM here, whichever of its billing customers pays.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing, all_of
from cro_cli.model import Reason

_NEEDS_TWO_YEARS = Reason(
    code="needs_24_months",
    text="needs 25 month ends of MRR",
    remedy="export a longer history of MRR by month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return, for each evaluated month end, accounts won 12 to 24 months before it."""
    there = all_of(inputs, "mrr_changes", "deals", "accounts")
    if isinstance(there, Missing):
        return there
    ledger, deals, accounts = there
    if "ends" in ledger.lacks:
        return Missing(reason=ledger.lacks["ends"])
    won = _won(deals.frame).join(
        _paying(ledger.frame, accounts.frame), on="account", how="inner", validate="1:1"
    )
    known = won.collect(engine="in-memory").lazy()
    frames = pl.concat([_snapshot(known, month) for month in inputs.months])
    first = None if ledger.first is None else ledger.first + 2 * months.YEAR
    # Deals of the last year are not asked for.
    ends = [ledger.last, None if deals.last is None else deals.last + months.YEAR]
    return FactData(
        frame=frames.collect(engine="in-memory"),
        first=first,
        last=min((end for end in ends if end is not None), default=None),
        begins=_NEEDS_TWO_YEARS,
        assumptions=deals.taken_for_granted({"kind"}),
    )


def _won(deals: pl.DataFrame) -> pl.LazyFrame:
    """Return the month in which each account was first won."""
    new = deals.lazy().filter((pl.col("status") == "won") & (pl.col("kind") == "new"))
    return new.group_by("account").agg(won=pl.col("month").min()).drop_nulls()


def _paying(ledger: pl.DataFrame, accounts: pl.DataFrame) -> pl.LazyFrame:
    """Return when a year has passed since all customers of an account first paid, and what then.

    Both are null of accounts that never paid.
    """
    crosswalk = accounts.lazy().select("customer", "account").drop_nulls()
    due = pl.col("month").filter(pl.col("balance") > 0).min() + months.YEAR
    return (
        ledger.lazy()
        .join(crosswalk, on="customer", how="inner", validate="m:1")
        .group_by("account", "month")
        .agg(pl.col("delta").sum())
        .sort("account", "month")
        .with_columns(balance=pl.col("delta").cum_sum().over("account"))
        .group_by("account")
        .agg(due=due, balance=pl.col("balance").filter(pl.col("month") <= due).last())
    )


def _snapshot(won: pl.LazyFrame, month: int) -> pl.LazyFrame:
    """Return the accounts with whether they still paid a year after their first paid month."""
    window = pl.col("won").is_between(month - 2 * months.YEAR + 1, month - months.YEAR)
    return (
        won.filter(window)
        .select(
            pl.lit(month, pl.Int32).alias("month"),
            "account",
            is_judged=(pl.col("due") <= month).fill_null(value=False),
            is_retained=(pl.col("balance") > 0).fill_null(value=False),
        )
        .sort("account")
    )


_PAID = ("facts.mrr_changes.delta", "facts.mrr_changes.month", "facts.mrr_changes.customer")
_WHO = ("facts.accounts.customer", "facts.accounts.account", "facts.deals.account")

FACT = Fact(
    name="won_customers",
    grain="account × evaluated month",
    columns={
        "month": ("facts.deals.month",),
        "account": _WHO,
        "is_judged": (*_WHO, *_PAID, "facts.deals.status", "facts.deals.kind"),
        "is_retained": (*_WHO, *_PAID),
    },
    build=build,
)
