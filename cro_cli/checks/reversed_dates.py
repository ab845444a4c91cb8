"""Rows that end before they begin."""

from __future__ import annotations

from functools import partial

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import Data
from cro_cli.messages.checks import REVERSED_DATES

_PAIRS = (
    ("subscriptions", "started_on", "ended_on", "Subscriptions that end before they start"),
    ("subscriptions", "period_start_on", "period_end_on", "Billing periods that end too early"),
    ("subscription_versions", "started_on", "ended_on", "Versions that end before they start"),
    ("subscription_items", "started_on", "ended_on", "Items that end before they start"),
    ("invoice_lines", "period_start_on", "period_end_on", "Service that ends before it starts"),
    ("deals", "created_on", "close_on", "Deals closed before they were created"),
    ("invoices", "issued_on", "due_on", "Invoices due before they were issued"),
    ("leads", "created_on", "mql_on", "Leads qualified before they were created"),
    ("leads", "mql_on", "sql_on", "Leads accepted before they were qualified"),
    ("headcount", "hired_on", "left_on", "People who left before they came"),
)


def _find(table: str, first: str, last: str, data: Data) -> Found:
    frame, wrong = data.table(table), pl.col(last) < pl.col(first)
    if table == "deals":  # an open deal that was to close long ago is another matter
        frame, wrong = data.deals, wrong & (pl.col("status") != "open")
    return rows(frame.filter(wrong), data, Saying(REVERSED_DATES, table, last, {"first": first}))


CHECKS = tuple(
    Check(
        key=f"{table}_{last}_before_{first}",
        title=title,
        needs=(f"{table}.{first}", f"{table}.{last}"),
        find=partial(_find, table, first, last),
    )
    for table, first, last, title in _PAIRS
)
