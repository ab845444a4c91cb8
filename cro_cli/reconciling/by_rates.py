"""Differences that the rates of the day explain: won in one currency, billed in another (6.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

import polars as pl

from cro_cli.exchange import rates_on
from cro_cli.fact import Inputs
from cro_cli.reconciling.classes import are_same
from cro_cli.reconciling.sides import KEY

_ONE = Fraction(1)


def by_rates(apart: pl.DataFrame, counted: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return those of rows that differ whose deals came to what is billed at the rates of then.

    Of revenue at the rates of each month, those too who do not differ at one rate for all.
    """
    at_one_rate = are_same(pl.col("crm"), pl.col("constant"))
    table, deals = inputs.table("fx"), inputs.table("deals")
    found = [apart.filter(at_one_rate).select(KEY)]
    if table is not None and deals is not None:
        own = inputs.assumptions.currency
        said = deals.select(deal="id", won_in=pl.col("currency").fill_null(own))
        won = (
            apart.filter(pl.col("billing") != 0)
            .with_columns(pl.col("currency").fill_null(own))
            .select(*KEY, "constant", billed_in="currency")
            .join(counted, on=KEY, how="inner")
            .join(said, on="deal", how="inner", validate="m:1")
        )
        abroad = (pl.col("won_in") != pl.col("billed_in")).any().over(KEY)
        found.append(_then(won.filter(abroad), table, inputs))
    return pl.concat(found).unique()


def _then(won: pl.DataFrame, table: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return who was won for what is billed, each deal at the rates of the day it was closed on."""
    own = inputs.assumptions.currency
    days = won.get_column("close_on").unique().sort().to_list()
    rates = {day: {**rates_on(table, day, own), own: _ONE} for day in days}
    now = {**inputs.rates, own: _ONE}
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    unknown: set[tuple[str, str]] = set()
    columns = (*KEY, "amount", "close_on", "won_in", "billed_in")
    for kind, who, amount, day, won_in, billed_in in won.select(columns).iter_rows():
        share = _share(rates[day], now, won_in, billed_in)
        if share is None:
            unknown.add((kind, who))
        else:
            sums[kind, who] += amount * share
    rows = [(*key, round(total)) for key, total in sums.items() if key not in unknown]
    schema = {"kind": pl.String, "who": pl.String, "then": pl.Int64}
    billed = won.select(*KEY, "constant").unique()
    told = pl.DataFrame(rows, schema=schema, orient="row").join(billed, on=KEY, validate="1:1")
    return told.filter(are_same(pl.col("then"), pl.col("constant"))).select(KEY)


def _share(
    then: Mapping[str, Fraction], now: Mapping[str, Fraction], won_in: str, billed_in: str
) -> Fraction | None:
    """Return what an amount would be by the rates of then over what it is by those of now."""
    needed: Iterable[tuple[Mapping[str, Fraction], str]] = (
        (rates, code) for rates in (then, now) for code in (won_in, billed_in)
    )
    if any(code not in rates for rates, code in needed):
        return None
    return (then[won_in] / now[won_in]) * (now[billed_in] / then[billed_in])
