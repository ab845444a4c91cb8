"""Billing intervals that are several others by name: a quarter is three months."""

from __future__ import annotations

import polars as pl

from cro_cli.messages.cells import INTERVAL_TWICE
from cro_cli.sources.cells import Cell
from cro_cli.sources.composing import Composing
from cro_cli.sources.vocabulary import COUNT, several
from cro_cli.tables import MICROS


def read(
    given: Composing, cell: Cell, cells: pl.Series, values: pl.Series
) -> tuple[pl.DataFrame, pl.Series, pl.Series]:
    """Return the typed frame with how many there are, the values, and the cells that are read.

    `values` are null where no word for a single interval was found. A row that counts its intervals
    itself leaves open what it counts; and where the current period is to tell the count, it does.
    """
    left = cell.said(cells).set(values.is_not_null(), None)
    told = {word: several(word) for word in left.drop_nulls().unique()}
    named = {word: term for word, term in told.items() if term is not None}
    if not named or any(rule.name == COUNT for rule in given.plan.composed):
        return given.typed, values, cells
    count = given.typed.get_column(COUNT)
    is_named = left.is_in(list(named)).fill_null(value=False)
    is_twice = is_named & (count.fill_null(MICROS) != MICROS)
    units = left.replace_strict({word: unit for word, (unit, _) in named.items()}, default=None)
    numbers = left.replace_strict(
        {word: number * MICROS for word, (_, number) in named.items()},
        default=None,
        return_dtype=pl.Int64,
    )
    is_clear = is_named & ~is_twice
    given.plan.found.add(COUNT)
    typed = given.typed.with_columns(numbers.zip_with(is_clear, count).alias(COUNT))
    given.complaints.unreadable(cell, cells.set(~is_twice, None), typed, given.text, INTERVAL_TWICE)
    return typed, units.zip_with(is_clear, values), cells.set(is_twice, None)
