"""The ledger: signed changes of recurring revenue (design: MRR as a ledger of changes).

It is read from the most trusted shape of billing there is (see `definitions.SHAPES`); what others
say of the same customers is compared with it, and said.
"""

from __future__ import annotations

import polars as pl

from cro_cli.definitions import SHAPES
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import changes, trust

_COLUMNS = (
    "customer",
    "month",
    "plan",
    "currency",
    "segment",
    "region",
    "delta",
    "movement",
    "logos",
)

# Shapes with rows that take away what nothing may have added.
_MAY_BE_OVERDRAWN = frozenset({"invoice_lines"})


def build(inputs: Inputs) -> FactData | Missing:
    """Return the ledger from the most trusted table there is."""
    chosen = trust.chosen(inputs)
    if isinstance(chosen, Missing):
        return chosen
    told = chosen.books
    ledger = changes.named(told.steps, opening=told.first, early=told.early)
    overdrawn = changes.overdrawn(ledger) if _MAY_BE_OVERDRAWN & {*chosen.shapes} else None
    if overdrawn is not None:
        return Missing(reason=overdrawn)
    return FactData(
        frame=_with_customer(ledger, inputs).select(_COLUMNS),
        first=told.first,
        first_flow=None if told.first is None else told.first + 1,
        last=told.last,
        begins=told.begins,
        lacks=told.lacks,
        lacks_before_last=told.lacks_before_last,
        assumptions=told.assumptions,
        notes=(*chosen.said, *told.notes),
        unread=frozenset(SHAPES) - frozenset(chosen.shapes),
    )


def _with_customer(ledger: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    customers = inputs.table("customers")
    if customers is None:
        return ledger.with_columns(
            segment=pl.lit(None, dtype=pl.String), region=pl.lit(None, dtype=pl.String)
        )
    about = customers.select(pl.col("id").alias("customer"), "segment", "region")
    return ledger.join(about, on="customer", how="left", validate="m:1", maintain_order="left")


def _from_all(*columns: str) -> tuple[str, ...]:
    """Return columns of the facts of all shapes, where they have them."""
    return tuple(
        f"facts.{shape}.{column}"
        for shape in SHAPES
        for column in columns
        if column in trust.COLUMNS[shape]
    )


_WHO = _from_all("customer")
_TIME = _from_all("month", "start", "end")
_PRICE = _from_all("annual")

FACT = Fact(
    name="mrr_changes",
    grain="customer × month × plan × currency",
    columns={
        "customer": _WHO,
        "month": (*_TIME, *_WHO),
        "plan": _from_all("plan"),
        "currency": _from_all("currency"),
        "segment": ("customers.segment", "customers.id"),
        "region": ("customers.region", "customers.id"),
        "delta": (*_PRICE, *_TIME, *_WHO),
        "movement": (*_PRICE, *_TIME, *_WHO),
        "logos": (*_PRICE, *_TIME, *_WHO),
    },
    build=build,
)
