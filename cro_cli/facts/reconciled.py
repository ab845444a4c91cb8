"""What the CRM takes its accounts to be worth, and what they are billed (definitions 6.1).

To the CRM an account is worth its last renewal, or nothing after one that was lost, and what was
won since: new business and expansions. Both sides are a year's, at the same rates. Each account,
and each customer without one, is in one class, so that the classes come to the difference.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing, all_of
from cro_cli.model import Reason
from cro_cli.tables import MICROS

DAYS = 14  # in which billing may follow a deal
_SHARE = 100  # a hundredth is no difference,
_SMALL = 100 * MICROS  # nor is so much a year
_ONE_OFF = Reason(
    code="one_off_deals",
    text="the amounts of deals are one-off: they tell no ARR",
    remedy="export deals with their ARR, and say so under `deals: amount_is:`",
)
_TAKEN = (
    "to the CRM an account is worth its last renewal and what was won since; without one, all that "
    "was won"
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return both sides of each account at each evaluated month end, and the class it is in."""
    there = all_of(inputs, "mrr_changes", "deals", "accounts")
    if isinstance(there, Missing):
        return there
    ledger, deals, accounts = there
    if inputs.assumptions.amount_is == "one_off":
        return Missing(reason=_ONE_OFF)
    who = accounts.frame.select("customer", "account")
    frames = [
        _classed(
            _worth(deals.frame.lazy(), month).join(
                _billed(ledger.frame.lazy(), who.lazy(), month),
                on=("kind", "who"),
                how="full",
                coalesce=True,
                validate="1:1",
            ),
            month,
        )
        for month in inputs.months
    ]
    ends = [end for end in (ledger.last, deals.last) if end is not None]
    return FactData(
        frame=pl.concat(frames).collect(engine="in-memory"),
        first=ledger.first,
        last=min(ends, default=None),
        lacks_before_last=ledger.lacks_before_last,
        assumptions=(*ledger.assumptions, *deals.taken_for_granted({"amount", "kind"}), _TAKEN),
    )


def _worth(deals: pl.LazyFrame, month: int) -> pl.LazyFrame:
    """Return what the CRM takes accounts to be worth a year; of a deal without one, the deal."""
    renewal, is_open = pl.col("kind") == "renewal", pl.col("status") == "open"
    own = deals.select(
        pl.when(pl.col("account").is_null()).then(pl.lit("deal")).otherwise(pl.lit("account")),
        pl.coalesce("account", "deal").alias("who"),
        "deal",
        "status",
        "close_on",
        amount=pl.col("amount").fill_null(0),
        renewal=renewal,
    ).rename({"literal": "kind"})
    closed = own.filter(~(pl.col("status") == "open") & (pl.col("close_on") <= months.end(month)))
    renewed = closed.filter("renewal").sort("close_on", "deal").group_by("kind", "who").last()
    since = pl.col("renewed_on").is_null() | (pl.col("close_on") > pl.col("renewed_on"))
    told = renewed.select(
        "kind",
        "who",
        renewed_on="close_on",
        at=pl.when(pl.col("status") == "won").then("amount").otherwise(0),
    )
    won = closed.filter((pl.col("status") == "won") & ~pl.col("renewal"))
    gained = (
        won.join(told, on=("kind", "who"), how="left", validate="m:1")
        .filter(since)
        .group_by("kind", "who")
        .agg(pl.col("amount").sum(), pl.col("close_on").max())
    )
    due = own.filter(is_open & pl.col("renewal")).select("kind", "who", is_due=pl.lit(value=True))
    return (
        told.join(gained, on=("kind", "who"), how="full", coalesce=True, validate="1:1")
        .join(due.unique(), on=("kind", "who"), how="left", validate="1:1")
        .select(
            "kind",
            "who",
            crm=pl.col("at").fill_null(0) + pl.col("amount").fill_null(0),
            changed_on=pl.max_horizontal("renewed_on", "close_on"),
            is_due=pl.col("is_due").fill_null(value=False),
        )
    )


def _billed(ledger: pl.LazyFrame, who: pl.LazyFrame, month: int) -> pl.LazyFrame:
    """Return what accounts are billed a year, were it nothing any more; or else customers."""
    known = pl.col("account").is_not_null()
    return (
        ledger.filter(pl.col("month") <= month)
        .select("customer", "delta")
        .join(who, on="customer", how="left", validate="m:1")
        .group_by(
            pl.when(known).then(pl.lit("account")).otherwise(pl.lit("customer")).alias("kind"),
            pl.coalesce("account", "customer").alias("who"),
        )
        .agg(billing=pl.col("delta").sum())
    )


def _classed(both: pl.LazyFrame, month: int) -> pl.LazyFrame:
    crm, billing = pl.col("crm"), pl.col("billing").fill_null(0)
    apart, most = (crm - billing).abs(), pl.max_horizontal(crm, billing)
    is_new = pl.col("changed_on") > pl.lit(months.end(month)) - pl.duration(days=DAYS)
    gone = pl.when("is_due").then(pl.lit("lost_in_billing_open_in_crm"))
    left = gone.otherwise(pl.lit("won_in_crm_churned_in_billing"))
    named = (
        pl.when((apart <= _SMALL) | (apart <= most // _SHARE))
        .then(pl.lit("same"))
        .when(is_new.fill_null(value=False))
        .then(pl.lit("timing"))
        .when(crm == 0)
        .then(pl.lit("billed_not_in_crm"))
        .when(billing != 0)
        .then(pl.lit("amount_mismatch"))
        .when(pl.col("billing").is_null())
        .then(pl.lit("won_not_billed"))
        .otherwise(left)
    )
    return (
        both.with_columns(crm.fill_null(0))
        .filter((crm != 0) | (billing != 0))
        .select(
            pl.lit(month, pl.Int32).alias("month"),
            "kind",
            "who",
            named.alias("difference"),
            "crm",
            billing.alias("billing"),
        )
        .sort("kind", "who")
    )


_WHO = ("facts.accounts.customer", "facts.accounts.account", "facts.deals.account")
_CRM = tuple(f"facts.deals.{name}" for name in ("amount", "close_on", "kind", "status"))
_BILLING = ("facts.mrr_changes.delta", "facts.mrr_changes.month", "facts.mrr_changes.customer")

FACT = Fact(
    name="reconciled",
    grain="account, or customer without one, × evaluated month",
    columns={
        "month": (),
        "kind": _WHO,
        "who": _WHO,
        "difference": (*_WHO, *_CRM, *_BILLING),
        "crm": (*_WHO, *_CRM),
        "billing": (*_WHO, *_BILLING),
    },
    build=build,
)
