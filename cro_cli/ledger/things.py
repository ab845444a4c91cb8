"""What customers have, thing by thing, and how it changes from month to month.

A *thing* is what a customer has of one plan under one id.
"""

from __future__ import annotations

import polars as pl

from cro_cli.exact import ratio, share, wide
from cro_cli.ledger import runs

BEGINS, ENDS, STAYS = "begins", "ends", "stays"
PAUSE = "pause"

_THING = ("customer", "id", "plan", "metered")
# What it is worth, at list prices, after percentages alone; units, and spans that do not tell them.
_SUMS = ("annual", "gross", "asked", "units", "vague")
# Each of a few sums may be rounded.
_ROUNDED = 4


def of_what_goes_on(spans: pl.DataFrame) -> pl.DataFrame:
    """Return what changed of things that go on, whatever else their customers did in the month.

    Columns are `customer`, `id`, `plan`, `month`, `by_quantity`, `by_price`, `by_discount` and
    `vague_price`: whether `by_price` may as well be of quantity.
    """
    agreed = changes(spans.filter(~pl.col("metered")))
    by = ("by_quantity", "by_price", "by_discount", "vague_price")
    return split(pooled(agreed).filter(pl.col("kind") == STAYS)).select(
        "customer", "id", "plan", "month", *by
    )


def changes(spans: pl.DataFrame) -> pl.DataFrame:
    """Return things in the months in which they change: what they were and what they are."""
    is_first = pl.col("is_first")
    # A cause of another thing is none: what is first has one, be it empty.
    cause = pl.coalesce("cause", pl.when(is_first).then(pl.lit(""))).forward_fill()
    levels = (
        steps(spans)
        .sort(*_THING, "month")
        .with_columns(is_first=runs.begins(*_THING))
        .with_columns(
            **{f"{name}_after": runs.running(pl.col(name), is_first) for name in _SUMS},
            paused=(runs.before(cause, is_first) == PAUSE).fill_null(value=False),
        )
        .with_columns(
            **{f"{name}_before": pl.col(f"{name}_after") - pl.col(name) for name in _SUMS}
        )
    )
    moved = pl.any_horizontal(pl.col(name) != 0 for name in ("annual", "gross", "units"))
    return _with_plans(levels.filter(moved)).with_columns(kind=_kind())


def steps(spans: pl.DataFrame) -> pl.DataFrame:
    """Return what things gain and lose by month, with the last cause of what ends in it."""
    rows = spans.with_columns(
        pl.col("plan").fill_null(""),
        asked=pl.col("gross") - share(wide("gross"), wide("share_off")),
        units=pl.col("quantity").fill_null(0),
        vague=pl.col("quantity").is_null().cast(pl.Int64),
    )
    starts = rows.select(*_THING, *_SUMS, month="since", cause=pl.lit(None, pl.String))
    ends = (
        rows.filter(pl.col("until").is_not_null())
        .sort("end", nulls_last=True)
        .select(*_THING, *(-pl.col(name) for name in _SUMS), "cause", month="until")
    )
    return (
        pl.concat([starts, ends.select(starts.columns)])
        .group_by(*_THING, "month", maintain_order=True)
        .agg(pl.col(_SUMS).sum(), pl.col("cause").drop_nulls().last())
    )


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
        .then(pl.lit(BEGINS))
        .when(pl.col("annual_after") <= 0)
        .then(pl.lit(ENDS))
        .otherwise(pl.lit(STAYS))
    )


def pooled(rows: pl.DataFrame) -> pl.DataFrame:
    """Take what ends and what begins of one plan in one month for one thing that goes on.

    What ends and begins under one id, of two plans, is `swapped`.
    """
    begins, ends = pl.col("kind") == BEGINS, pl.col("kind") == ENDS
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
        .with_columns(kind=pl.lit(STAYS))
    )
    return pl.concat([marked.filter(~pl.col("pool")), pooled.select(marked.columns)])


def split(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what quantity, price and discount of things that go on come to.

    Units count at the price before, the price for the units there are then, both less what the
    percentage before takes off: seats under an unchanged percentage are a change of quantity alone,
    and a price under it one of price. What else there is changed with the discount; an amount is
    taken off the whole, however many units it has. What rounding leaves is no change.
    """
    is_vague = (pl.col("vague_before") > 0) | (pl.col("vague_after") > 0)
    had = (pl.col("units_before") > 0) & ~is_vague
    more = pl.when(had).then("units").otherwise(0)
    before = pl.when(had).then("units_before").otherwise(1)
    counted = rows.with_columns(
        vague_price=is_vague,
        has_more=more != 0,
        slack=_ROUNDED * (2 + more.abs() // before + _times_the_price()),
        by_quantity=ratio(wide("asked_before") * wide(more), before),
        higher=pl.col("gross") - ratio(wide("gross_before") * wide(more), before),
    )
    is_same_price = pl.col("has_more") & (pl.col("higher").abs() <= pl.col("slack"))
    priced = counted.with_columns(by_price=pl.when(is_same_price).then(0).otherwise(_asked()))
    rest = pl.col("annual") - pl.col("by_quantity") - pl.col("by_price")
    is_change = rest.abs() > pl.col("slack")
    return priced.with_columns(
        by_quantity=pl.col("by_quantity")
        + pl.when(~is_change & pl.col("has_more")).then(rest).otherwise(0),
        by_price=pl.col("by_price")
        + pl.when(~is_change & ~pl.col("has_more")).then(rest).otherwise(0),
        by_discount=pl.when(is_change).then(rest).otherwise(0),
    ).drop("has_more", "slack", "higher")


def _times_the_price() -> pl.Expr:
    before = pl.col("gross_before")
    return pl.when(before > 0).then(pl.col("gross_after") // before).otherwise(0)


def _asked() -> pl.Expr:
    """Return what is asked for of `higher` list prices, by the percentage before."""
    asked, listed = wide("asked_before"), wide("gross_before")
    part = ratio(wide("higher") * asked, pl.when(listed > 0).then(listed).otherwise(1))
    return pl.when(asked == listed).then("higher").otherwise(part)
