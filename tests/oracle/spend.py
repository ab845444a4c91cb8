"""Sales and marketing cost by month, from every file of a folder that holds any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.oracle.billing import Rates, Row, rows_of
from tests.oracle.calendar_months import month_named
from tests.oracle.money import rate_of

COUNTED = ("sales", "marketing")


def read_spend(rows: Sequence[Row], rates: Rates) -> dict[int, Fraction]:
    """Read the plain template: one row a month and category."""
    cost: dict[int, Fraction] = defaultdict(Fraction)
    for row in rows:
        if row["category"].lower() in COUNTED:
            rate = rate_of(row["currency"], rates)
            cost[month_named(row["month"][:7])] += Fraction(Decimal(row["amount"]) * rate)
    return dict(cost)


def read(folder: Path, rates: Rates) -> Mapping[int, Fraction]:
    """Read the spend of a folder; nothing when it has none."""
    for path in sorted(folder.glob("*.csv")):
        rows = rows_of(path)
        if rows and {"month", "category", "amount", "currency"} <= set(rows[0]):
            return read_spend(rows, rates)
    return {}
