"""Who pays, and whom sales knows."""

from __future__ import annotations

from cro_cli.tables.table import Kind, Table, columns

CUSTOMERS = Table(
    name="customers",
    meaning="Billing customers: who pays.",
    columns=columns(
        ("id*", Kind.TEXT, "the billing system's customer id"),
        ("name", Kind.TEXT, "company name"),
        ("email", Kind.TEXT, "billing e-mail; its domain helps to find the CRM account"),
        ("domain", Kind.TEXT, "web domain"),
        ("segment", Kind.TEXT, "size segment, such as smb, mid, ent"),
        ("region", Kind.TEXT, "sales region"),
        ("source", Kind.TEXT, "where the customer came from"),
        ("crm_id", Kind.TEXT, "id of the account in the CRM"),
        ("parent", Kind.TEXT, "id of the parent customer"),
        ("internal", Kind.FLAG, "an own, test or partner account, which counts for nothing"),
        ("created_on", Kind.DATE, "day the customer was created"),
    ),
    key=("id",),
    events=("created_on",),
    labels=("name", "email"),
)

ACCOUNTS = Table(
    name="accounts",
    meaning="Accounts of the CRM: whom sales knows.",
    columns=columns(
        ("id*", Kind.TEXT, "the CRM's account id"),
        ("name*", Kind.TEXT, "company name"),
        ("domain", Kind.TEXT, "web domain or web site"),
        ("billing_id", Kind.TEXT, "id of the customer in billing"),
        ("segment", Kind.TEXT, "size segment, such as smb, mid, ent"),
        ("region", Kind.TEXT, "sales region"),
        ("owner", Kind.TEXT, "account owner"),
        ("source", Kind.TEXT, "where the account came from"),
        ("parent", Kind.TEXT, "id of the parent account"),
        ("created_on", Kind.DATE, "day the account was created"),
    ),
    key=("id",),
    events=("created_on",),
)
