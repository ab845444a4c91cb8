"""The pipeline at the evaluated month ends: open, due, qualified, won (definitions 4.9)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.exact import ratio, share, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

MIN_HISTORY = 10

_NEEDS_PROBABILITY = Reason(
    code="needs_probability",
    text="a stage has too little history, and the CRM's probability is missing",
    remedy="export the column Probability, or the stage history",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return deals that are open, and deals won in the target quarter, at each month end."""
    standing, deals = inputs.fact("standing"), inputs.fact("deals")
    if isinstance(standing, Missing) or isinstance(deals, Missing):
        return standing
    qualified, said = _qualified(deals.frame, inputs)
    known = standing.frame.lazy()
    flagged = pl.concat(_flagged(known, month, inputs, qualified) for month in inputs.months)
    frame = _weighed(flagged, inputs.fact("stages")).collect(engine="in-memory")
    without = _without_chance(frame)
    reason = {"probability": _NEEDS_PROBABILITY}
    return FactData(
        frame=frame,
        last=standing.last,
        lacks=reason if inputs.months[-1] in without else {},
        lacks_before_last=reason if without else {},
        lacks_at=standing.lacks_at,
        assumptions=standing.assumptions,
        assumed={
            **standing.assumed,
            "weighted": standing.assumed.get("amount", ()),
            "is_qualified": said,
        },
    )


def _without_chance(frame: pl.DataFrame) -> set[int]:
    """Return the months in which a deal lacks the probability that its weight needs."""
    is_weighed = pl.col("is_due") & pl.col("has_amount")
    without = pl.col("month").filter(is_weighed & pl.col("weighted").is_null())
    return set(frame.select(without).to_series())


def _qualified(deals: pl.DataFrame, inputs: Inputs) -> tuple[pl.Expr, tuple[str, ...]]:
    """Return which stages are qualified, and what was taken for granted."""
    settled, stage = inputs.assumptions, pl.col("stage").str.to_lowercase()
    if settled.qualified_stages:
        return stage.is_in([name.lower() for name in settled.qualified_stages]), ()
    first = _first_stage(deals, inputs)
    if first is None:
        every = "every open stage counts as qualified (`deals: stages:` in the config)"
        return pl.lit(value=True), (every,)
    said = f"every open stage but {first!r} counts as qualified (`deals: stages:` in the config)"
    return stage != first.lower(), (said,)


def _first_stage(deals: pl.DataFrame, inputs: Inputs) -> str | None:
    """Return the first stage: as the config orders them, else the least probable."""
    if inputs.assumptions.stage_order:
        return inputs.assumptions.stage_order[0]
    is_open = (pl.col("status") == "open") & (pl.col("kind") != "renewal")
    by_chance = (
        deals.lazy()
        .filter(is_open & pl.col("probability").is_not_null())
        .group_by("stage")
        .agg(chance=pl.col("probability").median())
        .sort("chance", "stage")
        .collect(engine="in-memory")
    )
    if by_chance.height > 1 and by_chance["chance"][0] < by_chance["chance"][1]:
        return str(by_chance["stage"][0])
    return None


def _flagged(
    standing: pl.LazyFrame, month: int, inputs: Inputs, qualified: pl.Expr
) -> pl.LazyFrame:
    """Return the flags of each deal at a month's end."""
    first, last = months.target_quarter(month, year_start=inputs.assumptions.fiscal_year_start)
    in_quarter = pl.col("close_on").is_between(months.start(first), months.end(last))
    is_open = (pl.col("status") == "open") & ~pl.col("is_omitted")
    is_past = pl.col("close_on") <= _day_described(month, inputs)
    return (
        standing.filter(pl.col("month") == month)
        .select(
            "month",
            "deal",
            "account",
            "owner",
            "source",
            "stage",
            "amount",
            "has_amount",
            "probability",
            is_open=is_open,
            is_won=(pl.col("status") == "won") & in_quarter,
            is_due=is_open & in_quarter & ~is_past,
            is_past_due=is_open & is_past,
            is_qualified=is_open & qualified,
            is_omitted=(pl.col("status") == "open") & pl.col("is_omitted") & in_quarter,
            has_no_amount=~pl.col("has_amount"),
        )
        .with_columns(pl.col(pl.Boolean).fill_null(value=False))
    )


def _day_described(month: int, inputs: Inputs) -> dt.date:
    """Return the last day that is over in what is known of a month's end: that of the export."""
    newest = inputs.newest("deals")
    is_rebuilt = month != inputs.months[-1]
    if is_rebuilt or newest is None or months.last_closed(newest) != month:
        return months.end(month)
    return max(months.end(month), newest - dt.timedelta(days=1))


def _weighed(snapshots: pl.LazyFrame, stages: FactData | Missing) -> pl.LazyFrame:
    """Add amount × probability: of the stage's history, else of the CRM (definitions 4.9)."""
    by_crm = share(wide("amount"), wide("probability"))
    if isinstance(stages, Missing):
        return snapshots.with_columns(weighted=by_crm)
    counts = stages.frame.lazy().filter(pl.col("closed") >= MIN_HISTORY)
    joined = snapshots.join(counts, on=["month", "stage"], how="left", validate="m:1")
    by_history = ratio(wide("amount") * pl.col("won"), wide("closed"))
    return joined.with_columns(
        weighted=pl.when(pl.col("closed").is_not_null()).then(by_history).otherwise(by_crm)
    ).drop("closed", "won")


_STATUS = ("facts.standing.status", "facts.standing.stage", "facts.standing.kind")
_OPEN = (*_STATUS, "facts.standing.is_omitted", "facts.standing.month")
_WHEN = (*_OPEN, "facts.standing.close_on")

FACT = Fact(
    name="pipeline",
    grain="deal × evaluated month",
    columns={
        "month": (),
        "deal": ("facts.standing.deal",),
        "account": ("facts.standing.account",),
        "owner": ("facts.standing.owner",),
        "source": ("facts.standing.source",),
        "stage": ("facts.standing.stage",),
        "amount": ("facts.standing.amount",),
        "has_amount": ("facts.standing.amount",),
        "has_no_amount": ("facts.standing.amount",),
        "probability": ("facts.standing.probability",),
        "is_open": _OPEN,
        "is_won": _WHEN,
        "is_due": _WHEN,
        "is_past_due": _WHEN,
        "is_omitted": _WHEN,
        "is_qualified": _OPEN,
        "weighted": (
            "facts.standing.amount",
            "facts.standing.probability",
            "facts.stages.won",
            "facts.stages.closed",
        ),
    },
    build=build,
)
