"""What billing knows and the CRM does not, and the other way round (definitions 6.1)."""

from __future__ import annotations

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import PLACE, Data
from cro_cli.messages.checks import UNMATCHED_CUSTOMER, UNMATCHED_WON


def _customers(data: Data) -> Found:
    matches = data.fact("accounts")
    if matches is None:
        return Found()
    lost = matches.frame.filter(pl.col("matched_by") == "none").get_column("customer")
    found = data.table("customers").filter(pl.col("id").is_in(lost.implode()))
    return rows(found, data, Saying(UNMATCHED_CUSTOMER, "customers", "id"))


def _won(data: Data) -> Found:
    """Name each account once, at its first deal."""
    matches = data.fact("accounts")
    if matches is None:
        return Found()
    paying = matches.frame.get_column("account").drop_nulls().unique()
    won = data.deals.filter((pl.col("status") == "won") & pl.col("account_id").is_not_null())
    lost = won.filter(~pl.col("account_id").is_in(paying.implode())).sort(PLACE)
    first = lost.unique("account_id", keep="first", maintain_order=True)
    return rows(first, data, Saying(UNMATCHED_WON, "deals", "account_id"))


CHECKS = (
    Check(
        key="unmatched_customer",
        title="Customers that the CRM does not know",
        needs=("customers", "accounts"),
        find=_customers,
    ),
    Check(
        key="unmatched_won",
        title="Accounts won that billing does not know",
        needs=("deals.account_id", "customers", "accounts"),
        find=_won,
    ),
)
