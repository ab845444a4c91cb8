"""Contracts that came up for renewal: what was due, and what was renewed (definitions 4.5).

A contract is a subscription that is paid for a year at a time; it is up for renewal on every
anniversary of its first paid day on which it is still there. What is paid for more years at a time
would have to be annualised, and is left out and counted.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.exact import month
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import standing_for
from cro_cli.ledger.books import NEEDS_HISTORY
from cro_cli.model import Reason
from cro_cli.tables import MICROS

# Those that know the terms of contracts, the one that knows earlier prices first.
_TOLD_BY = ("subscription_versions", "subscriptions")
_NEEDED = Reason(
    code="missing_table",
    text="needs the versions of subscriptions, which know terms and earlier prices",
    remedy="add an export of subscription versions, or exports of subscriptions of several days",
)
_ID = "subscription"
_SPAN = (_ID, "customer", "plan", "currency", "start", "end", "annual")
_TAKEN = "subscriptions paid a year at a time are contracts that renew on their anniversary"


def build(inputs: Inputs) -> FactData | Missing:
    """Return every renewal up to the newest event: revenue a year before it, and after it."""
    name = next((name for name in _TOLD_BY if inputs.table(name) is not None), None)
    table, newest = (None, None) if name is None else (inputs.table(name), inputs.newest(name))
    if name is None or table is None or newest is None:
        return Missing(reason=_NEEDED)
    fact = inputs.fact(name)
    if isinstance(fact, Missing):
        return fact
    rows = standing_for.parted(fact.frame.filter(~pl.col("is_signed")), inputs).rows
    terms = _terms(table)
    longer = terms.filter(pl.col("term") > months.YEAR).height
    yearly = terms.filter(pl.col("term") == months.YEAR)
    spans = rows.select(_SPAN).join(yearly, on=_ID, how="semi")
    return FactData(
        frame=_renewals(spans, newest),
        last=months.last_closed(newest),
        lacks={} if name == "subscription_versions" else {**fact.lacks, "history": NEEDS_HISTORY},
        assumptions=(_TAKEN,),
        notes=(_left_out(longer),) if longer else (),
        unread=frozenset(_TOLD_BY) - {name},
    )


def _left_out(count: int) -> str:
    return f"{count} contract{'s' * (count > 1)} of several years left out of the renewal rates"


def _terms(table: pl.DataFrame) -> pl.DataFrame:
    """Return over how many months each subscription is paid at a time, where it is over any."""
    scale = {"month": 1, "year": months.YEAR}
    length = pl.col("interval").replace_strict(scale, default=None, return_dtype=pl.Int64)
    count = pl.col("interval_count").fill_null(MICROS) // MICROS
    return (
        table.select(pl.col("id").alias(_ID), term=length * count)
        .group_by(_ID)
        .agg(pl.col("term").max())
        .filter(pl.col("term") > 0)
    )


def _renewals(spans: pl.DataFrame, newest: dt.date) -> pl.DataFrame:
    day = pl.lit(newest)
    begun = spans.group_by(_ID).agg(pl.col("start").min().alias("begun"))
    years = (day.dt.year() - pl.col("begun").dt.year()).cast(pl.Int64)
    up = (
        begun.filter(pl.col("begun") <= day)
        .with_columns(year=pl.int_ranges(1, years + 1))
        .explode("year")
        .drop_nulls("year")
        .select(_ID, on=pl.col("begun").dt.offset_by(pl.format("{}y", "year")))
        .filter(pl.col("on") <= day)
    )
    goes_on = pl.col("end").is_null()
    before = (pl.col("start") < pl.col("on")) & (goes_on | (pl.col("end") >= pl.col("on")))
    after = (pl.col("start") <= pl.col("on")) & (goes_on | (pl.col("end") > pl.col("on")))
    annual = pl.col("annual")
    return (
        up.join(spans, on=_ID, how="inner", validate="m:m")
        .group_by(_ID, "on")
        .agg(
            pl.col("customer", "plan", "currency").sort_by("start").first(),
            due=annual.filter(before).sum(),
            renewed=annual.filter(after).sum(),
        )
        .filter(pl.col("due") > 0)
        .with_columns(month=month("on"), kept=pl.min_horizontal("due", "renewed"))
        .sort("on", _ID)
    )


def _from_both(*columns: str) -> tuple[str, ...]:
    return tuple(f"facts.{name}.{column}" for name in _TOLD_BY for column in columns)


_WHEN = (
    *_from_both("start", "end"),
    *(f"{name}.{column}" for name in _TOLD_BY for column in ("interval", "interval_count")),
)
_AMOUNT = (*_from_both("annual"), *_WHEN)

FACT = Fact(
    name="renewals",
    grain="contract × renewal",
    columns={
        "subscription": _from_both("subscription"),
        "customer": (*_from_both("customer"), "facts.payers.payer", "facts.payers.is_left_out"),
        "plan": _from_both("plan"),
        "currency": _from_both("currency"),
        "on": _WHEN,
        "month": _WHEN,
        "due": _AMOUNT,
        "renewed": _AMOUNT,
        "kept": _AMOUNT,
    },
    build=build,
)
