from __future__ import annotations

import datetime as dt

import pytest

from cro_cli.errors import InputError
from tests.facts.canonical import Given, Row, built, history

HUGE = "5000000000000"  # 5 million millions: its micros are beyond what may be summed


def test_a_fact_is_built_once(given: Given) -> None:
    facts = given(mrr=history({"A": {"2026-09": "1"}}))
    assert facts.fact("mrr_changes") is facts.fact("mrr_changes")


def test_notes_are_those_of_the_facts_that_were_built(given: Given) -> None:
    facts = given(
        mrr=history({"A": {"2026-09": "1"}}),
        subscriptions=[{"id": "S", "customer": "A"}],
        deals=[{"id": "D", "stage": "x", "status": "won"}],
    )
    assert not facts.notes
    facts.fact("mrr_changes")
    facts.fact("balances")
    assert facts.notes == ("the subscriptions are not used: needs a subscription with a date",)
    facts.fact("deals")
    assert len(facts.notes) == 3


def test_lineage_goes_down_to_tables(given: Given) -> None:
    facts = given(mrr=history({"A": {"2026-09": "1"}}))
    assert facts.origins("balances", ["balance"]) >= {"mrr.amount", "mrr.month", "mrr.currency"}
    assert facts.origins("balances", []) == frozenset()
    assert "facts" not in facts.tables_of("crm_match")
    assert {"mrr", "customers", "accounts"} <= facts.tables_of("crm_match")


def test_lineage_leaves_out_what_was_not_read(given: Given) -> None:
    mrr = history({"A": {"2026-09": "1"}})
    subscription: Row = {"id": "S", "customer": "A", "started_on": "2026-09-30", "status": "active"}
    subscriptions = [{**subscription, "amount": "1", "interval": "month"}]
    assert given(mrr=mrr, subscriptions=subscriptions).tables_of("balances") == {"mrr"}
    assert given(subscriptions=subscriptions).tables_of("balances") == {"subscriptions"}


@pytest.mark.parametrize(
    ("table", "fact", "rows"),
    [
        ("mrr", "mrr_changes", history({"A": {"2026-09": HUGE}})),
        # Each of them alone could be added, their sum would wrap and seem small.
        ("mrr", "mrr_changes", history({"A": {"2026-09": "300000000000"}}) * 2),
        ("financials", "financials", [{"month": "2026-09", "ebitda": HUGE}]),
        ("deals", "deals", [{"id": "D", "stage": "x", "amount": HUGE}]),
        ("spend", "spend", [{"month": "2026-09", "category": "sales", "amount": HUGE}]),
    ],
)
def test_amounts_too_large_to_add_are_refused(
    given: Given, table: str, fact: str, rows: list[Row]
) -> None:
    with pytest.raises(InputError, match="amounts are too large to be added exactly"):
        given(**{table: rows}).fact(fact)


def test_large_amounts_that_can_be_added_are_added(given: Given) -> None:
    mrr = history({"A": {"2026-09": "300000000000"}})
    frame = built(given(mrr=mrr).fact("mrr_changes")).frame
    assert frame["delta"].to_list() == [3_600_000_000_000_000_000]


def test_the_newest_event_of_a_table(given: Given) -> None:
    deals = [
        {"created_on": "2026-01-01", "updated_on": "2026-03-01", "close_on": "2027-01-01"},
        {"created_on": "2026-02-01", "updated_on": None},
    ]
    stages = [{"deal": "D", "at": "2026-04-05 23:59"}]
    facts = given(deals=deals, deal_stages=stages, leads=[{"id": "L"}])
    assert facts.newest("deals") == dt.date(2026, 3, 1)
    assert facts.newest("deal_stages") == dt.date(2026, 4, 5)
    assert facts.newest("leads") is None
    assert facts.newest("spend") is None


def test_what_is_still_to_come_is_no_event(given: Given) -> None:
    rows = [
        {"id": "S", "status": "active", "started_on": "2026-01-31", "ended_on": "2027-01-31"},
        {"id": "T", "status": "future", "started_on": "2026-12-01", "created_on": "2026-09-15"},
        {"id": "U", "status": "canceled", "started_on": "2025-01-31", "ended_on": "2026-03-01"},
        {"id": "V", "status": None, "started_on": "2026-02-01"},
    ]
    assert given(subscriptions=rows).newest("subscriptions") == dt.date(2026, 3, 1)
    assert given(fx=[{"currency": "EUR", "rate": "1"}]).newest("fx") is None


def test_a_status_may_be_spelled_in_any_way(given: Given) -> None:
    rows = [
        {"id": "S", "status": "Active", "started_on": "2026-01-31", "ended_on": "2027-01-31"},
        {"id": "T", "status": "Future", "started_on": "2026-12-01", "created_on": "2026-09-15"},
        {"id": "U", "status": "DRAFT", "created_on": "2026-09-16"},
        {"id": "V", "status": "Cancelled", "ended_on": "2026-03-01"},
        {"id": "W", "status": "CANCELED", "ended_on": "2026-03-02"},
    ]
    assert given(subscriptions=rows).newest("subscriptions") == dt.date(2026, 3, 2)


def test_columns_that_a_file_supplies(given: Given) -> None:
    facts = given(deals=[{"id": "D", "source": None}])
    assert facts.has("deals.source")
    assert not facts.has("deals.owner")


def test_sums_that_could_wrap_are_refused_when_a_fact_is_asked_for(given: Given) -> None:
    facts = given(mrr=history({"A": {"2026-09": HUGE}}))
    with pytest.raises(InputError, match="too large"):
        facts.fact("balances")
