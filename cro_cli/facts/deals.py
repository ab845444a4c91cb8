"""Deals with status, kind, amount and cycle settled (definitions 4.9, 4.12)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.exact import annual, month, wide
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

_ARR = "deal amounts are taken as ARR (`deals: amount_is:` in the config)"

# A stage may say more than its outcome: Zoho has `Closed Lost to Competition`.
_WON = r"(?i)^(?:closed[ _-]*won\b|won$)"
_LOST = r"(?i)^(?:closed[ _-]*lost\b|lost$)"
_EXPANSION = r"expan|upsell|up-sell|upgrade|cross|add-on|existing"
_RENEWAL = r"renew"


def build(inputs: Inputs) -> FactData | Missing:
    """Return deals, each counted in the month it closed or is expected to close."""
    table = inputs.table("deals")
    if table is None:
        return Missing(reason=_NEEDS_DEALS)
    settled = table.with_columns(
        status=_status(inputs),
        kind=_kind(inputs),
        amount=annual(wide("amount"), inputs.assumptions, inputs.rates),
        account=pl.coalesce("account_id", "account"),
    )
    frame = settled.pipe(_with_source, inputs).select(
        month=month("close_on"),
        deal="id",
        account="account",
        owner="owner",
        kind="kind",
        stage="stage",
        status="status",
        amount="amount",
        has_amount=pl.col("amount").is_not_null(),
        source="source",
        created_on="created_on",
        close_on="close_on",
        probability="probability",
        is_omitted=(pl.col("forecast_category").str.to_lowercase() == "omitted").fill_null(
            value=False
        ),
        cycle_days=pl.when(pl.col("status") != "open").then(
            (pl.col("close_on") - pl.col("created_on")).dt.total_days()
        ),
    )
    newest = _newest(settled, inputs)
    has_source = frame["source"].null_count() < frame.height
    return FactData(
        frame=frame,
        last=months.index(newest) if newest else None,
        lacks={} if has_source else {"source": _NEEDS_SOURCE},
        assumed=_assumed(settled, inputs),
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
        .when(pl.col("stage").str.contains(_WON))
        .then(pl.lit("won"))
        .when(pl.col("stage").str.contains(_LOST))
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


def _with_source(deals: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Fill the source of a deal from its lead, then from its customer (definitions 4.12).

    Of several leads the first one created counts, of several customers the first by id.
    """
    query, sources = deals.lazy(), [pl.col("source")]
    ways = [("id", _of_leads(inputs)), ("account_id", _of_accounts(inputs))]
    accounts = inputs.fact("accounts")
    if isinstance(accounts, FactData):
        known = accounts.frame.lazy().sort("customer").select("source", key="account")
        ways.append(("account", known))
    for column, told in ways:
        if told is None:
            continue
        source = f"source by {column}"
        first = told.drop_nulls().unique("key", keep="first", maintain_order=True)
        other = first.select(pl.col("key").alias(column), pl.col("source").alias(source))
        query = query.join(other, on=column, how="left", validate="m:1", maintain_order="left")
        sources.append(pl.col(source))
    return query.with_columns(source=pl.coalesce(sources)).collect(engine="in-memory")


def _of_leads(inputs: Inputs) -> pl.LazyFrame | None:
    leads = inputs.table("leads")
    if leads is None:
        return None
    return leads.lazy().sort("created_on", "id").select("source", key="deal")


def _of_accounts(inputs: Inputs) -> pl.LazyFrame | None:
    accounts = inputs.table("accounts")
    return None if accounts is None else accounts.lazy().sort("id").select("source", key="id")


def _newest(deals: pl.DataFrame, inputs: Inputs) -> dt.date | None:
    """Return the day of the newest event; without days of change, deals that closed tell."""
    newest = inputs.newest("deals")
    if deals["updated_on"].count():
        return newest
    closed = deals.filter(pl.col("status") != "open")["close_on"].max()
    return max((day for day in (newest, closed) if isinstance(day, dt.date)), default=None)


def _assumed(deals: pl.DataFrame, inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """Return what amount and kind of a deal take for granted."""
    is_said = "deals.amount_is" in inputs.assumptions.said
    return {"amount": () if is_said else (_ARR,), "kind": _kind_said(deals, inputs)}


def _kind_said(deals: pl.DataFrame, inputs: Inputs) -> tuple[str, ...]:
    said = []
    new = deals.filter(pl.col("kind") == "new")
    if untyped := new["type"].null_count():
        said.append(f"deals without a type are taken as new business: {untyped}")
    unnamed = ~_named("type", inputs.assumptions.new_types)
    plain = ~pl.col("type").str.to_lowercase().str.contains("new")
    if odd := new.filter(unnamed & plain)["type"].unique().sort().to_list():
        said.append(f"deals of type {', '.join(odd)} are taken as new business (`deals: types:`)")
    return tuple(said)


def _notes(frame: pl.DataFrame) -> tuple[str, ...]:
    closed, won = pl.col("status") != "open", pl.col("status") == "won"
    said = {
        "closed deals without a close date, which are not counted": closed
        & pl.col("close_on").is_null(),
        "deals won on the day they were created, or before": won & (pl.col("cycle_days") <= 0),
        "won deals without an amount": won & ~pl.col("has_amount"),
    }
    counts = frame.select(rows.sum().alias(what) for what, rows in said.items()).row(0, named=True)
    return tuple(f"{what}: {count}" for what, count in counts.items() if count)


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
        "source": (
            "deals.source",
            "deals.id",
            "deals.account_id",
            "leads.source",
            "leads.deal",
            "accounts.source",
            "facts.accounts.source",
            "facts.accounts.account",
        ),
        "created_on": ("deals.created_on",),
        "close_on": ("deals.close_on",),
        "probability": ("deals.probability",),
        "is_omitted": ("deals.forecast_category",),
        "cycle_days": ("deals.created_on", "deals.close_on", *_STATUS),
    },
    build=build,
)
