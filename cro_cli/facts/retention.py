"""The ledger against its copy twelve months later, as changes that add up (definitions 4.4)."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import at_constant_rates
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

NEEDS_A_YEAR = Reason(
    code="needs_12_months",
    text="needs 13 month ends of MRR",
    remedy="export a longer history of MRR by month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return changes of base, kept and capped revenue and of logos, by customer and month."""
    ledger = inputs.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return ledger
    net = (
        at_constant_rates(ledger.frame)
        .group_by("customer", "segment", "region", "month")
        .agg(now=pl.col("delta").sum())
    )
    earlier = net.with_columns(pl.col("month") + months.YEAR).rename({"now": "then"})
    if ledger.last is not None:
        earlier = earlier.filter(pl.col("month") <= ledger.last)
    steps = (
        pl.concat([net, earlier], how="diagonal")
        .group_by("customer", "segment", "region", "month")
        .agg(pl.col("now").sum(), pl.col("then").sum())
        .sort("customer", "month")
    )
    return FactData(
        frame=_changes(steps),
        first=None if ledger.first is None else ledger.first + months.YEAR,
        last=ledger.last,
        begins=NEEDS_A_YEAR,
        lacks=ledger.lacks,
        assumptions=ledger.assumptions,
    )


def _changes(steps: pl.DataFrame) -> pl.DataFrame:
    levels = steps.with_columns(
        now=pl.col("now").cum_sum().over("customer"),
        then=pl.col("then").cum_sum().over("customer"),
    ).select(
        "customer",
        "segment",
        "region",
        "month",
        base="then",
        kept=pl.when(pl.col("then") > 0).then("now").otherwise(0),
        capped=pl.when(pl.col("then") > 0).then(pl.min_horizontal("now", "then")).otherwise(0),
        logos=(pl.col("then") > 0).cast(pl.Int64),
        logos_lost=((pl.col("then") > 0) & (pl.col("now") == 0)).cast(pl.Int64),
    )
    columns = ("base", "kept", "capped", "logos", "logos_lost")
    return levels.with_columns(
        pl.col(name) - pl.col(name).shift(1).over("customer").fill_null(0) for name in columns
    )


_MONEY = ("facts.mrr_changes.delta", "facts.mrr_changes.month")
_LOGOS = ("facts.mrr_changes.logos", "facts.mrr_changes.month")

FACT = Fact(
    name="retention",
    grain="customer × month",
    columns={
        "customer": ("facts.mrr_changes.customer",),
        "segment": ("facts.mrr_changes.segment",),
        "region": ("facts.mrr_changes.region",),
        "month": ("facts.mrr_changes.month",),
        "base": _MONEY,
        "kept": _MONEY,
        "capped": _MONEY,
        "logos": _LOGOS,
        "logos_lost": _LOGOS,
    },
    build=build,
)
