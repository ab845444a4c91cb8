"""Both sides of each account: what its deals make it worth, and what it is billed."""

from __future__ import annotations

import datetime as dt

import polars as pl

KEY = ("kind", "who")


def counted(deals: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Return the deals that an account is worth: the last renewal, and what was won since.

    Columns are `kind`, `who`, `deal`, `amount` and `close_on`; a renewal that was lost is worth
    nothing. Who has a deal without an account is the deal.
    """
    closed = _owned(deals).filter((pl.col("status") != "open") & (pl.col("close_on") <= day))
    is_won = pl.col("status") == "won"
    renewed = closed.filter("renewal").sort("close_on", "deal").group_by(KEY).last()
    since = renewed.select(*KEY, renewed_on="close_on")
    gained = (
        closed.filter(is_won & ~pl.col("renewal"))
        .join(since, on=KEY, how="left", validate="m:1")
        .filter((pl.col("close_on") > pl.col("renewed_on")).fill_null(value=True))
    )
    columns = (*KEY, "deal", "amount", "close_on")
    lost = pl.when(is_won).then("amount").otherwise(0)
    return pl.concat([renewed.with_columns(amount=lost).select(columns), gained.select(columns)])


def worth(counted: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """Return what the CRM takes each to be worth a year: `crm`, `changed_on`, and `is_due`.

    The last tells whether a renewal is open.
    """
    is_open = (pl.col("status") == "open") & pl.col("renewal")
    due = _owned(deals).filter(is_open).select(*KEY, is_due=pl.lit(value=True)).unique()
    return (
        counted.group_by(KEY)
        .agg(crm=pl.col("amount").sum(), changed_on=pl.col("close_on").max())
        .join(due, on=KEY, how="left", validate="1:1")
        .with_columns(pl.col("is_due").fill_null(value=False))
    )


def _owned(deals: pl.DataFrame) -> pl.DataFrame:
    has_none = pl.col("account").is_null()
    return deals.select(
        kind=pl.when(has_none).then(pl.lit("deal")).otherwise(pl.lit("account")),
        who=pl.coalesce("account", "deal"),
        deal="deal",
        status="status",
        close_on="close_on",
        amount=pl.col("amount").fill_null(0),
        renewal=pl.col("kind") == "renewal",
    )


def billed(ledger: pl.DataFrame, accounts: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return what each is billed a year, were it nothing any more: `billing`, and in what.

    `constant` is the same at one rate for all months, `currency` the only one that it is billed in.
    """
    own = "constant" if "constant" in ledger.columns else "delta"
    live = (
        ledger.filter(pl.col("month") <= month)
        .group_by("customer", "currency")
        .agg(pl.col("delta").sum(), constant=pl.col(own).sum())
    )
    paid = pl.col("constant") != 0
    currency = pl.col("currency").filter(paid)
    return (
        of_accounts(live, accounts)
        .group_by(KEY)
        .agg(
            billing=pl.col("delta").sum(),
            constant=pl.col("constant").sum(),
            currency=pl.when(currency.n_unique() == 1).then(currency.first()),
        )
    )


def of_accounts(rows: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Add `kind` and `who` to rows of customers: the account of each, or else the customer."""
    crosswalk = accounts.select("customer", "account")
    known = pl.col("account").is_not_null()
    return rows.join(crosswalk, on="customer", how="left", validate="m:1").with_columns(
        kind=pl.when(known).then(pl.lit("account")).otherwise(pl.lit("customer")),
        who=pl.coalesce("account", "customer"),
    )
