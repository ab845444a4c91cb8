"""Subscriptions whose term ends and that nobody has cancelled: their end is no known loss.

A contract for a term that renews has an end in some systems, such as Zuora, though it goes on
unless somebody cancels it (definitions 4.3: what is lost is what is cancelled).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.named_tuple import NamedTuple

_LAST = pl.coalesce("end", pl.lit(dt.date.max)).max().over("subscription")


class Renewing(NamedTuple):
    """Spans of subscriptions of which some go on, and how many these are."""

    rows: pl.DataFrame
    many: int


def told(rows: pl.DataFrame, table: pl.DataFrame, newest: dt.date) -> Renewing:
    """Return the spans of subscriptions with no end where it is that of a term still to come.

    Reads `subscription` and `end` of rows, and `id` and `renews` of the table that they are of.
    """
    if "renews" not in table.columns:
        return Renewing(rows, 0)
    ids = table.filter(pl.col("renews")).get_column("id").unique()
    is_term = (pl.col("end") > newest) & (pl.col("end") == _LAST)
    goes_on = (is_term & pl.col("subscription").is_in(ids.implode())).fill_null(value=False)
    many = rows.filter(goes_on).get_column("subscription").n_unique()
    return Renewing(rows.with_columns(end=pl.when(~goes_on).then("end")), many)


def said(count: int) -> tuple[str, ...]:
    """Say that the terms of so many subscriptions end and are no known losses."""
    if not count:
        return ()
    come = "1 subscription comes" if count == 1 else f"{count} subscriptions come"
    return (f"{come} to the end of a term that nobody has cancelled: no known loss of CARR",)
