"""Recurring amounts below zero, which make what reads them unknown."""

from __future__ import annotations

from functools import partial

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import Data
from cro_cli.messages.checks import NEGATIVE

_NEVER_NEGATIVE = (
    ("mrr", "amount", "MRR below zero"),
    ("subscriptions", "amount", "Prices below zero"),
    ("subscriptions", "quantity", "Quantities below zero"),
    ("deals", "amount", "Deals with an amount below zero"),
    ("quotas", "amount", "Quotas below zero"),
)


def _find(table: str, column: str, data: Data) -> Found:
    words = {"of": column, "kind": table}
    found = data.table(table).filter(pl.col(column) < 0)
    return rows(found, data, Saying(NEGATIVE, table, column, words))


CHECKS = tuple(
    Check(
        key=f"negative_{table}_{column}",
        title=title,
        needs=(f"{table}.{column}",),
        find=partial(_find, table, column),
    )
    for table, column, title in _NEVER_NEGATIVE
)
