"""Customers won one to two years ago, and whether they still pay (definitions 4.10, 4.12).

A customer is an account of the CRM here, whichever of its billing customers pays.
"""

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
    """Return, for each evaluated month end, accounts won 12 to 24 months before it."""
    ledger, deals, accounts = (inputs.fact(name) for name in ("mrr_changes", "deals", "accounts"))
    if isinstance(ledger, Missing):
        return ledger
    if isinstance(deals, Missing):
        return deals
    if isinstance(accounts, Missing):
        return accounts
    if "ends" in ledger.lacks:
        return Missing(reason=ledger.lacks["ends"])
    paying = _paying(ledger.frame, accounts.frame)
    won = _won(deals.frame).join(paying.select("account").unique(), on="account", how="semi")
    frames = [_snapshot(won, paying, month) for month in inputs.months]
    first = None if ledger.first is None else ledger.first + 2 * months.YEAR
    # Deals of the last year are not asked for.
    ends = [ledger.last, None if deals.last is None else deals.last + months.YEAR]
    return FactData(
        frame=pl.concat(frames),
        first=first,
        last=min((end for end in ends if end is not None), default=None),
        begins=_NEEDS_TWO_YEARS,
        assumptions=deals.taken_for_granted({"kind"}),
    )


def _won(deals: pl.DataFrame) -> pl.DataFrame:
    """Return the month in which each account was first won."""
    new = deals.filter((pl.col("status") == "won") & (pl.col("kind") == "new"))
    return new.group_by("account").agg(won=pl.col("month").min()).drop_nulls()


def _paying(ledger: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Return what all customers of an account pay together after each change."""
    crosswalk = accounts.select("customer", "account").drop_nulls()
    return (
        ledger.join(crosswalk, on="customer", how="inner", validate="m:1")
        .group_by("account", "month")
        .agg(pl.col("delta").sum())
        .sort("account", "month")
        .select("account", "month", balance=pl.col("delta").cum_sum().over("account"))
    )


def _snapshot(won: pl.DataFrame, paying: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return the accounts with what they paid a year after their first paid month."""
    window = pl.col("won").is_between(month - 2 * months.YEAR + 1, month - months.YEAR)
    first = (
        paying.filter(pl.col("balance") > 0)
        .group_by("account")
        .agg(due=pl.col("month").min() + months.YEAR)
    )
    dated = won.filter(window).join(first, on="account", how="left", validate="1:1")
    then = (
        dated.join(paying, on="account", how="inner", validate="1:m")
        .filter(pl.col("month") <= pl.col("due"))
        .sort("month")
        .group_by("account")
        .agg(pl.col("balance").last())
    )
    return (
        dated.join(then, on="account", how="left", validate="1:1")
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
