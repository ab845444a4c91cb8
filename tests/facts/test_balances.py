from __future__ import annotations

from tests.facts.canonical import Given, built, history, missing, money, month, rows

SUBSCRIPTION = {
    "id": "S",
    "customer": "A",
    "status": "active",
    "amount": "10",
    "interval": "month",
    "started_on": "2026-01-15",
    "period_start_on": "2026-09-30",
}


def test_a_balance_is_what_a_customer_pays_a_year_at_each_month_end(given: Given) -> None:
    mrr = history({"A": {"2026-08": "10", "2026-09": "15"}, "B": {"2026-08": "2"}, "C": {}})
    mrr += [{"customer": "A", "month": "2026-09", "amount": "1", "plan": "extra"}]
    fact = built(given(mrr=mrr).fact("balances"))
    assert rows(fact, "month", "customer", "balance") == [
        (month("2026-08"), "A", money("120")),
        (month("2026-08"), "B", money("24")),
        (month("2026-09"), "A", money("192")),
    ]


def test_who_pays_nothing_has_no_balance(given: Given) -> None:
    mrr = history({"A": {"2026-08..2026-09": "0"}, "B": {"2026-09": "1"}})
    assert rows(given(mrr=mrr).fact("balances"), "customer") == [("B",)]


def test_customers_come_in_order(given: Given) -> None:
    mrr = history({name: {"2026-09": "1"} for name in "DBAC"})
    fact = built(given(mrr=mrr, months=("2026-09",)).fact("balances"))
    assert fact.frame["customer"].to_list() == ["A", "B", "C", "D"]


def test_present_prices_say_nothing_of_past_months(given: Given) -> None:
    fact = built(given(subscriptions=[SUBSCRIPTION]).fact("balances"))
    assert set(fact.lacks_at) == {month("2026-08")}
    earlier = given(subscriptions=[SUBSCRIPTION], months=("2026-05", "2026-06"))
    assert set(built(earlier.fact("balances")).lacks_at) == {month("2026-05"), month("2026-06")}


def test_without_revenue_there_are_no_balances(given: Given) -> None:
    assert missing(given().fact("balances")).code == "missing_table"


def test_how_each_balance_was_found_in_the_crm(given: Given) -> None:
    mrr = history(
        {"C1": {"2026-08..2026-09": "10"}, "C2": {"2026-09": "5"}, "C3": {"2026-09": "1"}}
    )
    customers = [{"id": "C1", "domain": "acme.com"}, {"id": "C2"}]
    accounts = [{"id": "A", "name": "X", "domain": "acme.com"}]
    fact = given(mrr=mrr, customers=customers, accounts=accounts).fact("crm_match")
    # C3 is paying, but no billing customer says who that is.
    assert rows(fact, "customer", "balance", "matched_by", at="2026-09") == [
        ("C1", money("120"), "domain"),
        ("C2", money("60"), "none"),
        ("C3", money("12"), "none"),
    ]
    assert rows(fact, "customer", "matched_by", at="2026-08") == [("C1", "domain")]


def test_a_match_needs_both_sides(given: Given) -> None:
    mrr = history({"C1": {"2026-09": "10"}})
    assert missing(given(mrr=mrr).fact("crm_match")).text == "needs accounts of the CRM"
    accounts = [{"id": "A", "name": "X"}]
    assert missing(given(accounts=accounts).fact("crm_match")).text == "needs recurring revenue"
