"""Wilson intervals against numbers worked out by hand from the formula.

With z² = 3.8415: the middle is (hits + z²/2) ÷ (n + z²), the spread
z ÷ (n + z²) × √(hits × misses ÷ n + z²/4).
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cro_cli.intervals import of_share, wilson


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        # middle 2.9207 ÷ 13.8415 = 0.21101; spread 1.96 ÷ 13.8415 × √(0.9 + 0.96036) = 0.19314
        (1, 10, "0.01788", "0.40415"),
        # nothing of ten: from exactly 0 to z² ÷ (10 + z²) = 3.8415 ÷ 13.8415
        (0, 10, "0", "0.27753"),
        # its mirror: 1 - 0.27753
        (10, 10, "0.72247", "1"),
        # middle 6.9207 ÷ 23.8415 = 0.29028; spread 1.96 ÷ 23.8415 × √(3.75 + 0.96036) = 0.17842
        (5, 20, "0.11186", "0.46870"),
    ],
)
def test_the_interval_of_a_share(hits: int, cases: int, low: str, high: str) -> None:
    found = wilson(Fraction(hits), Fraction(cases))
    assert float(found.low) == pytest.approx(float(low), abs=1e-5)
    assert float(found.high) == pytest.approx(float(high), abs=1e-5)


def test_the_ends_are_exact_where_nothing_or_all_was_hit() -> None:
    assert wilson(Fraction(0), Fraction(3)).low == 0
    assert wilson(Fraction(3), Fraction(3)).high == 1


@pytest.mark.parametrize(
    ("share", "cases"), [(None, Fraction(5)), (Fraction(1), None), (Fraction(1), Fraction(0))]
)
def test_without_cases_there_is_no_interval(share: Fraction | None, cases: Fraction | None) -> None:
    assert of_share(share, cases) is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(2, 9))
def test_it_holds_the_share_mirrors_and_narrows(hits: int, misses: int, more: int) -> None:
    cases = Fraction(hits + misses)
    share = Fraction(hits, hits + misses) if cases else None
    found = of_share(share, cases)
    if share is None or found is None:
        assert not cases
        return
    assert 0 <= found.low <= share <= found.high <= 1
    mirror = wilson(Fraction(misses), cases)
    assert abs(1 - mirror.high - found.low) < Fraction(1, 10**5)
    narrower = wilson(Fraction(hits * more), cases * more)
    assert narrower.high - narrower.low < found.high - found.low
