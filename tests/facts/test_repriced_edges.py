"""What prices changed for customers of a year ago, where a report does not tell (4.1, 4.4)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, history, month, rows

SEATS: Row = {
    "id": "s",
    "customer": "A",
    "plan": "Pro",
    "quantity": "10",
    "amount": "10",
    "interval": "month",
    "currency": "EUR",
    "started_on": "2025-01-01",
    "updated_on": "2026-09-30",
}


def test_what_prices_added_is_told_at_the_one_rate_of_the_as_of_day(given: Given) -> None:
    """Of 50 that the price added 15 are left, at 1.00 and not at the 2.00 of August."""
    versions = [
        {**SEATS, "version": "1", "ended_on": "2026-01-01"},
        {**SEATS, "version": "2", "amount": "15", "started_on": "2026-01-01"},
        {**SEATS, "version": "3", "amount": "15", "quantity": "1", "started_on": "2026-02-01"},
    ]
    dated = (("2026-08-31", "2"), ("2026-09-30", "1"))
    rates = [{"date": day, "currency": "EUR", "rate": rate} for day, rate in dated]
    fact = given(
        subscription_versions=versions,
        fx=rates,
        rates={"EUR": Fraction(1)},
        assumptions=Assumptions(definitions={"fx": "historical"}),
    ).fact("repriced")
    assert rows(fact, "price", at="2026-08") == [(15 * 12 * 10**6,)]
    # Versions tell prices before discounts: there is nothing to assume.
    assert (built(fact).assumed, "discounts" in built(fact).lacks) == ({}, False)


def test_the_first_change_without_a_quantity_is_named(given: Given) -> None:
    paid = {
        "A": {"2025-09..2026-08": "100", "2026-09": "120"},
        "B": {"2025-09..2026-07": "100", "2026-08..2026-09": "120"},
    }
    reason = built(given(mrr=history(paid)).fact("repriced")).lacks_at[month("2026-09")]
    assert reason.text == "needs the quantities of 2 changes of MRR, such as of B in 2026-08"
    assert reason.remedy.startswith("add an export of subscription versions with quantities, and")


LINE: Row = {
    "id": "1",
    "customer": "A",
    "subscription": "a",
    "plan": "Pro",
    "amount": "1200",
    "period_start_on": "2025-01-01",
    "period_end_on": "2026-01-01",
    "issued_on": "2025-01-01",
}


@pytest.mark.parametrize(
    ("before", "after", "amount", "vague"),
    [
        (None, "1", "1320", 1),
        ("1", None, "1320", 1),
        ("1", "1", "1320", 0),
        # The same revenue under another subscription: whatever the quantity, nothing changed.
        (None, None, "1200", 0),
    ],
)
def test_a_price_is_told_where_the_quantity_is_known_before_and_after(
    given: Given, before: str | None, after: str | None, amount: str, vague: int
) -> None:
    then = {"period_start_on": "2026-01-01", "period_end_on": "2027-01-01", "quantity": after}
    lines = [
        {**LINE, "quantity": before},
        {**LINE, "id": "2", "subscription": "b", "amount": amount, "issued_on": "2026-01-01"},
    ]
    lines[1] |= then
    settled = Assumptions(complete_from=dt.date(2025, 1, 1))
    fact = given(invoice_lines=lines, assumptions=settled, months=("2026-09",)).fact("repriced")
    assert len(built(fact).lacks_at) == vague


def test_seats_under_a_percentage_change_no_discount_and_prices_count_after_it(
    given: Given,
) -> None:
    """A fifth off: A gives up 9 of 10 seats, B pays 15 for each of 10 instead of 10."""
    fifth = {**SEATS, "currency": None, "discount_percent": "0.2"}
    later = {"version": "2", "started_on": "2026-02-01"}
    b = {**fifth, "id": "b", "customer": "B"}
    versions = [
        {**fifth, "version": "1", "ended_on": "2026-02-01"},
        {**fifth, **later, "quantity": "1"},
        {**b, "version": "1", "ended_on": "2026-02-01"},
        {**b, **later, "amount": "15"},
    ]
    fact = given(subscription_versions=versions, months=("2026-09",)).fact("repriced")
    # of the 50 more at list prices 40
    assert rows(fact, "customer", "price", "discounts") == [("B", 40 * 12 * 10**6, 0)]


def test_what_is_used_is_no_price_and_keeps_no_plan(given: Given) -> None:
    """A gives up what it agreed to, and uses more and more of it; B has one seat more."""
    pro = {**SEATS, "currency": None, "quantity": "1"}
    versions = [
        {**pro, "version": "1", "ended_on": "2026-01-01"},
        {**pro, "version": "2", "amount": "15", "started_on": "2026-01-01"},
        {**pro, "id": "b", "customer": "B", "version": "1", "ended_on": "2026-05-01"},
        {**pro, "id": "b", "customer": "B", "version": "2", "quantity": "2"},
    ]
    versions[1] |= {"ended_on": "2026-09-10"}
    versions[3] |= {"started_on": "2026-05-01"}
    used = [
        {**LINE, "id": name, "type": "usage", "amount": amount, "issued_on": f"{name}-28"}
        for number in range(month("2025-01"), month("2026-09") + 1)
        for name, amount in ((months.name(number), f"{number}"),)
    ]
    lines = [{**row, "period_start_on": None, "period_end_on": None} for row in used]
    settled = Assumptions(definitions={"usage": "t1m"})
    fact = built(
        given(subscription_versions=versions, invoice_lines=lines, assumptions=settled).fact(
            "repriced"
        )
    )
    assert fact.frame.filter(pl.col("month") == month("2026-09")).is_empty()
    assert not fact.lacks_at
