"""Subscriptions that consist of items, each with a price of its own."""

from __future__ import annotations

import polars as pl

from cro_cli.fact import Inputs

_PRICED = ("amount", "interval", "interval_count")
_OF_ITEM = (
    "quantity",
    "type",
    "discount",
    "discount_percent",
    "discount_duration",
    "discount_end_on",
)


def with_items(subscriptions: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return a row for each item, and for each subscription without any; `subscription` is its id.

    Reads `start` and `end` of subscriptions; an item lives no longer than its subscription.
    """
    own = subscriptions.with_columns(subscription="id")
    items = inputs.table("subscription_items")
    if items is None:
        return own
    about = _with_prices(items, inputs.table("prices"))
    fields = ("plan", "currency", *_PRICED)
    joined = (
        own.drop(_OF_ITEM)
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
        )
    )
    alone = own.join(about.select("subscription").unique(), on="subscription", how="anti")
    return pl.concat([alone, joined.select(own.columns)])


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
