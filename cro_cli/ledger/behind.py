"""What the ledger was read from: spans of every shape that it believes, with its own customers."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from cro_cli.definitions import SHAPES
from cro_cli.fact import FactData, Inputs
from cro_cli.ledger import books, metering
from cro_cli.ledger.spans import lasting


def spans(ledger: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return spans as in `books.detailed`; `metered` says which are of usage."""
    known = _of_each(ledger, inputs, books.detailed).with_columns(metered=pl.lit(value=False))
    if not metering.window(inputs.assumptions):
        return known
    usage = metering.spans(inputs).with_columns(
        id=pl.lit("usage"),
        metered=pl.lit(value=True),
        gross="annual",
        share_off=pl.lit(0, pl.Int32),
    )
    return pl.concat([known, usage.drop("currency")], how="diagonal")


def days(ledger: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return spans as in `books.dated`, with those that are over before any month counts them."""
    return _of_each(ledger, inputs, books.dated)


def _of_each(
    ledger: FactData, inputs: Inputs, tell: Callable[[str, FactData, Inputs], pl.DataFrame]
) -> pl.DataFrame:
    read: list[pl.DataFrame] = []
    known: list[pl.DataFrame] = []
    shapes = [
        (shape, fact)
        for shape in inputs.assumptions.ledger_from or SHAPES
        if shape not in ledger.unread and isinstance(fact := inputs.fact(shape), FactData)
    ]
    for shape, fact in shapes:
        told = tell(shape, fact, inputs)
        for customers in known:
            told = told.join(customers, on="customer", how="anti")
        read.append(told)
        if len(read) < len(shapes):
            known.append(_counted(shape, fact, inputs))
    return pl.concat(read)


def _counted(shape: str, fact: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return the customers of a shape who count in any month: what it says of others is none."""
    rows = lasting(books.detailed(shape, fact, inputs))
    if fact.last is not None:
        rows = rows.filter(pl.col("since") <= fact.last)
    return rows.select("customer").unique()
