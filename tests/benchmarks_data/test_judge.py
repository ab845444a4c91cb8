from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cro_cli.benchmarks import judge, remarks
from cro_cli.model import Band, Better, Edge, Remark, Status

BADNESS = (Status.HEALTHY, Status.WATCH, Status.AT_RISK)


def edge(at: str) -> Edge:
    return Edge(at=Fraction(at), source="made up for this test")


HIGHER = Band(better=Better.HIGHER, healthy=edge("1.1"), watch=edge("1"))
LOWER = Band(better=Better.LOWER, healthy=edge("18"), watch=edge("24"))
RANGE = Band(
    better=Better.RANGE,
    healthy=edge("3"),
    watch=edge("2.5"),
    healthy_to=edge("5"),
    watch_to=edge("6"),
)
OPEN_RANGE = Band(
    better=Better.RANGE, healthy=edge("3"), watch=edge("2.5"), healthy_to=edge("5"), watch_to=None
)
NEVER_AT_RISK = Band(better=Better.LOWER, healthy=edge("2"), watch=None)

JUST = Fraction(1, 10**30)  # less than any float could tell apart


@pytest.mark.parametrize(
    ("band", "value", "expected"),
    [
        (HIGHER, Fraction(11, 10), "healthy"),
        (HIGHER, Fraction(11, 10) - JUST, "watch"),
        (HIGHER, Fraction(1), "watch"),
        (HIGHER, Fraction(1) - JUST, "at_risk"),
        (HIGHER, Fraction(-3), "at_risk"),
        (LOWER, Fraction(18), "healthy"),
        (LOWER, Fraction(18) + JUST, "watch"),
        (LOWER, Fraction(24), "watch"),
        (LOWER, Fraction(24) + JUST, "at_risk"),
        (LOWER, Fraction(-3), "healthy"),
        (RANGE, Fraction(5, 2) - JUST, "at_risk"),
        (RANGE, Fraction(5, 2), "watch"),
        (RANGE, Fraction(3) - JUST, "watch"),
        (RANGE, Fraction(3), "healthy"),
        (RANGE, Fraction(5), "healthy"),
        (RANGE, Fraction(5) + JUST, "watch"),
        (RANGE, Fraction(6), "watch"),
        (RANGE, Fraction(6) + JUST, "at_risk"),
        (OPEN_RANGE, Fraction(10**9), "watch"),
        (OPEN_RANGE, Fraction(2), "at_risk"),
        (NEVER_AT_RISK, Fraction(10**9), "watch"),
    ],
)
def test_a_value_on_an_edge_is_on_the_better_side(
    band: Band, value: Fraction, expected: str
) -> None:
    assert judge(value, band) == expected


def test_a_float_on_the_edge_would_be_judged_wrong_where_the_fraction_is_not() -> None:
    # 0.1 + 0.2 is more than 0.3 in floats; a churn of a tenth and two tenths is exactly 30 %.
    band = Band(better=Better.LOWER, healthy=edge("0.3"), watch=edge("0.4"))
    assert judge(Fraction(1, 10) + Fraction(2, 10), band) is Status.HEALTHY
    assert judge(Fraction(0.1 + 0.2), band) is Status.WATCH


@pytest.mark.parametrize(
    ("value", "expected"),
    [("9", "healthy"), ("5.5", "healthy"), ("2.7", "watch"), ("2", "at_risk")],
)
def test_the_upper_side_of_a_range_can_be_left_out(value: str, expected: str) -> None:
    assert judge(Fraction(value), RANGE, judge_upper=False) == expected


@pytest.mark.parametrize(("band", "bad"), [(HIGHER, "0"), (LOWER, "99"), (RANGE, "9")])
def test_the_one_edge_of_higher_and_lower_is_judged_whatever_is_said_of_the_upper(
    band: Band, bad: str
) -> None:
    judged = judge(Fraction(bad), band, judge_upper=False)
    assert (judged is Status.AT_RISK) == (band is not RANGE)


@pytest.mark.parametrize(
    ("value", "expected"), [("1.2", "healthy"), ("1.05", "watch"), ("0.2", "watch")]
)
def test_few_rows_are_never_worse_than_watch(value: str, expected: str) -> None:
    assert judge(Fraction(value), HIGHER, low_n=True) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12", ()),
        ("11.99", ("quick",)),
        ("30", ()),
        ("30.01", ("slow",)),
    ],
)
def test_remarks_begin_beyond_their_mark(value: str, expected: tuple[str, ...]) -> None:
    band = Band(
        better=Better.LOWER,
        healthy=edge("18"),
        watch=edge("24"),
        remarks=(
            Remark(text="quick", below=Fraction(12)),
            Remark(text="slow", above=Fraction(30)),
        ),
    )
    assert remarks(Fraction(value), band) == expected


values = st.fractions(min_value=-100, max_value=100, max_denominator=1000)


@given(values, values)
def test_a_higher_value_is_never_judged_worse_where_higher_is_better(
    one: Fraction, other: Fraction
) -> None:
    low, high = sorted((one, other))
    assert BADNESS.index(judge(high, HIGHER)) <= BADNESS.index(judge(low, HIGHER))
    assert BADNESS.index(judge(low, LOWER)) <= BADNESS.index(judge(high, LOWER))


@given(values, st.fractions(min_value=0, max_value=50, max_denominator=1000))
def test_moving_away_from_a_range_is_never_judged_better(value: Fraction, step: Fraction) -> None:
    away = value + step if value >= Fraction(4) else value - step
    assert BADNESS.index(judge(away, RANGE)) >= BADNESS.index(judge(value, RANGE))


@given(values)
def test_lower_is_higher_seen_in_a_mirror(value: Fraction) -> None:
    mirrored = Band(better=Better.LOWER, healthy=edge("-1.1"), watch=edge("-1"))
    assert judge(-value, mirrored) is judge(value, HIGHER)


@given(values)
def test_leaving_the_upper_side_out_never_makes_a_value_worse(value: Fraction) -> None:
    assert BADNESS.index(judge(value, RANGE, judge_upper=False)) <= BADNESS.index(
        judge(value, RANGE)
    )
