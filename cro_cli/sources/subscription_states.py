"""What exports of subscriptions from several days tell: the versions of each, and its end.

A version begins on the day of the first export that shows it, unless the row itself knows a day
since the export before. What was paid before the first export is not told, only that there was
something.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli.sources import days, states
from cro_cli.sources.snapshots import Day
from cro_cli.sources.states import AT, PLACE, RUN, TURN, History
from cro_cli.tables import BY_NAME

_VERSIONS = BY_NAME["subscription_versions"]
_WORTH = ("amount", "interval", "interval_count", "quantity", "discount", "discount_percent")
_STATE = (*_WORTH, "currency", "plan", "type", "status")
_NEEDED = ("amount", "interval")
_GONE = "canceled"
_UNPAID = ("trialing", "incomplete", "incomplete_expired", "draft", "future")
_PAID, _START, _END, _BEFORE = " paid", " start", " end", " before"
_IS_GONE = pl.col("status") == _GONE
_MIRRORS = {
    **{name: (name,) for name in ("id", "customer", "end_reason", *_STATE)},
    "started_on": ("started_on", "trial_end_on"),
    "ended_on": ("ended_on", "cancel_requested_on", "cancel_at_period_end", "period_end_on"),
    "since_on": ("started_on", "trial_end_on"),
}


def history(series: Sequence[Day], supplied: Sequence[frozenset[str]]) -> History:
    """Return the versions of all subscriptions since the first export."""
    key = _key(series)
    rows = _settled(states.in_order(series, key), key)
    runs = _runs(states.numbered(rows, key, _STATE))
    whole = pl.concat([runs, _vanished(rows, key, series)], how="diagonal_relaxed")
    kept = _not_undone(whole.sort(*key, TURN), key)
    return History(
        table=_VERSIONS.name,
        frame=_versions(kept, _since(rows)),
        mirrors=_MIRRORS,
        lacks=_lacking(supplied),
    )


def _key(series: Sequence[Day]) -> list[str]:
    """Return what tells subscriptions apart: their ids, where no export has one twice."""
    once = all(one.frame.get_column("id").is_unique().all() for one in series)
    return ["id"] if once else ["id", "started_on"]


def _lacking(supplied: Sequence[frozenset[str]]) -> tuple[str, ...]:
    everywhere = frozenset.intersection(*supplied)
    needed = [name for name in _NEEDED if f"subscriptions.{name}" not in everywhere]
    return tuple(dict.fromkeys((*needed, *states.uneven("subscriptions", _STATE, supplied))))


def _settled(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Let rows say what holds on the day of their export: status, discount, first paid day, end."""
    status = pl.col("status").fill_null("active")
    is_out = (status == _GONE) | (pl.col("ended_on") <= pl.col(AT)).fill_null(value=False)
    once = pl.col("discount_duration").fill_null("") == "once"
    over = once | (pl.col("discount_end_on") <= pl.col(AT)).fill_null(value=False)
    trial_end = pl.when(status != "trialing").then("trial_end_on")
    at_period_end = pl.when(pl.col("cancel_at_period_end")).then("period_end_on")
    known = pl.min_horizontal(pl.coalesce("ended_on", "cancel_requested_on"), AT)
    return rows.with_columns(
        status=pl.when(is_out).then(pl.lit(_GONE)).otherwise(status),
        discount=pl.when(~over).then("discount"),
        discount_percent=pl.when(~over).then("discount_percent"),
    ).with_columns(
        pl.max_horizontal("started_on", trial_end).alias(_PAID),
        pl.when(is_out).then(known).otherwise(pl.coalesce("ended_on", at_period_end)).alias(_END),
        pl.when(states.is_next(key)).then(pl.col(AT).shift(1)).alias(_BEFORE),
    )


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a state: it begins with the first export that shows it, its end is the last's.

    What had ended before the first export is no part of the history.
    """
    lasting = {_END, "end_reason"}
    columns = (name for name in rows.columns if name != RUN)
    runs = rows.group_by(RUN, maintain_order=True).agg(
        pl.col(name).last() if name in lasting else pl.col(name).first() for name in columns
    )
    is_new = pl.col(_BEFORE).is_null()
    return runs.filter(~(is_new & _IS_GONE & (pl.col(TURN) == 0))).with_columns(
        pl.when(is_new).then(_first_day(rows)).otherwise(_day_of_change()).alias(_START)
    )


def _first_day(rows: pl.DataFrame) -> pl.Expr:
    """Return the first day of a subscription, but none before the first export."""
    return pl.max_horizontal(_PAID, pl.lit(rows.get_column(AT).min()))


def _day_of_change() -> pl.Expr:
    """Return the day on which a state begins: the row's own, if it is since the export before."""
    own = (
        pl.when(_IS_GONE).then(_END),
        pl.when(pl.col("status") == "paused").then("paused_on").otherwise("resumed_on"),
        pl.col(_PAID),
    )
    since = (pl.when((day > pl.col(_BEFORE)) & (day <= pl.col(AT))).then(day) for day in own)
    # An end may be told late: it holds all the same.
    return pl.coalesce(pl.when(_IS_GONE).then(_END), *since, AT)


def _vanished(rows: pl.DataFrame, key: Sequence[str], series: Sequence[Day]) -> pl.DataFrame:
    """Return an end for what an export shows for the last time before it is over."""
    following = {turn: days.described(one.day) for turn, one in enumerate(series[1:])}
    lasts = rows.group_by(key, maintain_order=True).last().select(rows.columns)
    gone = lasts.filter((pl.col(TURN) < len(series) - 1) & ~_IS_GONE)
    day = pl.col(TURN).replace_strict(following, default=None, return_dtype=pl.Date)
    return gone.with_columns(
        day.alias(_START), day.alias(_END), day.alias(AT), pl.col(TURN) + 1, status=pl.lit(_GONE)
    )


def _not_undone(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Leave out states that, as a later export knows, were over when they seemed to begin."""
    later = pl.col(_START).reverse().cum_min().reverse().shift(-1).over(key)
    return rows.filter((pl.col(_START) < later).fill_null(value=True))


def _since(rows: pl.DataFrame) -> pl.DataFrame:
    """Return since when customers of the first export had paid, where that is longer."""
    first = rows.filter((pl.col(TURN) == 0) & ~pl.col("status").is_in(_UNPAID))
    early = first.filter(pl.col(_PAID) < pl.col(AT))
    return early.group_by("customer").agg(since_on=pl.col(_PAID).min())


def _versions(rows: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    own = {
        "version": pl.col(AT).dt.to_string("%Y-%m-%d"),
        "started_on": pl.col(_START),
        "ended_on": pl.col(_END),
        "trial": pl.col("status") == "trialing",
        "renews": pl.lit(None, pl.Boolean),
        "updated_on": pl.lit(None, pl.Date),
    }
    joined = rows.join(since, on="customer", how="left", validate="m:1", maintain_order="left")
    columns = (own.get(one.name, pl.col(one.name)).alias(one.name) for one in _VERSIONS.columns)
    return joined.select(*columns, *PLACE)
