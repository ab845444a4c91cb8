from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from cro_cli import months, tables
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from cro_cli.tables import MICROS, Column, Kind

Row = Mapping[str, Any]
Given = Callable[..., Collected]

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


def _cell(column: Column, text: object) -> object:
    if text is None or not isinstance(text, str):
        return text
    match column.kind:
        case Kind.MONEY | Kind.NUMBER | Kind.PERCENT:
            return int(Decimal(text) * MICROS)
        case Kind.DATE:
            return dt.date.fromisoformat(text)
        case Kind.MONTH:
            return dt.date.fromisoformat(f"{text}-01")
        case Kind.MOMENT:
            return dt.datetime.fromisoformat(text)
        case _:
            return text


def _frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    table = tables.BY_NAME[name]
    cells = [{c.name: _cell(c, row.get(c.name)) for c in table.columns} for row in rows]
    return pl.DataFrame(cells, schema={c.name: _DTYPES[c.kind] for c in table.columns})


@pytest.fixture
def given() -> Given:
    """Build the facts of a run from rows: `given(mrr=[…], months=("2026-08", "2026-09"))`."""

    def build(
        *,
        months: tuple[str, ...] = ("2026-08", "2026-09"),
        assumptions: Assumptions | None = None,
        rates: Mapping[str, Fraction] | None = None,
        **rows: Sequence[Row],
    ) -> Collected:
        frames = {name: _frame(name, list(found)) for name, found in rows.items()}
        supplied = frozenset(
            f"{name}.{column}" for name, found in rows.items() for row in found for column in row
        )
        evaluated = tuple(_month(month) for month in months)
        return Collected(frames, supplied, assumptions or Assumptions(), rates or {}, evaluated)

    return build


def _month(text: str) -> int:
    return months.index(dt.date.fromisoformat(f"{text}-01"))
