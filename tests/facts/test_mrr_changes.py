from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import polars as pl

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from cro_cli.fact import FactData, Missing

Given = Callable[..., Collected]
Rows = list[tuple[str, str, Fraction | int, str]]


def _mrr(history: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"customer": customer, "month": month, "amount": amount}
        for customer, amounts in history.items()
        for month, amount in amounts.items()
    ]


def _built(fact: FactData | Missing) -> FactData:
    assert isinstance(fact, FactData)
    return fact


def _ledger(fact: FactData | Missing) -> Rows:
    """Return (customer, month, monthly amount, movement) of the ledger."""
    assert isinstance(fact, FactData)
    return [
        (customer, months.name(month), Fraction(delta, 12_000_000), movement)
        for customer, month, delta, movement in fact.frame.select(
            "customer", "month", "delta", "movement"
        ).iter_rows()
    ]


def test_movements_of_the_golden_month(given: Given) -> None:
    # definitions 7.1; C4 paid 60 in November, C3 never before, C5 has two subscriptions.
    fact = given(
        mrr=_mrr(
            {
                "C1": {"2026-01": "100", "2026-02": "150"},
                "C2": {"2026-01": "200"},
                "C3": {"2026-02": "80"},
                "C4": {"2025-11": "60", "2026-02": "60"},
                "C5": {"2026-01": "120", "2026-02": "100"},
                "C6": {"2026-01": "90", "2026-02": "90"},
            }
        )
    ).fact("mrr_changes")
    february = [row for row in _ledger(fact) if row[1] == "2026-02"]
    assert february == [
        ("C1", "2026-02", 50, "expansion"),
        ("C2", "2026-02", -200, "churn"),
        ("C3", "2026-02", 80, "new"),
        ("C4", "2026-02", 60, "reactivation"),
        ("C5", "2026-02", -20, "contraction"),
    ]


def test_first_month_is_an_opening_balance_and_its_flows_are_not_known(given: Given) -> None:
    fact = _built(given(mrr=_mrr({"A": {"2026-01": "10", "2026-02": "10"}})).fact("mrr_changes"))
    assert _ledger(fact) == [("A", "2026-01", 10, "opening")]
    assert fact.first == months.index(dt.date(2026, 1, 1))
    assert fact.first_flow == fact.first + 1


def test_rows_of_one_customer_and_month_add_up(given: Given) -> None:
    rows = [
        {"customer": "A", "month": "2026-01", "amount": "10"},
        {"customer": "A", "month": "2026-01", "amount": "5.50"},
    ]
    assert _ledger(given(mrr=rows).fact("mrr_changes")) == [
        ("A", "2026-01", Fraction("15.5"), "opening")
    ]


def test_plan_move_of_equal_value_is_a_transfer(given: Given) -> None:
    rows = [
        {"customer": "A", "month": "2026-01", "amount": "10", "plan": "old"},
        {"customer": "A", "month": "2026-02", "amount": "10", "plan": "new"},
    ]
    moves = [row for row in _ledger(given(mrr=rows).fact("mrr_changes")) if row[1] == "2026-02"]
    assert moves == [("A", "2026-02", 10, "transfer"), ("A", "2026-02", -10, "transfer")]


def test_foreign_amounts_are_converted_once_and_rounded_half_away_from_zero(given: Given) -> None:
    rows = [{"customer": "A", "month": "2026-01", "amount": "0.000001", "currency": "EUR"}]
    # 0.000001 a month is 12 micros a year; × 1.125 = 13.5, rounded to 14 micros.
    fact = _built(given(mrr=rows, rates={"EUR": Fraction("1.125")}).fact("mrr_changes"))
    assert fact.frame["delta"].to_list() == [14]


def _subscription(**cells: str | bool) -> dict[str, Any]:
    return {
        "id": "S",
        "customer": "A",
        "amount": "10",
        "interval": "month",
        "status": "active",
        "started_on": "2026-01-15",
        "period_start_on": "2026-09-30",
        **cells,
    }


def _steps(given: Given, *rows: dict[str, Any]) -> Rows:
    return _ledger(given(subscriptions=list(rows)).fact("mrr_changes"))


def test_intervals_are_brought_to_a_month(given: Given) -> None:
    yearly = _subscription(amount="1200", interval="year")
    assert _steps(given, yearly) == [("A", "2026-01", 100, "new")]
    weekly = _subscription(amount="10", interval="week")
    # 10 × 52 ÷ 12; definitions 7.3: 43.33
    assert _steps(given, weekly) == [("A", "2026-01", Fraction(520, 12), "new")]
    daily = _subscription(amount="1", interval="day")
    assert _steps(given, daily) == [("A", "2026-01", Fraction(365, 12), "new")]
    quarterly = _subscription(amount="300", interval_count="3")
    assert _steps(given, quarterly) == [("A", "2026-01", 100, "new")]


def test_quantity_and_discount(given: Given) -> None:
    assert _steps(given, _subscription(quantity="3", discount="5")) == [("A", "2026-01", 25, "new")]
    assert _steps(given, _subscription(discount="11")) == []


def test_trial_counts_from_its_first_paid_day(given: Given) -> None:
    assert _steps(given, _subscription(trial_end_on="2026-02-03")) == [("A", "2026-02", 10, "new")]
    trial = _subscription(id="T", customer="B", status="trialing", trial_end_on="2026-10-03")
    assert _steps(given, _subscription(), trial) == [("A", "2026-01", 10, "new")]


def test_last_day_of_a_month_decides(given: Given) -> None:
    on_the_last_day = _subscription(status="canceled", ended_on="2026-03-31")
    assert _steps(given, on_the_last_day)[-1] == ("A", "2026-03", -10, "churn")
    a_day_later = _subscription(status="canceled", ended_on="2026-04-01")
    assert _steps(given, a_day_later)[-1] == ("A", "2026-04", -10, "churn")


def test_start_and_end_in_one_month_leave_no_trace(given: Given) -> None:
    row = _subscription(status="canceled", ended_on="2026-01-30")
    other = _subscription(id="T", customer="B")
    assert _steps(given, row, other) == [("B", "2026-01", 10, "new")]


def test_cancellation_counts_at_the_end_of_the_paid_period(given: Given) -> None:
    scheduled = _subscription(
        cancel_at_period_end=True, period_end_on="2026-08-15", cancel_requested_on="2026-07-20"
    )
    assert _steps(given, scheduled)[-1] == ("A", "2026-08", -10, "churn")
    at_once = _subscription(status="canceled", cancel_requested_on="2026-07-20")
    assert _steps(given, at_once)[-1] == ("A", "2026-07", -10, "churn")


def test_unpaid_and_paused_are_out_since_their_period_began(given: Given) -> None:
    for status in ("unpaid", "paused"):
        row = _subscription(status=status, period_start_on="2026-06-01")
        other = _subscription(id="T", customer="B", started_on="2026-09-30")
        assert ("A", "2026-06", -10, "churn") in _steps(given, row, other)


def test_never_paid_is_never_in(given: Given) -> None:
    other = _subscription(id="T", customer="B")
    for status in ("incomplete", "incomplete_expired"):
        assert _steps(given, _subscription(status=status), other) == [("B", "2026-01", 10, "new")]


def test_canceled_without_any_end_is_refused(given: Given) -> None:
    fact = given(subscriptions=[_subscription(status="canceled")]).fact("mrr_changes")
    assert isinstance(fact, Missing)
    assert fact.reason.code == "no_end_date"
    assert "such as S" in fact.reason.text


def test_present_prices_lack_history_and_past_amounts(given: Given) -> None:
    ended = _subscription(status="canceled", ended_on="2026-03-31")
    fact = _built(given(subscriptions=[ended]).fact("mrr_changes"))
    assert set(fact.lacks) == {"history"}
    assert set(fact.lacks_before_last) == {"past_amounts"}


def test_only_current_subscriptions_say_nothing_of_churn(given: Given) -> None:
    fact = _built(given(subscriptions=[_subscription()]).fact("mrr_changes"))
    assert set(fact.lacks) == {"history", "ends"}
    assert set(fact.lacks_before_last) == {"past_amounts", "past_customers"}


def test_history_is_trusted_before_subscriptions(given: Given) -> None:
    fact = _built(
        given(mrr=_mrr({"A": {"2026-01": "7"}}), subscriptions=[_subscription(amount="99")]).fact(
            "mrr_changes"
        )
    )
    assert _ledger(fact) == [("A", "2026-01", 7, "opening")]
    assert fact.notes


def test_nothing_recurring_is_said(given: Given) -> None:
    fact = given().fact("mrr_changes")
    assert isinstance(fact, Missing)
    assert fact.reason.code == "missing_table"


def test_logos_count_once_for_customers_with_several_plans(given: Given) -> None:
    rows = [
        {"customer": "A", "month": "2026-02", "amount": "10", "plan": plan} for plan in ("x", "y")
    ]
    opening = [{"customer": "Z", "month": "2026-01", "amount": "1", "plan": "x"}]
    fact = _built(given(mrr=[*opening, *rows]).fact("mrr_changes"))
    won = fact.frame.filter(pl.col("movement") == "new")
    assert (won.height, won["logos"].sum()) == (2, 1)


def test_segment_and_region_come_from_the_customer(given: Given) -> None:
    fact = _built(
        given(
            mrr=_mrr({"A": {"2026-01": "1"}, "B": {"2026-01": "1"}}),
            customers=[{"id": "A", "segment": "ent", "region": "EMEA"}],
        ).fact("mrr_changes")
    )
    assert fact.frame.select("customer", "segment", "region").rows() == [
        ("A", "ent", "EMEA"),
        ("B", None, None),
    ]


def test_negative_amounts_are_refused_and_net_nothing(given: Given) -> None:
    rows = _mrr({"A": {"2026-01": "10"}, "C": {"2026-01": "-3"}, "B": {"2026-01": "-4"}})
    fact = given(mrr=rows).fact("mrr_changes")
    assert isinstance(fact, Missing)
    assert fact.reason.code == "unusable_mrr"
    assert fact.reason.text == "2 rows of MRR with a negative amount, such as one of B"
    excluding = given(mrr=rows, assumptions=Assumptions(exclude_bad_rows=True))
    assert _ledger(excluding.fact("mrr_changes")) == [("A", "2026-01", 10, "opening")]
    assert _built(excluding.fact("mrr_changes")).assumptions == (
        f"computed without {fact.reason.text}",
    )


def test_zero_amounts_and_empty_cells_say_how_far_the_history_reaches(given: Given) -> None:
    rows: list[dict[str, Any]] = [
        *_mrr({"A": {"2026-01": "10", "2026-02": "0", "2026-03": "0"}}),
        {"customer": "A", "month": "2026-04", "amount": None},
        {"customer": None, "month": "2026-05", "amount": "1"},
    ]
    fact = _built(given(mrr=rows).fact("mrr_changes"))
    assert _ledger(fact) == [("A", "2026-01", 10, "opening"), ("A", "2026-02", -10, "churn")]
    assert fact.last == months.index(dt.date(2026, 3, 1))


def test_rows_without_anything_are_no_history(given: Given) -> None:
    fact = given(mrr=[{"customer": "A", "month": "2026-01", "amount": None}]).fact("mrr_changes")
    assert isinstance(fact, Missing)
    assert fact.reason.code == "missing_table"
