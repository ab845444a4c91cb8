from __future__ import annotations

from typing import Any

import pytest

from tests.facts.canonical import Given, Row, built, history, missing, month, rows

SEPTEMBER = month("2026-09")
BASE = history({"Z": {"2024-08..2026-09": "1"}})


def _won(account: str | None, close_on: str | None, **cells: str) -> Row:
    return {
        "id": f"{account} {close_on} {sorted(cells.items())}",
        "account_id": account,
        "stage": "x",
        "status": "won",
        "created_on": "2024-01-01",
        "close_on": close_on,
        "updated_on": "2026-09-30",
        **cells,
    }


def _customers(**accounts: str) -> list[Row]:
    return [{"id": customer, "crm_id": account} for customer, account in accounts.items()]


def _judged(
    given: Given, deals: list[Row], paid: dict[str, dict[str, str]], **customers: str
) -> list[tuple[Any, ...]]:
    """Return (account, is judged, is retained) at the end of September 2026."""
    tables = {
        "deals": deals,
        "mrr": [*BASE, *history(paid)],
        "customers": _customers(**(customers or {name: name for name in paid})),
        "accounts": [{"id": name, "name": name} for name in "ABCDE"],
    }
    fact = given(**tables).fact("won_customers")
    return rows(fact, "account", "is_judged", "is_retained", at="2026-09")


@pytest.mark.parametrize(
    ("close_on", "is_in"),
    [
        ("2024-09-30", False),
        ("2024-10-01", True),
        ("2025-09-30", True),
        ("2025-10-01", False),
        (None, False),
    ],
)
def test_won_12_to_24_months_ago(given: Given, close_on: str | None, *, is_in: bool) -> None:
    found = _judged(given, [_won("A", close_on)], {"A": {"2025-01..2026-09": "5"}})
    assert found == ([("A", True, True)] if is_in else [])


def test_retained_is_who_pays_a_year_after_the_first_paid_month(given: Given) -> None:
    paid = {
        "A": {"2025-01..2026-01": "5"},  # to the very month
        "B": {"2025-01..2025-12": "5"},
        "C": {"2025-01..2025-03": "5", "2026-01..2026-09": "2"},  # back in time
        "D": {"2025-01..2025-03": "5", "2026-02..2026-09": "5"},  # back too late
    }
    deals = [_won(name, "2024-12-20") for name in paid]
    assert _judged(given, deals, paid) == [
        ("A", True, True),
        ("B", True, False),
        ("C", True, True),
        ("D", True, False),
    ]


def test_who_has_not_paid_for_a_year_or_ever_is_not_judged(given: Given) -> None:
    paid = {
        "A": {"2025-09..2026-09": "5"},
        "B": {"2025-10..2026-09": "5"},
        "C": {"2025-10..2026-09": "0"},
    }
    deals = [_won(name, "2025-09-15") for name in paid]
    assert [row[:2] for row in _judged(given, deals, paid)] == [("A", True), ("B", False)]


def test_the_first_win_counts(given: Given) -> None:
    paid = {"A": {"2024-08..2026-09": "5"}, "B": {"2025-01..2026-09": "5"}}
    deals = [
        _won("A", "2024-09-01"),
        _won("A", "2025-01-01"),
        _won("B", "2023-01-01", status="lost"),
        _won("B", "2023-01-01", type="Renewal"),
        _won("B", "2023-01-01", type="Upsell"),
        _won("B", "2025-01-01"),
    ]
    assert _judged(given, deals, paid) == [("B", True, True)]


def test_an_account_is_one_customer_whoever_pays(given: Given) -> None:
    """The account moved from one billing customer to another, and lost nothing."""
    paid = {"old": {"2025-01..2025-05": "5"}, "new": {"2025-06..2026-09": "5"}}
    assert _judged(given, [_won("A", "2024-12-20")], paid, old="A", new="A") == [("A", True, True)]


def test_accounts_that_billing_does_not_know_are_left_out(given: Given) -> None:
    deals = [_won("A", "2025-01-01"), _won("B", "2025-01-01"), _won(None, "2025-01-01")]
    paid = {"A": {"2025-01..2026-09": "5"}}
    assert _judged(given, deals, paid) == [("A", True, True)]


def test_known_from_the_25th_month_end_to_a_year_after_the_deals(given: Given) -> None:
    tables = {
        "mrr": BASE,
        "customers": _customers(Z="Z"),
        "deals": [{**_won("Z", "2024-10-01"), "updated_on": "2025-03-31"}],
    }
    fact = built(given(**tables).fact("won_customers"))
    assert (fact.first, fact.last) == (month("2026-08"), month("2026-03"))
    assert fact.begins is not None
    assert fact.begins.code == "needs_24_months"
    tables["deals"] = [_won("Z", "2024-10-01")]
    assert built(given(**tables).fact("won_customers")).last == SEPTEMBER


def test_current_subscriptions_do_not_tell_who_left(given: Given) -> None:
    subscription = {
        "id": "S",
        "customer": "A",
        "status": "active",
        "amount": "1",
        "interval": "month",
        "started_on": "2025-01-01",
        "period_start_on": "2026-09-30",
    }
    tables = {
        "subscriptions": [subscription],
        "customers": _customers(A="A"),
        "deals": [_won("A", "2025-01-01")],
    }
    assert missing(given(**tables).fact("won_customers")).code == "needs_ended_subscriptions"
    ended = {**subscription, "id": "T", "status": "canceled", "ended_on": "2026-01-01"}
    fact = given(**{**tables, "subscriptions": [subscription, ended]}).fact("won_customers")
    assert rows(fact, "account", "is_judged", "is_retained", at="2026-09") == [("A", True, True)]


def test_needs_revenue_deals_and_both_systems(given: Given) -> None:
    deals, customers = [_won("A", "2025-01-01")], _customers(A="A")
    needs = {
        "needs recurring revenue": {"deals": deals, "customers": customers},
        "needs deals": {"mrr": BASE, "customers": customers},
        "needs billing customers": {"mrr": BASE, "deals": deals},
    }
    for text, tables in needs.items():
        assert missing(given(**tables).fact("won_customers")).text == text
