"""Customers who were won and soon lost, by who won them and where from (definitions 4.5).

A customer is an account of the CRM, whichever of its billing customers pays. What it pays is known
at month ends: it is lost within 180 days when it pays nothing at the last of them within these.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import month
from cro_cli.fact import Fact, FactData, Inputs, Missing, all_of
from cro_cli.model import Reason

WITHIN = (90, 180)  # days
_LONGEST = max(WITHIN)
_MONTHS = 6  # that the longest of them may reach back
_NEEDS_HISTORY = Reason(
    code="needs_18_months",
    text="needs 18 month ends of MRR",
    remedy="export a longer history of MRR by month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return, for each evaluated month end, who was won 180 days to a year and 180 days before."""
    there = all_of(inputs, "mrr_changes", "deals", "accounts")
    if isinstance(there, Missing):
        return there
    ledger, deals, accounts = there
    if "ends" in ledger.lacks:
        return Missing(reason=ledger.lacks["ends"])
    known = _known(deals.frame, ledger.frame, accounts.frame).collect(engine="in-memory").lazy()
    frames = pl.concat([_snapshot(known, month) for month in inputs.months])
    # Deals of the last five months are not asked for.
    ends = [ledger.last, None if deals.last is None else deals.last + _MONTHS - 1]
    return FactData(
        frame=frames.collect(engine="in-memory"),
        first=None if ledger.first is None else ledger.first + months.YEAR + _MONTHS - 1,
        last=min((end for end in ends if end is not None), default=None),
        begins=_NEEDS_HISTORY,
        assumptions=deals.taken_for_granted({"kind"}),
    )


def _known(deals: pl.DataFrame, ledger: pl.DataFrame, accounts: pl.DataFrame) -> pl.LazyFrame:
    """Return who paid within the longest time, the month it was over, and whether it is lost."""
    crosswalk = accounts.lazy().select("customer", "account").drop_nulls()
    delta = pl.col("delta")
    lost = {f"is_lost_{days}": delta.filter(_by_then(days)).sum() == 0 for days in WITHIN}
    paid = {f"paid_{days}": (delta.filter(_by_then(days)) > 0).any() for days in WITHIN}
    return (
        ledger.lazy()
        .select("customer", "month", "delta")
        .join(crosswalk, on="customer", how="inner", validate="m:1")
        .join(_won(deals), on="account", how="inner", validate="m:1")
        .group_by("account")
        .agg(
            pl.col("owner", "source").first(),
            over=month(pl.col("won_on").first().dt.offset_by(f"{_LONGEST}d")),
            **lost,
            **paid,
        )
        .filter(f"paid_{_LONGEST}")
        .with_columns(pl.col(f"is_lost_{days}") & pl.col(f"paid_{days}") for days in WITHIN)
    )


def _by_then(days: int) -> pl.Expr:
    """Tell which month ends lie within so many days of the day on which a customer was won."""
    return pl.col("month") < month(pl.col("won_on").dt.offset_by(f"{days + 1}d"))


def _won(deals: pl.DataFrame) -> pl.LazyFrame:
    """Return when each account was first won, by whom and where from."""
    new = deals.lazy().filter((pl.col("status") == "won") & (pl.col("kind") == "new"))
    return (
        new.drop_nulls(["account", "close_on"])
        .sort("close_on", "deal")
        .group_by("account")
        .agg(pl.col("close_on").first().alias("won_on"), pl.col("owner", "source").first())
    )


def _snapshot(known: pl.LazyFrame, month: int) -> pl.LazyFrame:
    """Return the accounts whose days were over in the twelve months up to one."""
    lost = (f"is_lost_{days}" for days in WITHIN)
    return (
        known.filter(pl.col("over").is_between(month - months.YEAR + 1, month))
        .select(pl.lit(month, pl.Int32).alias("month"), "account", "owner", "source", *lost)
        .sort("account")
    )


_LOST = (
    "facts.mrr_changes.delta",
    "facts.mrr_changes.month",
    "facts.mrr_changes.customer",
    "facts.accounts.customer",
    "facts.accounts.account",
    "facts.deals.account",
    "facts.deals.close_on",
    "facts.deals.status",
    "facts.deals.kind",
)

FACT = Fact(
    name="early_losses",
    grain="account × evaluated month",
    columns={
        "month": ("facts.deals.close_on",),
        "account": ("facts.accounts.account", "facts.deals.account"),
        "owner": ("facts.deals.owner",),
        "source": ("facts.deals.source",),
        **{f"is_lost_{days}": _LOST for days in WITHIN},
    },
    build=build,
)
