"""The oracle against the examples worked out by hand in the definitions, section 7."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle import metrics
from tests.oracle.billing import Company, read
from tests.oracle.calendar_months import month_named
from tests.oracle.companies import history
from tests.oracle.ledger import Ledger, ledger
from tests.oracle.mistakes import (
    as_items,
    grr_capped_on_totals,
    magic_number_times_four,
    nrr_from_movements,
)
from tests.oracle.money import a_month, annual_micros

RATES = {"USD": Decimal(1), "EUR": Decimal("1.10")}


def paid(first: str, folder: Path, **rows: str) -> Company:
    """Write and read a history: one row an argument, named by customer and row, cells by space."""
    cells = {name: tuple(text.split()) for name, text in rows.items()}
    export = history(
        first=month_named(first),
        months=len(next(iter(cells.values()))),
        rows=tuple((name.split("_")[0], "", "", "usd", *row) for name, row in cells.items()),
    )
    export.write(folder)
    return read(folder, RATES)


@pytest.fixture
def one_month(tmp_path: Path) -> Company:
    """Example 7.1: November to February; C5 has two subscriptions."""
    return paid(
        "2025-11",
        tmp_path,
        C1="100 100 100 150",
        C2="200 200 200 0",
        C3="0 0 0 80",
        C4="60 0 0 60",
        C5_a="50 50 50 0",
        C5_b="70 70 70 100",
        C6="90 90 90 90",
    )


FEBRUARY = month_named("2026-02")


def test_one_month_moves_as_worked_out_by_hand(one_month: Company) -> None:
    moved = {
        movement.customer: (movement.kind, int(a_month(movement.delta)))
        for movement in ledger(one_month).movements
        if movement.month == FEBRUARY
    }
    assert moved == {
        "C1": ("expansion", 50),
        "C2": ("churn", -200),
        "C3": ("new", 80),
        "C4": ("reactivation", 60),
        "C5": ("contraction", -20),
    }


def test_one_month_starts_at_510_and_ends_at_480(one_month: Company) -> None:
    books = ledger(one_month)
    assert metrics.mrr(books, FEBRUARY - 1) == 510
    assert metrics.mrr(books, FEBRUARY) == 480
    assert metrics.evaluate(books, FEBRUARY)["net_new_mrr"] == -30


def test_one_month_retention_is_by_customer(one_month: Company) -> None:
    books = ledger(one_month)
    assert metrics.nrr(books, FEBRUARY, months=1) == Fraction(340, 510)
    assert metrics.grr(books, FEBRUARY, months=1) == Fraction(290, 510)
    # January's customers: C1, C2, C5, C6; C2 has left.
    assert metrics.logo_churn(books, FEBRUARY, months=1) == Fraction(1, 4)


def test_cap_on_totals_makes_94_per_cent_of_57(one_month: Company) -> None:
    assert grr_capped_on_totals(ledger(one_month), FEBRUARY, months=1) == Fraction(480, 510)


@pytest.fixture
def one_year(tmp_path: Path) -> Ledger:
    """Example 7.2: A 600 → 660, B 400 → 300, C joins and grows, D joins."""
    company = paid(
        "2025-01",
        tmp_path,
        A="600 600 600 600 600 600 600 600 600 600 600 600 660",
        B="400 400 400 400 400 400 400 400 400 400 400 400 300",
        C="0 0 300 300 300 300 300 300 300 300 300 300 500",
        D="0 0 0 200 200 200 200 200 200 200 200 200 200",
    )
    return ledger(company)


def test_twelve_months_are_a_closed_cohort(one_year: Ledger) -> None:
    january = month_named("2026-01")
    assert metrics.nrr(one_year, january) == Fraction(96, 100)
    assert metrics.grr(one_year, january) == Fraction(90, 100)
    assert metrics.logo_churn(one_year, january) == 0


def test_movements_over_the_year_make_116_per_cent_of_96(one_year: Ledger) -> None:
    assert nrr_from_movements(one_year, month_named("2026-01")) == Fraction(116, 100)


def test_a_cohort_needs_thirteen_month_ends(one_year: Ledger) -> None:
    values = metrics.evaluate(one_year, month_named("2025-12"))
    assert values["nrr"] is values["grr"] is values["logo_churn"] is None


def test_ratios_of_the_year(one_year: Ledger) -> None:
    values = metrics.evaluate(one_year, month_named("2026-01"))
    # gains: new 300 + 200, expansion 60 + 200; losses: contraction 100
    assert values["quick_ratio"] == Fraction(760, 100)
    assert values["expansion_share"] == Fraction(260, 760)
    assert values["arpa"] == Fraction(1660, 4)
    # nobody ever left, so the life is capped at 60 months
    assert values["revenue_ltv"] == 415 * 60


def test_expected_life_is_one_over_the_mean_of_monthly_churn(tmp_path: Path) -> None:
    company = paid(
        "2025-01",
        tmp_path,
        A="100 100 100 100 100 100 100 100 100 100 100 100 100",
        B="100 0 0 0 0 0 0 0 0 0 0 0 0",
        C="0 0 0 100 0 0 0 0 0 0 0 0 0",
    )
    books, january = ledger(company), month_named("2026-01")
    # A half left in February 2025 and another half in May; ten months without a loss
    assert metrics.mean_monthly_churn(books, january) == Fraction(1, 12)
    assert metrics.revenue_ltv(books, january) == 100 * 12


def test_magic_number_is_three_quarters_and_three_when_annualised_twice(tmp_path: Path) -> None:
    # ARR 10.0M → 10.6M, a twelfth of it a month; 0.8M spent in the quarter before.
    company = paid("2025-09", tmp_path, A="833333.333333 833333.333333 850000 883333.333333 900000")
    books = ledger(company)
    spend = {month_named(f"2025-0{month}"): Fraction(800_000, 3) for month in (7, 8, 9)}
    right = metrics.magic_number(books, month_named("2026-01"), spend=spend)
    wrong = magic_number_times_four(books, month_named("2026-01"), spend=spend)
    assert right is not None
    assert round(right, 6) == Fraction(75, 100)
    assert wrong == 4 * right


def test_magic_number_needs_both_quarters_whole_and_some_spend(tmp_path: Path) -> None:
    december, summer = month_named("2025-12"), range(month_named("2025-07"), month_named("2025-10"))
    spend = dict.fromkeys(summer, Fraction(1))
    partial = dict.fromkeys(summer[1:], Fraction(1))
    nothing = dict.fromkeys(summer, Fraction(0))
    whole = ledger(paid("2025-09", tmp_path, A="10 10 10 20"))
    assert metrics.magic_number(whole, december, spend=spend) == Fraction(10 * 12, 3)
    assert metrics.magic_number(whole, december, spend=partial) is None
    assert metrics.magic_number(whole, december, spend=nothing) is None
    cut = ledger(paid("2025-10", tmp_path, A="10 10 20"))
    assert metrics.magic_number(cut, december, spend=spend) is None


def test_item_churn_sees_a_loss_where_no_customer_left(tmp_path: Path) -> None:
    company = paid(
        "2025-01",
        tmp_path,
        C5_a="50 50 50 50 50 50 50 50 50 50 50 50 0",
        C5_b="70 70 70 70 70 70 70 70 70 70 70 70 100",
    )
    assert metrics.logo_churn(ledger(company), month_named("2026-01")) == 0
    assert metrics.logo_churn(as_items(company), month_named("2026-01")) == Fraction(1, 2)


def test_euros_count_at_one_rate_for_all_months(tmp_path: Path) -> None:
    history(
        first=month_named("2025-11"),
        months=3,
        rows=(("A", "", "", "eur", "100", "100", "0"), ("A", "", "", "usd", "", "5", "5")),
    ).write(tmp_path)
    books = ledger(read(tmp_path, RATES))
    assert [metrics.mrr(books, books.first + month) for month in range(3)] == [110, 115, 5]
    assert [movement.kind for movement in books.movements] == [
        "opening",
        "expansion",
        "contraction",
    ]


@pytest.mark.parametrize(
    ("amount", "interval", "monthly"),
    [("1200", "year", Fraction(100)), ("100", "month", Fraction(100)), ("10", "week", "43.33")],
)
def test_every_interval_comes_to_a_month(
    amount: str, interval: str, monthly: Fraction | str
) -> None:
    annual = annual_micros(Decimal(amount), interval=interval, rate=Decimal(1))
    shown = a_month(annual)
    assert monthly in (shown, f"{float(shown):.2f}")


@pytest.mark.parametrize(
    ("rate", "micros"), [("0.0000000417", 1), ("0.0000000416", 0), ("0.000000125", 2)]
)
def test_half_a_micro_is_rounded_away_from_zero(rate: str, micros: int) -> None:
    # 12 × 0.0000000417 is 0.5004 of a millionth; 12 × 0.000000125 is one and a half
    assert annual_micros(Decimal(1), interval="month", rate=Decimal(rate)) == micros
    assert annual_micros(Decimal(-1), interval="month", rate=Decimal(rate)) == -micros
