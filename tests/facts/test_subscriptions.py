from __future__ import annotations

from typing import Any

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, money, month, rows


def _subscription(**cells: str | bool) -> Row:
    return {
        "id": "S",
        "customer": "A",
        "status": "active",
        "amount": "10",
        "interval": "month",
        "started_on": "2026-01-15",
        "period_start_on": "2026-09-30",
        **cells,
    }


def _spans(given: Given, *cells: Row) -> list[tuple[Any, ...]]:
    found = rows(given(subscriptions=cells).fact("subscriptions"), "id", "start", "end")
    return [(name, str(start), str(end)) for name, start, end in found]


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"amount": None}, "no price"),
        ({"interval": "fortnight"}, "no interval"),
        ({"interval": None}, "no interval"),
        ({"interval": None, "period_end_on": "2026-09-30"}, "no interval"),  # of no day at all
        ({"interval_count": "0"}, "interval count"),
        ({"interval_count": "-3"}, "interval count"),
        ({"amount": "-10"}, "negative"),
        ({"quantity": "-1"}, "negative"),
        ({"discount": "-5"}, "negative"),
    ],
)
def test_what_cannot_be_valued_is_named(given: Given, cells: Row, what: str) -> None:
    sound = _subscription(id="R", customer="B")
    tables = {"subscriptions": [sound, {**_subscription(), **cells}]}
    reason = missing(given(**tables).fact("subscriptions"))
    assert reason.code == "unusable_subscription"
    assert what in reason.text
    assert reason.text.startswith("1 subscription with")
    assert reason.text.endswith("such as S")
    assert missing(given(**tables).fact("mrr_changes")) == reason

    excluding = given(**tables, assumptions=Assumptions(exclude_bad_rows=True))
    fact = built(excluding.fact("subscriptions"))
    assert rows(fact, "id") == [("R",)]
    assert any(what in line and line.startswith("computed without") for line in fact.assumptions)


def test_all_that_is_wrong_is_said_at_once_and_each_row_once(given: Given) -> None:
    bad = [
        {**_subscription(id="t"), "amount": None, "interval": None},
        {**_subscription(id="u"), "interval": None},
        _subscription(id="v", quantity="-1"),
    ]
    reason = missing(given(subscriptions=[_subscription(), *bad]).fact("subscriptions"))
    assert reason.text == (
        "1 subscription with no price, such as t; 1 subscription with no interval of day, week, "
        "month or year, such as u; 1 subscription with a negative amount, discount or quantity, "
        "such as v"
    )
    assert reason.remedy.count("--exclude-bad-rows") == 1


def test_a_quantity_of_zero_is_worth_nothing_and_said(given: Given) -> None:
    none = _subscription(quantity="0")
    fact = built(given(subscriptions=[none, _subscription(id="R")]).fact("subscriptions"))
    assert rows(fact, "id", "annual") == [("R", money("120"))]
    assert fact.notes == ("1 subscription with a quantity of zero, such as S: worth nothing",)


@pytest.mark.parametrize("status", ["incomplete", "incomplete_expired", "draft"])
def test_a_bad_subscription_that_never_counts_does_no_harm(given: Given, status: str) -> None:
    never = _subscription(id="T", status=status, amount="-10")
    assert _spans(given, _subscription(), never) == [("S", "2026-01-15", "None")]


def test_a_trial_that_ends_after_the_service_was_never_paid_for(given: Given) -> None:
    """Else its end, in January, would come before its start, in February."""
    trial = _subscription(status="canceled", ended_on="2026-01-20", trial_end_on="2026-02-05")
    assert _spans(given, trial, _subscription(id="T")) == [("T", "2026-01-15", "None")]
    ledger = rows(given(subscriptions=[trial]).fact("mrr_changes"), "customer", "delta")
    assert ledger == []


def test_nobody_pays_where_only_trials_are(given: Given) -> None:
    trial = _subscription(status="trialing", trial_end_on="2026-10-10")
    fact = built(given(subscriptions=[trial]).fact("mrr_changes"))
    assert fact.frame.height == 0
    assert fact.last == month("2026-09")


def test_the_end_is_what_the_export_says_in_order(given: Given) -> None:
    canceled: dict[str, str | bool] = {
        "status": "canceled",
        "cancel_requested_on": "2026-05-01",
    }
    at_period_end = {**canceled, "cancel_at_period_end": True}
    cells = [
        _subscription(id="1", **canceled, ended_on="2026-06-01"),
        _subscription(id="2", **at_period_end, period_end_on="2026-05-31"),
        _subscription(id="3", **at_period_end),
        _subscription(id="4", **canceled),
        _subscription(id="5", cancel_requested_on="2026-05-01"),
        _subscription(id="6", cancel_at_period_end=True, period_end_on="2026-10-14"),
    ]
    assert [end for _, _, end in _spans(given, *cells)] == [
        "2026-06-01",
        "2026-05-31",
        "2026-05-01",
        "2026-05-01",
        "None",
        "2026-10-14",
    ]


@pytest.mark.parametrize("status", ["unpaid", "paused"])
def test_out_since_the_status_though_the_end_is_planned(given: Given, status: str) -> None:
    cells = _subscription(
        status=status,
        period_start_on="2026-06-01",
        period_end_on="2026-07-01",
        cancel_at_period_end=True,
    )
    assert _spans(given, cells) == [("S", "2026-01-15", "2026-06-01")]


def test_scheduled_ends_do_not_prove_that_ended_ones_are_exported(given: Given) -> None:
    scheduled = _subscription(cancel_at_period_end=True, period_end_on="2026-08-15")
    assert "ends" in built(given(subscriptions=[scheduled]).fact("subscriptions")).lacks
    ended = _subscription(id="T", status="canceled", ended_on="2026-08-15")
    assert "ends" not in built(given(subscriptions=[scheduled, ended]).fact("subscriptions")).lacks


def test_a_planned_end_is_no_news(given: Given) -> None:
    contract = _subscription(ended_on="2027-12-31")
    assert built(given(subscriptions=[contract]).fact("subscriptions")).last == month("2026-09")
    ended = _subscription(id="T", status="canceled", ended_on="2026-10-31")
    assert built(given(subscriptions=[contract, ended]).fact("subscriptions")).last == month(
        "2026-10"
    )


def test_the_month_of_the_newest_event_is_whole_only_when_it_is_over(given: Given) -> None:
    early = _subscription(period_start_on="2026-09-29")
    assert built(given(subscriptions=[early]).fact("subscriptions")).last == month("2026-08")


def test_what_is_wrong_names_the_row_by_which_it_is_found(given: Given) -> None:
    reason = missing(given(subscriptions=[_subscription(amount="-1")]).fact("subscriptions"))
    assert reason.wrong == (("subscriptions.id", "subscription_items.id"), "S")
