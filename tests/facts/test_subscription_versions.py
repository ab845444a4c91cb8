from __future__ import annotations

import pytest

from cro_cli import kinds
from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, month
from tests.facts.ledgers import levels, moved

VERSION: Row = {
    "id": "s",
    "customer": "A",
    "version": "1",
    "amount": "100",
    "interval": "month",
    "started_on": "2026-01-15",
    "ended_on": "2026-04-01",
}
NEXT: Row = {**VERSION, "version": "2", "started_on": "2026-04-01", "ended_on": None}
CARRIER: Row = {**NEXT, "id": "z", "type": "one_off", "started_on": "2026-09-30"}


def _ledger(given: Given, *rows: Row, **said: str) -> str:
    settled = Assumptions(definitions=said)
    facts = given(subscription_versions=[*rows, CARRIER], assumptions=settled)
    return levels(facts.fact("mrr_changes"))


def test_a_step_counts_from_its_day_on(given: Given) -> None:
    """A contract with dated steps is worth the step in force, not their mean."""
    assert _ledger(given, VERSION, {**NEXT, "amount": "150"}) == "01 100, 04 150"


def test_several_years_are_worth_a_year_each(given: Given) -> None:
    contract = {**NEXT, "amount": "3600", "interval": "year", "interval_count": "3"}
    assert _ledger(given, contract) == "04 100"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"status": "paused"}, "01 100, 04 0"),
        ({"status": "unpaid"}, "01 100, 04 0"),
        ({"status": "canceled"}, "01 100, 04 0"),
        ({"status": "canceled", "ended_on": "2026-06-01"}, "01 100, 06 0"),
        ({"status": "trialing"}, "01 100, 04 0"),
        ({"trial": True}, "01 100, 04 0"),
        ({"type": "one_off"}, "01 100, 04 0"),
        ({"status": "draft"}, "01 100, 04 0"),
        ({"status": "past_due"}, "01 100"),
    ],
)
def test_what_a_version_says_of_itself(given: Given, cells: Row, expected: str) -> None:
    assert _ledger(given, VERSION, {**NEXT, **cells}) == expected


def test_switches(given: Given) -> None:
    trial = {**NEXT, "trial": True, "discount": "30"}
    assert _ledger(given, trial, trials="include") == "04 70"
    assert _ledger(given, trial, trials="include", discounts="none") == "04 100"
    late = {**NEXT, "status": "past_due"}
    assert _ledger(given, late, past_due_churn_after_days="60") == "04 100, 05 0"


def test_versions_that_overlap_are_cut_short_and_said(given: Given) -> None:
    rows = [{**VERSION, "ended_on": "2026-06-20"}, {**NEXT, "amount": "60"}]
    assert _ledger(given, *rows) == "01 100, 04 60"
    notes = built(given(subscription_versions=[*rows, CARRIER]).fact("mrr_changes")).notes
    assert notes == ("1 span overlaps the next one of the same subscription, such as s: cut short",)


def test_changes_on_one_day_leave_the_last_of_them(given: Given) -> None:
    first = {**NEXT, "version": "2", "ended_on": "2026-04-01", "amount": "777"}
    last = {**NEXT, "version": "3", "amount": "120"}
    assert _ledger(given, VERSION, last, first) == "01 100, 04 120"


def test_of_versions_from_one_day_the_last_updated_that_lasts_holds(given: Given) -> None:
    """One that does not say when it was updated is older; one that ends at once holds nothing."""
    silent = {**NEXT, "version": "9", "amount": "60"}
    over = {**NEXT, "ended_on": "2026-04-01", "amount": "777", "updated_on": "2026-09-30"}
    told = {**NEXT, "amount": "120", "updated_on": "2026-09-01"}
    assert _ledger(given, VERSION, silent, over, told) == "01 100, 04 120"


def test_one_that_is_only_agreed_begins_after_the_newest_day(given: Given) -> None:
    signed = {**NEXT, "status": "future", "amount": "150"}
    fact = built(given(subscription_versions=[VERSION, signed, CARRIER]).fact("mrr_changes"))
    assert levels(fact) == "01 100, 04 0"
    assert fact.last == month("2026-09")


def test_days_ahead_tell_nothing_where_rows_say_when_they_were_updated(given: Given) -> None:
    ramp = {**NEXT, "started_on": "2027-04-01", "amount": "150", "updated_on": "2026-08-31"}
    rows = [{**VERSION, "ended_on": "2027-04-01"}, ramp]
    fact = built(given(subscription_versions=rows).fact("mrr_changes"))
    assert (levels(fact), fact.last) == ("01 100", month("2026-08"))


def test_a_history_that_begins_late_opens_with_a_balance(given: Given) -> None:
    """Who paid before it is not new in its first month, nor when it comes back later."""
    old = {**VERSION, "since_on": "2024-05-01"}
    back = {**NEXT, "id": "t", "customer": "B", "since_on": "2023-01-01"}
    new = {**NEXT, "id": "u", "customer": "C", "since_on": "2026-04-01"}
    fact = built(given(subscription_versions=[old, back, new, CARRIER]).fact("mrr_changes"))
    assert moved(fact) == [
        ("2026-01", "A", "opening", 100),
        ("2026-04", "A", "churn", -100),
        ("2026-04", "B", "reactivation", 100),
        ("2026-04", "C", "new", 100),
    ]
    assert (fact.first, fact.first_flow) == (month("2026-01"), month("2026-02"))
    assert fact.begins is not None


def test_a_version_without_a_price_is_named(given: Given) -> None:
    reason = missing(given(subscription_versions=[{**VERSION, "amount": None}]).fact("mrr_changes"))
    assert reason.text == "1 version with no price, such as s"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, "04 100"),
        ({"quantity": "3"}, "04 300"),
        ({"quantity": "2.5"}, "04 250"),  # no whole number of units
        ({"interval_count": "1"}, "04 100"),
        ({"interval_count": "2"}, "04 50"),
        ({"discount": "30"}, "04 70"),
        ({"amount": "36.000001", "interval": "year"}, "04 3"),
        ({"amount": "9000000", "quantity": "1000"}, "04 9000000000"),
        ({"interval": "week", "amount": "12"}, "04 52"),
    ],
)
@pytest.mark.parametrize("many", [1, 1000])
def test_what_a_price_comes_to_however_many_there_are(
    given: Given, monkeypatch: pytest.MonkeyPatch, cells: Row, expected: str, many: int
) -> None:
    monkeypatch.setattr(kinds, "MANY", many)
    assert _ledger(given, {**NEXT, **cells}) == expected
