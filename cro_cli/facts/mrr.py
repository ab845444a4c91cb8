"""Ready-made MRR by customer and month: the history as the billing system sees it."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, month, refuse_overflow, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import faults
from cro_cli.model import Reason

_NO_ROWS = Reason(
    code="missing_table",
    text="needs recurring revenue",
    remedy="add an export of subscriptions, or of MRR by customer and month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return what each customer pays a year, by month and plan."""
    table = inputs.table("mrr")
    if table is None:
        return Missing(reason=_NO_ROWS)
    said: tuple[str, ...] = ()
    is_negative = pl.col("amount") < 0
    count = table.select(is_negative.sum()).item()
    if count:
        first = table.filter(is_negative).sort("customer", "month", "amount").row(0, named=True)
        several = f"{count} rows" if count > 1 else "1 row"
        such = f"{several} of MRR with a negative amount, such as one of {first['customer']}"
        if not inputs.assumptions.exclude_bad_rows:
            wrong = ("mrr.amount",), first["amount"]
            return Missing(reason=faults.unusable("mrr", such)._replace(wrong=wrong))
        said = (f"computed without {such}",)
        table = table.filter(pl.col("amount").is_null() | (pl.col("amount") >= 0))
    told = table.lazy().select(
        "customer",
        "plan",
        "currency",
        month=month("month"),
        annual=in_reporting(wide("amount") * months.YEAR, inputs.rates),
    )
    rows = told.drop_nulls(["customer", "month", "annual"]).collect(engine="in-memory")
    if not rows.height:
        return Missing(reason=_NO_ROWS)
    refuse_overflow("mrr", rows)
    first, last = rows.select(first=pl.col("month").min(), last=pl.col("month").max()).row(0)
    return FactData(frame=rows, first=first, first_flow=first + 1, last=last, assumptions=said)


FACT = Fact(
    name="mrr",
    grain="row of MRR",
    columns={
        "customer": ("mrr.customer",),
        "plan": ("mrr.plan",),
        "currency": ("mrr.currency",),
        "month": ("mrr.month",),
        "annual": ("mrr.amount", "mrr.currency"),
    },
    build=build,
)
