"""Subscriptions that are past due for so long that they have churned, where a switch says so."""

from __future__ import annotations

import polars as pl

from cro_cli.fact import Inputs
from cro_cli.ledger.lives import status

INVOICES = (
    "invoices.subscription",
    "invoices.customer",
    "invoices.status",
    "invoices.due_on",
    "invoices.issued_on",
)
_OPEN = ("open", "past_due", "sent", "pending")
_SWITCH = "past_due_churn_after_days"


def is_read(inputs: Inputs) -> bool:
    """Tell whether invoices say when service is given up."""
    return inputs.assumptions.number(_SWITCH) > 0


def given_up(subscriptions: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Let service (`end`) end so many days after a subscription past due should have been paid.

    That is the due date of its oldest open invoice, else of its customer's, else the start of its
    current period.
    """
    if not is_read(inputs):
        return subscriptions
    dated = subscriptions
    for number, key in enumerate(("subscription", "customer")):
        own = "id" if key == "subscription" else key
        dated = dated.join(
            _oldest(inputs.table("invoices"), key, f" due {number}"),
            left_on=own,
            right_on=key,
            how="left",
            validate="m:1",
        )
    since = pl.coalesce(" due 0", " due 1", "period_start_on")
    return after(dated, since, inputs).drop(" due 0", " due 1")


def after(rows: pl.DataFrame, since: pl.Expr, inputs: Inputs) -> pl.DataFrame:
    """Let rows that are past due since a day end so many days later."""
    days = inputs.assumptions.number(_SWITCH)
    if not days:
        return rows
    over = pl.when(status() == "past_due").then(since + pl.duration(days=days))
    return rows.with_columns(end=pl.min_horizontal("end", over))


def _oldest(invoices: pl.DataFrame | None, key: str, name: str) -> pl.DataFrame:
    """Return the first day on which an open invoice was due, by subscription or by customer."""
    if invoices is None:
        return pl.DataFrame(schema={key: pl.String, name: pl.Date})
    is_open = pl.col("status").str.to_lowercase().is_in(_OPEN)
    due = pl.coalesce("due_on", "issued_on").min()
    return invoices.filter(is_open & pl.col(key).is_not_null()).group_by(key).agg(due.alias(name))
