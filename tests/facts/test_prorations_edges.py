"""Parts of periods at their edges: which period is nearer, and when cents explain a difference."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given
from tests.facts.ledgers import levels
from tests.facts.test_prorations import CARRIER, SINCE_DECEMBER, ledger, line


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            # 16 of the 31 days of July, not of the 92 from 16 July on.
            (
                "Max/s 90 2026-04-16 2026-07-16",
                "Pro/s 40 2026-07-01 2026-08-01",
                "Max/s 16 2026-07-16 2026-08-01 part",
            ),
            "04 30, 07 71, 08 0",
            id="what was billed before what would follow",
        ),
        pytest.param(
            # 16 of the 31 days of July, not of the 92 from May on.
            (
                "Base/s 300 2026-05-01 2026-08-01",
                "Pro/s 40 2026-07-01 2026-08-01",
                "Max/s 16 2026-07-16 2026-08-01 part",
            ),
            "05 100, 07 171, 08 0",
            id="the shorter one that was billed",
        ),
        pytest.param(
            # 16 of 31 days; no subscription is needed where it was billed.
            ("Pro 40 2026-07-01 2026-08-01", "Max 32 2026-07-16 2026-08-01 part"),
            "07 102, 08 0",
            id="billed for another plan, of no subscription",
        ),
        pytest.param(
            # 16 of 30 days from 20 April, not of the 89 to 6 May.
            (
                "Pro/s 40 2026-03-20 2026-04-20",
                "Pro/s 32 2026-04-20 2026-05-06 part",
                "Pro/s 120 2026-05-06 2026-08-06",
            ),
            "03 40, 04 60, 05 40, 08 0",
            id="what would follow before what would precede",
        ),
        pytest.param(
            # 17 of the 90 days to 1 April, a quarter's, not of 31 days from 15 March.
            (
                "Care/s 40 2026-02-15 2026-03-15",
                "Pro/s 17 2026-03-15 2026-04-01 part",
                "Pro/s 300 2026-04-01 2026-07-01",
            ),
            "02 40, 03 30, 04 100, 07 0",
            id="what would precede before that of another plan",
        ),
        pytest.param(
            # 31 days are a month: neither end is that of the quarter.
            ("Pro/s 300 2026-04-01 2026-07-01", "Pro/s 30 2026-05-10 2026-06-10 part"),
            "04 100, 05 130, 06 100, 07 0",
            id="in the middle of a period",
        ),
        pytest.param(
            # 60 ÷ 46 days × 365 ÷ 12: more than the month that would follow.
            ("Pro/s 40 2026-06-01 2026-07-01", "Pro/s 60 2026-07-01 2026-08-16 part"),
            "06 40, 07 39.6739, 08 0",
            id="longer than a period",
        ),
        pytest.param(
            # The last day of March's 31, which are 3 more than February's.
            ("Pro/s 40 2026-02-01 2026-03-01", "Pro/s 2 2026-03-31 2026-04-01 part"),
            "02 40, 03 62, 04 0",
            id="at the far end of a longer month",
        ),
        pytest.param(
            # 16 of the 31 days to 20 April; nothing was billed for the others.
            ("Pro/s 24 2026-03-20 2026-04-05 part", "Pro/s 40 2026-04-20 2026-05-20"),
            "03 46.5, 04 40, 05 0",
            id="before a gap, from the start of the month before",
        ),
    ],
)
def test_the_nearest_period_is_that_of_a_part(
    given: Given, rows: tuple[str, ...], expected: str
) -> None:
    assert ledger(given, *rows, **SINCE_DECEMBER) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            # 91 days to 30 May: that Care begins on the 31st says nothing of Pro.
            (
                "Pro/s 60 2025-11-30 2026-02-28",
                "Care/s 5 2026-01-31 2026-02-28",
                "Pro/s 46 2026-02-28 2026-04-15 part",
            ),
            "2025-12 20, 01 25, 02 30.3333, 04 0",
            id="another plan on the 31st",
        ),
        pytest.param(
            # 30 days to 20 May, as this period begins on the 20th.
            (
                "Pro/s 10 2026-01-31 2026-02-28",
                "Pro/s 40 2026-03-20 2026-04-20",
                "Pro/s 32 2026-04-20 2026-05-06 part",
            ),
            "01 10, 02 0, 03 40, 04 60, 05 0",
            id="another period on the 31st",
        ),
        pytest.param(
            # 31 days to 30 April: it begins on the 30th of all months but February.
            (
                "Pro/s 10 2025-12-31 2026-01-31",
                "Pro/s 40 2026-02-28 2026-03-30",
                "Pro/s 32 2026-03-30 2026-04-15 part",
            ),
            "2025-12 10, 01 0, 02 40, 03 62, 04 0",
            id="its end tells the day",
        ),
        pytest.param(
            # 30 days to 30 March.
            (
                "Pro/s 10 2025-12-31 2026-01-31",
                "Pro/s 40 2026-01-30 2026-02-28",
                "Pro/s 32 2026-02-28 2026-03-16 part",
            ),
            "2025-12 10, 01 40, 02 60, 03 0",
            id="its start tells the day",
        ),
        pytest.param(
            # 32 days more, which are none of a month: 32 ÷ 16 × 32.
            ("Pro/s 40 2026-01-14 2026-02-15", "Pro/s 32 2026-02-15 2026-03-03 part"),
            "01 40, 02 64, 03 0",
            id="by days, whose end may be that of a month",
        ),
        pytest.param(
            # 15 of the 30 days before 1 March.
            ("Pro/s 25 2026-02-14 2026-03-01 part", "Pro/s 40 2026-03-01 2026-03-31"),
            "02 50, 03 0",
            id="before a period of so many days",
        ),
    ],
)
def test_periods_go_on_in_the_rhythm_of_those_beside_them(
    given: Given, rows: tuple[str, ...], expected: str
) -> None:
    assert ledger(given, *rows, **SINCE_DECEMBER) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            # 91 days to 30 May.
            (
                "Pro/s 0 2025-10-31 2025-11-30",
                "Pro/s 60 2025-11-30 2026-02-28",
                "Pro/s 46 2026-02-28 2026-04-15 part",
            ),
            "2025-12 20, 02 30.3333, 04 0",
            id="that began on the 31st",
        ),
        pytest.param(
            # 32 ÷ 16 days × 365 ÷ 12.
            ("Pro/s 0 2026-03-20 2026-04-20", "Pro/s 32 2026-04-20 2026-05-06 part"),
            "04 60.8333, 05 0",
            id="that would be followed",
        ),
    ],
)
def test_what_bills_nothing_has_no_rhythm(
    given: Given, rows: tuple[str, ...], expected: str
) -> None:
    free = {"definitions": {"free_is_churn": "false"}}
    assert ledger(given, *rows, **SINCE_DECEMBER, **free) == expected


def test_a_line_in_another_currency_is_not_of_the_same(given: Given) -> None:
    """Neither its periods (16 ÷ 16 days × 365 ÷ 12), nor on which day they begin, nor its price."""
    rates = {"EUR": Fraction(1)}
    dollars = ("Pro 40 2026-03-20 2026-04-20", "Pro 16 2026-04-20 2026-05-06 part")
    quarters = ("Pro/s 60 2025-11-30 2026-02-28", "Pro/s 46 2026-02-28 2026-04-15 part")
    month = ("Pro/s 40 2026-03-20 2026-04-20", "Pro/s 21.33 2026-04-20 2026-05-06 part")
    euros = (
        line("Pro/s 5 2026-01-31 2026-02-28", currency="EUR"),
        line("Pro/s 7 2026-04-01 2026-05-01", currency="EUR"),
    )
    for lines, expected in (
        ([line(dollars[0]), line(dollars[1], currency="EUR")], "03 40, 04 30.4167, 05 0"),
        ([*map(line, quarters), euros[0]], "2025-12 20, 01 25, 02 30.3333, 04 0"),
        ([*map(line, month), euros[1]], "03 40, 04 47, 05 0"),
    ):
        settled = Assumptions()._replace(**SINCE_DECEMBER)  # type: ignore[arg-type]
        facts = given(invoice_lines=[*lines, CARRIER], rates=rates, assumptions=settled)
        assert levels(facts.fact("mrr_changes")) == expected


# ---- what cents explain


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            # 40 × 16 ÷ 30 = 21.333…: 1.33 cents off. 21.32 ÷ 16 × 30.
            ("Pro/s 40 2026-03-20 2026-04-20", "Pro/s 21.32 2026-04-20 2026-05-06 part"),
            "03 40, 04 39.975, 05 0",
            id="more than a cent off",
        ),
        pytest.param(
            # 29.70 ÷ 30 = 0.99: a cent off is no rounding.
            ("Pro/s 29.70 2026-03-01 2026-04-01", "Pro/s 1 2026-04-30 2026-05-01 part"),
            "03 29.7, 04 30, 05 0",
            id="a cent off by its period",
        ),
        pytest.param(
            # 40.15 × 12 ÷ 365 = 1.32: a cent off as well. 1.31 × 31.
            ("Pro/s 40.15 2026-02-01 2026-03-01", "Pro/s 1.31 2026-03-31 2026-04-01 part"),
            "02 40.15, 03 40.61, 04 0",
            id="a cent off by its length",
        ),
        pytest.param(
            # By the period 39.99375 a month, by its length 40.549…: that of the period comes first.
            (
                "Pro/s 40 2026-03-20 2026-04-20",
                "Pro/s 21.33 2026-04-20 2026-05-06 part",
                "Pro/s 40.55 2026-05-06 2026-06-06",
            ),
            "03 40, 05 40.55, 06 0",
            id="by its period before its length",
        ),
        pytest.param(
            # 21.34 ÷ 16 × 30 = 40.0125
            (
                "Pro/s 40 2026-03-20 2026-04-20",
                "Pro/s 21.34 2026-04-20 2026-05-06 part",
                "Pro/s 40.01 2026-05-06 2026-06-06",
            ),
            "03 40, 04 40.01, 06 0",
            id="the nearest of two prices",
        ),
        pytest.param(
            # What t costs is no part of what s does; 4 ÷ 16 × 31 in May.
            (
                "Pro/s 40 2026-03-20 2026-04-20",
                "Pro/s 21.33 2026-04-20 2026-05-06 part",
                "Pro/t 7 2026-04-01 2026-05-01",
                "Pro/t 4 2026-05-16 2026-06-01 part",
            ),
            "03 40, 04 47, 05 7.75, 06 0",
            id="of its own subscription",
        ),
        pytest.param(
            # 40 × 20 ÷ 31 = 25.806…; what the first is off by ends with it.
            (
                "Pro/s 40 2026-03-20 2026-04-20",
                "Pro/s 21.33 2026-04-20 2026-05-06 part",
                "Pro/s 25.81 2026-05-31 2026-06-20 part",
                "Pro/s 40 2026-06-20 2026-07-20",
            ),
            "03 40, 07 0",
            id="two parts that end apart",
        ),
        pytest.param(
            # 60 × 16 ÷ 31 = 30.967… makes 100; 7 ÷ 6 × 31 = 36.166… more on top of it.
            (
                "Pro/s 40 2026-07-01 2026-08-01",
                "Pro/s 30.97 2026-07-16 2026-08-01 part",
                "Pro/s 7 2026-07-26 2026-08-01 part",
                "Pro/s 100 2026-08-01 2026-09-01",
            ),
            "07 136.1667, 08 100, 09 0",
            id="one on top of what is meant",
        ),
        pytest.param(
            # 60 × 35 ÷ 91 = 23.076… and 90 × 66 ÷ 91 = 65.274…: neither lasts as long as the other.
            (
                "Pro/s 300 2026-04-01 2026-07-01",
                "Pro/s 23.08 2026-04-01 2026-05-06 part",
                "Pro/s 65.27 2026-04-01 2026-06-06 part",
                "Pro/s 450 2026-07-01 2026-10-01",
            ),
            "04 150.0005, 05 129.9978, 06 100, 07 150",
            id="not of parts that end apart",
        ),
    ],
)
def test_less_than_a_cent_is_rounding(given: Given, rows: tuple[str, ...], expected: str) -> None:
    assert ledger(given, *rows, **SINCE_DECEMBER) == expected


@pytest.mark.parametrize(
    ("amount", "expected"), [("21.333", "03 40, 05 0"), ("21.34", "03 40, 04 40.0125, 05 0")]
)
def test_some_currencies_have_thousandths(given: Given, amount: str, expected: str) -> None:
    """40 × 16 ÷ 30 = 21.333…; of cents 21.34 would be near enough."""
    rows = ("Pro/s 40 2026-03-20 2026-04-20", f"Pro/s {amount} 2026-04-20 2026-05-06 part")
    facts = given(
        invoice_lines=[*(line(text, currency="KWD") for text in rows), CARRIER],
        rates={"KWD": Fraction(1)},
        assumptions=Assumptions()._replace(**SINCE_DECEMBER),  # type: ignore[arg-type]
    )
    assert levels(facts.fact("mrr_changes")) == expected
