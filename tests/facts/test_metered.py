"""Metered revenue: 100 a month are agreed, and what was used is billed a month later."""

from __future__ import annotations

import datetime as dt

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, history, missing
from tests.facts.ledgers import levels, moved
from tests.facts.test_reasons import why

AGREED = history({"A": {"2026-01..2026-06": "100"}})
# Carries the lines to the end of June, and is no usage.
CARRIER: Row = {
    "id": "z",
    "customer": "A",
    "type": "one_off",
    "amount": "1",
    "issued_on": "2026-01-01",
}

ENDED: Row = {
    "id": "s",
    "customer": "A",
    "amount": "100",
    "interval": "month",
    "started_on": "2026-01-10",
    "ended_on": "2026-05-10",
    "status": "canceled",
    "updated_on": "2026-06-30",
}


def used(month: int, amount: str, **cells: object) -> Row:
    """Return a line for what was used in a month of 2026."""
    return {
        "id": f"u{month}",
        "customer": "A",
        "type": "usage",
        "amount": amount,
        "period_start_on": f"2026-{month:02d}-01",
        "period_end_on": f"2026-{month + 1:02d}-01",
        "issued_on": f"2026-{month + 1:02d}-01",
        **cells,
    }


USED = [used(3, "30"), used(4, "60"), used(5, "0"), used(6, "90")]


def ledger(given: Given, *lines: Row, usage: str, **said: object) -> str:
    settled = Assumptions(definitions={"usage": usage})._replace(**said)  # type: ignore[arg-type]
    facts = given(mrr=AGREED, invoice_lines=[*lines, CARRIER], assumptions=settled)
    return levels(facts.fact("mrr_changes"))


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ("committed", "01 100"),
        # (30) ÷ 3, (30 + 60) ÷ 3, the same in May, (60 + 0 + 90) ÷ 3.
        ("t3m", "01 100, 03 110, 04 130, 06 150"),
        ("t1m", "01 100, 03 130, 04 160, 05 100, 06 190"),
    ],
)
def test_usage_is_a_part_of_mrr_by_switch(given: Given, usage: str, expected: str) -> None:
    assert ledger(given, *USED, usage=usage) == expected


def test_usage_of_a_week_is_of_its_month(given: Given) -> None:
    week = used(3, "7", period_start_on="2026-03-05", period_end_on="2026-03-12")
    assert ledger(given, week, usage="t1m") == "01 100, 03 107"


def test_what_is_agreed_is_not_known_to_be_all_after_the_last_usage(given: Given) -> None:
    """Usage of May and June may not be billed yet: the ledger ends in April."""
    settled = Assumptions(definitions={"usage": "t1m"})
    facts = given(mrr=AGREED, invoice_lines=[*USED[:2], CARRIER], assumptions=settled)
    assert built(facts.fact("mrr_changes")).last == 2026 * 12 + 3
    assert levels(facts.fact("mrr_changes")) == "01 100, 03 130, 04 160"


def test_a_mean_of_three_months_needs_three_of_them(given: Given) -> None:
    """The lines begin with usage of January: who knows what was used before?"""
    lines = [used(1, "30"), used(2, "30"), used(3, "30"), used(4, "60")]
    settled = Assumptions(definitions={"usage": "t3m"})
    facts = given(mrr=AGREED, invoice_lines=[*lines, CARRIER], assumptions=settled)
    fact = built(facts.fact("mrr_changes"))
    assert moved(fact) == [("2026-03", "A", "opening", 130), ("2026-04", "A", "expansion", 10)]
    assert fact.first == 2026 * 12 + 2


def test_the_config_says_since_when_usage_is_complete(given: Given) -> None:
    lines = [used(1, "30"), used(2, "60"), used(3, "0"), used(4, "60")]
    begins = dt.date(2025, 11, 30)
    assert ledger(given, *lines, usage="t3m", complete_from=begins) == ("01 110, 02 130, 04 140")


def test_usage_of_a_quarter_is_that_of_three_months(given: Given) -> None:
    quarter = used(6, "90", period_start_on="2026-04-01")
    assert ledger(given, quarter, usage="t1m") == "01 100, 04 130"


def test_usage_without_a_period_is_that_of_the_month_of_the_invoice(given: Given) -> None:
    line = used(5, "30", period_start_on=None, period_end_on=None)
    assert ledger(given, line, usage="t1m") == "01 100, 06 130"


def test_drafts_and_credits_are_no_usage(given: Given) -> None:
    lines = [used(4, "30", status="draft"), used(5, "7"), used(5, "2", type="credit")]
    assert ledger(given, *lines, usage="t1m") == "01 100, 05 107"


def test_usage_is_a_reason(given: Given) -> None:
    settled = Assumptions(definitions={"usage": "t1m"})
    facts = given(mrr=AGREED, invoice_lines=[*USED, CARRIER], assumptions=settled)
    assert why(facts) == [
        "03 expansion: usage 30",
        "04 expansion: usage 30",
        "05 contraction: usage -60",
        "06 expansion: usage 90",
    ]


def test_own_accounts_use_nothing(given: Given) -> None:
    lines = [*USED, used(6, "500", id="b", customer="B")]
    settled = Assumptions(definitions={"usage": "t1m"}, excluded=("B",))
    fact = built(
        given(mrr=AGREED, invoice_lines=[*lines, CARRIER], assumptions=settled).fact("mrr_changes")
    )
    assert levels(fact) == "01 100, 03 130, 04 160, 05 100, 06 190"


def test_own_accounts_that_only_use_are_said_to_be_left_out(given: Given) -> None:
    lines = [*USED, used(6, "500", id="b", customer="B")]
    settled = Assumptions(definitions={"usage": "t1m"}, excluded=("B",))
    facts = given(mrr=AGREED, invoice_lines=[*lines, CARRIER], assumptions=settled)
    (said,) = built(facts.fact("mrr_changes")).notes
    assert said.endswith("1 customer with an MRR of 500.00 on 2026-06-30")


def test_what_is_agreed_and_what_was_used_take_for_granted_what_each_does(given: Given) -> None:
    lines = [used(4, "30"), used(5, "-1"), CARRIER]
    tables = {"subscriptions": [ENDED], "invoice_lines": lines}
    agreed = built(given(**tables).fact("mrr_changes")).assumptions
    settled = Assumptions(definitions={"usage": "t1m"}, exclude_bad_rows=True)
    whole = built(given(**tables, assumptions=settled).fact("mrr_changes")).assumptions
    assert len(agreed) == 1
    left_out = "computed without 1 invoice line with a negative amount, such as u5"
    assert whole == (*agreed, left_out)


def test_lines_of_no_invoice_date_are_known_from_their_first_on(given: Given) -> None:
    lines = [used(3, "30", issued_on=None), used(4, "60", issued_on=None)]
    settled = Assumptions(definitions={"usage": "t1m"})
    facts = given(mrr=AGREED, invoice_lines=lines, assumptions=settled)
    assert levels(facts.fact("mrr_changes")) == "03 130, 04 160"


def test_who_uses_anything_is_still_a_customer(given: Given) -> None:
    """Whether a free plan keeps customers or not: usage is no free plan."""
    for free in ("true", "false"):
        settled = Assumptions(definitions={"usage": "t1m", "free_is_churn": free})
        lines = [used(5, "30"), used(6, "30"), CARRIER]
        facts = given(subscriptions=[ENDED], invoice_lines=lines, assumptions=settled)
        assert moved(facts.fact("mrr_changes")) == [
            ("2026-01", "A", "new", 100),
            ("2026-05", "A", "contraction", -70),
        ]


def test_nothing_is_told_of_the_time_after_the_last_usage(given: Given) -> None:
    """The subscription ends in May, usage is known until April: nobody has left yet."""
    for free in ("true", "false"):
        settled = Assumptions(definitions={"usage": "t1m", "free_is_churn": free})
        lines = [used(4, "30"), CARRIER]
        facts = given(subscriptions=[ENDED], invoice_lines=lines, assumptions=settled)
        assert [row[:3] for row in moved(facts.fact("mrr_changes"))] == [
            ("2026-01", "A", "new"),
            ("2026-04", "A", "expansion"),
        ]


@pytest.mark.parametrize("lines", [[], [CARRIER], [used(4, "0")]])
def test_without_any_usage_the_switch_is_refused(given: Given, lines: list[Row]) -> None:
    settled = Assumptions(definitions={"usage": "t3m"})
    tables = {"invoice_lines": lines} if lines else {}
    reason = missing(given(mrr=AGREED, assumptions=settled, **tables).fact("mrr_changes"))
    assert reason.text == "needs invoice lines for usage"
    assert "usage: committed" in reason.remedy


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"customer": None}, "1 invoice line with no customer, such as u5"),
        (
            {"period_end_on": None, "period_start_on": None, "issued_on": None},
            "1 invoice line with neither a service period nor an invoice date, such as u5",
        ),
        ({"amount": "-1"}, "1 invoice line with a negative amount, such as u5"),
        # Half a period is none.
        (
            {"period_end_on": None},
            "1 invoice line with neither a service period nor an invoice date, such as u5",
        ),
    ],
)
def test_lines_that_cannot_be_told_are_refused(given: Given, cells: Row, text: str) -> None:
    settled = Assumptions(definitions={"usage": "t3m"})
    lines = [used(4, "1"), used(5, **{"amount": "1", **cells}), CARRIER]
    facts = given(mrr=AGREED, invoice_lines=lines, assumptions=settled)
    assert missing(facts.fact("mrr_changes")).text == text
