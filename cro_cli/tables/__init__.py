"""The canonical tables: the one shape that every export is brought to."""

from __future__ import annotations

from cro_cli.tables.company import FINANCIALS, FX, HEADCOUNT, QUOTAS, SPEND
from cro_cli.tables.customers import ACCOUNTS, CUSTOMERS
from cro_cli.tables.invoices import INVOICE_LINES, INVOICES, PAYMENTS, USAGE
from cro_cli.tables.sales import DEAL_STAGES, DEALS, LEADS
from cro_cli.tables.subscriptions import (
    MOVEMENTS,
    MRR,
    PRICES,
    SUBSCRIPTION_ITEMS,
    SUBSCRIPTION_VERSIONS,
    SUBSCRIPTIONS,
)
from cro_cli.tables.table import MICROS, RATE_UNITS, Column, Kind, Table

__all__ = [
    "BY_NAME",
    "DATED",
    "HISTORIES",
    "MICROS",
    "RATE_UNITS",
    "STATES",
    "TABLES",
    "TOLD_BY_DAY",
    "Column",
    "Kind",
    "Table",
]

TABLES = (
    CUSTOMERS,
    SUBSCRIPTIONS,
    SUBSCRIPTION_VERSIONS,
    SUBSCRIPTION_ITEMS,
    PRICES,
    MRR,
    MOVEMENTS,
    INVOICES,
    INVOICE_LINES,
    PAYMENTS,
    USAGE,
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
# Tables that say how things stand on the day of the export.
# Tables of the present, and those that exports of them from several days tell.
HISTORIES = {"subscriptions": "subscription_versions", "deals": "deal_stages"}
STATES = frozenset(HISTORIES)
# Those, and tables of changes alone: that nothing happened for long is no end of the data.
TOLD_BY_DAY = STATES | {"subscription_versions", "movements"}
# Tables whose newest date tells their age.
DATED = tuple(table.name for table in TABLES if table.events)
