"""What the data that MRR is not read from say of the same customers (definitions 4.1, 6.11)."""

from __future__ import annotations

import polars as pl

from cro_cli.definitions import SHAPES
from cro_cli.fact import Fact, FactData, Inputs, Missing

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
    believed, other = pl.col("believed"), pl.col("other")
    kinds = (
        pl.when(believed == other)
        .then(pl.lit("same"))
        .when(believed == 0)
        .then(pl.lit("only_there"))
        .when(other == 0)
        .then(pl.lit("only_here"))
        .otherwise(pl.lit("amount"))
    )
    frames = [
        one.customers.filter((believed != 0) | (other != 0))
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
        for one in chosen.apart
    ]
    nothing = pl.LazyFrame(schema=_NOTHING)
    return FactData(frame=pl.concat([nothing, *frames]).collect(engine="in-memory"))


_MONEY = tuple(
    f"facts.{shape}.{column}"
    for shape in SHAPES
    for column in ("customer", "annual", *(("month",) if shape == "mrr" else ("start", "end")))
)

FACT = Fact(
    name="disagreements",
    grain="shape of billing × customer",
    columns={
        "month": (),
        "shape": (),
        "at": _MONEY,
        "customer": _MONEY,
        "difference": _MONEY,
        "believed": _MONEY,
        "other": _MONEY,
    },
    build=build,
)
