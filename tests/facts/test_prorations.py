"""Lines for a part of a period: of which, and what it was meant to come to."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, missing
from tests.facts.ledgers import levels

# No revenue: it carries the data to the end of September.
CARRIER: Row = {
    "id": "z",
    "customer": "A",
    "subscription": "s",
    "amount": "1",
    "type": "one_off",
    "issued_on": "2026-09-30",
}
SINCE_DECEMBER = {"complete_from": dt.date(2025, 12, 31)}


def line(text: str, **cells: object) -> Row:
    """Return a line from `Pro/s 40 2026-06-01 2026-07-01 part`: of the subscription s, if any."""
    plan, amount, start, end, *part = text.split()
    name, _, subscription = plan.partition("/")
    return {
        "id": text,
        "customer": "A",
        "subscription": subscription or None,
        "plan": name,
        "amount": amount,
        "period_start_on": start,
        "period_end_on": end,
        "issued_on": min(start, "2026-09-30"),
        "proration": bool(part),
        **cells,
    }


def ledger(given: Given, *rows: str, **said: object) -> str:
    settled = Assumptions()._replace(**said)  # type: ignore[arg-type]
    facts = given(invoice_lines=[*map(line, rows), CARRIER], assumptions=settled)
    return levels(facts.fact("mrr_changes"))


# ---- of which period


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            # 16 of the 30 days to 20 May.
            ("Pro/s 40 2026-03-20 2026-04-20", "Pro/s 30 2026-04-20 2026-05-06 part"),
            "03 40, 04 56.25, 05 0",
            id="the last one",
        ),
        pytest.param(
            # 17 of March's 31 days: 34 ÷ 17 × 31.
            ("Pro/s 34 2026-03-15 2026-04-01 part", "Pro/s 40 2026-04-01 2026-05-01"),
            "03 62, 04 40, 05 0",
            id="the first one",
        ),
        pytest.param(
            # 16 of the 31 days to 31 March, not of 28: 31 ÷ 16 × 31.
            ("Pro/s 40 2026-01-31 2026-02-28", "Pro/s 31 2026-02-28 2026-03-16 part"),
            "01 40, 02 60.0625, 03 0",
            id="after a period that begins on the 31st",
        ),
        pytest.param(
            # 28 of the 29 days from 30 January.
            ("Pro/s 28 2026-01-31 2026-02-28 part", "Pro/s 100 2026-02-28 2026-03-30"),
            "01 29, 02 100, 03 0",
            id="before a period that ends on the 30th",
        ),
        pytest.param(
            # 15 of 30 days, as the period before has: its days are none of a month.
            ("Pro/s 40 2026-01-15 2026-02-14", "Pro/s 25 2026-02-14 2026-03-01 part"),
            "01 40, 02 50, 03 0",
            id="after a period of so many days",
        ),
        pytest.param(
            # 6 of 7 days: 35 × 52 ÷ 12.
            ("Pro/s 70 2026-01-19 2026-01-26", "Pro/s 30 2026-01-26 2026-02-01 part"),
            "01 151.6667, 02 0",
            id="after a week",
        ),
        pytest.param(
            # The last 11 of June's 30 days; nothing was billed for the first.
            ("Pro/s 40 2026-05-01 2026-06-01", "Pro/s 22 2026-06-20 2026-07-01 part"),
            "05 40, 06 60, 07 0",
            id="after a gap, to the end of the next",
        ),
        pytest.param(
            # 16 of 31 days of the subscription's next month.
            ("Pro/s 40 2026-06-20 2026-07-20", "Max/s 32 2026-07-20 2026-08-05 part"),
            "06 40, 07 62, 08 0",
            id="of another plan of the subscription",
        ),
        pytest.param(
            # 16 of the 30 days to 20 May.
            ("Pro 40 2026-03-20 2026-04-20", "Pro 30 2026-04-20 2026-05-06 part"),
            "03 40, 04 56.25, 05 0",
            id="of no subscription",
        ),
        pytest.param(
            # 32 ÷ 16 days × 365 ÷ 12.
            ("Pro 40 2026-06-20 2026-07-20", "Max 32 2026-07-20 2026-08-05 part"),
            "06 40, 07 60.8333, 08 0",
            id="of no subscription and another plan",
        ),
        pytest.param(
            # The plan's own rhythm comes before a shorter one: 20 of 89 days, not of 28.
            (
                "Pro/s 300 2025-11-10 2026-02-10",
                "Care/s 40 2026-01-10 2026-02-10",
                "Pro/s 30 2026-02-10 2026-03-02 part",
            ),
            "01 140, 02 44.5, 03 0",
            id="of the plan's own rhythm",
        ),
        pytest.param(("Pro/s 20 2026-01-15 2026-02-04 part",), "01 30.4167, 02 0", id="of none"),
    ],
)
def test_a_part_is_scaled_to_the_period_that_its_neighbours_tell(
    given: Given, rows: tuple[str, ...], expected: str
) -> None:
    assert ledger(given, *rows, **SINCE_DECEMBER).removeprefix("2025-12 100, ") == expected


def test_all_periods_of_a_plan_tell_on_which_day_they_begin(given: Given) -> None:
    """From 30 November to 28 February may go on to 30 May; 31 August tells that it does not."""
    rows = ("Pro/s 60 2025-08-31 2025-11-30", "Pro/s 60 2025-11-30 2026-02-28")
    # 46 of 92 days: 92 a quarter.
    part = "Pro/s 46 2026-02-28 2026-04-15 part"
    shown = ledger(given, *rows, part, **SINCE_DECEMBER)
    assert shown == "2025-12 20, 02 30.6667, 04 0"


# ---- what was meant


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            # 40 × 16 ÷ 30 = 21.333…
            ("Pro/s 40 2026-03-20 2026-04-20", "Pro/s 21.33 2026-04-20 2026-05-06 part"),
            "03 40, 05 0",
            id="the last one",
        ),
        pytest.param(
            # 40 × 17 ÷ 31 = 21.935…
            ("Pro/s 21.94 2026-03-15 2026-04-01 part", "Pro/s 40 2026-04-01 2026-05-01"),
            "03 40, 05 0",
            id="the first one",
        ),
        pytest.param(
            # 40 × 11 ÷ 30 = 14.666…
            ("Pro/s 40 2026-05-01 2026-06-01", "Pro/s 14.67 2026-06-20 2026-07-01 part"),
            "05 40, 07 0",
            id="after a gap",
        ),
        pytest.param(
            # 40 × 16 ÷ 31 = 20.645…: more than all of it would be taken away.
            (
                "Pro/s 40 2026-06-01 2026-07-01",
                "Pro/s 40 2026-07-01 2026-08-01",
                "Pro/s -20.65 2026-07-16 2026-08-01 part",
            ),
            "06 40, 07 0",
            id="gone with a credit rounded up",
        ),
        pytest.param(
            # 40 × 15 ÷ 31 = 19.354…: somebody who pays a cent would be left.
            (
                "Pro/s 40 2026-06-01 2026-07-01",
                "Pro/s 40 2026-07-01 2026-08-01",
                "Pro/s -19.35 2026-07-17 2026-08-01 part",
            ),
            "06 40, 07 0",
            id="gone with a credit rounded down",
        ),
        pytest.param(
            # 60 × 16 ÷ 31 = 30.967…
            (
                "Pro/s 40 2026-07-01 2026-08-01",
                "Pro/s -20.65 2026-07-16 2026-08-01 part",
                "Max/s 30.97 2026-07-16 2026-08-01 part",
                "Max/s 60 2026-08-01 2026-09-01",
            ),
            "07 60, 09 0",
            id="from one plan to another",
        ),
        pytest.param(
            # Two seats more at 10: 120 × 16 ÷ 31 = 61.935… less 100 × 16 ÷ 31 = 51.612…
            (
                "Pro/s 100 2026-07-01 2026-08-01",
                "Pro/s -51.61 2026-07-16 2026-08-01 part",
                "Pro/s 61.94 2026-07-16 2026-08-01 part",
                "Pro/s 120 2026-08-01 2026-09-01",
            ),
            "07 120, 09 0",
            id="more of the same plan",
        ),
        pytest.param(
            # 61 × 21 ÷ 31 = 41.322… and 61 × 11 ÷ 31 = 21.645…; 40 × 21 ÷ 31 = 27.096…
            (
                "Pro/s 40 2026-06-01 2026-07-01",
                "Pro/s 40 2026-07-01 2026-08-01",
                "Pro/s -27.10 2026-07-11 2026-08-01 part",
                "Max/s 41.32 2026-07-11 2026-08-01 part",
                "Max/s -21.65 2026-07-21 2026-08-01 part",
            ),
            "06 40, 07 0",
            id="to another plan and gone in one month",
        ),
        pytest.param(
            # By days 120 for 181 of 365 would be 242 a year, and the next year contract by 2.
            (
                "Pro/s 1200 2025-07-01 2026-07-01",
                "Pro/s 120 2026-01-01 2026-07-01 part",
                "Pro/s 1440 2026-07-01 2027-07-01",
            ),
            "2025-12 100, 01 120",
            id="six of twelve months",
        ),
        pytest.param(
            ("Pro/s 1200 2025-07-01 2026-07-01", "Pro/s -600 2026-01-01 2026-07-01 part"),
            "2025-12 100, 01 0",
            id="six of twelve months taken back",
        ),
        pytest.param(
            # Less than a cent for 16 days is no other price; three are: 21.36 ÷ 16 × 30.
            ("Pro/s 40 2026-03-20 2026-04-20", "Pro/s 21.36 2026-04-20 2026-05-06 part"),
            "03 40, 04 40.05, 05 0",
            id="three cents off",
        ),
    ],
)
def test_rounded_cents_are_no_movement(given: Given, rows: tuple[str, ...], expected: str) -> None:
    assert ledger(given, *rows, **SINCE_DECEMBER) == expected


def test_what_is_rounded_is_the_smallest_unit_of_the_currency(given: Given) -> None:
    """4000 × 16 ÷ 30 yen are 2133.33…, which nobody can bill."""
    rows = ("Pro/s 4000 2026-03-20 2026-04-20", "Pro/s 2134 2026-04-20 2026-05-06 part")
    for currency, expected in (("JPY", "03 40, 05 0"), ("EUR", "03 40, 04 40.0125, 05 0")):
        lines = [line(text, currency=currency) for text in rows]
        facts = given(
            invoice_lines=[*lines, CARRIER],
            rates={currency: Fraction(1, 100)},
            assumptions=Assumptions()._replace(**SINCE_DECEMBER),  # type: ignore[arg-type]
        )
        assert levels(facts.fact("mrr_changes")) == expected


def test_parts_of_one_plan_that_end_apart_are_taken_at_their_word(given: Given) -> None:
    """40 × 20 ÷ 30 taken away is 40.005 a month, and half of it given back until the 21st."""
    rows = (
        "Pro/s 40 2026-06-01 2026-07-01",
        "Pro/s -26.67 2026-06-11 2026-07-01 part",
        "Pro/s 13.33 2026-06-11 2026-06-21 part",
    )
    facts = given(invoice_lines=[*map(line, rows), CARRIER])
    reason = missing(facts.fact("mrr_changes"))
    assert reason.text == "the MRR of A falls below zero in 2026-06"
