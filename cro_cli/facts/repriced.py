"""What prices and discounts changed for the customers of a year ago (definitions 4.1, 4.4).

A change counts until its customer leaves: what a price rise had added is lost with the rest. MRR
without the changes is never below nothing.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.definitions import SHAPES
from cro_cli.exact import at_constant_rates
from cro_cli.fact import Fact, FactData, Inputs, Missing, all_of
from cro_cli.model import Reason

# Shapes that tell a price before its discount.
_TELL_DISCOUNTS = frozenset({"subscription_versions", "subscriptions"})
_NEEDS_DISCOUNTS = Reason(
    code="needs_discounts",
    text="needs prices before discounts, which only subscriptions and their versions tell",
    remedy="add an export of subscription versions, or exports of subscriptions of several days",
)
_AFTER_DISCOUNT = "prices are after discounts, which the data on MRR do not tell apart"
_TAGS = {"price": ("price",), "discounts": ("discount end",), "untold": ("unknown",)}


def build(inputs: Inputs) -> FactData | Missing:
    """Return, for each evaluated month end, what the changes of twelve months came to."""
    there = all_of(inputs, "mrr_changes", "reasons")
    if isinstance(there, Missing):
        return there
    ledger, why = there
    levels = _levels(ledger.frame)
    changes = why.frame.lazy().filter(pl.col("movement").is_in(("expansion", "contraction")))
    frame = pl.concat([_snapshot(changes, levels, month) for month in inputs.months]).collect(
        engine="in-memory"
    )
    untold = frame.group_by("month").agg(pl.col("untold").sum()).filter(pl.col("untold") > 0)
    is_told = frozenset(SHAPES) - ledger.unread <= _TELL_DISCOUNTS
    return why._replace(
        frame=frame,
        lacks=why.lacks if is_told else {**why.lacks, "discounts": _NEEDS_DISCOUNTS},
        lacks_at={month: _needs_reasons(count) for month, count in untold.rows()},
        assumed={} if is_told else {"price": (_AFTER_DISCOUNT,)},
    )


def _needs_reasons(count: int) -> Reason:
    changes = f"{count} change{'s' * (count > 1)} of MRR"
    return Reason(
        code="needs_reasons",
        text=f"needs the reasons of {changes}, which the data do not tell",
        remedy="add an export of subscription versions, or of invoice lines, with quantities",
    )


def _levels(ledger: pl.DataFrame) -> pl.LazyFrame:
    """Return what customers pay from each month on in which that changes."""
    return (
        at_constant_rates(ledger)
        .lazy()
        .group_by("customer", "month")
        .agg(pl.col("delta").sum())
        .sort("customer", "month")
        .with_columns(balance=pl.col("delta").cum_sum().over("customer"))
    )


def _snapshot(changes: pl.LazyFrame, levels: pl.LazyFrame, month: int) -> pl.LazyFrame:
    """Return the customers of a year before a month whose MRR changed since, if they pay in it."""
    when, balance = pl.col("month"), pl.col("balance")
    a_year_ago = month - months.YEAR
    standing = (
        levels.filter(when <= month)
        .group_by("customer")
        .agg(
            now=balance.last(),
            then=balance.filter(when <= a_year_ago).last(),
            left=when.filter(balance == 0).max().fill_null(0),
        )
        .filter((pl.col("now") > 0) & (pl.col("then") > 0))
    )
    delta, reason = pl.col("delta"), pl.col("reason")
    tags = {name: delta.filter(reason.is_in(said)).sum() for name, said in _TAGS.items()}
    tags["untold"] = reason.is_in(_TAGS["untold"]).sum().cast(pl.Int64)
    return (
        changes.filter((when > a_year_ago) & (when <= month))
        .join(standing, on="customer", how="inner", nulls_equal=True, validate="m:1")
        .filter(when > pl.col("left"))
        .group_by("customer", "segment", "region")
        .agg(**tags, now=pl.col("now").first())
        .select(
            pl.lit(month, pl.Int32).alias("month"),
            "customer",
            "segment",
            "region",
            *(pl.min_horizontal(name, "now").alias(name) for name in ("price", "discounts")),
            "untold",
        )
        .sort("customer")
    )


_CHANGES = (
    "facts.reasons.customer",
    "facts.reasons.month",
    "facts.reasons.movement",
    "facts.reasons.reason",
    "facts.reasons.delta",
    "facts.mrr_changes.delta",
    "facts.mrr_changes.month",
)

FACT = Fact(
    name="repriced",
    grain="customer × evaluated month",
    columns={
        "month": ("facts.mrr_changes.month",),
        "customer": ("facts.mrr_changes.customer",),
        "segment": ("facts.mrr_changes.segment",),
        "region": ("facts.mrr_changes.region",),
        "price": _CHANGES,
        "discounts": _CHANGES,
        "untold": _CHANGES,
    },
    build=build,
)
