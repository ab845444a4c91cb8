"""The canonical tables: the one shape that every export is brought to.

A money, number or percent column holds Int64 micros (33.00 is 33_000_000), a rate holds Int64
millionths of a micro, a date is a Date, a month is the Date of its first day, a moment is a
Datetime without zone, a flag a Boolean.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

MICROS = 1_000_000
RATE_UNITS = MICROS * MICROS


class Kind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    RATE = "rate"
    DATE = "date"
    MOMENT = "moment"
    MONTH = "month"
    FLAG = "flag"


class Column(NamedTuple):
    """One column of a canonical table; a required one may not be empty in any row."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False


class Table(NamedTuple):
    """One canonical table.

    `key` names the columns that tell rows apart. Where `unique`, a key stands once in a file;
    elsewhere rows of one file with the same key add up. `events` are the columns whose newest
    date says how far the data reach: things that happened, never a planned date. `closings` are
    those whose date is planned until the row's `status` is one of these words.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: bool = True
    events: tuple[str, ...] = ()
    closings: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def column(self, name: str) -> Column:
        """Return a column by name; KeyError when the table has none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _column(name: str, kind: Kind, meaning: str) -> Column:
    return Column(name=name.rstrip("*"), kind=kind, meaning=meaning, required=name.endswith("*"))


def _columns(*rows: tuple[str, Kind, str]) -> tuple[Column, ...]:
    return tuple(_column(*row) for row in rows)


CUSTOMERS = Table(
    name="customers",
    meaning="Billing customers: who pays.",
    columns=_columns(
        ("id*", Kind.TEXT, "the billing system's customer id"),
        ("name", Kind.TEXT, "company name"),
        ("email", Kind.TEXT, "billing e-mail; its domain helps to find the CRM account"),
        ("domain", Kind.TEXT, "web domain"),
        ("segment", Kind.TEXT, "size segment, such as smb, mid, ent"),
        ("region", Kind.TEXT, "sales region"),
        ("source", Kind.TEXT, "where the customer came from"),
        ("crm_id", Kind.TEXT, "id of the account in the CRM"),
        ("parent", Kind.TEXT, "id of the parent customer"),
        ("created_on", Kind.DATE, "day the customer was created"),
    ),
    key=("id",),
    events=("created_on",),
)

ACCOUNTS = Table(
    name="accounts",
    meaning="Accounts of the CRM: whom sales knows.",
    columns=_columns(
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

SUBSCRIPTIONS = Table(
    name="subscriptions",
    meaning="Subscriptions as they stand now, ended ones included.",
    columns=_columns(
        ("id*", Kind.TEXT, "subscription id"),
        ("customer*", Kind.TEXT, "billing customer id"),
        ("plan", Kind.TEXT, "plan or price"),
        ("status", Kind.TEXT, "active, trialing, past_due, canceled, unpaid, incomplete, paused"),
        ("quantity", Kind.NUMBER, "seats or units; 1 when there is no such column"),
        ("amount*", Kind.MONEY, "price of one unit for one interval, before tax"),
        ("currency", Kind.TEXT, "ISO code; the reporting currency when there is no such column"),
        ("interval*", Kind.TEXT, "day, week, month or year"),
        ("interval_count", Kind.NUMBER, "how many of these an interval spans; 1 when not given"),
        ("discount", Kind.MONEY, "recurring discount for one interval"),
        ("created_on", Kind.DATE, "day the subscription was created"),
        ("started_on*", Kind.DATE, "first day of service"),
        ("trial_end_on", Kind.DATE, "first day that is paid for"),
        ("period_start_on", Kind.DATE, "start of the current billing period"),
        ("period_end_on", Kind.DATE, "end of the current billing period"),
        ("cancel_requested_on", Kind.DATE, "day the cancellation was asked for"),
        ("cancel_at_period_end", Kind.FLAG, "ends when the current period ends"),
        ("ended_on", Kind.DATE, "first day without service"),
    ),
    key=("id",),
    events=("created_on", "started_on", "period_start_on", "cancel_requested_on"),
    closings={"ended_on": ("canceled", "cancelled")},
)

MRR = Table(
    name="mrr",
    meaning="Ready-made monthly recurring revenue by customer and month: the history.",
    columns=_columns(
        ("customer*", Kind.TEXT, "billing customer id"),
        ("month*", Kind.MONTH, "month whose end the amount is for"),
        ("amount*", Kind.MONEY, "monthly recurring revenue at that month end"),
        ("currency", Kind.TEXT, "ISO code"),
        ("plan", Kind.TEXT, "plan"),
    ),
    key=("customer", "month", "currency", "plan"),
    unique=False,
    events=("month",),
)

INVOICES = Table(
    name="invoices",
    meaning="Invoices with what is still owed.",
    columns=_columns(
        ("id*", Kind.TEXT, "invoice id"),
        ("customer*", Kind.TEXT, "billing customer id"),
        ("subscription", Kind.TEXT, "subscription id"),
        ("issued_on*", Kind.DATE, "invoice date"),
        ("due_on", Kind.DATE, "due date"),
        ("paid_on", Kind.DATE, "day it was paid"),
        ("status*", Kind.TEXT, "draft, open, paid, uncollectible or void"),
        ("currency", Kind.TEXT, "ISO code"),
        ("subtotal", Kind.MONEY, "before discount and tax"),
        ("discount", Kind.MONEY, "total discount"),
        ("tax", Kind.MONEY, "tax"),
        ("total", Kind.MONEY, "what the customer was asked to pay"),
        ("amount_paid", Kind.MONEY, "what has been paid"),
    ),
    key=("id",),
    events=("issued_on", "paid_on"),
)

DEALS = Table(
    name="deals",
    meaning="Deals (opportunities) as they stand now: open, won and lost.",
    columns=_columns(
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
    columns=_columns(
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
    columns=_columns(
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

SPEND = Table(
    name="spend",
    meaning="Cost of sales and marketing by month.",
    columns=_columns(
        ("month*", Kind.MONTH, "month of the cost"),
        ("category*", Kind.TEXT, "sales, marketing, cs or other; ads for advertising"),
        ("channel", Kind.TEXT, "channel, such as Google Ads"),
        ("campaign", Kind.TEXT, "campaign"),
        ("amount*", Kind.MONEY, "cost"),
        ("currency", Kind.TEXT, "ISO code"),
        ("new_share", Kind.PERCENT, "share spent on winning new customers"),
    ),
    key=("month", "category", "channel", "campaign", "currency"),
    unique=False,
    events=("month",),
)

HEADCOUNT = Table(
    name="headcount",
    meaning="People: one row a person with dates, or one row a month and department.",
    columns=_columns(
        ("employee", Kind.TEXT, "employee id"),
        ("month", Kind.MONTH, "month whose end the row counts, when rows are not people"),
        ("department", Kind.TEXT, "department"),
        ("status", Kind.TEXT, "full-time, part-time, contractor, terminated"),
        ("fte", Kind.NUMBER, "full-time equivalents; 1 when not given"),
        ("hired_on", Kind.DATE, "first day"),
        ("left_on", Kind.DATE, "last day"),
    ),
    key=("employee", "month", "department"),
    events=("month",),
)

QUOTAS = Table(
    name="quotas",
    meaning="Sales quotas by period and owner.",
    columns=_columns(
        ("period*", Kind.TEXT, "quarter or month: 2026-Q4, Q4 2026, 2026-10"),
        ("owner", Kind.TEXT, "owner as the deals have it; empty for a team's quota"),
        ("team", Kind.TEXT, "team"),
        ("amount*", Kind.MONEY, "quota"),
        ("currency", Kind.TEXT, "ISO code"),
    ),
    key=("period", "owner", "team"),
)

FINANCIALS = Table(
    name="financials",
    meaning="Monthly profit-and-loss and cash-flow lines.",
    columns=_columns(
        ("month*", Kind.MONTH, "month"),
        ("currency", Kind.TEXT, "ISO code"),
        ("revenue", Kind.MONEY, "total revenue"),
        ("subscription_revenue", Kind.MONEY, "recurring part of revenue"),
        ("subscription_cost", Kind.MONEY, "cost of the recurring revenue"),
        ("cost_of_revenue", Kind.MONEY, "total cost of revenue"),
        ("ebitda", Kind.MONEY, "earnings before interest, tax, depreciation, amortisation"),
        ("operating_cash_flow", Kind.MONEY, "cash flow from operations"),
        ("investing_cash_flow", Kind.MONEY, "cash flow from investing"),
    ),
    key=("month",),
    events=("month",),
)

FX = Table(
    name="fx",
    meaning="Exchange rates: what one unit of a currency is worth in the reporting currency.",
    columns=_columns(
        ("currency*", Kind.TEXT, "ISO code"),
        ("rate*", Kind.RATE, "units of the reporting currency for one unit"),
        ("date", Kind.DATE, "day of the rate"),
    ),
    key=("currency", "date"),
)

TABLES = (
    CUSTOMERS,
    SUBSCRIPTIONS,
    MRR,
    INVOICES,
    ACCOUNTS,
    DEALS,
    DEAL_STAGES,
    LEADS,
    SPEND,
    HEADCOUNT,
    QUOTAS,
    FINANCIALS,
    FX,
)

BY_NAME = {table.name: table for table in TABLES}
