from __future__ import annotations

import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.measuring import Measuring
from cro_cli.metric import (
    PERIOD,
    TTM,
    AsOf,
    ClosedQuarter,
    Measure,
    TargetQuarter,
    UpTo,
    When,
    Within,
)
from cro_cli.model import Unit
from tests.facts.canonical import Given, month


def _cost(when: When) -> Measure:
    return Measure(label="cost", fact="spend", aggregate="sum(amount)", when=when, unit=Unit.MONEY)


# Every month costs a power of two, so that a sum tells its months.
SPEND = [
    {
        "month": months.name(month("2024-01") + number),
        "category": category,
        "amount": str(2**number if category == "sales" else 0),
    }
    for number in range(36)
    for category in ("sales", "marketing")
]


def _months(first: str, last: str) -> int:
    return sum(2 ** (n - month("2024-01")) for n in range(month(first), month(last) + 1))


@pytest.mark.parametrize(
    ("when", "period", "first", "last"),
    [
        (Within(months=1), 1, "2026-09", "2026-09"),
        (PERIOD, 1, "2026-09", "2026-09"),
        (PERIOD, 3, "2026-07", "2026-09"),
        (PERIOD, 12, "2025-10", "2026-09"),
        (TTM, 3, "2025-10", "2026-09"),
        (Within(months=12, lag=12), 1, "2024-10", "2025-09"),
        (Within(months=3, lag=1), 1, "2026-06", "2026-08"),
        (AsOf(), 1, "2026-09", "2026-09"),
        (UpTo(), 1, "2024-01", "2026-09"),
        (ClosedQuarter(), 1, "2026-07", "2026-09"),
        (ClosedQuarter(back=1), 1, "2026-04", "2026-06"),
        (TargetQuarter(), 1, "2026-10", "2026-12"),
    ],
)
def test_the_rows_that_count_at_the_end_of_september(
    given: Given, when: When, period: int, first: str, last: str
) -> None:
    measuring = Measuring(given(spend=SPEND), [_cost(when)], period=period)
    value = measuring.at(_cost(when), month("2026-09"))
    assert value.reason is None
    assert value.value == _months(first, last)
    assert value.rows == 2 * (month(last) - month(first) + 1)


@pytest.mark.parametrize(
    ("as_of", "year_start", "closed", "target"),
    [
        ("2026-08", 1, ("2026-04", "2026-06"), ("2026-07", "2026-09")),
        ("2026-07", 1, ("2026-04", "2026-06"), ("2026-07", "2026-09")),
        ("2026-06", 1, ("2026-04", "2026-06"), ("2026-07", "2026-09")),
        ("2025-12", 1, ("2025-10", "2025-12"), ("2026-01", "2026-03")),
        # Years that begin in February: quarters end in April, July, October and January.
        ("2026-09", 2, ("2026-05", "2026-07"), ("2026-08", "2026-10")),
        ("2026-10", 2, ("2026-08", "2026-10"), ("2026-11", "2027-01")),
        ("2026-01", 2, ("2025-11", "2026-01"), ("2026-02", "2026-04")),
        # Years that begin in April or July have the quarters of the calendar.
        ("2026-08", 4, ("2026-04", "2026-06"), ("2026-07", "2026-09")),
        ("2026-08", 7, ("2026-04", "2026-06"), ("2026-07", "2026-09")),
        # Years that begin in December.
        ("2026-11", 12, ("2026-09", "2026-11"), ("2026-12", "2027-02")),
    ],
)
def test_quarters_are_fiscal(
    given: Given,
    as_of: str,
    year_start: int,
    closed: tuple[str, str],
    target: tuple[str, str],
) -> None:
    facts = given(assumptions=Assumptions(fiscal_year_start=year_start))
    measuring = Measuring(facts, [], period=1)
    for when, (first, last) in ((ClosedQuarter(), closed), (TargetQuarter(), target)):
        assert measuring.window(when, month(as_of)) == (month(first), month(last))
    before = measuring.window(ClosedQuarter(back=4), month(as_of))
    assert before == (month(closed[0]) - 12, month(closed[1]) - 12)


def test_the_next_month_changes_what_counts(given: Given) -> None:
    measure = _cost(Within(months=2))
    measuring = Measuring(given(spend=SPEND), [measure], period=1)
    assert measuring.at(measure, month("2026-08")).value == _months("2026-07", "2026-08")
    assert measuring.at(measure, month("2026-09")).value == _months("2026-08", "2026-09")


def test_of_months_with_several_gaps_the_last_run_is_unbroken() -> None:
    assert months.unbroken([1, 3, 4, 6, 7]) == (6, 7)
