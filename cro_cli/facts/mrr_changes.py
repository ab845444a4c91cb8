"""The ledger: signed changes of recurring revenue (design: MRR as a ledger of changes).

Ready-made MRR by customer and month is trusted before subscriptions, because it holds the history.
"""

from __future__ import annotations

import polars as pl

from cro_cli.exact import in_reporting, month, refuse_overflow, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import changes, spans
from cro_cli.model import Reason

_NEEDS_HISTORY = Reason(
    code="needs_history",
    text="needs history: the subscriptions export holds only the present price of each",
    remedy="add Stripe's export 'MRR per subscriber per month' (Billing > Analytics), "
    "mrr.csv with customer, month, amount, "
    "or exports of several days in folders such as 2026-01-31",
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
    versions = inputs.fact("subscription_versions")
    if inputs.table("subscription_versions") is not None:
        return versions if isinstance(versions, Missing) else _from_versions(versions, inputs)
    subscriptions = inputs.fact("subscriptions")
    if isinstance(subscriptions, Missing):
        return subscriptions
    return _from_subscriptions(subscriptions, inputs)


def _from_versions(fact: FactData, inputs: Inputs) -> FactData:
    live = fact.frame.filter(~pl.col("is_signed"))
    counted = spans.by_month(live, inputs.assumptions.defined("month_rule"))
    early = spans.begun_before(counted)
    first = counted.select(pl.col("since").min()).item() if len(early) else None
    return FactData(
        frame=_ledger(changes.steps(counted, fact.last), inputs, opening=first, early=early),
        first=first,
        first_flow=None if first is None else first + 1,
        last=fact.last,
        assumptions=fact.assumptions,
        notes=fact.notes,
        unread=frozenset({"mrr", "subscriptions"}),
    )


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
        unread=frozenset({"subscriptions", "subscription_versions"}),
    )


def _unusable(text: str) -> Reason:
    return Reason(
        code="unusable_mrr",
        text=text,
        remedy="correct the export, or leave such rows out with --exclude-bad-rows",
    )


def _from_subscriptions(fact: FactData, inputs: Inputs) -> FactData:
    live = fact.frame.filter(~pl.col("is_signed"))
    counted = spans.by_month(live, inputs.assumptions.defined("month_rule"))
    return FactData(
        frame=_ledger(changes.steps(counted, fact.last), inputs, opening=None),
        last=fact.last,
        lacks={**fact.lacks, "history": _NEEDS_HISTORY},
        lacks_before_last={"past_amounts": _NEEDS_HISTORY},
        assumptions=fact.assumptions,
        unread=frozenset({"mrr", "subscription_versions"}),
    )


def _span(rows: pl.DataFrame) -> tuple[int, int]:
    first, last = rows.select(first=pl.col("month").min(), last=pl.col("month").max()).row(0)
    return first, last


def _ledger(
    steps: pl.DataFrame,
    inputs: Inputs,
    *,
    opening: int | None,
    early: pl.Series | None = None,
) -> pl.DataFrame:
    return _with_customer(changes.named(steps, opening=opening, early=early), inputs).select(
        "customer",
        "month",
        "plan",
        "currency",
        "segment",
        "region",
        "delta",
        "movement",
        "logos",
    )


def _with_customer(ledger: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    customers = inputs.table("customers")
    if customers is None:
        return ledger.with_columns(
            segment=pl.lit(None, dtype=pl.String), region=pl.lit(None, dtype=pl.String)
        )
    about = customers.select(pl.col("id").alias("customer"), "segment", "region")
    return ledger.join(about, on="customer", how="left", validate="m:1", maintain_order="left")


_SHAPES = ("subscription_versions", "subscriptions")
_PRICE = (
    "mrr.amount",
    "mrr.currency",
    "mrr.customer",
    *(f"facts.{shape}.annual" for shape in _SHAPES),
)
_TIME = (
    "mrr.month",
    *(f"facts.{shape}.{day}" for shape in _SHAPES for day in ("start", "end")),
)
_WHO = ("mrr.customer", *(f"facts.{shape}.customer" for shape in _SHAPES))

FACT = Fact(
    name="mrr_changes",
    grain="customer × month × plan × currency",
    columns={
        "customer": _WHO,
        "month": (*_TIME, *_WHO),
        "plan": ("mrr.plan", *(f"facts.{shape}.plan" for shape in _SHAPES)),
        "currency": ("mrr.currency", *(f"facts.{shape}.currency" for shape in _SHAPES)),
        "segment": ("customers.segment", "customers.id"),
        "region": ("customers.region", "customers.id"),
        "delta": (*_PRICE, *_TIME),
        "movement": (*_PRICE, *_TIME, *_WHO),
        "logos": (*_PRICE, *_TIME, *_WHO),
    },
    build=build,
)
