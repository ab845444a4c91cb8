"""Things that happened on a day that lies beyond all others: slips of the keyboard, mostly."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cro_cli import tables
from cro_cli.checks.check import Check, Found, Saying, rows, together
from cro_cli.checks.data import Data
from cro_cli.messages.checks import FUTURE_DATE


def _find(data: Data) -> Found:
    return together(_of_tables(data))


def _of_tables(data: Data) -> Iterator[Found]:
    for table in tables.TABLES:
        for column in table.events if data.reach and data.has(table.name) else ():
            ahead = data.table(table.name).filter(pl.col(column).cast(pl.Date) > data.reach)
            saying = Saying(FUTURE_DATE, table.name, column, {"reach": data.reach})
            yield rows(ahead, data, saying)


CHECKS = (Check(key="future_date", title="Dates in the future", needs=(), find=_find),)
