"""Sales and marketing cost by month: the plain file, and what was paid for advertising."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.oracle.billing import Rates
from tests.oracle.calendar_months import month_named
from tests.oracle.money import a_year, annual_micros, rate_of

COUNTED = ("sales", "marketing")
META_AMOUNT = re.compile(r"Amount spent \(([A-Z]{3})\)")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One row of cost, as the file has it."""

    month: int
    category: str
    amount: str
    currency: str


def read(folder: Path, rates: Rates) -> Mapping[int, Fraction]:
    """Return cost by month, for the months that have both sales and marketing cost."""
    costs: dict[int, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for path in sorted(folder.glob("*.csv")):
        for cost in costs_of(path):
            if cost.category in COUNTED:
                costs[cost.month][cost.category] += _converted(cost, rates)
    return {month: sum(by.values(), Fraction(0)) for month, by in costs.items() if len(by) == 2}


def costs_of(path: Path) -> Iterator[Cost]:
    """Yield the costs of a file; nothing when it is no file of costs."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.reader(lines))
    # Google Ads writes a title and a range of dates above the header.
    for start, header in enumerate(table[:3]):
        rows = (dict(zip(header, row, strict=False)) for row in table[start + 1 :])
        if {"month", "category", "amount", "currency"} <= set(header):
            yield from map(_plain, rows)
        elif {"Month", "Campaign", "Cost", "Currency code"} <= set(header):
            yield from (_google(row) for row in rows if not row["Month"].startswith("Total: "))
        elif {"Reporting starts", "Campaign name"} <= set(header):
            yield from (_meta(row) for row in rows if row["Campaign name"])


def _plain(row: Mapping[str, str]) -> Cost:
    return Cost(
        month=month_named(row["month"][:7]),
        category=row["category"].lower(),
        amount=row["amount"],
        currency=row["currency"],
    )


def _google(row: Mapping[str, str]) -> Cost:
    return Cost(
        month=month_named(row["Month"][:7]),
        category="marketing",
        amount=row["Cost"].replace(",", ""),
        currency=row["Currency code"],
    )


def _meta(row: Mapping[str, str]) -> Cost:
    """Return a row of Meta Ads, which names the currency in a header and spans one month."""
    amount, currency = next(
        (cell, found[1]) for name, cell in row.items() if (found := META_AMOUNT.fullmatch(name))
    )
    return Cost(
        month=month_named(row["Reporting starts"][:7]),
        category="marketing",
        amount=amount,
        currency=currency,
    )


def _converted(cost: Cost, rates: Rates) -> Fraction:
    rate = rate_of(cost.currency, rates)
    return a_year(annual_micros(Decimal(cost.amount), interval="year", rate=rate))
