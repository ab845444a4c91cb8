"""What the ledger was read from: spans of every shape that it believes, with its own customers."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from cro_cli.definitions import SHAPES
from cro_cli.fact import FactData, Inputs
from cro_cli.ledger import books, metering


def spans(ledger: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return spans as in `books.detailed`; `metered` says which are of usage."""
    known = _of_each(ledger, inputs, books.detailed).with_columns(metered=pl.lit(value=False))
    if not metering.window(inputs.assumptions):
        return known
    usage = metering.spans(inputs).with_columns(
        id=pl.lit("usage"), metered=pl.lit(value=True), gross="annual"
    )
    return pl.concat([known, usage.drop("currency")], how="diagonal")


def days(ledger: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return spans as in `books.dated`, with those that are over before any month counts them."""
    return _of_each(ledger, inputs, books.dated)


def _of_each(
    ledger: FactData, inputs: Inputs, tell: Callable[[str, FactData, Inputs], pl.DataFrame]
) -> pl.DataFrame:
    read: list[pl.DataFrame] = []
    for shape in inputs.assumptions.ledger_from or SHAPES:
        fact = inputs.fact(shape) if shape not in ledger.unread else None
        if not isinstance(fact, FactData):
            continue
        told = tell(shape, fact, inputs)
        for known in read:
            told = told.join(known.select("customer").unique(), on="customer", how="anti")
        read.append(told)
    return pl.concat(read)
