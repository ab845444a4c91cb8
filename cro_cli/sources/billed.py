"""Columns of bills, and of what is billed, that are read from several columns."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.messages.cells import UNCOUNTED_PRICE
from cro_cli.sources.composing import Composing


def difference(given: Composing) -> pl.Expr:
    """Take one amount from another; an empty one takes nothing."""
    return given.part("of", pl.Int64()) - given.part("less", pl.Int64()).fill_null(0)


def change(given: Composing) -> pl.Expr:
    """Return how much more there is than before: nothing was, or is, where a cell is empty.

    A price that comes to nothing is complained of: systems that turn prices into monthly revenue
    do not do so for every interval.
    """
    after, before = (given.part(one, pl.Int64()).fill_null(0) for one in ("after", "before"))
    if given.has("price"):
        lost = (after == 0) & (given.part("price", pl.Int64()).fill_null(0) != 0)
        given.complain("price", given.typed.select(lost=lost).to_series(), UNCOUNTED_PRICE)
    return after - before


def first_day_after(given: Composing) -> pl.Expr:
    """Return the day after a period from its last second, or its last day.

    A period that begins at 22:00 UTC is one of full days somewhere else.
    """
    last, first = (given.part(one, pl.Datetime("us")) for one in ("last", "first"))
    end = last.dt.truncate("1s") + pl.duration(seconds=1)
    whole = (end.dt.time() == first.dt.time()).fill_null(value=False)
    is_day = last.dt.time() == dt.time()
    is_over = ~is_day & (whole | (end.dt.time() == dt.time()))
    return pl.when(is_over).then(end.dt.date()).otherwise(last.dt.date() + pl.duration(days=1))


def by_balance(given: Composing) -> pl.Expr:
    """Read paid or open off what is still owed."""
    owed = given.part("owed", pl.Int64())
    return pl.when(owed == 0).then(pl.lit("paid")).when(owed != 0).then(pl.lit("open"))
