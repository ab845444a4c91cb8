"""Customers who count for nothing, and those whose parent pays for them (definitions 4.1)."""

from __future__ import annotations

import polars as pl

from cro_cli.fact import FactData, Inputs
from cro_cli.named_tuple import NamedTuple

FACT = "payers"


class Parted(NamedTuple):
    """Rows by who pays; `left_out` are those of customers who count for nothing."""

    rows: pl.DataFrame
    left_out: pl.DataFrame | None = None


def is_read(inputs: Inputs) -> bool:
    """Tell whether anybody is left out, or may be paid for."""
    settled = inputs.assumptions
    return (
        bool(settled.excluded)
        or settled.defined("parents") == "roll_up"
        or inputs.has("customers.internal")
    )


def parted(rows: pl.DataFrame, inputs: Inputs) -> Parted:
    """Part rows by their `customer`, and put the payer in the customer's place."""
    payers = inputs.fact(FACT) if is_read(inputs) else None
    if not isinstance(payers, FactData):
        return Parted(rows)
    gone = payers.frame.filter("is_left_out").get_column("customer")
    is_gone = pl.col("customer").is_in(gone.implode()).fill_null(value=False)
    left_out = rows.filter(is_gone)
    kept = rows.filter(~is_gone) if left_out.height else rows
    rows = _paid_for(kept.lazy(), payers.frame, inputs).collect(engine="in-memory")
    return Parted(rows, left_out if left_out.height else None)


def paid_for(rows: pl.LazyFrame, inputs: Inputs) -> pl.LazyFrame:
    """Put the payer in the customer's place, where parents pay."""
    if inputs.assumptions.defined("parents") != "roll_up":
        return rows
    payers = inputs.fact(FACT)
    return _paid_for(rows, payers.frame, inputs) if isinstance(payers, FactData) else rows


def _paid_for(rows: pl.LazyFrame, payers: pl.DataFrame, inputs: Inputs) -> pl.LazyFrame:
    if inputs.assumptions.defined("parents") != "roll_up":
        return rows
    is_paid_for = pl.col("payer") != pl.col("customer")
    pairs = payers.lazy().filter(is_paid_for).select("customer", "payer")
    return (
        rows.join(pairs, on="customer", how="left", validate="m:1", maintain_order="left")
        .with_columns(customer=pl.coalesce("payer", "customer"))
        .drop("payer")
    )
