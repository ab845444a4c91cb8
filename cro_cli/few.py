"""How far a number of few cases can be relied on where it is no share of them (definitions 4.0).

Ratios of sums have the usual interval of a ratio estimator, with Student's t for so few cases; of
parts that are all or nothing, Wilson's of as many cases as their weights are worth (L. Kish,
"Survey sampling", 1965). What is divided by a count of events has the score interval of a Poisson
count, which is to counts what Wilson's is to shares; medians lie between two of the values. A
product has what the intervals of its factors come to on the scale of logarithms, as if none told of
another (G. Zou and A. Donner, "Construction of confidence limits about effect measures", Stat. Med.
27 (2008)).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import comb

from cro_cli.intervals import Z, root, rounded, wilson
from cro_cli.model import Interval
from cro_cli.named_tuple import NamedTuple

# Student's t, two-sided 95 %, for 1 to 30 degrees of freedom.
_T = (
    *("12.706", "4.303", "3.182", "2.776", "2.571", "2.447", "2.365", "2.306", "2.262", "2.228"),
    *("2.201", "2.179", "2.160", "2.145", "2.131", "2.120", "2.110", "2.101", "2.093", "2.086"),
    *("2.080", "2.074", "2.069", "2.064", "2.060", "2.056", "2.052", "2.048", "2.045", "2.042"),
)
_NOTHING = Fraction()
_OUT = Fraction(1, 40)  # of each side
_EXACTLY = Context(prec=40)  # the same digits on every machine
Pairs = Sequence[tuple[Fraction, Fraction]]


class Factor(NamedTuple):
    """What a product is made of, with its own interval; what `divides` makes it smaller."""

    value: Fraction
    interval: Interval
    divides: bool = False


def count(events: Fraction) -> Interval:
    """Return the interval of a count of events."""
    middle, spread = events + Z**2 / 2, Z * root(events + Z**2 / 4)
    return Interval(low=max(middle - spread, _NOTHING), high=middle + spread)


def of_count(value: Fraction, events: Fraction) -> Interval | None:
    """Return the interval of what is divided by a count of events, all else being the same."""
    if not events:
        return None
    low, high = count(events)
    return Interval(low=rounded(value * events / high), high=rounded(value * events / low))


def of_sums(pairs: Pairs) -> Interval | None:
    """Return the interval of a sum over another one, of pairs that each case adds to them.

    None where cases tell no spread: of fewer than two, or of cases that are all alike.
    """
    counted = [pair for pair in pairs if any(pair)]
    n, top = len(counted), sum((one for one, _ in counted), _NOTHING)
    bottom = sum((one for _, one in counted), _NOTHING)
    if n <= 1 or not bottom:
        return None
    ratio = top / bottom
    residuals = [y - ratio * x for y, x in counted]
    off = sum((residual * residual for residual in residuals), _NOTHING)
    if not off:
        return None
    spread = _t(n - 1) * root(off * n / (n - 1)) / abs(bottom)
    return Interval(low=rounded(max(ratio - spread, _NOTHING)), high=rounded(ratio + spread))


def of_parts(pairs: Pairs) -> Interval | None:
    """Return the interval of the share that parts have in their wholes, of pairs of each case."""
    top = sum((part for part, _ in pairs), _NOTHING)
    bottom = sum((whole for _, whole in pairs), _NOTHING)
    if bottom and top in {_NOTHING, bottom}:
        cases = bottom * bottom / sum((whole * whole for _, whole in pairs), _NOTHING)
        return wilson(cases * top / bottom, cases)
    found = of_sums(pairs)
    return None if found is None else found._replace(high=min(found.high, Fraction(1)))


def of_median(values: Sequence[Fraction]) -> Interval | None:
    """Return the two values between which the median lies, None of too few to tell."""
    n, ordered = len(values), sorted(values)
    below = _NOTHING
    for at in range(n // 2):
        below += Fraction(comb(n, at), 2**n)
        if below > _OUT:
            return Interval(low=ordered[at - 1], high=ordered[n - at]) if at else None
    return None


def of_product(value: Fraction, factors: Sequence[Factor]) -> Interval | None:
    """Return the interval of a positive product, None where it has no upper end."""
    falls = [_steps(one, down=True) for one in factors]
    rises = [_steps(one, down=False) for one in factors]
    if None in rises:
        return None
    low = _NOTHING if None in falls else value / _together(falls)
    return Interval(low=rounded(low), high=rounded(value * _together(rises)))


def _steps(factor: Factor, *, down: bool) -> Fraction | None:
    """Return by what a factor may make the product smaller, or larger; None by anything."""
    low, high = factor.interval
    if down != factor.divides:
        return factor.value / low if low > 0 else None
    return high / factor.value if factor.value > 0 else None


def _together(steps: Sequence[Fraction | None]) -> Fraction:
    """Return what several steps come to, of which each has its own chance."""
    logs = (_decimal(max(step or Fraction(1), Fraction(1))).ln(_EXACTLY) for step in steps)
    squares = sum((_EXACTLY.multiply(log, log) for log in logs), Decimal())
    return Fraction(squares.sqrt(_EXACTLY).exp(_EXACTLY))


def _decimal(number: Fraction) -> Decimal:
    return _EXACTLY.divide(Decimal(number.numerator), Decimal(number.denominator))


def _t(freedom: int) -> Fraction:
    return Fraction(_T[freedom - 1]) if freedom <= len(_T) else Z
