"""Who is behind with a payment, and what they pay a year (definitions 4.12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import standing_for
from cro_cli.model import Reason

_OPEN = ("open", "past_due", "sent", "pending")

_NEEDS_INVOICES = Reason(
    code="missing_table",
    text="needs invoices, or the status of subscriptions",
    remedy="add Stripe's invoices export, or invoices.csv",
)
_NEEDS_STATUS = Reason(
    code="needs_invoice_status",
    text="the invoices do not say which of them are paid",
    remedy="add an export that does, such as QuickBooks' Invoice List, or a column status",
)
_NEEDS_PAID_DATES = Reason(
    code="needs_paid_dates",
    text="the export does not say when invoices were paid",
    remedy="add a column paid_on (cro's invoices template)",
)
_NEEDS_PAST_INVOICES = Reason(
    code="needs_invoices",
    text="the status of subscriptions says only who is past due now",
    remedy=_NEEDS_INVOICES.remedy,
)
_DUE_AT_ONCE = "open invoices without a due date are taken as due when issued"


def build(inputs: Inputs) -> FactData | Missing:
    """Return every paying customer at each evaluated month end, past due or not."""
    balances = inputs.fact("balances")
    if isinstance(balances, Missing):
        return balances
    charges = _charges(inputs)
    if charges is not None and inputs.has("invoices.status"):
        return _from_invoices(balances, charges, inputs)
    subscriptions = inputs.table("subscriptions")
    if subscriptions is None or not inputs.has("subscriptions.status"):
        return Missing(reason=_NEEDS_INVOICES if charges is None else _NEEDS_STATUS)
    is_late = pl.col("status").str.to_lowercase() == "past_due"
    late = subscriptions.lazy().filter(is_late).select("customer")
    unknown = _before(inputs.newest("subscriptions"), inputs, _NEEDS_PAST_INVOICES)
    return FactData(
        frame=_marked(balances.frame, [late] * len(inputs.months), inputs),
        first=balances.first,
        last=balances.last,
        lacks_at={**unknown, **balances.lacks_at},
        assumptions=balances.assumptions,
        unread=frozenset({"invoices"}),
    )


def _charges(inputs: Inputs) -> pl.DataFrame | None:
    """Return the invoices that ask for money; those that give it back say nothing of arrears."""
    invoices = inputs.table("invoices")
    if invoices is None:
        return None
    charges = invoices.lazy().filter((pl.col("type") != "credit").fill_null(value=True))
    told = charges.select(
        "customer", "issued_on", "due_on", "paid_on", pl.col("status").str.to_lowercase()
    ).collect(engine="in-memory")
    return told if told.height else None


def _from_invoices(balances: FactData, invoices: pl.DataFrame, inputs: Inputs) -> FactData:
    newest = inputs.newest("invoices")
    is_dated = inputs.has("invoices.paid_on")
    unknown = {} if is_dated else _before(newest, inputs, _NEEDS_PAID_DATES)
    undated = invoices.select((_is_open() & pl.col("due_on").is_null()).any()).item()
    late = [_late(invoices.lazy(), month) for month in inputs.months]
    return FactData(
        frame=_marked(balances.frame, late, inputs),
        first=balances.first,
        last=months.index(newest) if newest else balances.last,
        lacks_at={**unknown, **balances.lacks_at},
        assumptions=(*balances.assumptions, *((_DUE_AT_ONCE,) if undated else ())),
        unread=frozenset({"subscriptions"}),
    )


def _before(newest: dt.date | None, inputs: Inputs, reason: Reason) -> dict[int, Reason]:
    """Return a reason for the month ends before the last one that an export covers."""
    present = inputs.months[-1] if newest is None else months.last_closed(newest)
    return {month: reason for month in inputs.months if month < present}


def _is_open() -> pl.Expr:
    return pl.col("status").is_in(_OPEN)


def _late(invoices: pl.LazyFrame, month: int) -> pl.LazyFrame:
    """Return whose invoices were due before a month's end and not yet paid."""
    day = months.end(month)
    paid_later = (pl.col("status") == "paid") & (pl.col("paid_on") > day)
    due = pl.coalesce("due_on", "issued_on")
    return invoices.filter((_is_open() | paid_later) & (due < day)).select("customer")


def _marked(balances: pl.DataFrame, late: Sequence[pl.LazyFrame], inputs: Inputs) -> pl.DataFrame:
    """Mark the balances of customers who are late, told month by month."""
    dated = [
        customers.with_columns(month=pl.lit(month, pl.Int32))
        for month, customers in zip(inputs.months, late, strict=True)
    ]
    marks = standing_for.paid_for(pl.concat(dated), inputs).drop_nulls().unique()
    return (
        balances.lazy()
        .join(
            marks.with_columns(is_past_due=pl.lit(value=True)),
            on=["month", "customer"],
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        .with_columns(pl.col("is_past_due").fill_null(value=False))
        .collect(engine="in-memory")
    )


FACT = Fact(
    name="past_due",
    grain="customer × evaluated month",
    columns={
        "month": ("facts.balances.month",),
        "customer": ("facts.balances.customer",),
        "balance": ("facts.balances.balance",),
        "is_past_due": (
            "invoices.status",
            "invoices.type",
            "invoices.due_on",
            "invoices.paid_on",
            "invoices.issued_on",
            "invoices.customer",
            "subscriptions.status",
            "subscriptions.customer",
        ),
    },
    build=build,
)
