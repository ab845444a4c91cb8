"""Deals but renewals as they stood at the evaluated month ends (definitions 4.9, 4.12).

The last month end is what the CRM export describes, unless a later month end has passed by then;
an earlier one is rebuilt from the history of stages, amounts and close dates, or unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cro_cli import months
from cro_cli.exact import annual, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

# An export of the last working day of a month tells of its end.
_NEAR = dt.timedelta(days=4)

_NEEDS_HISTORY = Reason(
    code="needs_deal_history",
    text="needs the history of deals to know the pipeline of a past day",
    remedy="add Salesforce's OpportunityHistory, deal_stages.csv with amount and "
    "close_on, or exports of deals from several month ends in folders such as 2026-01-31",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return the deals at each evaluated month end that is known."""
    deals = inputs.fact("deals")
    if isinstance(deals, Missing):
        return deals
    last = inputs.months[-1]
    now = deals.frame.filter(pl.col("kind") != "renewal")
    is_present = months.is_present(last, deals.last, inputs.newest("deals"))
    known: dict[int, pl.DataFrame] = {}
    for month in inputs.months:
        is_now = is_present and month == last
        frame = now if is_now else _as_it_stood(now, month, inputs)
        if frame is not None:
            known[month] = frame.with_columns(month=pl.lit(month, pl.Int32))
    described = inputs.newest("deals") if is_present else None
    return FactData(
        frame=pl.concat(known.values()) if known else now.clear(),
        last=None if deals.last is None else min(deals.last, last),
        lacks_at={month: _NEEDS_HISTORY for month in inputs.months if month not in known},
        # Renewals are left out by kind.
        assumptions=deals.taken_for_granted({"kind"}),
        assumed=deals.assumed,
        notes=_said(described, months.end(last)),
    )


def _said(described: dt.date | None, end: dt.date) -> tuple[str, ...]:
    """Say that the pipeline is of a later day than the rest of the report."""
    if described is None or described <= end:
        return ()
    said = f"the pipeline is that of {described}, the day of the export of deals, not that of {end}"
    return (said,)


def _as_it_stood(deals: pl.DataFrame, month: int, inputs: Inputs) -> pl.DataFrame | None:
    """Return the deals as they stood at a month's end, or None when no history tells."""
    history, table = inputs.table("deal_stages"), inputs.table("deals")
    needed = ("deal_stages.amount", "deal_stages.close_on")
    if history is None or table is None or not all(inputs.has(column) for column in needed):
        return None
    told = inputs.snapshots("deal_stages")
    day = _snapshot_of(month, told) if told else months.end(month)
    if day is None:
        return None
    past = _beside_history(deals, _told(history, table, day, inputs), day)
    is_closed = pl.col("status") != "open"
    closed = is_closed & (pl.col("close_on") <= day)
    has_stayed = ~is_closed & (pl.col("stage") == pl.col("stage_now"))
    if told:  # what no export of the day had was entered later
        past = past.filter(closed | pl.col("stage").is_not_null())
    known = past.collect(engine="in-memory")
    if known.select((~closed & pl.col("stage").is_null()).any()).item():
        return None
    return (
        known.with_columns(
            stage=pl.when(closed).then("stage_now").otherwise("stage"),
            amount=pl.when(closed).then("amount_now").otherwise("amount"),
            status=pl.when(closed).then("status").otherwise(pl.lit("open")),
            close_on=pl.when(closed).then("close_on").otherwise("due_on"),
            # A CRM sets both anew when a stage changes, and calls a lost deal omitted.
            is_omitted=pl.col("is_omitted") & ~is_closed,
            probability=pl.when(closed | has_stayed).then("probability"),
        )
        .with_columns(has_amount=pl.col("amount").is_not_null())
        .select(deals.columns)
    )


def _told(history: pl.DataFrame, table: pl.DataFrame, day: dt.date, inputs: Inputs) -> pl.LazyFrame:
    """Return what the history tells last of each deal by the end of a day."""
    currencies = table.lazy().select(deal="id", own="currency").drop_nulls().unique("deal")
    return (
        history.lazy()
        .filter(pl.col("at") < dt.datetime.combine(day, dt.time()) + dt.timedelta(days=1))
        .join(currencies, on="deal", how="left", validate="m:1")
        .with_columns(pl.coalesce("currency", "own").alias("currency"))
        .with_columns(amount=annual(wide("amount"), inputs.assumptions, inputs.rates))
        # The order of rows may not matter, so what happened at once is put in some order.
        .sort("deal", "at", "stage", "close_on", "amount")
        .unique("deal", keep="last", maintain_order=True)
        .select("deal", "stage", "amount", due_on="close_on")
    )


def _beside_history(deals: pl.DataFrame, told: pl.LazyFrame, day: dt.date) -> pl.LazyFrame:
    """Return the deals that there were on a day as they are now, beside what was told of them."""
    born = pl.col("created_on").is_null() | (pl.col("created_on") <= day)
    # Nobody knows on which side of the day a closed deal without a close date lies.
    dated = (pl.col("status") == "open") | pl.col("close_on").is_not_null()
    return (
        deals.lazy()
        .filter(born & dated)
        .rename({"stage": "stage_now", "amount": "amount_now"})
        .join(told, on="deal", how="left", validate="1:1", maintain_order="left")
    )


def _snapshot_of(month: int, told: Sequence[dt.date]) -> dt.date | None:
    """Return the day of the last export of a month, if it tells of the month's end."""
    end = months.end(month)
    return max((day for day in told if end - _NEAR <= day <= end), default=None)


FACT = Fact(
    name="standing",
    grain="deal × evaluated month",
    columns={
        "month": (),
        "deal": ("facts.deals.deal",),
        "account": ("facts.deals.account",),
        "owner": ("facts.deals.owner",),
        "kind": ("facts.deals.kind",),
        "stage": (
            "facts.deals.stage",
            "deal_stages.stage",
            "deal_stages.deal",
            "deal_stages.at",
        ),
        "status": ("facts.deals.status",),
        "amount": ("facts.deals.amount", "deal_stages.amount", "deal_stages.currency"),
        "has_amount": ("facts.deals.amount", "deal_stages.amount"),
        "source": ("facts.deals.source",),
        "created_on": ("facts.deals.created_on",),
        "close_on": ("facts.deals.close_on", "deal_stages.close_on"),
        "probability": ("facts.deals.probability",),
        "is_omitted": ("facts.deals.is_omitted",),
        "cycle_days": ("facts.deals.cycle_days",),
    },
    build=build,
)
