"""Why customers pay more or less, or left, month by month; at constant rates of exchange."""

from __future__ import annotations

import polars as pl

from cro_cli.exact import at_constant_rates
from cro_cli.fact import Fact, FactData, Inputs, Missing

_MOVEMENTS = ("transfer", "fx")
_HAS_QUANTITY = ("subscription_versions", "subscriptions", "invoice_lines")
_HAS_CAUSE = ("subscription_versions", "subscriptions")


def build(inputs: Inputs) -> FactData | Missing:
    """Return the movements of the ledger by reason; those of each come to the whole."""
    from cro_cli.ledger import behind, books, reasons  # a report need not know why

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
    spans = behind.spans(ledger, inputs)
    unread = ledger.unread
    if isinstance(subscriptions, FactData):
        spans = reasons.with_causes(spans, books.detailed("subscriptions", subscriptions, inputs))
        unread -= {"subscriptions"}
    why = reasons.told(reasons.Moved(movements, spans))
    about = movements.select("customer", "segment", "region").unique("customer", keep="any")
    frame = why.join(about, on="customer", how="left", nulls_equal=True, validate="m:1")
    return ledger._replace(frame=frame, notes=(), unread=unread)


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
            *(
                f"facts.{shape}.{column}"
                for shape in _HAS_CAUSE
                for column in ("gross", "share_off", "cause")
            ),
        ),
        "delta": tuple(f"facts.mrr_changes.{column}" for column in _OF_LEDGER),
    },
    build=build,
)
