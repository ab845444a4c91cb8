"""Findings about what an export has and a later one no longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import polars as pl

from cro_cli.messages import remarks as messages
from cro_cli.model import Finding, Severity, finding
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources.states import PLACE
from cro_cli.tables import Table

_NAMED = 10
# Those of whom nothing more was expected.
_OVER = ("canceled", "won", "lost")


class _Gone(NamedTuple):
    """Where something was seen for the last time, and on which days it was there and not."""

    file: int
    number: int
    key: str
    seen: dt.date
    gone: dt.date


def findings(
    table: Table, gone: pl.DataFrame, files: Sequence[str], labels: Sequence[str]
) -> list[Finding]:
    """Say which rows a later export no longer has; of those that were over only how many."""
    over = gone.select(_over(gone).alias("over")).to_series()
    live, count = gone.filter(~over), int(over.sum())
    named = [
        _named(table, files[row.file], labels[row.file], row)
        for row in _places(live.head(_NAMED), table.key[0])
    ]
    more = live.height - len(named)
    if more:
        message = messages.MORE_VANISHED
        named.append(
            finding(message, Severity.WARNING, table=table.name, kind=table.name, count=more)
        )
    if count:
        message, rows = messages.ENDED_VANISHED, "1 row" if count == 1 else f"{count:,} rows"
        named.append(finding(message, Severity.NOTE, table=table.name, kind=table.name, rows=rows))
    return named


def _over(gone: pl.DataFrame) -> pl.Expr:
    over = pl.col("status").is_in(_OVER).fill_null(value=False)
    if "ended_on" in gone.columns:
        over |= (pl.col("ended_on") <= pl.col("seen_on")).fill_null(value=False)
    return over


def _places(rows: pl.DataFrame, key: str) -> Iterator[_Gone]:
    yield from map(_Gone._make, rows.select(*PLACE, key, "seen_on", "gone_on").rows())


def _named(table: Table, file: str, label: str, row: _Gone) -> Finding:
    return finding(
        messages.VANISHED,
        Severity.WARNING,
        file=file,
        row=row.number,
        column=label,
        value=row.key,
        table=table.name,
        kind=table.name,
        said=row.key,
        seen=row.seen,
        gone=row.gone,
    )
