"""The plan of each customer: what it has now, or had last; for who has nothing yet, will have.

It stands in where the history of revenue says no plan.
"""

from __future__ import annotations

import polars as pl

from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import standing_for
from cro_cli.ledger.apart import NAMES
from cro_cli.model import Reason

# Those that know plans by the day, the one that tells the present first.
_TOLD_BY = ("subscriptions", "subscription_versions", "invoice_lines", "movements")
_TAKEN = (
    "plans are those that customers have now, or had last, by {told}: what MRR is read from says "
    "none; subscription versions, or exports of subscriptions of several days, know earlier ones "
    "(`ledger: from:` in the config)"
)
SEVERAL = "(several)"  # at a time
_NEEDED = Reason(
    code="missing_table",
    text="needs subscriptions, which know plans",
    remedy="add an export of subscriptions",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return every customer with its plan, null where that is not known."""
    frames: list[pl.DataFrame] = []
    read: list[str] = []
    lacking = Missing(reason=_NEEDED)
    for name in _TOLD_BY:
        newest = inputs.newest(name)
        if inputs.table(name) is None or newest is None:
            continue
        fact = inputs.fact(name)
        if isinstance(fact, Missing):
            lacking = fact
            continue
        is_signed = (
            pl.col("is_signed") if "is_signed" in fact.frame.columns else pl.lit(value=False)
        )
        rows = fact.frame.select(
            pl.col("customer", "plan").cast(pl.String),
            "start",
            "end",
            turn=_turn(is_signed | (pl.col("start") > newest), pl.col("end") <= newest),
        )
        paid = standing_for.parted(rows, inputs).rows
        frames.append(_without(paid, frames))
        read.append(name)
    if not frames:
        return lacking
    told = " and ".join(NAMES[name] for name in read)
    return FactData(
        frame=_standing(pl.concat(frames), inputs.months[-1]),
        assumptions=(_TAKEN.format(told=told),),
        unread=frozenset(_TOLD_BY) - {*read},
    )


def _turn(is_ahead: pl.Expr, is_over: pl.Expr) -> pl.Expr:
    """Return what is asked first: what is there now, then what was, then what will be."""
    return pl.when(is_ahead).then(2).when(is_over).then(1).otherwise(0)


def _without(rows: pl.DataFrame, known: list[pl.DataFrame]) -> pl.DataFrame:
    if not known:
        return rows
    return rows.join(pl.concat(known), on="customer", how="anti", nulls_equal=True)


def _standing(rows: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return the plan of each customer: of those that ended last, or of all that are there now."""
    counts = rows.filter(pl.col("turn") == pl.col("turn").min().over("customer"))
    is_last = (pl.col("turn") != 1) | (pl.col("end") == pl.col("end").max().over("customer"))
    plan = pl.col("plan")
    return (
        counts.filter(is_last)
        .group_by("customer")
        .agg(plan=pl.when(plan.n_unique() > 1).then(pl.lit(SEVERAL)).otherwise(plan.first()))
        .select(pl.lit(month, pl.Int32).alias("month"), "customer", "plan")
        .sort("customer")
    )


def _from_all(*columns: str) -> tuple[str, ...]:
    return tuple(f"facts.{name}.{column}" for name in _TOLD_BY for column in columns)


_WHO = (*_from_all("customer"), "facts.payers.payer", "facts.payers.is_left_out")

FACT = Fact(
    name="plans",
    grain="customer",
    columns={
        "month": (),
        "customer": _WHO,
        "plan": (*_WHO, *_from_all("plan", "start", "end", "annual")),
    },
    build=build,
)
