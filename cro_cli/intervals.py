"""Intervals: how far a share of few cases can be relied on (definitions 4.0).

Wilson's score interval, E. B. Wilson, "Probable inference", JASA 22 (1927): unlike the usual one it
stays within 0 and 1 and holds for few cases.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from cro_cli.model import Interval

Z = Fraction("1.959963984540054")  # 95 % of a normal distribution lie within
_PLACES = 10**6  # no more is known of an interval


def of_share(share: Fraction | None, cases: Fraction | None) -> Interval | None:
    """Return the interval of an exact share of so many cases; None without either, or of none."""
    return wilson(share * cases, cases) if share is not None and cases else None


def wilson(hits: Fraction, cases: Fraction) -> Interval:
    """Return the 95 % interval of `hits` among `cases`, to six places, from exact integers.

    >>> wilson(Fraction(1), Fraction(10))
    Interval(low=Fraction(4469, 250000), high=Fraction(8083, 20000))
    """
    share = hits / cases
    scale = 1 + Z**2 / cases
    middle = (share + Z**2 / (2 * cases)) / scale
    spread = Z * root(share * (1 - share) / cases + Z**2 / (4 * cases**2)) / scale
    return Interval(
        low=rounded(middle - spread) if hits else Fraction(0),
        high=rounded(middle + spread) if hits < cases else Fraction(1),
    )


def root(square: Fraction) -> Fraction:
    """Return a square root, far closer than the places that are shown."""
    fine = _PLACES**3
    return Fraction(isqrt(square.numerator * square.denominator * fine**2)) / (
        square.denominator * fine
    )


def rounded(number: Fraction) -> Fraction:
    """Return a number to the places that are known of an interval."""
    return Fraction(round(number * _PLACES), _PLACES)
