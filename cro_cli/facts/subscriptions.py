"""Subscriptions that were ever paid for: from when to when, and what they are worth a year.

What cannot be valued is refused by name and nets nothing else (definitions 4.1): a subscription
that silently counts for nothing, or for a month, is the error that nobody finds.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason
from cro_cli.tables import MICROS

# How many of an interval make up a year.
_PER_YEAR = {"day": 365, "week": 52, "month": 12, "year": 1}

# Never paid for, or not known to be: no part of MRR (definitions 4.1).
_NEVER = ("incomplete", "incomplete_expired", "trialing", "draft", "future")
_OUT_SINCE_PERIOD_START = ("unpaid", "paused")
_CANCELED = ("canceled", "cancelled")

_NEEDS_SUBSCRIPTIONS = Reason(
    code="missing_table",
    text="needs recurring revenue",
    remedy="add an export of subscriptions, or of MRR by customer and month",
)
_NEEDS_ENDED = Reason(
    code="needs_ended_subscriptions",
    text="needs ended subscriptions: the export holds none, only current ones",
    remedy="export the subscriptions of the tab 'All'",
)
_NO_END = Reason(
    code="no_end_date",
    text="canceled without an end date",
    remedy="export the column 'Ended At (UTC)' (template: ended_on)",
)


def _unusable(text: str) -> Reason:
    return Reason(
        code="unusable_subscription",
        text=text,
        remedy="correct the export, or leave such rows out with --exclude-bad-rows",
    )


def build(inputs: Inputs) -> FactData | Missing:
    """Return the subscriptions that count, each with its annual price; or name one that cannot."""
    table = inputs.table("subscriptions")
    newest = inputs.newest("subscriptions")
    if table is None or newest is None:
        return Missing(reason=_NEEDS_SUBSCRIPTIONS)
    known = (
        table.filter(~_status().is_in(_NEVER))
        .with_columns(_start(), _end())
        .filter(pl.col("start").is_not_null())
    )
    said = ["subscriptions are valued at their present price since they began"]
    for fault, reason in _faults():
        found = known.filter(fault)
        if found.height and not inputs.assumptions.exclude_bad_rows:
            return Missing(reason=_such_as(found, reason))
        if found.height:
            said.append(f"computed without {_such_as(found, reason).text}")
            known = known.filter(~fault)
    return FactData(
        frame=_spans(known, inputs),
        last=months.last_closed(newest),
        lacks={} if _holds_ended(table) else {"ends": _NEEDS_ENDED},
        assumptions=tuple(said),
        notes=_notes(known),
    )


def _faults() -> tuple[tuple[pl.Expr, Reason], ...]:
    """Return what makes a subscription unusable; the conditions are never null."""
    amounts = (pl.col(column).fill_null(0) < 0 for column in ("amount", "discount", "quantity"))
    unknown_interval = ~pl.col("interval").is_in(list(_PER_YEAR)).fill_null(value=False)
    return (
        (pl.col("amount").is_null(), _unusable("with no price")),
        (unknown_interval, _unusable("with no interval of day, week, month or year")),
        (
            pl.col("interval_count").fill_null(MICROS) <= 0,
            _unusable("with an interval count that is not positive"),
        ),
        (pl.any_horizontal(*amounts), _unusable("with a negative amount, discount or quantity")),
        (_status().is_in(_CANCELED) & pl.col("end").is_null(), _NO_END),
    )


def _such_as(rows: pl.DataFrame, reason: Reason) -> Reason:
    text = f"{_count(rows)} {reason.text}, such as {_first_id(rows)}"
    return Reason(code=reason.code, text=text, remedy=reason.remedy)


def _count(rows: pl.DataFrame) -> str:
    return f"{rows.height} subscription{'s' * (rows.height > 1)}"


def _first_id(rows: pl.DataFrame) -> str:
    return str(rows.select(pl.col("id").min()).item())


def _holds_ended(table: pl.DataFrame) -> bool:
    """Tell whether the export holds more than current subscriptions."""
    return bool(
        table.select((_status().is_in(_CANCELED) | pl.col("ended_on").is_not_null()).any()).item()
    )


def _notes(known: pl.DataFrame) -> tuple[str, ...]:
    empty = known.filter(pl.col("quantity") == 0)
    if not empty.height:
        return ()
    return (f"{_count(empty)} with a quantity of zero, such as {_first_id(empty)}: worth nothing",)


def _status() -> pl.Expr:
    return pl.col("status").str.to_lowercase().fill_null("active")


def _start() -> pl.Expr:
    """Return the first paid day: the end of the trial, if there was one."""
    return pl.max_horizontal("started_on", "trial_end_on").alias("start")


def _end() -> pl.Expr:
    """Return the first day without paid service (exports 1.2), or null while it goes on."""
    canceled = _status().is_in(_CANCELED)
    at_period_end = pl.col("cancel_at_period_end").fill_null(value=False)
    requested = pl.when(canceled).then("cancel_requested_on")
    return (
        # Out from the day of the status, to which the start of the period comes nearest.
        pl.when(_status().is_in(_OUT_SINCE_PERIOD_START))
        .then(pl.coalesce("period_start_on", "started_on"))
        .when(pl.col("ended_on").is_not_null())
        .then("ended_on")
        .when(at_period_end)
        .then(pl.coalesce("period_end_on", requested))
        .otherwise(requested)
        .alias("end")
    )


def _spans(known: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return what is paid for: nothing is where service ended with or before its trial."""
    return known.select(
        "id", "customer", "plan", "currency", "start", "end", annual=_annual(inputs)
    ).filter((pl.col("annual") > 0) & (pl.col("end").is_null() | (pl.col("end") > pl.col("start"))))


def _annual(inputs: Inputs) -> pl.Expr:
    """Return the yearly price: (unit price × quantity − discount) × intervals a year."""
    quantity = wide(pl.col("quantity").fill_null(MICROS))
    gross = wide("amount") * quantity - wide(pl.col("discount").fill_null(0)) * MICROS
    a_year = pl.col("interval").replace_strict(_PER_YEAR, default=None, return_dtype=pl.Int128)
    count = wide(pl.col("interval_count").fill_null(MICROS))
    net = pl.when(gross > 0).then(gross).otherwise(0)
    return in_reporting(net * a_year, inputs.rates, bottom=count)


_LIFE = (
    "subscriptions.status",
    "subscriptions.started_on",
    "subscriptions.trial_end_on",
    "subscriptions.period_start_on",
    "subscriptions.period_end_on",
    "subscriptions.cancel_requested_on",
    "subscriptions.cancel_at_period_end",
    "subscriptions.ended_on",
)

FACT = Fact(
    name="subscriptions",
    grain="subscription",
    columns={
        "id": ("subscriptions.id",),
        "customer": ("subscriptions.customer",),
        "plan": ("subscriptions.plan",),
        "currency": ("subscriptions.currency",),
        "start": _LIFE,
        "end": _LIFE,
        "annual": (
            "subscriptions.amount",
            "subscriptions.quantity",
            "subscriptions.discount",
            "subscriptions.interval",
            "subscriptions.interval_count",
            "subscriptions.currency",
        ),
    },
    build=build,
)
