"""Why revenue moved, as far as the data know (definitions 4.2).

A *thing* is what a customer has of one plan under one id. What a thing changes is split into
quantity, price and discount; things that come and go are a change of plan, a cross-sell or a loss.
"""

from __future__ import annotations

import polars as pl

from cro_cli.exact import ratio, wide
from cro_cli.ledger import runs
from cro_cli.named_tuple import NamedTuple

PRICE, QUANTITY, PLAN, CROSS_SELL = "price", "quantity", "plan change", "cross-sell"
DISCOUNT, DISCOUNT_END, USAGE = "discount", "discount end", "usage"
PAUSE, RESUME, UNKNOWN = "pause", "resume", "unknown"

_WHO = ("customer", "month")
_THING = ("customer", "id", "plan", "metered")
_SUMS = ("annual", "gross", "units", "vague")
_BEGINS, _ENDS, _STAYS = "begins", "ends", "stays"
_IS_LOST = ("voluntary", "involuntary")


class Moved(NamedTuple):
    """Movements of customers (`customer`, `month`, `movement`, `delta`), and spans behind them."""

    movements: pl.DataFrame
    spans: pl.DataFrame


def told(moved: Moved) -> pl.DataFrame:
    """Return `customer`, `month`, `movement`, `reason`, `delta`: parts of every movement.

    Spans have `id`, `plan`, `since`, `until`, `end`, `annual`, `gross`, `quantity`, `cause` and
    `metered`: whether they are of usage. A `quantity` that is null is not known. The parts of a
    movement come to its `delta`; who is new needs no reason.
    """
    changes = _changes(moved.spans)
    left = pl.col("movement").is_in(("expansion", "contraction", "churn"))
    why = moved.movements.filter(left).select(*_WHO, "movement")
    asked = changes.join(why, on=_WHO, how="inner", nulls_equal=True)
    used = asked.filter("metered").select(*_WHO, reason=pl.lit(USAGE), delta="annual")
    agreed = _parts(_pooled(asked.filter(~pl.col("metered"))))
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


def _changes(spans: pl.DataFrame) -> pl.DataFrame:
    """Return things in the months in which they change: what they were and what they are."""
    rows = spans.with_columns(
        pl.col("plan").fill_null(""),
        units=pl.col("quantity").fill_null(0),
        vague=pl.col("quantity").is_null().cast(pl.Int64),
    )
    starts = rows.select(*_THING, *_SUMS, month="since", cause=pl.lit(None, pl.String))
    ends = (
        rows.filter(pl.col("until").is_not_null())
        .sort("end", nulls_last=True)
        .select(*_THING, *(-pl.col(name) for name in _SUMS), "cause", month="until")
    )
    is_first = pl.col("is_first")
    # A cause of another thing is none: what is first has one, be it empty.
    cause = pl.coalesce("cause", pl.when(is_first).then(pl.lit(""))).forward_fill()
    steps = (
        pl.concat([starts, ends.select(starts.columns)])
        .group_by(*_THING, "month", maintain_order=True)
        .agg(pl.col(_SUMS).sum(), pl.col("cause").drop_nulls().last())
        .sort(*_THING, "month")
        .with_columns(is_first=runs.begins(*_THING))
    )
    levels = steps.with_columns(
        **{f"{name}_after": runs.running(pl.col(name), is_first) for name in _SUMS},
        paused=(runs.before(cause, is_first) == PAUSE).fill_null(value=False),
    ).with_columns(**{f"{name}_before": pl.col(f"{name}_after") - pl.col(name) for name in _SUMS})
    moved = pl.any_horizontal(pl.col(name) != 0 for name in ("annual", "gross"))
    return _with_plans(levels.filter(moved)).with_columns(kind=_kind())


def _with_plans(things: pl.DataFrame) -> pl.DataFrame:
    """Add whether a customer had the plan before, and has it after the month."""
    plans = (
        things.filter(~pl.col("metered"))
        .group_by("customer", "plan", "month")
        .agg(pl.col("annual").sum())
        .sort("customer", "plan", "month")
        .with_columns(after=runs.running(pl.col("annual"), runs.begins("customer", "plan")))
        .select(
            "customer",
            "plan",
            "month",
            had_plan=pl.col("after") > pl.col("annual"),
            has_plan=pl.col("after") > 0,
        )
    )
    key = ("customer", "plan", "month")
    return things.join(plans, on=key, how="left", nulls_equal=True, validate="m:1")


def _kind() -> pl.Expr:
    return (
        pl.when(pl.col("annual_before") <= 0)
        .then(pl.lit(_BEGINS))
        .when(pl.col("annual_after") <= 0)
        .then(pl.lit(_ENDS))
        .otherwise(pl.lit(_STAYS))
    )


def _pooled(rows: pl.DataFrame) -> pl.DataFrame:
    """Take what ends and what begins of one plan in one month for one thing that goes on.

    What ends and begins under one id, of two plans, is `swapped`.
    """
    begins, ends = pl.col("kind") == _BEGINS, pl.col("kind") == _ENDS
    same_id = ("customer", "id", "month")
    same_plan = ("customer", "plan", "month")
    marked = rows.with_columns(
        swapped=begins.any().over(same_id) & ends.any().over(same_id) & (begins | ends)
    )
    free = ~pl.col("swapped")
    both = (begins & free).any().over(same_plan) & (ends & free).any().over(same_plan)
    marked = marked.with_columns(pool=both & free & (begins | ends))
    sums = [name for name in rows.columns if name.startswith(_SUMS)]
    pooled = (
        marked.filter("pool")
        .group_by(same_plan)
        .agg(pl.col(sums).sum(), pl.exclude(sums).first())
        .with_columns(kind=pl.lit(_STAYS))
    )
    return pl.concat([marked.filter(~pl.col("pool")), pooled.select(marked.columns)])


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `customer`, `month`, `reason`, `delta`."""
    stays = rows.filter(pl.col("kind") == _STAYS)
    others = rows.filter(pl.col("kind") != _STAYS)
    whole = _with_moves(others).select(*_WHO, reason=_of_whole(), delta="annual")
    return pl.concat([whole, *_of_stays(stays)])


def _of_stays(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Return what quantity, price and discount of things that go on come to."""
    is_vague = (pl.col("vague_before") > 0) | (pl.col("vague_after") > 0)
    more = wide("gross_before") * wide("units")
    had = (pl.col("units_before") > 0) & ~is_vague
    divisor = pl.when(had).then(wide("units_before")).otherwise(1)
    split = rows.with_columns(
        by_quantity=pl.when(had).then(ratio(more, divisor)).otherwise(0),
        by_discount=pl.col("annual") - pl.col("gross"),
        vague_price=is_vague,
    ).with_columns(by_price=pl.col("gross") - pl.col("by_quantity"))
    price = pl.when("vague_price").then(pl.lit(UNKNOWN)).otherwise(pl.lit(PRICE))
    off = pl.when(pl.col("by_discount") > 0).then(pl.lit(DISCOUNT_END)).otherwise(pl.lit(DISCOUNT))
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
    took = (pl.col("kind") == _BEGINS) & free & ~pl.col("had_plan")
    gave = (pl.col("kind") == _ENDS) & free & ~pl.col("has_plan") & (pl.col("cause") != PAUSE)
    gave = gave.fill_null(value=False) | (
        (pl.col("kind") == _ENDS) & free & ~pl.col("has_plan") & pl.col("cause").is_null()
    )
    return rows.with_columns(takes=took & gave.any().over(_WHO), gives=gave & took.any().over(_WHO))


def _of_whole() -> pl.Expr:
    """Return why a thing that began or ended did."""
    begins, cause = pl.col("kind") == _BEGINS, pl.col("cause")
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
