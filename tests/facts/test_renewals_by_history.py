"""Renewals told by what is there now and by the history of MRR, by hand (definitions 4.5)."""

from __future__ import annotations

from fractions import Fraction

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.fact import FactData
from tests.facts.canonical import Given, Row, built, history

YEARLY: Row = {
    "id": "s",
    "customer": "A",
    "plan": "Pro",
    "amount": "1200",
    "interval": "year",
    "started_on": "2024-05-10",
    "updated_on": "2026-09-28",
}
# A was worth 100 until its second renewal and 120 since; in April it had been 110.
PAID = {"A": {"2025-01..2026-03": "100", "2026-04": "110", "2026-05..2026-09": "120"}}
NOW = ("2026-08", "2026-09")


def told(fact: FactData) -> list[str]:
    """Return day, contract, and what was due, renewed and kept of it by the month."""
    columns = ("on", "subscription", "due", "renewed", "kept")
    return [
        f"{on} {name} " + " ".join(f"{float(Fraction(one, 12_000_000)):g}" for one in amounts)
        for on, name, *amounts in fact.frame.select(columns).rows()
    ]


def test_a_renewal_is_from_the_month_end_before_to_that_of_its_month(given: Given) -> None:
    fact = built(given(subscriptions=[YEARLY], mrr=history(PAID), months=NOW).fact("renewals"))
    assert told(fact) == ["2025-05-10 s 100 100 100", "2026-05-10 s 110 120 110"]
    # Known are renewals from the second month of the history to its last.
    assert [fact.first, fact.last] == [2025 * 12 + 1, 2026 * 12 + 8]
    assert "history" not in fact.lacks
    assert "mrr" not in fact.unread


def test_a_contract_that_ends_with_its_year_was_up_and_one_that_ended_before_was_not(
    given: Given,
) -> None:
    paid = {
        "A": {"2025-01..2026-04": "100", "2026-05..2026-09": "0"},
        "B": {"2025-01..2026-03": "50"},
        "Z": {"2025-01..2026-09": "1"},
    }
    ended = {"status": "canceled", "ended_on": "2026-05-10"}
    early = {**YEARLY, "id": "e", "customer": "B", "status": "canceled", "ended_on": "2026-04-09"}
    rows = [{**YEARLY, **ended}, early]
    fact = built(given(subscriptions=rows, mrr=history(paid), months=NOW).fact("renewals"))
    assert told(fact) == [
        "2025-05-10 e 50 50 50",
        "2025-05-10 s 100 100 100",
        "2026-05-10 s 100 0 0",
    ]


def test_what_is_paid_for_two_years_is_up_after_two(given: Given) -> None:
    """A is up after May 10 of 2026, not of 2025; what is paid every 13 months is in no rate."""
    rows = [{**YEARLY, "interval_count": "2"}, {**YEARLY, "id": "o", "customer": "B"}]
    rows[1] |= {"interval": "month", "interval_count": "13"}
    fact = built(given(subscriptions=rows, mrr=history(PAID), months=NOW).fact("renewals"))
    assert told(fact) == ["2026-05-10 s 110 120 110"]
    assert fact.frame.get_column("term").to_list() == [24]
    assert fact.notes == ("1 contract of 13 months left out of the renewal rates",)
    rows.append({**rows[1], "id": "p", "customer": "C", "interval_count": "17"})
    more = built(given(subscriptions=rows, mrr=history(PAID), months=NOW).fact("renewals"))
    assert more.notes == ("2 contracts of 13, 17 months left out of the renewal rates",)


def test_how_a_contract_is_paid_for_is_what_was_last_said_of_its_day(given: Given) -> None:
    """By the month at first, and put right to the year: up for renewal a year after its start."""
    first = {**YEARLY, "interval": "month", "amount": "10", "updated_on": "2025-05-10"}
    right = {**YEARLY, "started_on": "2025-05-10"}
    versions = [{**first, "version": "1", "started_on": "2025-05-10"}, {**right, "version": "2"}]
    fact = built(given(subscription_versions=versions, months=NOW).fact("renewals"))
    assert told(fact) == ["2026-05-10 s 100 100 100"]
    # September is not over on the 28th, and nothing else is read.
    assert fact.last == 2026 * 12 + 7
    assert "mrr" in fact.unread


def test_what_is_back_on_the_day_was_not_there_until_then(given: Given) -> None:
    """Whatever the history says was paid meanwhile."""
    paused = {**YEARLY, "paused_on": "2025-03-01", "resumed_on": "2025-05-10"}
    fact = built(given(subscriptions=[paused], mrr=history(PAID), months=NOW).fact("renewals"))
    assert told(fact) == ["2026-05-10 s 110 120 110"]


def test_of_the_first_month_of_a_history_nothing_is_left_out(given: Given) -> None:
    """Nobody knows what was paid the month before, whatever else there was."""
    until = {"interval": "month", "status": "canceled", "ended_on": "2025-05-20"}
    for first, count in (("2025-05", 0), ("2025-04", 1)):
        paid = {"A": {f"{first}..2026-03": "100", "2026-04..2026-09": "110"}}
        rows = [YEARLY, {**YEARLY, "id": "m", **until}]
        fact = built(given(subscriptions=rows, mrr=history(paid), months=NOW).fact("renewals"))
        assert told(fact) == ["2026-05-10 s 110 110 110"]
        assert len(fact.notes) == count


def test_a_customer_with_something_else_around_the_day_is_left_out_and_counted(
    given: Given,
) -> None:
    """A monthly add-on until April 30 is not there at the end of April; until May 1 it is."""
    monthly = {**YEARLY, "id": "m", "interval": "month", "amount": "10"}
    until = {**monthly, "status": "canceled", "ended_on": "2026-04-30"}
    for others, expected, count in (
        ([until, {**until, "id": "n"}], ["2026-05-10 s 110 120 110"], 1),
        ([{**until, "ended_on": "2026-05-01"}], [], 2),
        ([{**monthly, "started_on": "2026-05-31"}], ["2025-05-10 s 100 100 100"], 1),
    ):
        facts = given(subscriptions=[YEARLY, *others], mrr=history(PAID), months=NOW)
        fact = built(facts.fact("renewals"))
        assert told(fact) == expected
        (note,) = fact.notes
        assert note.startswith(f"{count} of 2 renewals left out of the renewal rates: ")


def test_what_was_worth_nothing_was_not_available_to_renew(given: Given) -> None:
    paid = {"A": {"2026-05..2026-09": "100"}, "Z": {"2025-01..2026-09": "1"}}
    fact = built(given(subscriptions=[YEARLY], mrr=history(paid), months=NOW).fact("renewals"))
    assert told(fact) == []


def test_two_customers_are_not_beside_each_other(given: Given) -> None:
    paid = {**PAID, "B": {"2025-01..2026-09": "10"}}
    rows = [YEARLY, {**YEARLY, "id": "t", "customer": "B"}]
    fact = built(given(subscriptions=rows, mrr=history(paid), months=NOW).fact("renewals"))
    assert len(told(fact)) == 4
    assert fact.notes == ()


def test_what_is_not_paid_by_the_year_or_not_believed_tells_no_renewal(given: Given) -> None:
    monthly = {**YEARLY, "interval": "month"}
    fact = built(given(subscriptions=[monthly], mrr=history(PAID), months=NOW).fact("renewals"))
    assert told(fact) == []
    present = Assumptions(ledger_from=("subscriptions",))
    facts = given(subscriptions=[YEARLY], mrr=history(PAID), months=NOW, assumptions=present)
    # Nor do subscriptions of which none ended tell of those that did.
    assert set(built(facts.fact("renewals")).lacks) == {"history", "ends"}


def test_an_export_of_long_ago_tells_renewals_for_a_year_on(given: Given) -> None:
    old = {**YEARLY, "started_on": "2024-02-10", "updated_on": "2025-05-31"}
    paid = {"A": {"2025-01..2026-09": "100"}}
    facts = given(subscriptions=[old], mrr=history(paid), months=NOW)
    assert built(facts.fact("renewals")).last == months.index(months.end(2026 * 12 + 4))


def test_versions_are_believed_before_all_else(given: Given) -> None:
    """From 100 on Pro to 150 on Max, whatever the present and the history say."""
    then = {**YEARLY, "plan": "Pro", "version": "1", "started_on": "2025-05-10"}
    now = {**then, "plan": "Max", "version": "2", "amount": "1800", "started_on": "2026-05-10"}
    versions = [{**then, "ended_on": "2026-05-10"}, now]
    facts = given(subscription_versions=versions, subscriptions=[YEARLY], mrr=history(PAID))
    fact = built(facts.fact("renewals"))
    assert told(fact) == ["2026-05-10 s 100 150 100"]
    assert fact.frame.get_column("plan").to_list() == ["Pro"]
