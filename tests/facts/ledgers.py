"""Ledgers as a person writes them down: `01 100, 04 0` is 100 a month from January to March."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.fact import FactData, Missing
from tests.facts.canonical import built


def levels(fact: FactData | Missing, customer: str | None = None) -> str:
    """Return monthly revenue after each change, by the month of 2026 or of another year."""
    frame = built(fact).frame
    if customer is not None:
        frame = frame.filter(pl.col("customer") == customer)
    changes: dict[int, int] = {}
    for month, delta in frame.select("month", "delta").rows():
        changes[month] = changes.get(month, 0) + delta
    level, text = Fraction(0), []
    for month in sorted(changes):
        level += Fraction(changes[month], 12_000_000)
        shown = f"{float(level):.4f}".rstrip("0").rstrip(".")
        text.append(f"{months.name(month).removeprefix('2026-')} {shown}")
    return ", ".join(text)


def moved(fact: FactData | Missing) -> list[tuple[str, str, str, Fraction | int]]:
    """Return (month, customer, movement, monthly amount) of each row of a ledger."""
    return [
        (months.name(month), customer, movement, Fraction(delta, 12_000_000))
        for month, customer, movement, delta in built(fact)
        .frame.select("month", "customer", "movement", "delta")
        .sort("month", "customer", "movement", "delta")
        .rows()
    ]
