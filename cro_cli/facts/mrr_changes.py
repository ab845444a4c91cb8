"""The ledger: signed changes of recurring revenue (design: MRR as a ledger of changes).

Ready-made MRR by customer and month is trusted before subscriptions, because it holds the history.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, month, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason
from cro_cli.tables import MICROS

_GRAIN = ("customer", "plan", "currency", "month")

# How many of an interval make up a year.
_PER_YEAR = {"day": 365, "week": 52, "month": 12, "year": 1}

# Never paid for, or not known to be: no part of MRR (definitions 4.1).
_NEVER = ("incomplete", "incomplete_expired", "trialing", "draft", "future")
_OUT_SINCE_PERIOD_START = ("unpaid", "paused")

_REMEDY = (
    "add Stripe's export 'MRR per subscriber per month' (Billing > Analytics), "
    "or mrr.csv with customer, month, amount"
)
NEEDS_HISTORY = Reason(
    code="needs_history",
    text="needs history: the subscriptions export holds only the present price of each",
    remedy=_REMEDY,
)
NEEDS_ENDED = Reason(
    code="needs_ended_subscriptions",
    text="needs ended subscriptions: the export holds none, only current ones",
    remedy="export the subscriptions of the tab 'All'",
)
NO_DATA = Reason(
    code="missing_table",
    text="needs recurring revenue",
    remedy="add an export of subscriptions, or of MRR by customer and month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return the ledger from the most trusted table there is."""
    ready = inputs.table("mrr")
    if ready is not None:
        return _from_mrr(ready, inputs)
    subscriptions = inputs.table("subscriptions")
    if subscriptions is not None:
        return _from_subscriptions(subscriptions, inputs)
    return Missing(reason=NO_DATA)


def _from_mrr(table: pl.DataFrame, inputs: Inputs) -> FactData:
    rows = table.select(
        "customer",
        "plan",
        "currency",
        month=month("month"),
        delta=in_reporting(wide("amount") * 12, inputs.rates),
    ).drop_nulls(["customer", "month", "delta"])
    first, last = _span(rows)
    ends = rows.with_columns(pl.col("month") + 1, -pl.col("delta"))
    steps = pl.concat([rows, ends.filter(pl.col("month") <= last)])
    notes: tuple[str, ...] = ()
    if inputs.table("subscriptions") is not None:
        notes = ("MRR is taken from the history of MRR by month, not from the subscriptions",)
    return FactData(
        frame=_ledger(steps, inputs, opening=first),
        first=first,
        first_flow=first + 1,
        last=last,
        assumptions=notes,
    )


def _from_subscriptions(table: pl.DataFrame, inputs: Inputs) -> FactData | Missing:
    counted = table.filter(
        ~pl.col("status").str.to_lowercase().is_in(_NEVER).fill_null(value=False)
    )
    known = counted.with_columns(_start(), _end()).filter(
        pl.col("start").is_not_null() & pl.col("amount").is_not_null()
    )
    endless = known.filter(_status().is_in(["canceled", "cancelled"]) & pl.col("end").is_null())
    if endless.height:
        return Missing(reason=_no_end(endless))
    newest = inputs.newest("subscriptions")
    if newest is None or not known.height:
        return Missing(reason=NO_DATA)
    last = months.last_closed(newest)
    rows = known.select(
        "customer", "plan", "currency", "start", "end", delta=_annual(inputs)
    ).filter(pl.col("delta") > 0)
    starts = rows.select("customer", "plan", "currency", month("start").alias("month"), "delta")
    ends = rows.filter(pl.col("end").is_not_null()).select(
        "customer", "plan", "currency", month("end").alias("month"), -pl.col("delta")
    )
    steps = pl.concat([starts, ends]).filter(pl.col("month") <= last)
    return FactData(
        frame=_ledger(steps, inputs, opening=None),
        first=None,
        last=last,
        lacks={"history": NEEDS_HISTORY} | ({} if ends.height else {"ends": NEEDS_ENDED}),
        lacks_before_last={"past_amounts": NEEDS_HISTORY},
        assumptions=("subscriptions are valued at their present price since they began",),
    )


def _no_end(rows: pl.DataFrame) -> Reason:
    return Reason(
        code="no_end_date",
        text=f"{rows.height} canceled subscriptions have no end date, such as {rows['id'][0]}",
        remedy="export the column 'Ended At (UTC)' (template: ended_on)",
    )


def _status() -> pl.Expr:
    return pl.col("status").str.to_lowercase().fill_null("active")


def _start() -> pl.Expr:
    """Return the first paid day: the end of the trial, if there was one."""
    return pl.max_horizontal("started_on", "trial_end_on").alias("start")


def _end() -> pl.Expr:
    """Return the first day without paid service (exports 1.2), or null while it goes on."""
    canceled = _status().is_in(["canceled", "cancelled"])
    at_period_end = pl.col("cancel_at_period_end").fill_null(value=False)
    return (
        pl.when(pl.col("ended_on").is_not_null())
        .then("ended_on")
        .when(at_period_end)
        .then("period_end_on")
        .when(canceled)
        .then("cancel_requested_on")
        .when(_status().is_in(_OUT_SINCE_PERIOD_START))
        .then(pl.coalesce("period_start_on", "started_on"))
        .alias("end")
    )


def _annual(inputs: Inputs) -> pl.Expr:
    """Return the yearly price: (unit price × quantity − discount) × intervals a year."""
    quantity = wide(pl.col("quantity").fill_null(MICROS))
    gross = wide("amount") * quantity - wide(pl.col("discount").fill_null(0)) * MICROS
    a_year = pl.col("interval").replace_strict(_PER_YEAR, default=None, return_dtype=pl.Int128)
    count = wide(pl.col("interval_count").fill_null(MICROS))
    net = pl.when(gross > 0).then(gross).otherwise(0)
    return in_reporting(net * a_year, inputs.rates, bottom=count)


def _span(rows: pl.DataFrame) -> tuple[int, int]:
    first, last = rows.select(first=pl.col("month").min(), last=pl.col("month").max()).row(0)
    return first, last


def _ledger(steps: pl.DataFrame, inputs: Inputs, *, opening: int | None) -> pl.DataFrame:
    """Sum steps to changes, and name each customer's movement of a month by its net change."""
    changes = (
        steps.group_by(_GRAIN)
        .agg(pl.col("delta").sum())
        .filter(pl.col("delta") != 0)
        .sort("customer", "month", "plan", "currency")
    )
    net = changes.group_by("customer", "month", maintain_order=True).agg(pl.col("delta").sum())
    after = pl.col("delta").cum_sum().over("customer")
    before = after - pl.col("delta")
    seen = (after > 0).cum_max().shift(1).over("customer").fill_null(value=False)
    named = net.select(
        "customer",
        "month",
        movement=_movement(before, after, seen, opening),
        turn=(after > 0).cast(pl.Int64) - (before > 0).cast(pl.Int64),
    )
    ledger = changes.join(named, on=["customer", "month"], how="left", validate="m:1")
    is_first = pl.int_range(pl.len()).over("customer", "month") == 0
    return _with_customer(ledger, inputs).select(
        "customer",
        "month",
        "plan",
        "currency",
        "segment",
        "region",
        "delta",
        "movement",
        logos=pl.when(is_first).then("turn").otherwise(0),
    )


def _movement(before: pl.Expr, after: pl.Expr, seen: pl.Expr, opening: int | None) -> pl.Expr:
    """Return the name of a movement (definitions 4.2)."""
    begins = (before == 0) & (after > 0)
    return (
        pl.when(begins & (pl.col("month") == (-1 if opening is None else opening)))
        .then(pl.lit("opening"))
        .when(begins & ~seen)
        .then(pl.lit("new"))
        .when(begins)
        .then(pl.lit("reactivation"))
        .when((before > 0) & (after == 0))
        .then(pl.lit("churn"))
        .when(after > before)
        .then(pl.lit("expansion"))
        .when(after < before)
        .then(pl.lit("contraction"))
        .otherwise(pl.lit("transfer"))
    )


def _with_customer(ledger: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    customers = inputs.table("customers")
    if customers is None:
        return ledger.with_columns(
            segment=pl.lit(None, dtype=pl.String), region=pl.lit(None, dtype=pl.String)
        )
    about = customers.select(pl.col("id").alias("customer"), "segment", "region")
    return ledger.join(about, on="customer", how="left", validate="m:1", maintain_order="left")


_PRICE = (
    "mrr.amount",
    "mrr.currency",
    "mrr.month",
    "mrr.customer",
    "subscriptions.amount",
    "subscriptions.quantity",
    "subscriptions.discount",
    "subscriptions.interval",
    "subscriptions.interval_count",
    "subscriptions.currency",
)
_TIME = (
    "mrr.month",
    "subscriptions.status",
    "subscriptions.started_on",
    "subscriptions.trial_end_on",
    "subscriptions.period_start_on",
    "subscriptions.period_end_on",
    "subscriptions.cancel_requested_on",
    "subscriptions.cancel_at_period_end",
    "subscriptions.ended_on",
)
_WHO = ("mrr.customer", "subscriptions.customer")

FACT = Fact(
    name="mrr_changes",
    grain="customer × month × plan × currency",
    columns={
        "customer": _WHO,
        "month": (*_TIME, *_WHO),
        "plan": ("mrr.plan", "subscriptions.plan"),
        "currency": ("mrr.currency", "subscriptions.currency"),
        "segment": ("customers.segment", "customers.id"),
        "region": ("customers.region", "customers.id"),
        "delta": (*_PRICE, *_TIME),
        "movement": (*_PRICE, *_TIME, *_WHO),
        "logos": (*_PRICE, *_TIME, *_WHO),
    },
    build=build,
)
