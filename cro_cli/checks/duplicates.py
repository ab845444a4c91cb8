"""Companies that stand in one table twice, under different ids."""

from __future__ import annotations

from functools import partial

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import PLACE, Data
from cro_cli.company_names import plain_name
from cro_cli.messages.checks import DUPLICATE

# One address that pays, or one name: neither is proof, both are worth a look.
_PLAIN = {"name": plain_name(), "email": pl.col("email").str.to_lowercase()}


def _find(table: str, column: str, data: Data) -> Found:
    """Name every row but the first of those that are one in a column."""
    frame = data.table(table).sort(PLACE).with_columns(key=_PLAIN[column])
    again = frame.filter(pl.col("key").is_not_null() & ~pl.col("key").is_first_distinct())
    return rows(again, data, Saying(DUPLICATE, table, column, {"of": column}))


CHECKS = tuple(
    Check(
        key=f"duplicate_{table}_{column}",
        title=title,
        needs=(f"{table}.{column}",),
        find=partial(_find, table, column),
    )
    for table, column, title in (
        ("customers", "name", "Customers of one name"),
        ("customers", "email", "Customers of one e-mail address"),
        ("accounts", "name", "Accounts of one name"),
    )
)
