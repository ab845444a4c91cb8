"""Deals, their history, and the leads they come from."""

from __future__ import annotations

from cro_cli.tables.table import Kind, Table, columns

DEALS = Table(
    name="deals",
    meaning="Deals (opportunities) as they stand now: open, won and lost.",
    columns=columns(
        ("id*", Kind.TEXT, "deal id"),
        ("name", Kind.TEXT, "deal name"),
        ("account_id", Kind.TEXT, "id of the account in the CRM"),
        ("account", Kind.TEXT, "name of the account"),
        ("owner", Kind.TEXT, "owner, as the quotas name him or her"),
        ("type", Kind.TEXT, "new, expansion or renewal"),
        ("pipeline", Kind.TEXT, "pipeline"),
        ("stage*", Kind.TEXT, "stage"),
        ("status", Kind.TEXT, "open, won or lost; read off the stage when not given"),
        ("amount", Kind.MONEY, "amount, on the basis that the config declares"),
        ("currency", Kind.TEXT, "ISO code"),
        ("probability", Kind.PERCENT, "the CRM's probability"),
        ("created_on*", Kind.DATE, "day the deal was created"),
        ("close_on", Kind.DATE, "day it was closed, or is expected to close"),
        ("source", Kind.TEXT, "where the deal came from"),
        ("forecast_category", Kind.TEXT, "forecast category; `omitted` leaves the pipeline"),
        ("updated_on", Kind.DATE, "day of the last change"),
    ),
    key=("id",),
    events=("created_on", "updated_on"),
)

DEAL_STAGES = Table(
    name="deal_stages",
    meaning="The history of deals: one row for each change of stage, amount or date.",
    columns=columns(
        ("deal*", Kind.TEXT, "deal id"),
        ("at*", Kind.MOMENT, "when it changed"),
        ("stage*", Kind.TEXT, "stage from then on"),
        ("from_stage", Kind.TEXT, "stage before"),
        ("amount", Kind.MONEY, "amount from then on"),
        ("close_on", Kind.DATE, "close date from then on"),
        ("currency", Kind.TEXT, "ISO code"),
    ),
    key=("deal", "at", "stage"),
    unique=False,
    events=("at",),
)

LEADS = Table(
    name="leads",
    meaning="Leads with the stages they reached.",
    columns=columns(
        ("id*", Kind.TEXT, "lead id"),
        ("account", Kind.TEXT, "company"),
        ("email", Kind.TEXT, "e-mail"),
        ("source", Kind.TEXT, "lead source"),
        ("owner", Kind.TEXT, "owner"),
        ("stage", Kind.TEXT, "lead, mql, sql, won or lost, where dates are not given"),
        ("created_on*", Kind.DATE, "day the lead was created"),
        ("mql_on", Kind.DATE, "day it became marketing qualified"),
        ("sql_on", Kind.DATE, "day it became sales qualified"),
        ("won_on", Kind.DATE, "day it became a customer"),
        ("deal", Kind.TEXT, "id of the deal it became"),
        ("account_id", Kind.TEXT, "id of the account it became"),
    ),
    key=("id",),
    events=("created_on", "mql_on", "sql_on", "won_on"),
)
