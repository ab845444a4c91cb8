"""The profile that a company's own numbers tell: the stage by its ARR, the segment by its deals."""

from __future__ import annotations

from fractions import Fraction

_MILLION, _THOUSAND = 10**6, 10**3


def infer(arr: Fraction, deal_size: Fraction | None) -> str:
    """Return the profile of annual recurring revenue and of the average size of a won deal.

    Without deals there is a stage alone. An amount on an edge belongs to the middle.

    >>> infer(Fraction(7_500_000), Fraction(30_000)), infer(Fraction(900_000), None)
    ('growth-mid', 'early')
    """
    stage = _of_three(arr, ("early", 5 * _MILLION), "growth", ("scale", 50 * _MILLION))
    if deal_size is None:
        return stage
    segment = _of_three(deal_size, ("smb", 25 * _THOUSAND), "mid", ("ent", 100 * _THOUSAND))
    return f"{stage}-{segment}"


def _of_three(amount: Fraction, small: tuple[str, int], middle: str, large: tuple[str, int]) -> str:
    if amount < small[1]:
        return small[0]
    return large[0] if amount > large[1] else middle
