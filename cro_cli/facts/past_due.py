"""Who is behind with a payment, and what they pay a year (definitions 4.12)."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_OPEN = ("open", "past_due", "sent", "pending")

_NEEDS_INVOICES = Reason(
    code="missing_table",
    text="needs invoices, or the status of subscriptions",
    remedy="add Stripe's invoices export, or invoices.csv",
)
_NEEDS_PAID_DATES = Reason(
    code="needs_paid_dates",
    text="the export does not say when invoices were paid",
    remedy="add a column paid_on (cro's invoices template)",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return every paying customer at each evaluated month end, past due or not."""
    balances = inputs.fact("balances")
    if isinstance(balances, Missing):
        return balances
    late = _late(inputs)
    if late is None:
        return Missing(reason=_NEEDS_INVOICES)
    frame = balances.frame.join(
        late, on=["month", "customer"], how="left", validate="m:1"
    ).with_columns(pl.col("is_past_due").fill_null(value=False))
    dated = inputs.has("invoices.paid_on")
    unknown = {} if dated else dict.fromkeys(inputs.months[:-1], _NEEDS_PAID_DATES)
    last = months.index(newest) if (newest := inputs.newest("invoices")) else balances.last
    return FactData(
        frame=frame,
        first=balances.first,
        last=last,
        lacks_at={**unknown, **balances.lacks_at},
        assumptions=balances.assumptions,
    )


def _late(inputs: Inputs) -> pl.DataFrame | None:
    invoices = inputs.table("invoices")
    if invoices is not None:
        return pl.concat([_late_invoices(invoices, month) for month in inputs.months])
    subscriptions = inputs.table("subscriptions")
    if subscriptions is None or not inputs.has("subscriptions.status"):
        return None
    late = subscriptions.filter(pl.col("status").str.to_lowercase() == "past_due")
    return _marked(late, inputs.months[-1])


def _late_invoices(invoices: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return customers with an invoice that was due before the month's end and not yet paid."""
    day = months.end(month)
    status = pl.col("status").str.to_lowercase()
    unpaid = status.is_in(_OPEN) | (status.eq("paid") & (pl.col("paid_on") > day))
    return _marked(invoices.filter(unpaid & (pl.col("due_on") < day)), month)


def _marked(rows: pl.DataFrame, month: int) -> pl.DataFrame:
    return (
        rows.select("customer")
        .unique()
        .with_columns(month=pl.lit(month, pl.Int32), is_past_due=pl.lit(value=True))
    )


FACT = Fact(
    name="past_due",
    grain="customer × evaluated month",
    columns={
        "month": ("facts.balances.month",),
        "customer": ("facts.balances.customer", "invoices.customer"),
        "balance": ("facts.balances.balance",),
        "is_past_due": (
            "invoices.status",
            "invoices.due_on",
            "invoices.paid_on",
            "invoices.customer",
        ),
    },
    build=build,
)
