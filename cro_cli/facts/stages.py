"""What history says of a stage: how many deals reached it, and how many of these were won."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_NEEDS_HISTORY = Reason(
    code="missing_table",
    text="needs the stage history of deals",
    remedy="add Salesforce's OpportunityHistory export, or deal_stages.csv",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return counts of closed deals by stage reached, as known at each evaluated month end."""
    history, deals = inputs.table("deal_stages"), inputs.fact("deals")
    if isinstance(deals, Missing):
        return deals
    if history is None:
        return Missing(reason=_NEEDS_HISTORY)
    reached = history.lazy().select("deal", "stage").drop_nulls().unique()
    is_closed = (pl.col("status") != "open") & (pl.col("kind") != "renewal")
    closed = deals.frame.lazy().filter(is_closed).select("deal", "status", "close_on")
    paths = closed.join(reached, on="deal", validate="1:m")
    counts = pl.concat(_counts(paths, month) for month in inputs.months)
    return FactData(frame=counts.collect(engine="in-memory"))


def _counts(paths: pl.LazyFrame, month: int) -> pl.LazyFrame:
    known = paths.filter(pl.col("close_on") <= months.end(month))
    return (
        known.group_by("stage")
        .agg(
            month=pl.lit(month, pl.Int32).first(),
            closed=pl.len().cast(pl.Int64),
            won=(pl.col("status") == "won").sum().cast(pl.Int64),
        )
        .select("month", "stage", "closed", "won")
        .sort("stage")
    )


_PATHS = (
    "facts.deals.deal",
    "facts.deals.status",
    "facts.deals.kind",
    "facts.deals.close_on",
    "deal_stages.stage",
    "deal_stages.deal",
)

FACT = Fact(
    name="stages",
    grain="stage × evaluated month",
    columns={
        "month": ("facts.deals.close_on",),
        "stage": ("deal_stages.stage",),
        "closed": _PATHS,
        "won": _PATHS,
    },
    build=build,
)
