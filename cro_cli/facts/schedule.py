"""What is agreed and not yet in force: steps that are scheduled, and what is only signed.

It is told for the last evaluated month end alone, as exports of subscriptions speak of the present
(definitions 4.3, 4.12).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import ahead, renewing, standing_for, trials
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
_COLUMNS = (
    "subscription",
    "customer",
    "plan",
    "currency",
    "start",
    "end",
    "annual",
    "cause",
    "is_signed",
)
# An export in which nothing happened for longer says nothing of the as-of date.
_STALE = dt.timedelta(days=31)


def build(inputs: Inputs) -> FactData | Missing:
    """Return scheduled changes of annual revenue, and signed subscriptions, of the as-of date.

    What will be paid for after a trial is none: nobody has agreed to it.
    """
    there = {name: table for name in _TOLD_BY if (table := inputs.table(name)) is not None}
    if not there:
        return Missing(reason=_NEEDED)
    frames: list[pl.DataFrame] = []
    on_trial = renews = 0
    for name, table in there.items():
        fact, newest = inputs.fact(name), inputs.newest(name)
        if isinstance(fact, Missing):
            return fact
        if newest is None:
            continue
        tried = trials.ids(table, name, newest, inputs.assumptions)
        on_trial += tried.len()
        known = [frame.select("customer") for frame in frames]
        rows = _agreed(fact.frame, tried, newest)
        strangers = rows.join(pl.concat(known), on="customer", how="anti") if known else rows
        lasting = renewing.told(strangers, table, newest)
        renews += lasting.many
        frames.append(lasting.rows.select(_COLUMNS))
    last, newest = inputs.months[-1], inputs.newest(next(iter(there)))
    rows = standing_for.parted(pl.concat(frames), inputs).rows
    horizon = inputs.assumptions.number("cmrr_horizon_days")
    return FactData(
        frame=ahead.scheduled(rows, months.end(last), horizon),
        notes=(*trials.said(on_trial), *renewing.said(renews)),
        lacks_at={
            **dict.fromkeys(inputs.months[:-1], _PAST),
            **_out_of_time(last, newest),
        },
        unread=frozenset(_TOLD_BY) - frozenset(there),
    )


def _agreed(rows: pl.DataFrame, tried: pl.Series, newest: dt.date) -> pl.DataFrame:
    """Return what is agreed; what begins after the newest day is signed, or on trial until then."""
    begins_later = pl.col("start") > newest
    is_tried = begins_later & pl.col("subscription").is_in(tried.implode())
    return rows.filter(~is_tried).with_columns(is_signed=pl.col("is_signed") | begins_later)


def _out_of_time(month: int, newest: dt.date | None) -> dict[int, Reason]:
    """Return why nothing is told of a month end that is past, or that exports do not reach."""
    end = months.end(month)
    if newest is None or newest < end - _STALE:
        text = f"subscriptions end {newest}: what is scheduled on {end} is not known"
        return {month: Reason("data_end", text, "export them anew")}
    return {month: _PAST} if months.last_closed(newest) > month else {}


def _from_both(*columns: str) -> tuple[str, ...]:
    return tuple(f"facts.{name}.{column}" for name in _TOLD_BY for column in columns)


_TRIALS = (
    "subscriptions.trial_end_on",
    "subscription_versions.status",
    "subscription_versions.trial",
)
_LIFE = (*_from_both("start", "end"), *_TRIALS, "subscription_versions.renews")

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
        "lost": (*_from_both("annual"), *_LIFE),
        "kind": (*_from_both("annual", "cause", "is_signed"), *_LIFE),
        "is_near": _LIFE,
    },
    build=build,
)
