"""Why customers pay more or less, or left, month by month; at constant rates of exchange."""

from __future__ import annotations

import polars as pl

from cro_cli.definitions import SHAPES
from cro_cli.exact import at_constant_rates
from cro_cli.fact import Fact, FactData, Inputs, Missing

_MOVEMENTS = ("transfer", "fx")
_HAS_QUANTITY = ("subscription_versions", "subscriptions", "invoice_lines")
_HAS_CAUSE = ("subscription_versions", "subscriptions")


def build(inputs: Inputs) -> FactData | Missing:
    """Return the movements of the ledger by reason; those of each come to the whole."""
    from cro_cli.ledger import books, reasons  # a report need not know why

    ledger = inputs.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return ledger
    own = ~pl.col("movement").is_in(_MOVEMENTS)
    movements = (
        at_constant_rates(ledger.frame)
        .filter(own)
        .group_by("customer", "segment", "region", "month", "movement")
        .agg(pl.col("delta").sum())
        .filter(pl.col("delta") != 0)
    )
    subscriptions = inputs.fact("subscriptions")
    spans = _spans(ledger, inputs)
    unread = ledger.unread
    if isinstance(subscriptions, FactData):
        spans = reasons.with_causes(spans, books.detailed("subscriptions", subscriptions, inputs))
        unread -= {"subscriptions"}
    why = reasons.told(reasons.Moved(movements, spans))
    about = movements.select("customer", "segment", "region").unique("customer", keep="any")
    frame = why.join(about, on="customer", how="left", nulls_equal=True, validate="m:1")
    return ledger._replace(frame=frame, notes=(), unread=unread)


def _spans(ledger: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return the spans of every shape that the ledger was read from, with its own customers."""
    from cro_cli.ledger import books, metering  # a report need not know why

    read: list[pl.DataFrame] = []
    for shape in inputs.assumptions.ledger_from or SHAPES:
        fact = inputs.fact(shape) if shape not in ledger.unread else None
        if not isinstance(fact, FactData):
            continue
        spans = books.detailed(shape, fact, inputs)
        for known in read:
            spans = spans.join(known.select("customer").unique(), on="customer", how="anti")
        read.append(spans)
    known = pl.concat(read).with_columns(metered=pl.lit(value=False))
    if not metering.window(inputs.assumptions):
        return known
    usage = metering.spans(inputs).with_columns(
        id=pl.lit("usage"), metered=pl.lit(value=True), gross="annual"
    )
    return pl.concat([known, usage.drop("currency")], how="diagonal")


_OF_LEDGER = ("delta", "month", "customer")

FACT = Fact(
    name="reasons",
    grain="customer × month × movement × reason",
    columns={
        "customer": ("facts.mrr_changes.customer",),
        "segment": ("facts.mrr_changes.segment",),
        "region": ("facts.mrr_changes.region",),
        "month": ("facts.mrr_changes.month",),
        "movement": ("facts.mrr_changes.movement",),
        "reason": (
            *(f"facts.mrr_changes.{column}" for column in (*_OF_LEDGER, "plan")),
            *(f"facts.{shape}.quantity" for shape in _HAS_QUANTITY),
            *(f"facts.{shape}.{column}" for shape in _HAS_CAUSE for column in ("gross", "cause")),
        ),
        "delta": tuple(f"facts.mrr_changes.{column}" for column in _OF_LEDGER),
    },
    build=build,
)
