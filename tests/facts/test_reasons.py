"""Why revenue moved: each case is one customer whose second quarter of 2026 differs from March."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import polars as pl
import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from tests.facts.canonical import Given, Row, built, history

VERSION: Row = {
    "id": "s",
    "customer": "A",
    "version": "1",
    "plan": "Pro",
    "quantity": "5",
    "amount": "10",
    "interval": "month",
    "started_on": "2026-01-10",
    "ended_on": "2026-04-10",
}
FIFTH: Row = {"discount_percent": "0.2"}
FIFTH_OFF: Row = {**VERSION, **FIFTH}
# Something that goes on, so that its customer stays whatever else happens.
BASE: Row = {
    **VERSION,
    "id": "base",
    "plan": "Base",
    "quantity": "1",
    "amount": "500",
    "ended_on": None,
}
CARRIER: Row = {**BASE, "id": "z", "customer": "Z", "type": "one_off", "started_on": "2026-06-30"}


def then(**cells: object) -> Row:
    """Return what follows the first version of the subscription."""
    return {**VERSION, "version": "2", "started_on": "2026-04-10", "ended_on": None, **cells}


def also(**cells: object) -> Row:
    """Return another subscription that begins when the first one ends."""
    return then(id="t", **cells)


def why(facts: Collected) -> list[str]:
    """Return the month, movement, reason and monthly amount of everything but what is new."""
    frame = built(facts.fact("reasons")).frame
    known = frame.filter(~pl.col("movement").is_in(("new", "opening")))
    rows = known.select("month", "movement", "reason", "delta").sort("month", "reason").rows()
    return [
        f"{months.name(month)[-2:]} {movement}: {reason} {float(Fraction(delta, 12_000_000)):g}"
        for month, movement, reason, delta in rows
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([then(quantity="8")], ["04 expansion: quantity 30"]),
        ([then(quantity="3")], ["04 contraction: quantity -20"]),
        ([then(amount="12")], ["04 expansion: price 10"]),
        # One changes its plan, and of two others one takes the place of the other.
        (
            [
                then(plan="Max", amount="12"),
                {**VERSION, "id": "old", "quantity": "1", "amount": "20"},
                then(id="new", quantity="1", amount="25"),
            ],
            ["04 expansion: plan change 10", "04 expansion: price 5"],
        ),
        # Three seats more at the old price, and two more for each of eight.
        (
            [then(quantity="8", amount="12")],
            ["04 expansion: price 16", "04 expansion: quantity 30"],
        ),
        # What a price adds, fewer seats take away in part.
        (
            [then(quantity="4", amount="20")],
            ["04 expansion: price 40", "04 expansion: quantity -10"],
        ),
        ([then(discount="5")], ["04 contraction: discount -5"]),
        # Three seats more at the list price of 10: the discount is the same as before.
        (
            [{**VERSION, "discount": "10"}, then(quantity="8", discount="10")],
            ["04 expansion: quantity 30"],
        ),
        # Of 10 a seat a fifth is taken off: three seats more are 24 more, two fewer 16 less.
        ([FIFTH_OFF, then(quantity="8", **FIFTH)], ["04 expansion: quantity 24"]),
        ([FIFTH_OFF, then(quantity="3", **FIFTH)], ["04 contraction: quantity -16"]),
        # Of 2 more for each of five seats as well, or of eight.
        ([FIFTH_OFF, then(amount="12", **FIFTH)], ["04 expansion: price 8"]),
        (
            [FIFTH_OFF, then(quantity="8", amount="12", **FIFTH)],
            ["04 expansion: price 12.8", "04 expansion: quantity 24"],
        ),
        # Another percentage counts for all the seats that there are then, the old one before it.
        (
            [FIFTH_OFF, then(quantity="8", discount_percent="0.1")],
            ["04 expansion: discount end 8", "04 expansion: quantity 24"],
        ),
        (
            [VERSION, then(quantity="8", **FIFTH)],
            ["04 expansion: discount -16", "04 expansion: quantity 30"],
        ),
        # An amount is taken off besides, whatever the seats: 50 - 10 - 5, 80 - 16 - 5.
        (
            [{**FIFTH_OFF, "discount": "5"}, then(quantity="8", discount="5", **FIFTH)],
            ["04 expansion: quantity 24"],
        ),
        # A plan goes on under another id: of 50 and of 80 a fifth.
        ([FIFTH_OFF, also(quantity="8", **FIFTH)], ["04 expansion: quantity 24"]),
        # What is paused is not given up for another plan.
        (
            [then(status="paused"), also(plan="Scale", amount="15")],
            ["04 expansion: cross-sell 75", "04 expansion: pause -50"],
        ),
        ([then(plan="Scale", amount="15")], ["04 expansion: plan change 25"]),
        ([also(plan="Scale", amount="15")], ["04 expansion: plan change 25"]),
        # The same plan under another id is no other plan.
        ([also(quantity="6")], ["04 expansion: quantity 10"]),
        ([then(), also(plan="Care", quantity="1")], ["04 expansion: cross-sell 10"]),
        ([then(), also(quantity="2")], ["04 expansion: quantity 20"]),
        ([then(), also(plan=None, quantity="1")], ["04 expansion: unknown 10"]),
        # One plan for another, and a third on top.
        (
            [then(plan="Scale"), also(plan="Care", quantity="1")],
            ["04 expansion: cross-sell 10"],
        ),
        ([], ["04 contraction: unknown -50"]),
        ([{**VERSION, "end_reason": "too expensive"}], ["04 contraction: voluntary -50"]),
        ([then(status="paused")], ["04 contraction: pause -50"]),
        (
            [
                then(status="paused", ended_on="2026-05-10"),
                then(version="3", started_on="2026-05-10"),
            ],
            ["04 contraction: pause -50", "05 expansion: resume 50"],
        ),
    ],
)
def test_customers_who_stay_change_for_a_reason(
    given: Given, rows: Sequence[Row], expected: list[str]
) -> None:
    first = [] if rows and rows[0].get("version") == "1" else [VERSION]
    assert why(given(subscription_versions=[*first, *rows, BASE, CARRIER])) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"status": "canceled"}, "unknown"),
        ({"status": "canceled", "end_reason": " "}, "unknown"),
        ({"status": "canceled", "end_reason": "moved to a competitor"}, "voluntary"),
        ({"status": "canceled", "end_reason": "payment_failed"}, "involuntary"),
        ({"status": "unpaid"}, "involuntary"),
        ({"status": "paused"}, "pause"),
    ],
)
def test_customers_leave_for_a_reason(given: Given, cells: Row, expected: str) -> None:
    rows = [VERSION, {**then(**cells)}, CARRIER]
    assert why(given(subscription_versions=rows)) == [f"04 churn: {expected} -50"]


def test_what_is_over_before_a_month_counts_it_may_say_why_it_ended(given: Given) -> None:
    """It goes on at another price for ten days of April, and ends for the reason that those say."""
    days: Row = {**then(amount="12"), "ended_on": "2026-04-20", "end_reason": "too expensive"}
    assert why(given(subscription_versions=[VERSION, days, CARRIER])) == ["04 churn: voluntary -50"]
    # As may a version that does not last a day.
    at_once: Row = {**then(), "ended_on": "2026-04-10", "end_reason": "too expensive"}
    assert why(given(subscription_versions=[VERSION, at_once, CARRIER])) == [
        "04 churn: voluntary -50"
    ]


def test_what_another_version_replaces_on_its_first_day_ends_nothing(given: Given) -> None:
    replaced = then(amount="12", updated_on="2026-04-10")
    holds = then(version="3", status="paused", updated_on="2026-04-11")
    carrier = {**CARRIER, "updated_on": "2026-06-30"}
    for rows in ([replaced, holds], [holds, replaced]):
        facts = given(subscription_versions=[VERSION, *rows, carrier])
        assert why(facts) == ["04 churn: pause -50"]


def test_who_comes_back_from_a_pause_resumes(given: Given) -> None:
    back = then(version="3", started_on="2026-06-10")
    for status, reason in {"paused": "resume", "canceled": "None"}.items():
        rows = [VERSION, then(status=status), back, CARRIER]
        assert why(given(subscription_versions=rows))[-1] == f"06 reactivation: {reason} 50"


def test_a_coupon_that_runs_out_is_a_reason(given: Given) -> None:
    subscription: Row = {
        "id": "s",
        "customer": "A",
        "amount": "100",
        "interval": "month",
        "started_on": "2026-01-10",
        "discount_percent": "0.2",
        "discount_duration": "repeating",
        "discount_end_on": "2026-04-10",
        "updated_on": "2026-06-30",
    }
    assert why(given(subscriptions=[subscription])) == ["04 expansion: discount end 20"]


@pytest.mark.parametrize("percent", ["0.333333", "0.071428"])
def test_what_rounding_leaves_is_no_change(given: Given, percent: str) -> None:
    """A third of a cent a seat, or less, is paid in another currency."""
    price: Row = {"amount": "0.07", "currency": "EUR", "discount_percent": percent}
    rows = [{**VERSION, **price}, then(quantity="700", **price), BASE, CARRIER]
    rates = {"EUR": Fraction(10837, 9231)}
    more = then(quantity="5", **{**price, "amount": "0.08"})
    for then_it, reason in ((rows[1], "quantity"), (more, "price")):
        facts = given(subscription_versions=[rows[0], then_it, BASE, CARRIER], rates=rates)
        assert [line.rpartition(" ")[0] for line in why(facts)] == [f"04 expansion: {reason}"]


def test_what_is_not_known_is_said_to_be(given: Given) -> None:
    mrr = history({"A": {"2026-01": "100", "2026-02": "120"}, "B": {"2026-01..2026-03": "9"}})
    assert why(given(mrr=mrr)) == ["02 expansion: unknown 20", "03 churn: unknown -120"]


def test_subscriptions_tell_why_customers_of_a_history_left(given: Given) -> None:
    mrr = history({"A": {"2026-01": "100"}, "B": {"2026-01..2026-03": "9"}})
    subscription: Row = {
        "id": "s",
        "customer": "A",
        "amount": "100",
        "interval": "month",
        "started_on": "2025-01-10",
        "ended_on": "2026-02-20",
        "status": "canceled",
        "end_reason": "card expired",
    }
    assert why(given(mrr=mrr, subscriptions=[subscription])) == ["02 churn: involuntary -100"]


def test_lines_without_a_quantity_tell_no_price(given: Given) -> None:
    line: Row = {"customer": "A", "subscription": "s", "plan": "Pro", "amount": "10"}
    lines = [
        {
            **line,
            "id": f"l{month}",
            "quantity": quantity,
            "amount": amount,
            "issued_on": f"2026-0{month}-01",
            "period_start_on": f"2026-0{month}-01",
            "period_end_on": f"2026-0{month + 1}-01",
        }
        for month, quantity, amount in ((1, "1", "10"), (2, "2", "20"), (3, None, "25"))
    ]
    carrier = {**lines[0], "id": "z", "type": "one_off", "issued_on": "2026-03-31"}
    assert why(given(invoice_lines=[*lines, carrier])) == [
        "02 expansion: quantity 10",
        "03 expansion: unknown 5",
    ]


def test_parts_are_those_of_the_ledger_by_segment(given: Given) -> None:
    rows = [VERSION, then(quantity="8"), CARRIER]
    facts = given(subscription_versions=rows, customers=[{"id": "A", "segment": "smb"}])
    frame = built(facts.fact("reasons")).frame
    assert frame.filter(pl.col("customer") == "A").get_column("segment").unique().to_list() == [
        "smb"
    ]


def test_a_shape_that_others_complete_has_its_own_customers(given: Given) -> None:
    """B is only in the versions: what they say of A is not added to its history."""
    mrr = history({"A": {"2026-03": "50", "2026-04..2026-06": "60"}})
    versions = [VERSION, then(quantity="9"), {**VERSION, "id": "b", "customer": "B"}]
    versions += [{**then(quantity="7"), "id": "b", "customer": "B"}, CARRIER]
    settled = Assumptions(ledger_from=("mrr", "subscription_versions"))
    assert why(given(mrr=mrr, subscription_versions=versions, assumptions=settled)) == [
        "04 expansion: quantity 20",
        "04 expansion: unknown 10",
    ]
