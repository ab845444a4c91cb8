"""Logs of changes of monthly revenue, as the billing system keeps them."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import faults, worth
from cro_cli.model import Reason

_NEEDS_MOVEMENTS = Reason(
    code="missing_table",
    text="needs a log of MRR movements",
    remedy="add an export of MRR movements, or of MRR by customer and month",
)
_NO_BEGINNING = Reason(
    code="negative_mrr",
    text="with more taken away than was ever added",
    remedy="export the log from its beginning",
)
_WHAT = "movement"
_KEY = ("customer", "id", "currency")


def build(inputs: Inputs) -> FactData | Missing:
    """Return what each subscription is worth from change to change."""
    table, newest = inputs.table("movements"), inputs.newest("movements")
    if table is None or newest is None:
        return Missing(reason=_NEEDS_MOVEMENTS)
    known = table.filter(pl.col("on").is_not_null() & pl.col("delta").is_not_null()).with_columns(
        pl.coalesce("subscription", "customer", "id", pl.lit("")).alias("id")
    )
    nobody = (pl.col("customer").is_null(), faults.unusable(_WHAT, "with no customer"))
    sound = faults.without(known, (nobody,), _WHAT, inputs)
    if isinstance(sound, Missing):
        return sound
    levels = _levels(sound.rows)
    overdrawn = faults.without(levels, ((pl.col("level") < 0, _NO_BEGINNING),), _WHAT, inputs)
    if isinstance(overdrawn, Missing):
        return overdrawn
    worth.refuse_overflow(levels, ("level",), inputs)
    frame = overdrawn.rows.select(
        *_KEY,
        "plan",
        "start",
        "end",
        subscription="id",
        annual=in_reporting(wide("level") * months.YEAR, inputs.rates),
    ).filter(pl.col("annual") > 0)
    return FactData(
        frame=frame,
        last=months.last_closed(newest),
        assumptions=(*sound.said, *overdrawn.said),
    )


def _levels(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the revenue of each thing after the changes of each day, until the next such day."""
    by_day = (
        rows.group_by(*_KEY, "on")
        .agg(pl.col("delta").sum(), pl.col("plan").drop_nulls().sort().last())
        .sort(*_KEY, "on")
    )
    return by_day.select(
        *_KEY,
        start="on",
        end=pl.col("on").shift(-1).over(_KEY),
        plan=pl.col("plan").forward_fill().over(_KEY),
        level=pl.col("delta").cum_sum().over(_KEY),
    )


_ORIGIN = ("movements.subscription", "movements.customer")

FACT = Fact(
    name="movements",
    grain="subscription from change to change",
    columns={
        "id": _ORIGIN,
        "customer": _ORIGIN,
        "subscription": _ORIGIN,
        "plan": ("movements.plan",),
        "currency": ("movements.currency",),
        "start": ("movements.on",),
        "end": ("movements.on",),
        "annual": ("movements.delta", "movements.currency", "movements.on"),
    },
    build=build,
)
