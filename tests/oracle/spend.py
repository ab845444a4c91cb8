"""Sales and marketing cost by month, from every file of a folder that holds any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.oracle.billing import Rates, Row, rows_of
from tests.oracle.calendar_months import month_named
from tests.oracle.money import a_year, annual_micros, rate_of

COUNTED = ("sales", "marketing")


def read_spend(rows: Sequence[Row], rates: Rates) -> dict[int, Fraction]:
    """Read the plain template; a month counts when it has both sales and marketing cost."""
    cost: dict[int, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in rows:
        category = row["category"].lower()
        if category in COUNTED:
            amount = annual_micros(
                Decimal(row["amount"]), interval="year", rate=rate_of(row["currency"], rates)
            )
            cost[month_named(row["month"][:7])][category] += a_year(amount)
    return {month: sum(by.values(), Fraction(0)) for month, by in cost.items() if len(by) == 2}


def read(folder: Path, rates: Rates) -> Mapping[int, Fraction]:
    """Read the spend of a folder; nothing when it has none."""
    for path in sorted(folder.glob("*.csv")):
        rows = rows_of(path)
        if rows and {"month", "category", "amount", "currency"} <= set(rows[0]):
            return read_spend(rows, rates)
    return {}
