"""Months in which customers' revenue rose and fell, which their net hides (definitions 4.2).

A month that counts every day of service has no two days to look at, and what is only known by the
month hides nothing more.
"""

from __future__ import annotations

import polars as pl

from cro_cli.fact import FactData, Inputs
from cro_cli.ledger import behind
from cro_cli.ledger.spans import first_month

_DELTA = pl.col("delta")
_WHO = ("customer", "month")


def both_ways(ledger: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return `customer`, `month`, by how much a year it `rose` and `fell`, and `came_and_went`."""
    rule = inputs.assumptions.defined("month_rule")
    spans = behind.days(ledger, inputs)
    rows = _told(spans.clear() if rule == "any_overlap" else spans, rule)
    return rows.filter(pl.col("month").is_between(ledger.first_flow or 0, ledger.last or 0))


def _told(spans: pl.DataFrame, rule: str) -> pl.DataFrame:
    begins = spans.select("customer", on="start", delta="annual")
    ends = spans.filter(pl.col("end").is_not_null())
    steps = pl.concat([begins, ends.select("customer", on="end", delta=-pl.col("annual"))])
    # What is given up and taken up on one day is a change of plan, which hides nothing.
    by_day = steps.group_by("customer", "on").agg(_DELTA.sum()).sort("customer", "on")
    level = pl.col("level")
    return (
        by_day.with_columns(month=first_month("on", rule))
        .with_columns(level=_DELTA.cum_sum().over("customer"))
        .group_by(_WHO, maintain_order=True)
        .agg(
            rose=_DELTA.filter(_DELTA > 0).sum(),
            fell=-_DELTA.filter(_DELTA < 0).sum(),
            was_there=(level.first() - _DELTA.first()) > 0,
            is_there=level.last() > 0,
        )
        .filter((pl.col("rose") > 0) & (pl.col("fell") > 0))
        .select(
            *_WHO,
            "rose",
            "fell",
            came_and_went=~pl.col("was_there") & ~pl.col("is_there"),
        )
        .sort(_WHO)
    )
