"""Columns of bills, and of what is billed, that are read from several columns."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.messages.cells import NO_DAYS, NO_TERM, UNCOUNTED_PRICE
from cro_cli.sources.composing import Composing
from cro_cli.sources.vocabulary import ONCE, TERM, TERMS
from cro_cli.tables import MICROS

_CENTURY = 36_525  # days


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


def end_of_term(given: Composing) -> pl.Expr:
    """Return the first day after a term, such as `year` or `3 months`, from its first day.

    What is paid once has no term. A word that is no term is complained of: what it stands for is
    for the format to say.
    """
    term = given.part("term", pl.String()).str.to_lowercase()
    number = term.str.extract(TERM, 1).fill_null("1")
    unit = term.str.extract(TERM, 2).replace_strict(
        dict(TERMS), default=None, return_dtype=pl.String
    )
    unknown = given.typed.select((unit.is_null() & (term != ONCE)).fill_null(value=False))
    given.complain("term", unknown.to_series(), NO_TERM)
    end = given.part("first", pl.Date()).dt.offset_by(number + unit)
    return pl.when(end <= dt.date.max).then(end)


def days_after(given: Composing) -> pl.Expr:
    """Return the first day after so many days from a day on, such as those of a trial."""
    micros = given.part("days", pl.Int64())
    is_whole = (micros % MICROS == 0) & micros.is_between(0, _CENTURY * MICROS)
    wrong = given.typed.select((~is_whole).fill_null(value=False).alias("wrong"))
    given.complain("days", wrong.to_series(), NO_DAYS)
    days = pl.when(is_whole).then(micros // MICROS)
    end = given.part("first", pl.Date()) + pl.duration(days=days)
    return pl.when(end <= dt.date.max).then(end)


def by_balance(given: Composing) -> pl.Expr:
    """Read paid or open off what is still owed."""
    owed = given.part("owed", pl.Int64())
    return pl.when(owed == 0).then(pl.lit("paid")).when(owed != 0).then(pl.lit("open"))
