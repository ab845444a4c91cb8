from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from cro_cli.fact import FactData, Missing

Given = Callable[..., Collected]

A_YEAR_AGO, NOW = "2025-01", "2026-01"


def _built(fact: FactData | Missing) -> FactData:
    assert isinstance(fact, FactData)
    return fact


def _at(fact: FactData | Missing, month: str) -> dict[str, Fraction]:
    """Return the sums of the changes up to a month; money as monthly amounts."""
    assert isinstance(fact, FactData)
    year, number = month.split("-")
    rows = fact.frame.filter(pl.col("month") <= int(year) * months.YEAR + int(number) - 1)
    money = {
        name: Fraction(int(rows[name].sum()), 12_000_000) for name in ("base", "kept", "capped")
    }
    return money | {name: Fraction(int(rows[name].sum())) for name in ("logos", "logos_lost")}


def _history(**customers: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"customer": name, "month": month, "amount": amount}
        for name, amounts in customers.items()
        for month, amount in amounts.items()
    ]


def test_closed_cohort_of_twelve_months(given: Given) -> None:
    # definitions 7.2: A 600 → 660, B 400 → 300; C and D joined within the year.
    rows = _history(
        A={A_YEAR_AGO: "600", NOW: "660"},
        B={A_YEAR_AGO: "400", NOW: "300"},
        C={"2025-03": "300", NOW: "500"},
        D={"2025-04": "200", NOW: "200"},
    )
    sums = _at(given(mrr=rows).fact("retention"), NOW)
    assert sums == {"base": 1000, "kept": 960, "capped": 900, "logos": 2, "logos_lost": 0}


def test_cap_is_by_customer_and_the_lost_are_counted(given: Given) -> None:
    # definitions 7.1 as a year: 510 before; kept 150 + 100 + 90, capped 100 + 100 + 90.
    rows = _history(
        C1={A_YEAR_AGO: "100", NOW: "150"},
        C2={A_YEAR_AGO: "200"},
        C3={NOW: "80"},
        C5={A_YEAR_AGO: "120", NOW: "100"},
        C6={A_YEAR_AGO: "90", NOW: "90"},
    )
    sums = _at(given(mrr=rows).fact("retention"), NOW)
    assert sums == {"base": 510, "kept": 340, "capped": 290, "logos": 4, "logos_lost": 1}


def test_who_came_back_counts_only_when_paying_a_year_ago(given: Given) -> None:
    rows = _history(
        A={A_YEAR_AGO: "10", "2025-12": "10", NOW: "10"},
        B={"2024-12": "10", NOW: "10"},
    )
    sums = _at(given(mrr=rows).fact("retention"), NOW)
    assert [sums[name] for name in ("base", "kept", "logos")] == [10, 10, 1]


def test_known_from_the_thirteenth_month_end(given: Given) -> None:
    fact = _built(given(mrr=_history(A={A_YEAR_AGO: "10", NOW: "10"})).fact("retention"))
    assert fact.first is not None
    assert fact.begins is not None
    assert months.name(fact.first) == NOW
    assert fact.begins.code == "needs_12_months"


def test_rates_of_the_day_change_nothing_that_is_kept(given: Given) -> None:
    """100 euros are 120 a year ago and 100 now: who pays as much as then is kept whole."""
    rows = [{**row, "currency": "EUR"} for row in _history(A={A_YEAR_AGO: "100", NOW: "100"})]
    rates = [
        {"date": "2025-01-31", "currency": "EUR", "rate": "1.20"},
        {"date": "2026-01-31", "currency": "EUR", "rate": "1.00"},
    ]
    settled = Assumptions(definitions={"fx": "historical"})
    facts = given(mrr=rows, fx=rates, rates={"EUR": Fraction(1)}, assumptions=settled)
    sums = _at(facts.fact("retention"), NOW)
    assert [sums[name] for name in ("base", "kept", "capped")] == [100, 100, 100]


def test_a_missing_ledger_hands_its_reason_on(given: Given) -> None:
    fact = given().fact("retention")
    assert isinstance(fact, Missing)
    assert fact.reason.code == "missing_table"
