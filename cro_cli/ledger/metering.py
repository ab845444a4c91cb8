"""Metered revenue as a part of MRR, where a switch says so (definitions 4.1)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.fact import FactData, Inputs, Missing
from cro_cli.ledger import changes, standing_for
from cro_cli.ledger.books import Books, from_month

_SWITCH = "usage"
# How many months a year's worth is told by.
_WINDOWS: Mapping[str, int] = {"t3m": 3, "t1m": 1}


def window(settled: Assumptions) -> int:
    """Return of how many months the mean counts; 0 where usage is no part of MRR."""
    return _WINDOWS.get(settled.defined(_SWITCH), 0)


def with_usage(told: Books, inputs: Inputs) -> Books | Missing:
    """Add what customers used to what they agreed to pay; known where both are."""
    fact, length = inputs.fact("metered"), window(inputs.assumptions)
    if isinstance(fact, Missing):
        return fact
    last = min(told.last, fact.last or 0)
    rows, apart = standing_for.parted(fact.frame, inputs)
    steps = pl.concat([told.steps, changes.steps(_counted(rows, length), last)])
    left_out = told.left_out
    if apart is not None:
        gone = changes.steps(_counted(apart, length), last)
        left_out = gone if left_out is None else pl.concat([left_out, gone])
    whole = told._replace(
        steps=steps.filter(pl.col("month") <= last),
        last=last,
        left_out=left_out,
        presence=_present(told.presence, rows, length, last),
        assumptions=(*told.assumptions, *fact.assumptions),
    )
    # The first mean is that of so many months.
    first = None if fact.first is None else fact.first + length - 1
    firsts = [month for month in (first, told.first) if month is not None]
    return from_month(whole, max(firsts)) if firsts else whole


def spans(inputs: Inputs) -> pl.DataFrame:
    """Return what usage adds to MRR, with the months in which it does (`since`, `until`)."""
    fact, length = inputs.fact("metered"), window(inputs.assumptions)
    assert isinstance(fact, FactData)  # noqa: S101 - else there would be no ledger
    return _counted(standing_for.parted(fact.frame, inputs).rows, length)


def _counted(rows: pl.DataFrame, length: int) -> pl.DataFrame:
    return rows.select(
        "customer",
        "plan",
        "currency",
        since="month",
        until=pl.col("month") + length,
        annual=pl.col("amount") * (months.YEAR // length),
    )


def _present(
    presence: pl.DataFrame | None, rows: pl.DataFrame, length: int, last: int
) -> pl.DataFrame | None:
    """Let who uses anything be a customer, where presence is what counts."""
    if presence is None:
        return None
    there = _counted(rows, length).with_columns(annual=pl.lit(1, pl.Int64))
    used = changes.steps(there, last).select("customer", "month", there="delta")
    known = presence.filter(pl.col("month") <= last)
    return pl.concat([known, used.select(presence.columns)])
