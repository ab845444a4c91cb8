"""The pipeline as it stood at the evaluated month ends (definitions 4.9, 4.12).

For the last month it is what the CRM export describes; for an earlier one it is rebuilt from the
history of stages, amounts and close dates, or unknown.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, ratio, share, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

MIN_HISTORY = 10

_NEEDS_HISTORY = Reason(
    code="needs_deal_history",
    text="needs the history of deals to know the pipeline of a past day",
    remedy="add Salesforce's OpportunityHistory, or deal_stages.csv with amount and close_on",
)
_NEEDS_PROBABILITY = Reason(
    code="needs_probability",
    text="a stage has too little history, and the CRM's probability is missing",
    remedy="export the column Probability, or the stage history",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return deals that are open, and deals won in the target quarter, at each month end."""
    deals = inputs.fact("deals")
    if isinstance(deals, Missing):
        return deals
    universe = deals.frame.filter(pl.col("kind") != "renewal").drop("month")
    last = inputs.months[-1]
    is_present = deals.last is None or deals.last <= last + 1
    known: dict[int, pl.DataFrame] = {last: universe} if is_present else {}
    for month in inputs.months if not is_present else inputs.months[:-1]:
        past = _as_it_stood(universe, month, inputs)
        if past is not None:
            known[month] = past
    stages = inputs.fact("stages")
    unqualified, said = _unqualified(universe, inputs)
    frames = [_snapshot(frame, month, inputs, unqualified) for month, frame in known.items()]
    weighed = (
        _weighed(pl.concat(frames), stages)
        if frames
        else _weighed(_snapshot(universe.clear(), last, inputs, unqualified), stages)
    )
    unknown = [month for month in inputs.months if month not in known]
    is_chanceless = weighed.filter(
        pl.col("is_open") & pl.col("is_due") & pl.col("has_amount") & pl.col("weighted").is_null()
    ).height
    return FactData(
        frame=weighed,
        last=deals.last,
        lacks={"probability": _NEEDS_PROBABILITY} if is_chanceless else {},
        lacks_at=dict.fromkeys(unknown, _NEEDS_HISTORY),
        assumptions=(*deals.assumptions, *said),
    )


def _as_it_stood(universe: pl.DataFrame, month: int, inputs: Inputs) -> pl.DataFrame | None:
    """Return the deals as they stood at a month's end, or None when no history tells."""
    history = inputs.table("deal_stages")
    needed = ("deal_stages.amount", "deal_stages.close_on")
    if history is None or not all(inputs.has(column) for column in needed):
        return None
    day = months.end(month)
    then = (
        history.filter(pl.col("at") < dt.datetime.combine(day, dt.time()) + dt.timedelta(days=1))
        .with_columns(amount=in_reporting(wide("amount"), inputs.rates))
        .sort("deal", "at", maintain_order=True)
        .unique("deal", keep="last", maintain_order=True)
        .select("deal", "stage", "amount", pl.col("close_on").alias("due_on"))
    )
    born = universe.filter(pl.col("created_on") <= day)
    closed = (pl.col("status") != "open") & (pl.col("close_on") <= day)
    past = born.drop("stage", "amount").join(then, on="deal", how="left", validate="1:1")
    if past.filter(~closed & pl.col("stage").is_null()).height:
        return None
    return past.with_columns(
        status=pl.when(closed).then("status").otherwise(pl.lit("open")),
        close_on=pl.when(closed).then("close_on").otherwise("due_on"),
        has_amount=pl.col("amount").is_not_null(),
    ).select(universe.columns)


def _unqualified(universe: pl.DataFrame, inputs: Inputs) -> tuple[list[str], tuple[str, ...]]:
    """Return the stages below the qualified one, and what was taken for granted."""
    settled = inputs.assumptions
    stages = universe.filter(pl.col("status") == "open")["stage"].unique().sort().to_list()
    if settled.qualified_stages:
        qualified = {name.lower() for name in settled.qualified_stages}
        return [stage for stage in stages if stage.lower() not in qualified], ()
    first = _first_stage(universe, inputs)
    if first is None:
        return [], ("every open stage counts as qualified (`deals: stages:` in the config)",)
    said = f"every open stage but {first!r} counts as qualified (`deals: stages:` in the config)"
    return [first], (said,)


def _first_stage(universe: pl.DataFrame, inputs: Inputs) -> str | None:
    """Return the first stage: as the config orders them, else the least probable."""
    if inputs.assumptions.stage_order:
        return inputs.assumptions.stage_order[0]
    by_chance = (
        universe.filter((pl.col("status") == "open") & pl.col("probability").is_not_null())
        .group_by("stage")
        .agg(chance=pl.col("probability").median())
        .sort("chance", "stage")
    )
    if by_chance.height > 1 and by_chance["chance"][0] < by_chance["chance"][1]:
        return str(by_chance["stage"][0])
    return None


def _snapshot(
    deals: pl.DataFrame, month: int, inputs: Inputs, unqualified: list[str]
) -> pl.DataFrame:
    """Return the flags of each deal at a month's end."""
    first, last = months.target_quarter(month, year_start=inputs.assumptions.fiscal_year_start)
    in_quarter = pl.col("close_on").is_between(months.start(first), months.end(last))
    is_open = (pl.col("status") == "open") & ~pl.col("is_omitted").fill_null(value=False)
    is_past = pl.col("close_on") <= months.end(month)
    return deals.select(
        pl.lit(month, pl.Int32).alias("month"),
        "deal",
        "owner",
        "stage",
        "amount",
        "has_amount",
        "probability",
        is_open=is_open,
        is_won=(pl.col("status") == "won") & in_quarter,
        is_due=is_open & in_quarter & ~is_past,
        is_past_due=is_open & is_past,
        is_qualified=is_open & ~pl.col("stage").is_in(unqualified),
        has_no_amount=~pl.col("has_amount"),
    ).with_columns(pl.col("is_due", "is_past_due", "is_won", "is_qualified").fill_null(value=False))


def _weighed(snapshots: pl.DataFrame, stages: FactData | Missing) -> pl.DataFrame:
    """Add amount × probability: of the stage's history, else of the CRM (definitions 4.9)."""
    by_crm = share(wide("amount"), wide("probability"))
    if isinstance(stages, Missing):
        return snapshots.with_columns(weighted=by_crm)
    counts = stages.frame.filter(pl.col("closed") >= MIN_HISTORY)
    joined = snapshots.join(counts, on=["month", "stage"], how="left", validate="m:1")
    by_history = ratio(wide("amount") * pl.col("won"), wide("closed"))
    return joined.with_columns(
        weighted=pl.when(pl.col("closed").is_not_null()).then(by_history).otherwise(by_crm)
    ).drop("closed", "won")


_STATUS = ("facts.deals.status", "facts.deals.stage")
_WHEN = ("facts.deals.close_on", "deal_stages.close_on", "deal_stages.at")

FACT = Fact(
    name="pipeline",
    grain="deal × evaluated month",
    columns={
        "month": (),
        "deal": ("facts.deals.deal",),
        "owner": ("facts.deals.owner",),
        "stage": _STATUS,
        "amount": ("facts.deals.amount", "deal_stages.amount"),
        "has_amount": ("facts.deals.amount",),
        "has_no_amount": ("facts.deals.amount",),
        "probability": ("facts.deals.probability",),
        "is_open": (
            *_STATUS,
            "facts.deals.created_on",
            "facts.deals.is_omitted",
            "facts.deals.kind",
        ),
        "is_won": (*_STATUS, *_WHEN, "facts.deals.kind"),
        "is_due": (*_STATUS, *_WHEN, "facts.deals.kind"),
        "is_past_due": (*_STATUS, *_WHEN, "facts.deals.kind"),
        "is_qualified": (*_STATUS, "deal_stages.stage"),
        "weighted": (
            "facts.deals.amount",
            "facts.deals.probability",
            "facts.stages.won",
            "facts.stages.closed",
        ),
    },
    build=build,
)
