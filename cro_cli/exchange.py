"""What currencies are worth on a day, by the table of rates (definitions 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from cro_cli.tables import RATE_UNITS


def rates_on(table: pl.DataFrame, day: dt.date, currency: str) -> dict[str, Fraction]:
    """Return one rate for each currency: that of the day, or the last before it.

    A currency whose rates are all of later days has the first of these. A rate that is not
    positive is none. Rates in another currency than the reporting one are crossed with its rate.
    """
    is_later = (pl.col("date") > day).fill_null(value=False)
    away = (pl.col("date") - pl.lit(day)).dt.total_days()
    nearest = (
        table.lazy()
        .with_columns(pl.col("units").fill_null(RATE_UNITS), pl.col("base").fill_null(currency))
        .filter(pl.col("rate") > 0, pl.col("units") > 0)
        .sort(is_later, away.abs(), nulls_last=True)
        .unique(["currency", "base"], keep="first", maintain_order=True)
        .select("currency", "base", "rate", "units")
        .collect(engine="in-memory")
    )
    known: dict[str, dict[str, Fraction]] = {}
    for code, base, rate, units in nearest.rows():
        known.setdefault(base, {})[code] = Fraction(rate, units)
    direct = known.pop(currency, {})
    crossed = (_crossed(known[base], base, currency) for base in sorted(known))
    return {code: rate for rates in (*crossed, direct) for code, rate in rates.items()}


def _crossed(rates: Mapping[str, Fraction], base: str, currency: str) -> dict[str, Fraction]:
    """Return rates in a base as rates in a currency; none when its own rate is not known."""
    own = rates.get(currency)
    return {code: rate / own for code, rate in {base: Fraction(1), **rates}.items()} if own else {}
