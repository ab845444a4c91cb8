"""What prices changed: what is not told is named, with what would tell it in this shape."""

from __future__ import annotations

import datetime as dt

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, month

MONTH = month("2026-09")


def line(**cells: object) -> Row:
    """Return a line of ten months for one subscription."""
    return {
        "customer": "A",
        "subscription": "s",
        "plan": "Pro",
        "amount": "1000",
        "quantity": "5",
        "period_start_on": "2025-09-01",
        "period_end_on": "2026-07-01",
        "issued_on": "2025-09-01",
        **cells,
    }


def later(**cells: object) -> Row:
    """Return the ten months after these, at another amount."""
    return line(
        period_start_on="2026-07-01",
        period_end_on="2027-05-01",
        issued_on="2026-10-01",
        **{"amount": "1200", **cells},
    )


LINES = [line(), later(quantity=None), line(customer="B"), later(customer="B")]
VERSIONS = [
    {
        "id": "v",
        "customer": "V",
        "amount": "10",
        "interval": "month",
        "started_on": "2025-01-01",
        "updated_on": "2026-10-31",
    }
]
MRR = [
    {"customer": "A", "month": when, "amount": amount}
    for when, amount in (
        *((f"2025-{each:02}", "10") for each in (9, 10, 11, 12)),
        *((f"2026-{each:02}", "12") for each in range(1, 10)),
    )
]
LOG = [
    {"customer": "A", "subscription": "s", "on": on, "delta": "10"}
    for on in ("2025-01-01", "2026-03-01", "2026-05-01", "2026-10-31")
]
NAMED = "and name them in the config: ledger: {from: [subscription_versions]}"


@pytest.mark.parametrize(
    ("tables", "text", "remedy"),
    [
        (
            {"invoice_lines": LINES},
            "needs the quantities of 1 change of MRR, such as of A in 2026-07",
            "fill the column quantity of the invoice lines before and after such a change",
        ),
        (
            {"movements": LOG},
            "needs the quantities of 2 changes of MRR, such as of A in 2026-03",
            "add an export of subscription versions with quantities",
        ),
        (
            {"mrr": MRR, "subscription_versions": VERSIONS},
            "needs the quantities of 1 change of MRR, such as of A in 2026-01",
            f"have such customers in the export of subscription versions, {NAMED}",
        ),
    ],
)
def test_what_would_tell_a_price_from_a_quantity_is_named(
    given: Given, tables: dict[str, list[Row]], text: str, remedy: str
) -> None:
    said = Assumptions(
        ledger_from=(*reversed(tables),) if len(tables) > 1 else (),
        complete_from=dt.date(2025, 9, 30),
    )
    facts = given(**tables, months=("2026-09",), assumptions=said)
    reason = built(facts.fact("repriced")).lacks_at[MONTH]
    assert (reason.code, reason.text, reason.remedy) == ("needs_quantities", text, remedy)


def test_a_shape_that_would_tell_of_others_is_asked_of_nobody(given: Given) -> None:
    facts = given(subscription_versions=VERSIONS, months=("2026-09",))
    assert not built(facts.fact("repriced")).lacks_at


def test_who_is_read_from_a_second_shape_is_asked_there(given: Given) -> None:
    """A version that ends within its month counts in none, so that A's MRR is that of `mrr`."""
    short = {**VERSIONS[0], "customer": "A", "started_on": "2026-02-03", "ended_on": "2026-02-13"}
    tables = {"subscription_versions": [*VERSIONS, {**short, "id": "s"}], "mrr": MRR}
    said = Assumptions(ledger_from=tuple(tables))
    facts = given(**tables, months=("2026-09",), assumptions=said)
    reason = built(facts.fact("repriced")).lacks_at[MONTH]
    assert reason.text == "needs the quantities of 1 change of MRR, such as of A in 2026-01"
