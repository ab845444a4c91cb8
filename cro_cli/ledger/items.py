"""Subscriptions that consist of items, each with a price of its own."""

from __future__ import annotations

import polars as pl

from cro_cli.assumptions import Assumptions
from cro_cli.fact import Inputs
from cro_cli.ledger import discounts

_PRICED = ("amount", "interval", "interval_count")
_OFF = ("discount", "discount_percent")
_DISCOUNT = (*_OFF, "discount_duration", "discount_end_on")


def with_items(subscriptions: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return a row for each item, and for each subscription without any; `subscription` is its id.

    Reads `start` and `end` of subscriptions; an item lives no longer than its subscription, whose
    discount is that of items without one. What an amount takes off each of several items is not
    told, nor what a second discount does: they are marked by `is_torn`.
    """
    own = subscriptions.with_columns(subscription="id", is_torn=pl.lit(value=False))
    items = inputs.table("subscription_items")
    if items is None:
        return own
    about = _with_prices(items, inputs.table("prices"))
    fields = ("plan", "currency", *_PRICED, *_DISCOUNT)
    joined = (
        own.drop("quantity", "type", "is_torn")
        .rename({name: f"{name}_of_all" for name in fields})
        .drop("id")
        .join(about, on="subscription", how="inner", validate="1:m" if _is_single(own) else "m:m")
        .with_columns(
            plan=pl.coalesce("plan", "plan_of_all"),
            currency=pl.coalesce("currency", "currency_of_all"),
            # The price says how often it is due, together with what it is.
            interval=pl.coalesce("interval", "interval_of_all"),
            interval_count=pl.when(pl.col("interval").is_null())
            .then("interval_count_of_all")
            .otherwise("interval_count"),
            start=pl.max_horizontal("start", "item_started_on"),
            end=pl.min_horizontal("end", "item_ended_on"),
            is_late=(pl.col("item_started_on") > pl.col("start")).fill_null(value=False),
        )
        .pipe(_discounted, inputs.assumptions)
    )
    alone = own.join(about.select("subscription").unique(), on="subscription", how="anti")
    return pl.concat([alone, joined.select(own.columns)])


def _discounted(items: pl.DataFrame, settled: Assumptions) -> pl.DataFrame:
    """Let items without a discount have that of their subscription, where it tells theirs."""
    is_agreed = ~pl.col("type").cast(pl.String).fill_null("").is_in(("usage", "one_off"))
    is_over = (pl.col("discount_duration_of_all") == "once") & pl.col("is_late")
    counts = discounts.counts(pl.col("discount_duration_of_all"), settled)
    given = pl.any_horizontal(pl.col(f"{name}_of_all") > 0 for name in _OFF) & is_agreed & counts
    has_own = pl.any_horizontal(pl.col(name) > 0 for name in _OFF)
    is_sole = pl.col("id").filter(is_agreed).n_unique().over("subscription") == 1
    is_share = pl.col("discount_of_all").fill_null(0) == 0
    marked = items.with_columns(
        given=given.fill_null(value=False) & ~is_over.fill_null(value=False),
        has_own=has_own.fill_null(value=False),
        is_told=is_share | is_sole,
    ).with_columns(
        takes=pl.col("given") & pl.col("is_told") & ~pl.col("has_own"),
        is_torn=pl.col("given") & ~(pl.col("is_told") & ~pl.col("has_own")),
    )
    return marked.with_columns(
        pl.when("takes").then(f"{name}_of_all").otherwise(name).alias(name) for name in _DISCOUNT
    )


def _is_single(subscriptions: pl.DataFrame) -> bool:
    return subscriptions.get_column("id").n_unique() == subscriptions.height


def _with_prices(items: pl.DataFrame, prices: pl.DataFrame | None) -> pl.DataFrame:
    """Return items with what the price list says of them, where they do not say it themselves."""
    dated = items.rename({"started_on": "item_started_on", "ended_on": "item_ended_on"})
    if prices is None:
        return dated.with_columns(plan=pl.coalesce("plan", "price")).drop("price")
    listed = prices.select(
        price="id",
        plan_listed="plan",
        currency_listed="currency",
        **{f"{name}_listed": pl.col(name) for name in _PRICED},
        type_listed=pl.when(pl.col("usage_type") == "metered")
        .then(pl.lit("usage"))
        .otherwise("type"),
    )
    return (
        dated.join(listed, on="price", how="left", validate="m:1")
        .with_columns(
            plan=pl.coalesce("plan", "plan_listed", "price"),
            currency=pl.coalesce("currency", "currency_listed"),
            type=pl.coalesce("type", "type_listed"),
            interval_count=pl.when(pl.col("interval").is_null())
            .then("interval_count_listed")
            .otherwise("interval_count"),
        )
        .with_columns(
            amount=pl.coalesce("amount", "amount_listed"),
            interval=pl.coalesce("interval", "interval_listed"),
        )
        .select(dated.columns)
        .drop("price")
    )
