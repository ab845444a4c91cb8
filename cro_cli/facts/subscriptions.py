"""Subscriptions that were ever paid for: from when to when, and what they are worth a year.

What cannot be valued is refused by name and nets nothing else (definitions 4.1): a subscription
that silently counts for nothing, or for a month, is the error that nobody finds.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import arrears, discounts, faults, items, lives, pauses, spans, worth
from cro_cli.model import Reason

_NEEDS_SUBSCRIPTIONS = Reason(
    code="missing_table",
    text="needs recurring revenue",
    remedy="add an export of subscriptions, or of MRR by customer and month",
)
_NO_DATE = Reason(
    code="missing_dates", text="needs a subscription with a date", remedy="export started_on"
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
_TORN = Reason(
    code="torn_discount",
    text="with a discount of their own, of which items have no part that is told",
    remedy="give the items their discounts, and the subscription none",
)
_PRESENT = "subscriptions are valued at their present price since they began"
_NONE_LEFT = "nobody who came has left since: the export holds no ended subscriptions"


def build(inputs: Inputs) -> FactData | Missing:
    """Return the subscriptions that count, each with its annual price; or name one that cannot."""
    table = inputs.table("subscriptions")
    newest = inputs.newest("subscriptions")
    if table is None:
        return Missing(reason=_NEEDS_SUBSCRIPTIONS)
    if newest is None:
        return Missing(reason=_NO_DATE)
    settled = inputs.assumptions
    # Hardly any export says when a pause will be over.
    resumes = lives.resumes(newest) if table.get_column("resumed_on").count() else None
    lived = (
        table.lazy()
        .filter(lives.counts(settled))
        .with_columns(
            start=lives.not_yet(lives.start(settled), newest),
            end=lives.end(settled, resumes),
            cause=lives.cause(settled),
            **_pauses(resumes),
        )
        .filter(pl.col("start").is_not_null())
        .collect()
    )
    lived, beyond = spans.in_turn(arrears.given_up(lived, inputs))
    priced, by_period = worth.with_rhythm(items.with_items(lived, inputs), settled)
    recurring = lives.recurring(priced, settled, "plan")
    sound = faults.without(recurring, _faults(), "subscription", inputs)
    if isinstance(sound, Missing):
        return sound
    pieces = pauses.apart(discounts.in_force(sound.rows, settled), newest, settled)
    signed = lives.status() == lives.SIGNED
    if resumes is not None:
        signed |= resumes & (pl.col("start") > newest)
    ended = _holds_ended(table)
    return FactData(
        frame=_spans(pieces, signed, inputs),
        last=months.last_closed(newest),
        lacks={} if ended else {"ends": _NEEDS_ENDED},
        assumptions=(_PRESENT, *(() if ended else (_NONE_LEFT,)), *_said(by_period), *sound.said),
        notes=(*_notes(sound.rows), *spans.said(beyond)),
        unread=_unread(inputs),
    )


def _pauses(resumes: pl.Expr | None) -> dict[str, pl.Expr]:
    """Return on which day a pause began, if it has an end."""
    if resumes is None:
        return {}
    return {"paused_on": pl.when(resumes).then(lives.paused_on()).otherwise("paused_on")}


def _faults() -> tuple[tuple[pl.Expr, Reason], ...]:
    no_end = lives.status().is_in(lives.CANCELED) & pl.col("end").is_null()
    return (*faults.of_prices("subscription"), (no_end, _NO_END), (pl.col("is_torn"), _TORN))


def _holds_ended(table: pl.DataFrame) -> bool:
    """Tell whether the export holds more than current subscriptions."""
    ended = lives.status().is_in(lives.CANCELED) | pl.col("ended_on").is_not_null()
    return bool(table.select(ended.any()).item())


def _said(by_period: pl.DataFrame) -> tuple[str, ...]:
    if not by_period.height:
        return ()
    return ("subscriptions without an interval are taken to be billed once a current period",)


def _unread(inputs: Inputs) -> frozenset[str]:
    absent = {name for name in ("subscription_items", "prices") if inputs.table(name) is None}
    return frozenset(absent if arrears.is_read(inputs) else absent | {"invoices"})


def _notes(known: pl.DataFrame) -> tuple[str, ...]:
    empty = known.filter(pl.col("quantity") == 0)
    if not empty.height:
        return ()
    such = faults.such(empty, "subscription")
    return (f"{such[0]} with a quantity of zero, such as {such[1]}: worth nothing",)


def _spans(pieces: pl.DataFrame, signed: pl.Expr, inputs: Inputs) -> pl.DataFrame:
    """Return what is paid for: nothing is where service ended with or before its trial.

    What is `signed`, or will go on after a pause, has not begun.
    """
    lasts = pl.col("end").is_null() | (pl.col("end") > pl.col("start"))
    valued = worth.valued(pieces, inputs).filter(lasts & worth.is_counted(inputs.assumptions))
    return valued.select(
        "id",
        "subscription",
        "customer",
        "plan",
        "currency",
        "start",
        "end",
        "annual",
        "gross",
        "share_off",
        "quantity",
        "cause",
        is_signed=signed,
    ).collect()


_LIFE = (
    "subscriptions.status",
    "subscriptions.started_on",
    "subscriptions.trial_end_on",
    "subscriptions.period_start_on",
    "subscriptions.period_end_on",
    "subscriptions.cancel_requested_on",
    "subscriptions.cancel_at_period_end",
    "subscriptions.ended_on",
    "subscriptions.paused_on",
    "subscriptions.resumed_on",
    "subscriptions.discount_end_on",
    "subscription_items.subscription",
    "subscription_items.started_on",
    "subscription_items.ended_on",
    "subscription_items.discount_end_on",
    *arrears.INVOICES,
)
_TABLES = ("subscriptions", "subscription_items")
_OF_PRICES = ("amount", "interval", "interval_count", "currency", "type")
_PRICE = (
    *(f"{table}.{column}" for table in _TABLES for column in _OF_PRICES),
    *(
        f"{table}.{column}"
        for table in _TABLES
        for column in ("quantity", "discount", "discount_percent", "discount_duration")
    ),
    *(f"prices.{column}" for column in ("id", *_OF_PRICES, "usage_type")),
    "subscription_items.price",
)
_PLAN = ("subscriptions.plan", "subscription_items.plan", "prices.plan")

FACT = Fact(
    name="subscriptions",
    grain="subscription, or item of one, in one state",
    columns={
        "id": ("subscriptions.id", "subscription_items.id"),
        "subscription": ("subscriptions.id",),
        "customer": ("subscriptions.customer",),
        "plan": _PLAN,
        "currency": ("subscriptions.currency", "subscription_items.currency", "prices.currency"),
        "start": _LIFE,
        "end": _LIFE,
        "annual": _PRICE,
        "gross": _PRICE,
        "share_off": tuple(f"{table}.discount_percent" for table in _TABLES),
        "quantity": ("subscriptions.quantity", "subscription_items.quantity"),
        "cause": ("subscriptions.status", "subscriptions.end_reason"),
        "is_signed": ("subscriptions.status", "subscriptions.resumed_on"),
    },
    build=build,
)
