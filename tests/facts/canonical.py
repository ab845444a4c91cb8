"""Tables of a few rows, written as people read them, and the facts of a run over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from cro_cli import months, tables
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from cro_cli.fact import FactData, Missing
from cro_cli.model import Reason
from cro_cli.tables import MICROS, RATE_UNITS, Column, Kind

Row = Mapping[str, Any]
Given = Callable[..., Collected]

NOW = ("2026-08", "2026-09")

_DTYPES: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.MONEY: pl.Int64,
    Kind.NUMBER: pl.Int64,
    Kind.PERCENT: pl.Int64,
    Kind.RATE: pl.Int64,
    Kind.DATE: pl.Date,
    Kind.MOMENT: pl.Datetime("us"),
    Kind.MONTH: pl.Date,
    Kind.FLAG: pl.Boolean,
}


def _micros(text: str) -> int:
    return int(Decimal(text) * MICROS)


_READERS: dict[Kind, Callable[[str], object]] = {
    Kind.MONEY: _micros,
    Kind.NUMBER: _micros,
    Kind.PERCENT: _micros,
    Kind.RATE: lambda text: int(Decimal(text) * RATE_UNITS),
    Kind.DATE: dt.date.fromisoformat,
    Kind.MONTH: lambda text: dt.date.fromisoformat(f"{text}-01"),
    Kind.MOMENT: dt.datetime.fromisoformat,
}


def _cell(column: Column, cell: object) -> object:
    return _READERS.get(column.kind, str)(cell) if isinstance(cell, str) else cell


def frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Return a canonical table with all its columns."""
    table = tables.BY_NAME[name]
    cells = [{c.name: _cell(c, row.get(c.name)) for c in table.columns} for row in rows]
    return pl.DataFrame(cells, schema={c.name: _DTYPES[c.kind] for c in table.columns})


def collected(
    *,
    months: Sequence[str] = NOW,
    assumptions: Assumptions | None = None,
    rates: Mapping[str, Fraction] | None = None,
    snapshots: Mapping[str, Sequence[str]] | None = None,
    **rows: Sequence[Row],
) -> Collected:
    """Return the facts of a run: `collected(mrr=[…], months=("2026-08", "2026-09"))`."""
    frames = {name: frame(name, list(found)) for name, found in rows.items()}
    supplied = frozenset(
        f"{name}.{column}" for name, found in rows.items() for row in found for column in row
    )
    evaluated = tuple(month(text) for text in months)
    told = {
        name: tuple(dt.date.fromisoformat(day) for day in days)
        for name, days in (snapshots or {}).items()
    }
    return Collected(
        frames, supplied, assumptions or Assumptions(), rates or {}, evaluated, snapshots=told
    )


def month(text: str) -> int:
    """Return the number of a month such as 2026-09."""
    return months.index(dt.date.fromisoformat(f"{text}-01"))


def built(fact: FactData | Missing) -> FactData:
    """Return a fact that must be there."""
    assert isinstance(fact, FactData), fact
    return fact


def missing(fact: FactData | Missing) -> Reason:
    """Return why a fact is not there."""
    assert isinstance(fact, Missing), fact
    return fact.reason


def rows(fact: FactData | Missing, *columns: str, at: str | None = None) -> list[tuple[Any, ...]]:
    """Return columns of a fact, of one month if asked for, in the order of their values."""
    found = built(fact).frame
    if at is not None:
        found = found.filter(pl.col("month") == month(at))
    return found.select(columns).sort(columns, nulls_last=True).rows()


def money(text: str) -> int:
    """Return an amount as facts hold it."""
    return _micros(text)


def history(amounts: Mapping[str, Mapping[str, str]]) -> list[Row]:
    """Return rows of MRR from the amounts by customer and month, or by span of months."""
    return [
        {"customer": customer, "month": name, "amount": amount}
        for customer, by_month in amounts.items()
        for span, amount in by_month.items()
        for name in _months(span)
    ]


def _months(span: str) -> Iterator[str]:
    first, _, last = span.partition("..")
    for number in range(month(first), month(last or first) + 1):
        yield months.name(number)
