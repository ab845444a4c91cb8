"""What prices and discounts changed for the customers of a year ago (definitions 4.1, 4.4).

Each thing that a customer has is judged by itself, whatever happens to the others. A change counts
as long as its customer pays for the plan: what a price rise had added is lost with the rest, and is
at most what the plan still costs.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.definitions import SHAPES
from cro_cli.exact import at_constant_rates
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import behind, runs, things
from cro_cli.model import Reason

# Shapes that tell a price before its discount, and how many units it is of.
_TELL_ALL = ("subscription_versions", "subscriptions")
_NEEDS_DISCOUNTS = Reason(
    code="needs_discounts",
    text="needs prices before discounts, which only subscriptions and their versions tell",
    remedy="add an export of subscription versions, or exports of subscriptions of several days",
)
_AFTER_DISCOUNT = "prices are after discounts, which the data on MRR do not tell apart"
_PLAN = ("customer", "plan")


def build(inputs: Inputs) -> FactData | Missing:
    """Return, for each evaluated month end, what the changes of twelve months came to."""
    ledger = inputs.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return ledger
    spans = behind.spans(ledger, inputs)
    changes = things.of_what_goes_on(spans).lazy()
    payers, plans = _payers(ledger.frame), _plans(spans)
    found = [_counted(changes, payers, plans, month).collect() for month in inputs.months]
    about = ledger.frame.select("customer", "segment", "region").unique("customer", keep="any")
    read = [shape for shape in SHAPES if shape not in ledger.unread]
    is_told = set(read) <= set(_TELL_ALL)
    return ledger._replace(
        frame=pl.concat(map(_by_customer, found)).join(
            about, on="customer", how="left", nulls_equal=True, validate="m:1"
        ),
        notes=(),
        lacks=ledger.lacks if is_told else {**ledger.lacks, "discounts": _NEEDS_DISCOUNTS},
        lacks_at={
            month: _needs_quantities(vague, read, inputs)
            for month, counted in zip(inputs.months, found, strict=True)
            if (vague := counted.filter("vague_price")).height
        },
        assumed={} if is_told else {"price": (_AFTER_DISCOUNT,)},
    )


def _needs_quantities(vague: pl.DataFrame, read: list[str], inputs: Inputs) -> Reason:
    first = vague.sort("month", "customer", "plan", "id", nulls_last=True).row(0, named=True)
    changes = f"{vague.height} change{'s' * (vague.height > 1)} of MRR"
    silent = [shape for shape in read if shape not in _TELL_ALL]
    return Reason(
        code="needs_quantities",
        text=f"needs the quantities of {changes}, such as of {first['customer']} in "
        f"{months.name(first['month'])}",
        remedy="; ".join(dict.fromkeys(_remedy(shape, inputs) for shape in silent)),
    )


def _remedy(shape: str, inputs: Inputs) -> str:
    """Return what would tell prices from quantities where a shape does not."""
    if shape == "invoice_lines":
        return "fill the column quantity of the invoice lines before and after such a change"
    if inputs.table("subscription_versions") is None:
        export = "add an export of subscription versions with quantities"
    else:
        export = "have such customers in the export of subscription versions"
    if shape != "mrr":
        return export
    # What is the most trusted of all holds, unless the config says otherwise.
    return f"{export}, and name them in the config: ledger: {{from: [subscription_versions]}}"


def _payers(ledger: pl.DataFrame) -> pl.LazyFrame:
    """Return what customers pay from each month on in which that changes."""
    return _levels(at_constant_rates(ledger), "customer", "delta")


def _plans(spans: pl.DataFrame) -> pl.LazyFrame:
    """Return what customers pay for each plan from each month on in which that changes."""
    agreed = things.steps(spans.filter(~pl.col("metered")))
    return _levels(agreed, *_PLAN, "annual")


def _levels(steps: pl.DataFrame, *names: str) -> pl.LazyFrame:
    *who, amount = names
    return (
        steps.lazy()
        .group_by(*who, "month")
        .agg(pl.col(amount).sum())
        .sort(*who, "month")
        .with_columns(balance=runs.running(pl.col(amount), runs.begins(*who)))
    )


def _counted(
    changes: pl.LazyFrame, payers: pl.LazyFrame, plans: pl.LazyFrame, month: int
) -> pl.LazyFrame:
    """Return the changes of twelve months that count, with what their plan costs now (`now`).

    They are of customers who pay, did so a year before, and never left the plan in between.
    """
    when, balance = pl.col("month"), pl.col("balance")
    a_year_ago = month - months.YEAR
    stayed = (
        payers.filter(when <= month)
        .group_by("customer")
        .agg(now=balance.last(), then=balance.filter(when <= a_year_ago).last())
        .filter((pl.col("now") > 0) & (pl.col("then") > 0))
        .select("customer")
    )
    held = (
        plans.filter(when <= month)
        .group_by(_PLAN)
        .agg(now=balance.last(), left=when.filter(balance == 0).max().fill_null(0))
        .filter(pl.col("now") > 0)
    )
    return (
        changes.filter((when > a_year_ago) & (when <= month))
        .join(stayed, on="customer", how="semi", nulls_equal=True)
        .join(held, on=_PLAN, how="inner", nulls_equal=True, validate="m:1")
        .filter(when > pl.col("left"))
        .with_columns(pl.col("vague_price") & (pl.col("by_price") != 0), of=pl.lit(month, pl.Int32))
    )


def _by_customer(counted: pl.DataFrame) -> pl.DataFrame:
    gain = pl.col("by_discount").clip(lower_bound=0)
    by_plan = counted.group_by(*_PLAN, month="of").agg(
        price=pl.col("by_price").sum(), discounts=gain.sum(), now=pl.col("now").first()
    )
    return (
        by_plan.group_by("customer", "month")
        .agg(pl.min_horizontal(name, "now").sum().alias(name) for name in ("price", "discounts"))
        .filter(pl.any_horizontal(pl.col("price", "discounts") != 0))
        .sort("month", "customer")
    )


_LEDGER = tuple(f"facts.mrr_changes.{column}" for column in ("customer", "month", "plan", "delta"))
_QUANTITY = tuple(f"facts.{shape}.quantity" for shape in (*_TELL_ALL, "invoice_lines"))
_GROSS = tuple(
    f"facts.{shape}.{column}" for shape in _TELL_ALL for column in ("gross", "share_off")
)

FACT = Fact(
    name="repriced",
    grain="customer × evaluated month",
    columns={
        "month": ("facts.mrr_changes.month",),
        "customer": ("facts.mrr_changes.customer",),
        "segment": ("facts.mrr_changes.segment",),
        "region": ("facts.mrr_changes.region",),
        "price": (*_LEDGER, *_QUANTITY, *_GROSS),
        "discounts": (*_LEDGER, *_QUANTITY, *_GROSS),
    },
    build=build,
)
