from __future__ import annotations

from typing import Any

import pytest

from tests.facts.canonical import Given, Row, built, history, missing, month, rows

MRR = history({"A": {"2026-07..2026-09": "10"}, "B": {"2026-07..2026-09": "5"}})


def _invoice(**cells: str | None) -> Row:
    return {
        "id": "I",
        "customer": "A",
        "status": "open",
        "issued_on": "2026-07-01",
        "due_on": "2026-07-31",
        "paid_on": None,
        **cells,
    }


def _late(given: Given, *invoices: Row, at: str = "2026-09") -> list[Any]:
    """Return the customers who are behind."""
    newest = _invoice(id="N", customer="Z", status="draft", issued_on="2026-09-30", due_on=None)
    fact = given(mrr=MRR, invoices=[*invoices, newest]).fact("past_due")
    return [name for name, late in rows(fact, "customer", "is_past_due", at=at) if late]


def test_an_open_invoice_past_its_due_date_makes_its_customer_late(given: Given) -> None:
    assert _late(given, _invoice()) == ["A"]
    assert _late(given, _invoice(), _invoice(id="J")) == ["A"]
    assert _late(given) == []


@pytest.mark.parametrize(("due_on", "late"), [("2026-09-29", ["A"]), ("2026-09-30", [])])
def test_an_invoice_is_late_the_day_after_it_was_due(
    given: Given, due_on: str, late: list[str]
) -> None:
    assert _late(given, _invoice(due_on=due_on)) == late


@pytest.mark.parametrize("status", ["past_due", "sent", "Pending"])
def test_what_is_sent_and_not_paid_is_open_by_any_name(given: Given, status: str) -> None:
    assert _late(given, _invoice(status=status)) == ["A"]


@pytest.mark.parametrize("status", ["draft", "paid", "void", "uncollectible"])
def test_only_open_invoices_are_late(given: Given, status: str) -> None:
    assert _late(given, _invoice(status=status)) == []


def test_at_an_earlier_day_it_was_open_until_it_was_paid(given: Given) -> None:
    paid = _invoice(status="paid", paid_on="2026-09-02")
    assert _late(given, paid, at="2026-08") == ["A"]
    assert _late(given, paid, at="2026-09") == []
    on_the_last_day = _invoice(status="paid", paid_on="2026-08-31")
    assert _late(given, on_the_last_day, at="2026-08") == []


def test_without_a_due_date_it_is_due_when_issued(given: Given) -> None:
    undated = _invoice(due_on=None, issued_on="2026-09-29")
    assert _late(given, undated) == ["A"]
    assert _late(given, _invoice(due_on=None, issued_on="2026-09-30")) == []
    fact = built(given(mrr=MRR, invoices=[undated]).fact("past_due"))
    assert "open invoices without a due date are taken as due when issued" in fact.assumptions
    dated = built(given(mrr=MRR, invoices=[_invoice()]).fact("past_due"))
    assert dated.assumptions == ()


def test_an_invoice_of_nobody_makes_nobody_late(given: Given) -> None:
    assert _late(given, _invoice(customer=None)) == []


def test_invoices_reach_as_far_as_their_newest_event(given: Given) -> None:
    fact = built(
        given(mrr=MRR, invoices=[_invoice(status="paid", paid_on="2026-08-03")]).fact("past_due")
    )
    assert fact.last == month("2026-08")


def test_without_paid_dates_only_the_present_is_known(given: Given) -> None:
    invoice = {k: v for k, v in _invoice(issued_on="2026-10-05").items() if k != "paid_on"}
    fact = built(given(mrr=MRR, invoices=[invoice]).fact("past_due"))
    assert {m: reason.code for m, reason in fact.lacks_at.items()} == {
        month("2026-08"): "needs_paid_dates"
    }
    earlier = given(mrr=MRR, invoices=[invoice], months=("2026-07", "2026-08"))
    assert set(built(earlier.fact("past_due")).lacks_at) == {month("2026-07"), month("2026-08")}


def test_what_is_not_paid_was_never_open_until_it_was(given: Given) -> None:
    """An invoice that is void says nothing of the time before, whatever was paid for it."""
    assert _late(given, _invoice(status="void", paid_on="2026-09-02"), at="2026-08") == []


@pytest.mark.parametrize(
    ("others", "is_said"),
    [
        pytest.param([_invoice(id="J", due_on=None)], True, id="one of two"),
        pytest.param([_invoice(id="J", due_on=None, status="paid")], False, id="paid"),
    ],
)
def test_what_is_taken_as_due_when_issued_is_open(
    given: Given, others: list[Row], *, is_said: bool
) -> None:
    fact = built(given(mrr=MRR, invoices=[_invoice(), *others]).fact("past_due"))
    assert len(fact.assumptions) == is_said


def test_invoices_without_a_day_reach_as_far_as_the_ledger(given: Given) -> None:
    """Only when it was due is known: it tells of the last month that is asked for."""
    invoice = {key: value for key, value in _invoice(issued_on=None).items() if key != "paid_on"}
    fact = built(given(mrr=MRR, invoices=[invoice]).fact("past_due"))
    assert (fact.first, fact.last) == (month("2026-07"), month("2026-09"))
    assert set(fact.lacks_at) == {month("2026-08")}


SUBSCRIPTION: Row = {
    "id": "S",
    "customer": "A",
    "status": "past_due",
    "amount": "10",
    "interval": "month",
    "started_on": "2026-07-10",
    "updated_on": "2026-09-30",
}


def test_the_ledger_and_its_bounds_are_those_of_its_balances(given: Given) -> None:
    by_status = built(given(mrr=MRR, subscriptions=[SUBSCRIPTION]).fact("past_due"))
    assert (by_status.first, by_status.last) == (month("2026-07"), month("2026-09"))
    assert by_status.unread == {"invoices"}
    by_invoices = built(given(mrr=MRR, invoices=[_invoice()]).fact("past_due"))
    assert by_invoices.first == month("2026-07")
    assert by_invoices.unread == {"subscriptions"}


def test_what_the_ledger_lacks_is_said_first(given: Given) -> None:
    """Subscriptions alone know no earlier price, whatever is known of who is past due."""
    paid = _invoice(paid_on="2026-09-30", status="paid")
    alone = given(subscriptions=[SUBSCRIPTION])
    for facts in (alone, given(subscriptions=[SUBSCRIPTION], invoices=[paid])):
        fact, balances = (built(facts.fact(name)) for name in ("past_due", "balances"))
        (lack,) = fact.lacks_at.items()
        assert lack == (month("2026-08"), balances.lacks_at[month("2026-08")])
        assert fact.assumptions == balances.assumptions
        assert any("present price" in said for said in fact.assumptions)


def test_the_status_of_subscriptions_stands_in_for_invoices(given: Given) -> None:
    subscriptions = [
        {"id": "S", "customer": "A", "status": "past_due", "started_on": "2026-09-30"},
        {"id": "T", "customer": "B", "status": "active", "started_on": "2026-09-30"},
    ]
    fact = built(given(mrr=MRR, subscriptions=subscriptions).fact("past_due"))
    assert rows(fact, "customer", "is_past_due", at="2026-09") == [("A", True), ("B", False)]
    assert {m: reason.code for m, reason in fact.lacks_at.items()} == {
        month("2026-08"): "needs_invoices"
    }
    # An export of the end of September tells of neither July nor August.
    earlier = given(mrr=MRR, subscriptions=subscriptions, months=("2026-07", "2026-08"))
    assert set(built(earlier.fact("past_due")).lacks_at) == {month("2026-07"), month("2026-08")}


def test_subscriptions_that_say_no_status_tell_nothing(given: Given) -> None:
    subscription = {key: value for key, value in SUBSCRIPTION.items() if key != "status"}
    fact = given(mrr=MRR, subscriptions=[subscription]).fact("past_due")
    assert missing(fact).code == "missing_table"


def test_the_status_is_read_in_any_case(given: Given) -> None:
    fact = given(mrr=MRR, subscriptions=[{**SUBSCRIPTION, "status": "Past_Due"}]).fact("past_due")
    assert rows(fact, "customer", "is_past_due", at="2026-09") == [("A", True), ("B", False)]


def test_invoices_are_trusted_before_the_status(given: Given) -> None:
    subscriptions = [{"id": "S", "customer": "B", "status": "past_due", "started_on": "2026-09-30"}]
    fact = given(mrr=MRR, subscriptions=subscriptions, invoices=[_invoice()]).fact("past_due")
    assert rows(fact, "customer", "is_past_due", at="2026-09") == [("A", True), ("B", False)]


def test_a_credit_makes_nobody_late(given: Given) -> None:
    assert _late(given, _invoice(type="credit")) == []
    assert _late(given, _invoice(type="charge")) == ["A"]


def test_credits_alone_are_no_invoices(given: Given) -> None:
    credit = _invoice(type="credit", status="paid")
    assert missing(given(mrr=MRR, invoices=[credit]).fact("past_due")).code == "missing_table"


def test_invoices_without_a_status_leave_it_to_the_subscriptions(given: Given) -> None:
    invoice = {key: value for key, value in _invoice().items() if key != "status"}
    nothing = given(mrr=MRR, invoices=[invoice]).fact("past_due")
    assert missing(nothing).code == "needs_invoice_status"
    subscriptions = [{"id": "S", "customer": "B", "status": "past_due", "started_on": "2026-09-30"}]
    fact = given(mrr=MRR, subscriptions=subscriptions, invoices=[invoice]).fact("past_due")
    assert rows(fact, "customer", "is_past_due", at="2026-09") == [("A", False), ("B", True)]


def test_neither_invoices_nor_status_is_said(given: Given) -> None:
    assert missing(given(mrr=MRR).fact("past_due")).text == (
        "needs invoices, or the status of subscriptions"
    )
    assert missing(given(invoices=[_invoice()]).fact("past_due")).text == "needs recurring revenue"
