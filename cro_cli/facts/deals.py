"""Deals with status, kind, amount and cycle settled (definitions 4.9, 4.12)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, month, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_NEEDS_DEALS = Reason(
    code="missing_table",
    text="needs deals",
    remedy="add the CRM's export of deals (opportunities), won, lost and open",
)
_NEEDS_SOURCE = Reason(
    code="missing_column",
    text="needs the source of deals, leads or customers",
    remedy="export the column 'Lead Source' (template: source)",
)

_WON = ("closed won", "closedwon", "won")
_LOST = ("closed lost", "closedlost", "lost")
_EXPANSION = r"expan|upsell|up-sell|upgrade|cross|add-on|existing"
_RENEWAL = r"renew"


def build(inputs: Inputs) -> FactData | Missing:
    """Return deals, each counted in the month it closed or is expected to close."""
    table = inputs.table("deals")
    if table is None:
        return Missing(reason=_NEEDS_DEALS)
    frame = (
        table.with_columns(
            status=_status(inputs),
            kind=_kind(inputs),
            amount=_amount(inputs),
        )
        .with_columns(
            closed_on=pl.when(pl.col("status") != "open").then("close_on"),
            has_amount=pl.col("amount").is_not_null(),
        )
        .pipe(_with_source, inputs)
        .select(
            month=month("close_on"),
            deal="id",
            account=pl.coalesce("account_id", "account"),
            owner="owner",
            kind="kind",
            stage="stage",
            status="status",
            amount="amount",
            has_amount="has_amount",
            source="source",
            created_on="created_on",
            close_on="close_on",
            probability="probability",
            is_omitted=pl.col("forecast_category").str.to_lowercase() == "omitted",
            cycle_days=(pl.col("closed_on") - pl.col("created_on")).dt.total_days(),
        )
    )
    newest = _newest(frame, inputs)
    has_source = frame["source"].null_count() < frame.height
    return FactData(
        frame=frame,
        last=months.index(newest) if newest else None,
        lacks={} if has_source else {"source": _NEEDS_SOURCE},
        assumptions=_assumptions(table, inputs),
        notes=_notes(frame),
    )


def _named(column: str, names: tuple[str, ...]) -> pl.Expr:
    return pl.col(column).str.to_lowercase().is_in([name.lower() for name in names])


def _status(inputs: Inputs) -> pl.Expr:
    """Return open, won or lost: what the config says of the stage, then the CRM, then its words."""
    settled = inputs.assumptions
    return (
        pl.when(_named("stage", settled.won_stages))
        .then(pl.lit("won"))
        .when(_named("stage", settled.lost_stages))
        .then(pl.lit("lost"))
        .when(pl.col("status").is_not_null())
        .then(pl.col("status").str.to_lowercase())
        .when(_named("stage", _WON))
        .then(pl.lit("won"))
        .when(_named("stage", _LOST))
        .then(pl.lit("lost"))
        .otherwise(pl.lit("open"))
    )


def _kind(inputs: Inputs) -> pl.Expr:
    settled = inputs.assumptions
    words = pl.col("type").fill_null("").str.to_lowercase()
    in_renewals = pl.col("pipeline").fill_null("").str.to_lowercase().str.contains(_RENEWAL)
    return (
        pl.when(_named("type", settled.new_types))
        .then(pl.lit("new"))
        .when(_named("type", settled.expansion_types))
        .then(pl.lit("expansion"))
        .when(_named("type", settled.renewal_types))
        .then(pl.lit("renewal"))
        .when(words.str.contains(_RENEWAL) | in_renewals)
        .then(pl.lit("renewal"))
        .when(words.str.contains(_EXPANSION))
        .then(pl.lit("expansion"))
        .otherwise(pl.lit("new"))
    )


def _amount(inputs: Inputs) -> pl.Expr:
    """Return the annual amount on the declared basis, in the reporting currency."""
    settled = inputs.assumptions
    amount = wide("amount")
    if settled.amount_is == "mrr":
        return in_reporting(amount * months.YEAR, inputs.rates)
    if settled.amount_is == "tcv" and settled.contract_years is not None:
        years = settled.contract_years
        return in_reporting(amount * years.denominator, inputs.rates, bottom=years.numerator)
    return in_reporting(amount, inputs.rates)


def _with_source(deals: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Fill the source of a deal from its lead, then from its customer (definitions 4.12)."""
    leads = inputs.table("leads")
    if leads is not None:
        first = leads.select(pl.col("deal").alias("id"), lead_source="source").drop_nulls()
        first = first.unique("id", keep="first", maintain_order=True)
        deals = deals.join(first, on="id", how="left", validate="m:1", maintain_order="left")
        deals = deals.with_columns(pl.coalesce("source", "lead_source").alias("source"))
    accounts = inputs.fact("accounts")
    if isinstance(accounts, Missing):
        return deals
    known = (
        accounts.frame.select(pl.col("account").alias("account_id"), customer_source="source")
        .drop_nulls()
        .unique("account_id", keep="first", maintain_order=True)
    )
    deals = deals.join(known, on="account_id", how="left", validate="m:1", maintain_order="left")
    return deals.with_columns(pl.coalesce("source", "customer_source").alias("source"))


def _newest(frame: pl.DataFrame, inputs: Inputs) -> dt.date | None:
    closed = frame.filter(pl.col("status") != "open")["close_on"].max()
    days = [day for day in (inputs.newest("deals"), closed) if isinstance(day, dt.date)]
    return max(days, default=None)


def _assumptions(table: pl.DataFrame, inputs: Inputs) -> tuple[str, ...]:
    settled = inputs.assumptions
    said = []
    if "deals.amount_is" not in settled.said:
        said.append("deal amounts are taken as ARR (`deals: amount_is:` in the config)")
    untyped = table["type"].null_count()
    if untyped:
        said.append(f"{untyped} deals without a type are taken as new business")
    return tuple(said)


def _notes(frame: pl.DataFrame) -> tuple[str, ...]:
    undated = frame.filter((pl.col("status") != "open") & pl.col("close_on").is_null()).height
    back_filled = frame.filter((pl.col("status") == "won") & (pl.col("cycle_days") <= 0)).height
    notes = []
    if undated:
        notes.append(f"{undated} closed deals have no close date and are not counted")
    if back_filled:
        notes.append(f"{back_filled} deals were won on the day they were created, or before")
    return tuple(notes)


_STATUS = ("deals.status", "deals.stage")

FACT = Fact(
    name="deals",
    grain="deal",
    columns={
        "month": ("deals.close_on",),
        "deal": ("deals.id",),
        "account": ("deals.account_id", "deals.account"),
        "owner": ("deals.owner",),
        "kind": ("deals.type", "deals.pipeline"),
        "stage": ("deals.stage",),
        "status": _STATUS,
        "amount": ("deals.amount", "deals.currency"),
        "has_amount": ("deals.amount",),
        "source": ("deals.source", "leads.source", "customers.source"),
        "created_on": ("deals.created_on",),
        "close_on": ("deals.close_on",),
        "probability": ("deals.probability",),
        "is_omitted": ("deals.forecast_category",),
        "cycle_days": ("deals.created_on", "deals.close_on"),
    },
    build=build,
)
