"""Why revenue moved, as far as the data know (definitions 4.2).

What a thing changes is split into quantity, price and discount; things that come and go are a
change of plan, a cross-sell or a loss.
"""

from __future__ import annotations

import polars as pl

from cro_cli.ledger import things
from cro_cli.named_tuple import NamedTuple

PRICE, QUANTITY, PLAN, CROSS_SELL = "price", "quantity", "plan change", "cross-sell"
DISCOUNT, DISCOUNT_END, USAGE = "discount", "discount end", "usage"
PAUSE, RESUME, UNKNOWN = things.PAUSE, "resume", "unknown"

_WHO = ("customer", "month")
_IS_LOST = ("voluntary", "involuntary")


class Moved(NamedTuple):
    """Movements of customers (`customer`, `month`, `movement`, `delta`), and spans behind them."""

    movements: pl.DataFrame
    spans: pl.DataFrame


def told(moved: Moved) -> pl.DataFrame:
    """Return `customer`, `month`, `movement`, `reason`, `delta`: parts of every movement.

    Spans have `id`, `plan`, `since`, `until`, `end`, `annual`, `gross`, `share_off`, `quantity`,
    `cause` and `metered`: whether they are of usage. A `quantity` that is null is not known. The
    parts of a movement come to its `delta`; who is new needs no reason.
    """
    changes = things.changes(moved.spans)
    left = pl.col("movement").is_in(("expansion", "contraction", "churn"))
    why = moved.movements.filter(left).select(*_WHO, "movement")
    asked = changes.join(why, on=_WHO, how="inner", nulls_equal=True)
    used = asked.filter("metered").select(*_WHO, reason=pl.lit(USAGE), delta="annual")
    agreed = _parts(things.pooled(asked.filter(~pl.col("metered"))))
    parts = pl.concat([agreed, used]).group_by(*_WHO, "reason").agg(pl.col("delta").sum())
    known = parts.filter(pl.col("delta") != 0).join(
        why, on=_WHO, how="inner", nulls_equal=True, validate="m:1"
    )
    arrived = _arrived(moved.movements.filter(~left), changes)
    columns = (*_WHO, "movement", "reason", "delta")
    found = pl.concat([known.select(columns), arrived.select(columns)])
    return pl.concat([found, _unexplained(moved.movements, found).select(columns)]).sort(
        *_WHO, "movement", "reason", nulls_last=True
    )


def with_causes(spans: pl.DataFrame, subscriptions: pl.DataFrame) -> pl.DataFrame:
    """Let spans without a cause end for that of their customer's subscription of that month."""
    known = (
        subscriptions.filter(pl.col("until").is_not_null())
        .sort("end", nulls_last=True)
        .group_by("customer", "until", maintain_order=True)
        .agg(said=pl.col("cause").last())
    )
    return (
        spans.join(known, on=("customer", "until"), how="left", validate="m:1")
        .with_columns(cause=pl.coalesce("cause", "said"))
        .drop("said")
    )


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `customer`, `month`, `reason`, `delta`."""
    stays = rows.filter(pl.col("kind") == things.STAYS)
    others = rows.filter(pl.col("kind") != things.STAYS)
    whole = _with_moves(others).select(*_WHO, reason=_of_whole(), delta="annual")
    return pl.concat([whole, *_of_stays(stays)])


def _of_stays(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Return what quantity, price and discount of things that go on come to."""
    price = pl.when("vague_price").then(pl.lit(UNKNOWN)).otherwise(pl.lit(PRICE))
    off = pl.when(pl.col("by_discount") > 0).then(pl.lit(DISCOUNT_END)).otherwise(pl.lit(DISCOUNT))
    split = things.split(rows)
    return [
        split.select(*_WHO, reason=reason, delta=delta)
        for reason, delta in (
            (pl.lit(QUANTITY), "by_quantity"),
            (price, "by_price"),
            (off, "by_discount"),
        )
    ]


def _with_moves(rows: pl.DataFrame) -> pl.DataFrame:
    """Add whether a customer took up one plan for another in a month."""
    free = ~pl.col("swapped")
    took = (pl.col("kind") == things.BEGINS) & free & ~pl.col("had_plan")
    ends = (pl.col("kind") == things.ENDS) & pl.col("cause").ne_missing(PAUSE)
    gave = ends & free & ~pl.col("has_plan")
    return rows.with_columns(takes=took & gave.any().over(_WHO), gives=gave & took.any().over(_WHO))


def _of_whole() -> pl.Expr:
    """Return why a thing that began or ended did."""
    begins, cause = pl.col("kind") == things.BEGINS, pl.col("cause")
    changed = pl.col("swapped") | pl.col("takes") | pl.col("gives")
    stays_customer = pl.col("movement") != "churn"
    return (
        pl.when(begins & pl.col("paused"))
        .then(pl.lit(RESUME))
        .when(~begins & (cause == PAUSE).fill_null(value=False))
        .then(pl.lit(PAUSE))
        .when(changed & stays_customer)
        .then(pl.lit(PLAN))
        .when(~begins & cause.is_in(_IS_LOST).fill_null(value=False))
        .then(cause)
        .when(begins & pl.col("had_plan"))
        .then(pl.lit(QUANTITY))
        .when(begins & (pl.col("plan") != ""))
        .then(pl.lit(CROSS_SELL))
        .when(~begins & pl.col("has_plan"))
        .then(pl.lit(QUANTITY))
        .otherwise(pl.lit(UNKNOWN))
    )


def _arrived(movements: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Return movements that need no reason; who comes back from a pause has resumed."""
    paused = changes.filter("paused").select(_WHO).unique().with_columns(is_back=pl.lit(value=True))
    resumed = pl.col("is_back").fill_null(value=False) & (pl.col("movement") == "reactivation")
    return movements.join(paused, on=_WHO, how="left", nulls_equal=True).with_columns(
        reason=pl.when(resumed).then(pl.lit(RESUME))
    )


def _unexplained(movements: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return what is left of movements when all that was found is taken away."""
    key = (*_WHO, "movement")
    sums = found.group_by(key).agg(known=pl.col("delta").sum())
    return (
        movements.join(sums, on=key, how="left", nulls_equal=True, validate="m:1")
        .with_columns(pl.col("delta") - pl.col("known").fill_null(0), reason=pl.lit(UNKNOWN))
        .filter(pl.col("delta") != 0)
    )
