"""The ledger: signed changes of recurring revenue (design: MRR as a ledger of changes).

Ready-made MRR by customer and month is trusted before subscriptions, because it holds the history.
"""

from __future__ import annotations

import polars as pl

from cro_cli.exact import in_reporting, month, refuse_overflow, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_AFTER = pl.col("after")
_BEFORE = pl.col("after") - pl.col("delta")
_GRAIN = ("customer", "plan", "currency", "month")

_NEEDS_HISTORY = Reason(
    code="needs_history",
    text="needs history: the subscriptions export holds only the present price of each",
    remedy="add Stripe's export 'MRR per subscriber per month' (Billing > Analytics), "
    "or mrr.csv with customer, month, amount",
)
_NO_ROWS = Reason(
    code="missing_table",
    text="needs recurring revenue",
    remedy="add an export of subscriptions, or of MRR by customer and month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return the ledger from the most trusted table there is."""
    ready = inputs.table("mrr")
    if ready is not None:
        return _from_mrr(ready, inputs)
    subscriptions = inputs.fact("subscriptions")
    if isinstance(subscriptions, Missing):
        return subscriptions
    return _from_subscriptions(subscriptions, inputs)


def _from_mrr(table: pl.DataFrame, inputs: Inputs) -> FactData | Missing:
    said: list[str] = []
    negative = table.filter(pl.col("amount") < 0)
    if negative.height:
        customer = negative.select(pl.col("customer").min()).item()
        such = f"{negative.height} rows of MRR with a negative amount, such as one of {customer}"
        if not inputs.assumptions.exclude_bad_rows:
            return Missing(reason=_unusable(such))
        said.append(f"computed without {such}")
        table = table.filter(pl.col("amount").is_null() | (pl.col("amount") >= 0))
    rows = table.select(
        "customer",
        "plan",
        "currency",
        month=month("month"),
        delta=in_reporting(wide("amount") * 12, inputs.rates),
    ).drop_nulls(["customer", "month", "delta"])
    if not rows.height:
        return Missing(reason=_NO_ROWS)
    refuse_overflow("mrr", rows)
    first, last = _span(rows)
    paid = rows.filter(pl.col("delta") != 0)
    ends = paid.filter(pl.col("month") < last).with_columns(pl.col("month") + 1, -pl.col("delta"))
    steps = pl.concat([paid, ends])
    notes: tuple[str, ...] = ()
    if inputs.table("subscriptions") is not None:
        notes = ("MRR is taken from the history of MRR by month, not from the subscriptions",)
    return FactData(
        frame=_ledger(steps, inputs, opening=first),
        first=first,
        first_flow=first + 1,
        last=last,
        assumptions=tuple(said),
        notes=notes,
        unread=frozenset({"subscriptions"}),
    )


def _unusable(text: str) -> Reason:
    return Reason(
        code="unusable_mrr",
        text=text,
        remedy="correct the export, or leave such rows out with --exclude-bad-rows",
    )


def _from_subscriptions(fact: FactData, inputs: Inputs) -> FactData:
    rows, last = fact.frame, fact.last
    starts = rows.select(
        "customer", "plan", "currency", month("start").alias("month"), delta="annual"
    )
    ends = rows.filter(pl.col("end").is_not_null()).select(
        "customer", "plan", "currency", month("end").alias("month"), delta=-pl.col("annual")
    )
    return FactData(
        frame=_ledger(
            pl.concat([starts, ends]).filter(pl.col("month") <= last), inputs, opening=None
        ),
        last=last,
        lacks={**fact.lacks, "history": _NEEDS_HISTORY},
        lacks_before_last={"past_amounts": _NEEDS_HISTORY},
        assumptions=fact.assumptions,
        unread=frozenset({"mrr"}),
    )


def _span(rows: pl.DataFrame) -> tuple[int, int]:
    first, last = rows.select(first=pl.col("month").min(), last=pl.col("month").max()).row(0)
    return first, last


def _ledger(steps: pl.DataFrame, inputs: Inputs, *, opening: int | None) -> pl.DataFrame:
    """Sum steps to changes, and name each customer's movement of a month by its net change."""
    changes = (
        steps.group_by(_GRAIN)
        .agg(pl.col("delta").sum())
        .filter(pl.col("delta") != 0)
        .sort("customer", "month", "plan", "currency")
    )
    net = changes.group_by("customer", "month", maintain_order=True).agg(pl.col("delta").sum())
    # Rows are sorted and no balance is negative, so a customer has paid before any later row.
    seen = pl.col("customer") == pl.col("customer").shift(1)
    after = pl.col("delta").cum_sum().over("customer")
    named = net.with_columns(after=after, seen=seen.fill_null(value=False)).select(
        "customer",
        "month",
        movement=_movement(opening),
        turn=(_AFTER > 0).cast(pl.Int64) - (_BEFORE > 0).cast(pl.Int64),
    )
    ledger = changes.join(
        named,
        on=["customer", "month"],
        how="left",
        validate="m:1",
        nulls_equal=True,
        maintain_order="left",
    )
    is_again = pl.struct("customer", "month") == pl.struct("customer", "month").shift(1)
    return _with_customer(ledger, inputs).select(
        "customer",
        "month",
        "plan",
        "currency",
        "segment",
        "region",
        "delta",
        "movement",
        logos=pl.when(is_again.fill_null(value=False)).then(0).otherwise("turn"),
    )


def _movement(opening: int | None) -> pl.Expr:
    """Return the name of a movement (definitions 4.2)."""
    begins = (_BEFORE == 0) & (_AFTER > 0)
    return (
        pl.when(begins & (pl.col("month") == (-1 if opening is None else opening)))
        .then(pl.lit("opening"))
        .when(begins & ~pl.col("seen"))
        .then(pl.lit("new"))
        .when(begins)
        .then(pl.lit("reactivation"))
        .when((_BEFORE > 0) & (_AFTER == 0))
        .then(pl.lit("churn"))
        .when(_AFTER > _BEFORE)
        .then(pl.lit("expansion"))
        .when(_AFTER < _BEFORE)
        .then(pl.lit("contraction"))
        .otherwise(pl.lit("transfer"))
    )


def _with_customer(ledger: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    customers = inputs.table("customers")
    if customers is None:
        return ledger.with_columns(
            segment=pl.lit(None, dtype=pl.String), region=pl.lit(None, dtype=pl.String)
        )
    about = customers.select(pl.col("id").alias("customer"), "segment", "region")
    return ledger.join(about, on="customer", how="left", validate="m:1", maintain_order="left")


_PRICE = ("mrr.amount", "mrr.currency", "mrr.customer", "facts.subscriptions.annual")
_TIME = ("mrr.month", "facts.subscriptions.start", "facts.subscriptions.end")
_WHO = ("mrr.customer", "facts.subscriptions.customer")

FACT = Fact(
    name="mrr_changes",
    grain="customer × month × plan × currency",
    columns={
        "customer": _WHO,
        "month": (*_TIME, *_WHO),
        "plan": ("mrr.plan", "facts.subscriptions.plan"),
        "currency": ("mrr.currency", "facts.subscriptions.currency"),
        "segment": ("customers.segment", "customers.id"),
        "region": ("customers.region", "customers.id"),
        "delta": (*_PRICE, *_TIME),
        "movement": (*_PRICE, *_TIME, *_WHO),
        "logos": (*_PRICE, *_TIME, *_WHO),
    },
    build=build,
)
