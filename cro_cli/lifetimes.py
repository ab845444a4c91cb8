"""How long customers stay: 1 ÷ mean monthly logo churn, at most 60 months (definitions 4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

CAP = Fraction(60)

_Series = Sequence[Fraction]


def starts(now: _Series, turned: _Series) -> list[Fraction]:
    """Return the customers that months began with, from those at their ends and their change."""
    return [after - change for after, change in zip(now, turned, strict=True)]


def churn(began: _Series, lost: _Series) -> Fraction:
    """Return the mean monthly churn; no month may have begun without a customer."""
    rates = (gone / start for gone, start in zip(lost, began, strict=True))
    return sum(rates, Fraction()) / len(began)


def is_capped(monthly: Fraction) -> bool:
    """Tell whether customers would stay for longer than is counted on."""
    return monthly * CAP < 1


def months(monthly: Fraction) -> Fraction:
    """Return how long customers stay at a monthly churn."""
    return CAP if is_capped(monthly) else 1 / monthly
