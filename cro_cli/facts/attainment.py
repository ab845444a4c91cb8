"""Quota against closed won by owner and fiscal quarter."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing, all_of
from cro_cli.model import Reason

_NEEDS_OWNERS = Reason(
    code="missing_column",
    text="needs quotas by owner",
    remedy="add the column owner to quotas.csv, named as the deals name it",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return one row for each owner with a quota in a fiscal quarter."""
    there = all_of(inputs, "quotas", "deals")
    if isinstance(there, Missing):
        return there
    quotas, deals = there
    owners = set(quotas.frame.get_column("owner").drop_nulls())
    if not owners:
        return Missing(reason=_NEEDS_OWNERS)
    strangers = owners.difference(deals.frame.get_column("owner").unique())
    if strangers == owners:
        return Missing(reason=_unknown_owner(min(owners)))
    quarter = _quarter(inputs.assumptions.fiscal_year_start)
    won = (
        deals.frame.lazy()
        .filter((pl.col("status") == "won") & (pl.col("kind") != "renewal"))
        .group_by("owner", quarter)
        .agg(won=pl.col("amount").sum())
    )
    frame = (
        quotas.frame.lazy()
        .drop_nulls("owner")
        .group_by("owner", quarter)
        .agg(quota=pl.col("amount").sum(), period=_only("period"))
        .filter(pl.col("quota") > 0)
        .join(won, on=["owner", "month"], how="left", validate="1:1")
        .with_columns(pl.col("won").fill_null(0))
        .sort("month", "owner")
    )
    return FactData(
        frame=frame.collect(engine="in-memory"),
        last=deals.last,
        assumed={"won": deals.taken_for_granted({"kind", "amount"})},
        notes=_notes(strangers),
    )


def _only(column: str) -> pl.Expr:
    """Return the value of a column where there is but one, else null."""
    return pl.when(pl.col(column).n_unique() == 1).then(pl.col(column).first())


def _unknown_owner(name: str) -> Reason:
    return Reason(
        code="unknown_owners",
        text=f"no deal belongs to an owner with a quota, such as {name}",
        remedy="name the owners in quotas.csv as the deals name them",
    )


def _notes(strangers: AbstractSet[str]) -> tuple[str, ...]:
    if not strangers:
        return ()
    return (f"owners with a quota but without any deal: {', '.join(sorted(strangers))}",)


def _quarter(year_start: int) -> pl.Expr:
    """Return the last month of the fiscal quarter of a month."""
    into = (pl.col("month") - (year_start - 1)) % months.QUARTER
    return (pl.col("month") - into + months.QUARTER - 1).alias("month")


_WON = (
    "facts.deals.amount",
    "facts.deals.status",
    "facts.deals.owner",
    "facts.deals.month",
    "facts.deals.kind",
)

FACT = Fact(
    name="attainment",
    grain="owner × fiscal quarter",
    columns={
        # Owners without a quota above nothing have no row.
        "month": ("facts.quotas.month", "facts.quotas.amount", "facts.deals.month"),
        "owner": ("facts.quotas.owner",),
        "period": ("facts.quotas.period",),
        "quota": ("facts.quotas.amount",),
        "won": _WON,
    },
    build=build,
)
