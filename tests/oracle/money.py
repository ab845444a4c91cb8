"""Exact money: annual amounts in whole millionths, rounded by the one rule there is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction

# Every digit is kept: an operation that would have to drop one raises.
EXACT = Context(prec=200, traps=[Inexact, InvalidOperation])
# Decimal's "half up" goes away from zero on both sides.
TO_WHOLE = Context(prec=200, rounding=ROUND_HALF_UP, traps=[InvalidOperation])

TIMES_A_YEAR = {
    "day": Decimal(365),
    "week": Decimal(52),
    "month": Decimal(12),
    "year": Decimal(1),
}


def annual_micros(
    amount: Decimal, *, quantity: Decimal = Decimal(1), interval: str, rate: Decimal
) -> int:
    """Return a price for one interval as what it comes to in a year, in the reporting currency."""
    annual = amount
    for factor in (quantity, TIMES_A_YEAR[interval], rate):
        annual = EXACT.multiply(annual, factor)
    return int(TO_WHOLE.to_integral_value(EXACT.scaleb(annual, Decimal(6))))


def rate_of(currency: str, rates: Mapping[str, Decimal]) -> Decimal:
    """Return the constant rate of a currency; without one there is no answer at all."""
    return rates[currency.strip().upper()]


def a_month(annual: int) -> Fraction:
    """Return annual micros as money a month."""
    return Fraction(annual, 12_000_000)


def a_year(annual: int) -> Fraction:
    """Return annual micros as money a year."""
    return Fraction(annual, 1_000_000)
