"""What is agreed and not yet in force: steps that are scheduled, and what is only signed.

It is told for the last evaluated month end alone, as exports of subscriptions speak of the present
(definitions 4.3, 4.12).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import standing_for
from cro_cli.model import Reason

# Those that know when something will end, the one that tells the present first.
_TOLD_BY = ("subscriptions", "subscription_versions")
_NEEDED = Reason(
    code="missing_table",
    text="needs subscriptions, which know what will end and what is only signed",
    remedy="add an export of subscriptions",
)
_PAST = Reason(
    code="past_schedule",
    text="what was scheduled on a past day is not known: exports say it of now",
)
_COLUMNS = ("subscription", "customer", "plan", "currency", "start", "end", "annual", "is_signed")
_ID = "subscription"
# An export in which nothing happened for longer says nothing of the as-of date.
_STALE = dt.timedelta(days=31)


def build(inputs: Inputs) -> FactData | Missing:
    """Return scheduled changes of annual revenue, and signed subscriptions, of the as-of date."""
    there = [name for name in _TOLD_BY if inputs.table(name) is not None]
    if not there:
        return Missing(reason=_NEEDED)
    frames: list[pl.DataFrame] = []
    for name in there:
        fact, newest = inputs.fact(name), inputs.newest(name)
        if isinstance(fact, Missing):
            return fact
        if newest is None:
            continue
        begins_later = pl.col("start") > newest
        rows = fact.frame.with_columns(is_signed=pl.col("is_signed") | begins_later)
        known = [frame.select("customer") for frame in frames]
        strangers = rows.join(pl.concat(known), on="customer", how="anti") if known else rows
        frames.append(strangers.select(_COLUMNS))
    last, newest = inputs.months[-1], inputs.newest(there[0])
    rows = standing_for.parted(pl.concat(frames), inputs).rows
    return FactData(
        frame=_scheduled(rows, months.end(last), inputs.assumptions.number("cmrr_horizon_days")),
        lacks_at={
            **dict.fromkeys(inputs.months[:-1], _PAST),
            **_out_of_time(last, newest),
        },
        unread=frozenset(_TOLD_BY) - frozenset(there),
    )


def _out_of_time(month: int, newest: dt.date | None) -> dict[int, Reason]:
    """Return why nothing is told of a month end that is past, or that exports do not reach."""
    end = months.end(month)
    if newest is None or newest < end - _STALE:
        text = f"subscriptions end {newest}: what is scheduled on {end} is not known"
        return {month: Reason("data_end", text, "export them anew")}
    return {month: _PAST} if months.last_closed(newest) > month else {}


def _scheduled(rows: pl.DataFrame, as_of: dt.date, horizon: int) -> pl.DataFrame:
    goes_on = pl.col("end").is_null() | (pl.col("end") > as_of)
    live = rows.filter(~pl.col("is_signed") & (pl.col("start") <= as_of) & goes_on)
    ahead = rows.filter(pl.col("start") > as_of)
    later = ahead.join(live, on=_ID, how="semi")
    fresh = ahead.filter("is_signed").join(live, on=_ID, how="anti")
    signed = fresh.select(
        _ID, "customer", "plan", "currency", on="start", delta="annual", kind=pl.lit("signed")
    )
    told = pl.concat([_steps(live, later), signed])
    return told.select(
        pl.lit(months.index(as_of), pl.Int32).alias("month"),
        *told.columns,
        is_near=pl.col("on") <= as_of + dt.timedelta(days=horizon),
    ).sort("on", "customer", _ID, "kind")


def _steps(live: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Return by how much each subscription rises or falls, on the days on which it does."""
    of = (_ID, "customer", "plan", "currency")
    now = live.select(*of, on=pl.lit(None, pl.Date), delta="annual")
    begins = later.select(*of, on="start", delta="annual")
    ends = (
        pl.concat([live, later])
        .filter(pl.col("end").is_not_null())
        .select(*of, on="end", delta=-pl.col("annual"))
    )
    steps = (
        pl.concat([now, ends, begins])
        .group_by(_ID, "on")
        .agg(pl.col("delta").sum(), pl.col("customer", "plan", "currency").first())
        .sort(_ID, "on", nulls_last=False)
        .with_columns(left=pl.col("delta").cum_sum().over(_ID))
    )
    moves = pl.col("on").is_not_null() & (pl.col("delta") != 0)
    kind = (
        pl.when(pl.col("delta") > 0)
        .then(pl.lit("upgrade"))
        .when(pl.col("left") > 0)
        .then(pl.lit("downgrade"))
        .otherwise(pl.lit("cancellation"))
    )
    return steps.filter(moves).select(*of, "on", "delta", kind=kind)


def _from_both(*columns: str) -> tuple[str, ...]:
    return tuple(f"facts.{name}.{column}" for name in _TOLD_BY for column in columns)


_LIFE = _from_both("start", "end")

FACT = Fact(
    name="schedule",
    grain="scheduled change of a subscription",
    columns={
        "month": (),
        "subscription": _from_both("subscription"),
        "customer": (*_from_both("customer"), "facts.payers.payer", "facts.payers.is_left_out"),
        "plan": _from_both("plan"),
        "currency": _from_both("currency"),
        "on": _LIFE,
        "delta": (*_from_both("annual"), *_LIFE),
        "kind": (*_from_both("annual", "is_signed"), *_LIFE),
        "is_near": _LIFE,
    },
    build=build,
)
