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

# How a customer may be found, best first: what it is called, and the keys on either side.
_WAYS = (
    ("id", "crm_id", "crm_id"),
    ("id", "customer", "billing_id"),
    ("domain", "domain", "domain"),
    ("name", "name", "name"),
)

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
    if inputs.table("customers") is None and not accounts["billing_id"].count():
        return Missing(reason=_NEEDS_BILLING)
    frame = customers.select("customer", "source").join(
        _pairs(customers, accounts), on="customer", how="left", maintain_order="left"
    )
    return FactData(
        frame=frame.with_columns(
            pl.col("matched_by").fill_null("none"), month=pl.lit(inputs.months[-1], pl.Int32)
        ),
        unread=frozenset() if inputs.table("accounts") is None else frozenset({"deals"}),
    )


def _pairs(customers: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Return customers with the account of the first way that finds one, and one only."""
    keys = _keys(accounts, "account", [account for _, _, account in _WAYS]).unique()
    single = keys.filter(pl.struct("rank", "key").is_unique())
    wanted = _keys(customers, "customer", [customer for _, customer, _ in _WAYS])
    names = pl.col("rank").replace_strict(
        {rank: way for rank, (way, _, _) in enumerate(_WAYS)}, return_dtype=pl.String
    )
    return (
        wanted.join(single, on=["rank", "key"], how="inner", validate="m:1")
        .sort("rank")
        .unique("customer", keep="first")
        .select("customer", "account", matched_by=names)
    )


def _keys(frame: pl.DataFrame, owner: str, columns: list[str]) -> pl.DataFrame:
    """Return every key of every owner, with the rank of its way."""
    return pl.concat(
        frame.select(pl.col(owner), rank=pl.lit(rank, pl.Int32), key=column)
        for rank, column in enumerate(columns)
    ).filter(pl.col("key").is_not_null())


def _customers(inputs: Inputs) -> pl.DataFrame | None:
    table = inputs.table("customers")
    if table is not None:
        mail = pl.col("email").str.extract(r"@(.+)$")
        return table.select(
            pl.col("id").alias("customer"),
            "source",
            crm_id=_short(pl.col("crm_id")),
            name=plain_name(),
            domain=pl.coalesce(plain_domain(pl.col("domain")), plain_domain(mail)),
        ).drop_nulls("customer")
    known = [inputs.table(name) for name in (*SHAPES, "invoices")]
    ids = [frame.select("customer") for frame in known if frame is not None]
    if not ids:
        return None
    empty = {name: pl.lit(None, pl.String) for name in ("source", "crm_id", "name", "domain")}
    return pl.concat(ids).unique().drop_nulls().sort("customer").with_columns(**empty)


def _accounts(inputs: Inputs) -> pl.DataFrame | None:
    """Return the accounts of the CRM, else those that its deals name, by all their names."""
    table = inputs.table("accounts")
    if table is not None:
        return table.select(
            pl.col("id").alias("account"),
            "billing_id",
            crm_id=_short(pl.col("id")),
            name=plain_name(),
            domain=plain_domain(pl.col("domain")),
        )
    deals = inputs.table("deals")
    if deals is None or not (inputs.has("deals.account_id") or inputs.has("deals.account")):
        return None
    return deals.select(
        account=pl.coalesce("account_id", "account"),
        billing_id=pl.lit(None, pl.String),
        crm_id=_short(pl.coalesce("account_id", "account")),
        name=plain_name("account"),
        domain=pl.lit(None, pl.String),
    ).unique()


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
