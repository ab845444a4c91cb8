"""Amounts without a currency beside others that have one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cro_cli import tables
from cro_cli.checks.check import Check, Found, Saying, rows, together
from cro_cli.checks.data import Data
from cro_cli.messages.checks import MISSING_CURRENCY
from cro_cli.tables import Kind


def _find(data: Data) -> Found:
    return together(_of_tables(data))


def _of_tables(data: Data) -> Iterator[Found]:
    for table in tables.TABLES:
        amounts = [column.name for column in table.columns if column.kind is Kind.MONEY]
        if amounts and data.has(table.name) and data.has(f"{table.name}.currency"):
            bare = pl.col("currency").is_null() & pl.any_horizontal(pl.col(amounts).is_not_null())
            saying = Saying(MISSING_CURRENCY, table.name, "currency")
            yield rows(data.table(table.name).filter(bare), data, saying)


CHECKS = (
    Check(
        key="missing_currency",
        title="Amounts without a currency beside others",
        needs=(),
        find=_find,
    ),
)
