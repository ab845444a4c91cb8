"""The crosswalk between CRM and billing: which account is which customer (definitions 6.1).

Explicit ids come first, then web domains except free mail, then names without accents and legal
suffixes. Nothing is matched that is only similar, and nothing that fits two accounts.
"""

from __future__ import annotations

import polars as pl

from cro_cli.company_names import plain_domain, plain_name
from cro_cli.definitions import SHAPES
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

# How a customer may be found, best first: the key on both sides, and what the way is called.
_WAYS = {"crm_id": "id", "billing_id": "id", "domain": "domain", "name": "name"}

_NEEDS_CRM = Reason(
    code="missing_table",
    text="needs accounts of the CRM",
    remedy="add Salesforce's Account export, or accounts.csv",
)
_NEEDS_BILLING = Reason(
    code="missing_table",
    text="needs billing customers",
    remedy="add Stripe's customers export, or customers.csv",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return every billing customer with its CRM account, or without."""
    customers, accounts = _customers(inputs), _accounts(inputs)
    if customers is None:
        return Missing(reason=_NEEDS_BILLING)
    if accounts is None:
        return Missing(reason=_NEEDS_CRM)
    if inputs.table("customers") is None and not _has_billing_ids(inputs):
        return Missing(reason=_NEEDS_BILLING)
    matched = customers.select("customer", "source").join(
        _pairs(customers, accounts), on="customer", how="left", maintain_order="left"
    )
    frame = matched.with_columns(
        pl.col("matched_by").fill_null("none"), month=pl.lit(inputs.months[-1], pl.Int32)
    )
    return FactData(
        frame=frame.collect(engine="in-memory"),
        unread=frozenset() if inputs.table("accounts") is None else frozenset({"deals"}),
    )


def _has_billing_ids(inputs: Inputs) -> bool:
    accounts = inputs.table("accounts")
    return accounts is not None and accounts.get_column("billing_id").count() > 0


def _pairs(customers: pl.LazyFrame, accounts: pl.LazyFrame) -> pl.LazyFrame:
    """Return customers with the account of the first way that finds one, and one only."""
    single = _keys(accounts, "account").unique().unique(["way", "key"], keep="none")
    return (
        _keys(customers, "customer")
        .join(single, on=["way", "key"], how="inner", validate="m:1", maintain_order="left")
        .unique("customer", keep="first", maintain_order=True)
        .select("customer", "account", matched_by=pl.col("way").replace_strict(_WAYS))
    )


def _keys(frame: pl.LazyFrame, owner: str) -> pl.LazyFrame:
    """Return every key of every owner, those of the best way first."""
    keys = frame.unpivot(list(_WAYS), index=owner, variable_name="way", value_name="key")
    return keys.drop_nulls("key")


def _customers(inputs: Inputs) -> pl.LazyFrame | None:
    table = inputs.table("customers")
    if table is not None:
        mail = pl.col("email").str.extract(r"@(.+)$")
        known = table.lazy().drop_nulls("id")
        return known.select(
            "source",
            customer="id",
            billing_id="id",
            crm_id=_short(pl.col("crm_id")),
            name=plain_name(),
            domain=pl.coalesce(plain_domain(pl.col("domain")), plain_domain(mail)),
        )
    tables = [inputs.table(name) for name in (*SHAPES, "invoices")]
    ids = [frame.lazy().select("customer") for frame in tables if frame is not None]
    if not ids:
        return None
    empty = {name: pl.lit(None, pl.String) for name in ("source", "crm_id", "name", "domain")}
    named = pl.concat(ids).unique().drop_nulls().sort("customer")
    return named.with_columns(billing_id="customer", **empty)


def _accounts(inputs: Inputs) -> pl.LazyFrame | None:
    """Return the accounts of the CRM, else those that its deals name, by all their names."""
    table = inputs.table("accounts")
    if table is not None:
        return table.lazy().select(
            "billing_id",
            account="id",
            crm_id=_short(pl.col("id")),
            name=plain_name(),
            domain=plain_domain(pl.col("domain")),
        )
    deals = inputs.table("deals")
    if deals is None or not (inputs.has("deals.account_id") or inputs.has("deals.account")):
        return None
    return deals.lazy().select(
        account=pl.coalesce("account_id", "account"),
        billing_id=pl.lit(None, pl.String),
        crm_id=_short(pl.coalesce("account_id", "account")),
        name=plain_name("account"),
        domain=pl.lit(None, pl.String),
    )


def _short(reference: pl.Expr) -> pl.Expr:
    """Return a Salesforce id in its 15-character form, whichever form an export has."""
    is_long = reference.str.contains(r"^[0-9A-Za-z]{18}$") & reference.str.starts_with("001")
    return pl.when(is_long).then(reference.str.slice(0, 15)).otherwise(reference)


_KEYS = (
    "customers.id",
    "customers.crm_id",
    "customers.name",
    "customers.domain",
    "customers.email",
    "accounts.id",
    "accounts.billing_id",
    "accounts.name",
    "accounts.domain",
    "deals.account_id",
    "deals.account",
)

FACT = Fact(
    name="accounts",
    grain="billing customer",
    columns={
        "month": (),
        "customer": ("customers.id",),
        "source": ("customers.source",),
        "account": _KEYS,
        "matched_by": _KEYS,
    },
    build=build,
)
