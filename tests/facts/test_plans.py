"""The plan that each customer has now, had last, or will have, by hand."""

from __future__ import annotations

from cro_cli.assumptions import Assumptions
from cro_cli.fact import FactData
from tests.facts.canonical import Given, Row, built, missing, rows

TODAY = "2026-09-30"


def row(name: str, customer: str, plan: str | None, since: str, **more: str) -> Row:
    """Return a subscription at 10 a month; with `ended_on` one that is over."""
    status = "canceled" if "ended_on" in more else "active"
    own = {"amount": "10", "interval": "month", "updated_on": TODAY, "status": status}
    return {"id": name, "customer": customer, "plan": plan, "started_on": since, **own, **more}


def plans(given: Given, *found: Row, **more: object) -> list[tuple[str, str | None]]:
    fact = given(subscriptions=list(found), **more).fact("plans")
    return [(customer, plan) for customer, plan in rows(fact, "customer", "plan")]


def test_what_is_there_now_comes_before_what_was_and_what_will_be(given: Given) -> None:
    assert plans(
        given,
        row("a1", "A", "Basic", "2026-01-01", ended_on="2026-09-01"),
        row("a2", "A", "Pro", "2026-09-01"),
        row("a3", "A", "Max", "2026-12-01"),
    ) == [("A", "Pro")]


def test_who_has_nothing_any_more_has_what_ended_last(given: Given) -> None:
    """What ends on the day of the export is over; B's two ended on one day."""
    assert plans(
        given,
        row("a1", "A", "Max", "2024-01-01", ended_on="2026-07-31"),
        row("a2", "A", "Pro", "2023-01-01", ended_on=TODAY),
        row("b1", "B", "Pro", "2024-01-01", ended_on="2026-05-01"),
        row("b2", "B", "Basic", "2025-01-01", ended_on="2026-05-01"),
        row("c", "C", "Pro", "2026-12-01"),
    ) == [("A", "Pro"), ("B", "(several)"), ("C", "Pro")]


def test_several_at_a_time_are_one_only_where_all_are_the_same(given: Given) -> None:
    """Half of what C has is of a plan that nobody knows."""
    assert plans(
        given,
        row("a1", "A", "Pro", "2026-01-01"),
        row("a2", "A", "Pro", "2026-03-01"),
        row("b1", "B", "Pro", "2026-01-01"),
        row("b2", "B", "Basic", "2026-03-01"),
        row("c1", "C", "Pro", "2026-01-01"),
        row("c2", "C", None, "2026-01-01"),
        row("d", "D", None, "2026-01-01"),
    ) == [("A", "Pro"), ("B", "(several)"), ("C", "(several)"), ("D", None)]


def test_a_parent_has_what_its_children_have(given: Given) -> None:
    found = [row("a", "A", "Pro", "2026-01-01"), row("b", "B", "Basic", "2026-01-01")]
    customers: list[Row] = [{"id": "A"}, {"id": "B", "parent": "A"}]
    for rule, told in (
        ("separate", [("A", "Pro"), ("B", "Basic")]),
        ("roll_up", [("A", "(several)")]),
    ):
        settled = Assumptions(definitions={"parents": rule})
        assert plans(given, *found, customers=customers, assumptions=settled) == told


def test_another_export_tells_of_those_that_the_first_does_not_know(given: Given) -> None:
    versions: list[Row] = [
        {"id": "v", "customer": one, "plan": "Max", "amount": "1", "interval": "month"}
        | {"started_on": "2026-01-01", "updated_on": TODAY}
        for one in ("A", "Z")
    ]
    facts = given(
        subscriptions=[row("a", "A", "Pro", "2026-01-01")],
        subscription_versions=[{**one, "id": f"v{at}"} for at, one in enumerate(versions)],
    )
    fact = built(facts.fact("plans"))
    assert rows(fact, "customer", "plan") == [("A", "Pro"), ("Z", "Max")]
    (said,) = fact.assumptions
    assert "by the subscriptions and the versions of subscriptions: " in said
    assert fact.unread == {"invoice_lines", "movements"}


def test_what_cannot_be_read_tells_none(given: Given) -> None:
    lost = row("a", "A", "Pro", "2026-01-01", status="canceled")
    fact = given(subscriptions=[lost]).fact("plans")
    assert not isinstance(fact, FactData)
    assert missing(fact).code == "no_end_date"
