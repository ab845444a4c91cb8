"""Companies that stand in one table twice, under different ids, and lines twice under one."""

from __future__ import annotations

from functools import partial

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import PLACE, Data
from cro_cli.company_names import plain_name
from cro_cli.messages.checks import DOUBLE_ID, DUPLICATE
from cro_cli.tables import BY_NAME

# One address that pays, or one name: neither is proof, both are worth a look.
_PLAIN = {"name": plain_name(), "email": pl.col("email").str.to_lowercase()}


def _find(table: str, column: str, data: Data) -> Found:
    """Name every row but the first of those that are one in a column."""
    frame = data.table(table).sort(PLACE).with_columns(key=_PLAIN[column])
    again = frame.filter(pl.col("key").is_not_null() & ~pl.col("key").is_first_distinct())
    return rows(again, data, Saying(DUPLICATE, table, column, {"of": column}))


def _find_double(table: str, data: Data) -> Found:
    """Name every row but the first of those with one id that say the same."""
    frame = data.table(table).sort(PLACE)
    again = ~pl.struct(column.name for column in BY_NAME[table].columns).is_first_distinct()
    doubles = frame.filter(pl.col("id").is_not_null()).filter(again)
    return rows(doubles, data, Saying(DOUBLE_ID, table, "id"))


_ALIKE = (
    ("customers", "name", "Customers of one name"),
    ("customers", "email", "Customers of one e-mail address"),
    ("accounts", "name", "Accounts of one name"),
)
_DOUBLE = (
    ("invoice_lines", "Invoice lines that stand twice"),
    ("movements", "Movements that stand twice"),
)
CHECKS = (
    *(
        Check(
            key=f"duplicate_{table}_{column}",
            title=title,
            needs=(f"{table}.{column}",),
            find=partial(_find, table, column),
        )
        for table, column, title in _ALIKE
    ),
    *(
        Check(
            key=f"double_{table}_id",
            title=title,
            needs=(f"{table}.id",),
            find=partial(_find_double, table),
        )
        for table, title in _DOUBLE
    ),
)
