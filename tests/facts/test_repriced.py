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


PAID = {"A": {"2025-09..2026-08": "100", "2026-09": "120"}}
LATER = {**PAID, "B": {"2025-09..2026-07": "100", "2026-08..2026-09": "120"}}
LOG: Row = {"id": "m", "customer": "A", "on": "2025-01-15", "delta": "100", "subscription": "s"}
EXPORT = "export of subscription versions"
NAMED = ", and name them in the config: ledger: {from: [subscription_versions]}"
OTHER = {**SEATS, "customer": "X", "currency": None}


@pytest.mark.parametrize(
    ("tables", "said", "remedy"),
    [
        (
            {"mrr": history(PAID)},
            "1 change of MRR, such as of A in 2026-09",
            f"add an {EXPORT} with quantities{NAMED}",
        ),
        (
            {"mrr": history(LATER), "subscription_versions": [OTHER]},
            "2 changes of MRR, such as of B in 2026-08",
            f"have such customers in the {EXPORT}{NAMED}",
        ),
        (
            {"movements": [LOG, {**LOG, "on": "2026-09-15", "delta": "20"}]},
            "1 change of MRR, such as of A in 2026-09",
            f"add an {EXPORT} with quantities",
        ),
    ],
)
def test_changes_without_a_quantity_are_counted(
    given: Given, tables: dict[str, list[Row]], said: str, remedy: str
) -> None:
    reason = built(given(**tables).fact("repriced")).lacks_at[month("2026-09")]
    assert (reason.text, reason.remedy) == (f"needs the quantities of {said}", remedy)


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
