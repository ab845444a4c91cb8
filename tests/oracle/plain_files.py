"""Plain files as text, row by row."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

from tests.oracle.billing import Row


def rows_of(folder: Path, table: str) -> list[Row]:
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day_of(row: Row, name: str) -> dt.date | None:
    text = row.get(name) or ""
    return dt.date.fromisoformat(text) if text else None


def number_of(row: Row, name: str, default: str = "0") -> Decimal:
    return Decimal(row.get(name) or default)
