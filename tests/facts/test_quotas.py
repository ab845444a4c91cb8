from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, money, month, rows


def _quota(period: str | None, amount: str = "100", **cells: str) -> Row:
    return {"period": period, "owner": None, "team": None, "amount": amount, **cells}


def _ends(given: Given, period: str, year_start: int) -> str:
    settled = Assumptions(fiscal_year_start=year_start)
    ((found,),) = rows(given(quotas=[_quota(period)], assumptions=settled).fact("quotas"), "month")
    return months.name(found)


@pytest.mark.parametrize(
    ("period", "year_start", "end"),
    [
        ("2026-Q4", 1, "2026-12"),
        ("2026Q4", 1, "2026-12"),
        ("2026 q4", 1, "2026-12"),
        ("Q4 2026", 1, "2026-12"),
        ("Q1-2026", 1, "2026-03"),
        (" 2026-Q4 ", 1, "2026-12"),
        ("2026-10", 1, "2026-10"),
        ("2026-10-01", 1, "2026-10"),
        # A year that begins in April 2026 ends in 2027, and has its name from there.
        ("FY2027-Q1", 4, "2026-06"),
        ("Q4 FY2027", 4, "2027-03"),
        ("2027-Q4", 4, "2027-03"),
        ("FY2026 Q1", 2, "2025-04"),
        ("FY2026-Q1", 1, "2026-03"),
        ("2026-10", 4, "2026-10"),
    ],
)
def test_a_period_counts_in_its_last_month(
    given: Given, period: str, year_start: int, end: str
) -> None:
    assert _ends(given, period, year_start) == end


@pytest.mark.parametrize("period", ["2026", "FY2026", "2026-Q5", "2026-13", "Q4", "soon"])
def test_what_is_no_quarter_or_month_is_named(given: Given, period: str) -> None:
    reason = missing(given(quotas=[_quota("2026-Q4"), _quota(period)]).fact("quotas"))
    assert reason.code == "unread_period"
    assert repr(period) in reason.text


def test_amounts_are_in_the_reporting_currency(given: Given) -> None:
    quota = _quota("2026-Q4", "100", currency="EUR")
    fact = given(quotas=[quota], rates={"EUR": Fraction(3, 2)}).fact("quotas")
    assert rows(fact, "month", "owner", "amount") == [(month("2026-12"), None, money("150"))]


def test_owners_come_before_the_team_in_the_same_quarter(given: Given) -> None:
    quotas = [
        _quota("2026-Q3", "700", team="all"),
        _quota("2026-Q4", "900", team="all"),
        _quota("2026-10", "5", team="SMB"),
        _quota("2026-Q4", "300", owner="Ann"),
        _quota("2026-12", "400", owner="Bob"),
    ]
    assert rows(given(quotas=quotas).fact("quotas"), "month", "owner", "amount") == [
        (month("2026-09"), None, money("700")),
        (month("2026-12"), "Ann", money("300")),
        (month("2026-12"), "Bob", money("400")),
    ]


def test_quarters_are_fiscal_for_that_too(given: Given) -> None:
    # In years that begin in February, November begins a quarter and October ends one.
    quotas = [_quota("2026-10", "1", team="all"), _quota("2026-11", "2", owner="Ann")]
    fact = given(quotas=quotas, assumptions=Assumptions(fiscal_year_start=2)).fact("quotas")
    assert rows(fact, "amount") == [(money("1"),), (money("2"),)]


def test_a_quarter_and_its_months_are_not_added(given: Given) -> None:
    quotas = [_quota("2026-Q4", owner="Ann"), _quota("2026-11", owner="Ann")]
    reason = missing(given(quotas=quotas).fact("quotas"))
    assert reason.code == "overlapping_periods"
    assert reason.text == "the quotas of Ann for 2026-11 and 2026-Q4 overlap"
    for other in (_quota("2026-11", owner="Bob"), _quota("2027-01", owner="Ann")):
        assert built(given(quotas=[quotas[0], other]).fact("quotas")).frame.height == 2
    months_only = [_quota("2026-11", owner="Ann"), _quota("2026-12", owner="Ann")]
    assert built(given(quotas=months_only).fact("quotas")).frame.height == 2


def test_a_row_without_a_period_counts_nowhere(given: Given) -> None:
    quotas = [_quota(None), _quota("2026-Q4", "1")]
    assert rows(given(quotas=quotas).fact("quotas"), "amount") == [(money("1"),)]


def test_needs_quotas(given: Given) -> None:
    assert missing(given().fact("quotas")).text == "needs quotas"
    assert missing(given(quotas=[]).fact("quotas")).text == "needs quotas"
