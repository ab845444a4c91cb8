"""Rows that speak of something that no other file knows, such as a customer."""

from __future__ import annotations

from functools import partial

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import PLACE, Data
from cro_cli.messages.checks import UNKNOWN_REFERENCE

# A column, the column of another table that is to hold the same, and what it means if it does not.
_REFERENCES = (
    ("mrr.customer", "customers.id", "MRR of unknown customers"),
    ("subscriptions.customer", "customers.id", "Subscriptions without a customer"),
    ("subscription_versions.customer", "customers.id", "Versions without a customer"),
    ("invoices.customer", "customers.id", "Invoices without a customer"),
    ("invoices.subscription", "subscriptions.id", "Invoices without their subscription"),
    ("payments.customer", "customers.id", "Payments without a customer"),
    ("deals.account_id", "accounts.id", "Deals without an account"),
    ("deal_stages.deal", "deals.id", "History of unknown deals"),
    ("leads.deal", "deals.id", "Leads without the deal they became"),
    ("leads.account_id", "accounts.id", "Leads without the account they became"),
    ("quotas.owner", "deals.owner", "Quotas of owners without any deal"),
)


def _find(column: str, of: str, data: Data) -> Found:
    """Name each unknown one once, at its first row."""
    (table, _, name), (other, _, key) = column.partition("."), of.partition(".")
    known = data.table(other).get_column(key).drop_nulls().unique()
    frame = data.table(table)
    strange = frame.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(known.implode()))
    first = strange.sort(PLACE).unique(name, keep="first", maintain_order=True)
    return rows(first, data, Saying(UNKNOWN_REFERENCE, table, name, {"other": other}))


CHECKS = tuple(
    Check(
        key=f"unknown_{column.replace('.', '_')}",
        title=title,
        needs=(column, of),
        find=partial(_find, column, of),
    )
    for column, of, title in _REFERENCES
)
