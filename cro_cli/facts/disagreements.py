"""What the data that MRR is not read from say of the same customers (definitions 4.1, 6.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cro_cli import months
from cro_cli.definitions import SHAPES
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import standing_for

if TYPE_CHECKING:
    from cro_cli.ledger.apart import Apart

_NOTHING = {
    "month": pl.Int32,
    "shape": pl.String,
    "at": pl.Int32,
    "customer": pl.String,
    "difference": pl.String,
    "believed": pl.Int64,
    "other": pl.Int64,
}


def build(inputs: Inputs) -> FactData | Missing:
    """Return each customer of two shapes of billing, once for each that is not believed."""
    from cro_cli.ledger import trust  # a report need not know who differs

    chosen = trust.chosen(inputs)
    if isinstance(chosen, Missing):
        return chosen
    subscriptions = _with_ends(inputs) if chosen.apart else None
    frames = [_classed(one, subscriptions, inputs) for one in chosen.apart]
    return FactData(frame=pl.concat([pl.DataFrame(schema=_NOTHING), *frames]))


def _with_ends(inputs: Inputs) -> pl.DataFrame | None:
    """Return the subscriptions where they tell of discounts that end."""
    from cro_cli.reconciling import overruns

    told = inputs.fact("subscriptions") if overruns.are_told(inputs) else None
    return standing_for.parted(told.frame, inputs).rows if isinstance(told, FactData) else None


def _classed(one: Apart, subscriptions: pl.DataFrame | None, inputs: Inputs) -> pl.DataFrame:
    """Return who is in either shape, each in one class."""
    from cro_cli.reconciling.classes import are_same
    from cro_cli.reconciling.doubles import doubles
    from cro_cli.reconciling.overruns import overruns

    believed, other = pl.col("believed"), pl.col("other")
    there = one.customers.filter((believed != 0) | (other != 0)).collect(engine="in-memory")
    alone = there.filter((believed == 0) | (other == 0)).select(
        pl.lit("customer").alias("kind"), who="customer", crm="believed", billing="other"
    )
    twice = doubles(alone, inputs).select(customer="who", is_double=pl.lit(value=True))
    if subscriptions is None:
        over = pl.DataFrame(schema={"customer": pl.String, "overrun": pl.Int64})
    else:
        over = overruns(subscriptions, months.end(one.month))
    full, less = (other, believed) if one.shape == "subscriptions" else (believed, other)
    is_over = (pl.col("overrun") > 0) & are_same(less + pl.col("overrun"), full)
    kinds = (
        pl.when(believed == other)
        .then(pl.lit("same"))
        .when("is_double")
        .then(pl.lit("duplicate"))
        .when(believed == 0)
        .then(pl.lit("only_there"))
        .when(other == 0)
        .then(pl.lit("only_here"))
        .when(is_over & ~are_same(believed, other))
        .then(pl.lit("discount_overrun"))
        .otherwise(pl.lit("amount"))
    )
    return (
        there.join(twice, on="customer", how="left", validate="1:1")
        .join(over, on="customer", how="left", validate="1:1")
        .select(
            pl.lit(inputs.months[-1], pl.Int32).alias("month"),
            pl.lit(one.shape).alias("shape"),
            pl.lit(one.month, pl.Int32).alias("at"),
            "customer",
            kinds.alias("difference"),
            "believed",
            "other",
        )
        .sort("customer")
    )


_MONEY = tuple(
    f"facts.{shape}.{column}"
    for shape in SHAPES
    for column in ("customer", "annual", *(("month",) if shape == "mrr" else ("start", "end")))
)

_NAMES = ("customers.name", "customers.domain", "customers.parent")

FACT = Fact(
    name="disagreements",
    grain="shape of billing × customer",
    columns={
        "month": (),
        "shape": (),
        "at": _MONEY,
        "customer": _MONEY,
        "difference": (*_MONEY, "facts.subscriptions.gross", *_NAMES),
        "believed": _MONEY,
        "other": _MONEY,
    },
    build=build,
)
