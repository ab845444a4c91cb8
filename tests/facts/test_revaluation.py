from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import polars as pl
import pytest

from cro_cli.assumptions import Assumptions
from cro_cli.fact import FactData, Missing
from tests.facts.canonical import Given, Row, built, history, missing
from tests.facts.ledgers import moved

HISTORICAL = Assumptions(definitions={"fx": "historical"})
# 100 euros at 1.10, at 1.20 and at 1.00, which is the rate of the as-of day.
EUROS: list[Row] = [
    {**row, "currency": "EUR"} for row in history({"A": {"2026-07..2026-09": "100"}})
]
DOLLARS = history({"B": {"2026-07..2026-09": "50"}})
RATES: list[Row] = [
    {"date": "2026-07-15", "currency": "EUR", "rate": "1.10"},
    {"date": "2026-08-31", "currency": "EUR", "rate": "1.20"},
    {"date": "2026-09-30", "currency": "EUR", "rate": "1.00"},
]
PRESENT = {"EUR": Fraction(1)}


def _ledger(
    given: Given,
    mrr: Sequence[Row],
    fx: Sequence[Row] | None = None,
    settled: Assumptions = HISTORICAL,
) -> FactData | Missing:
    table = {} if fx == [] else {"fx": fx or RATES}
    return given(mrr=mrr, rates=PRESENT, assumptions=settled, **table).fact("mrr_changes")


def test_rates_alone_move_revenue_by_switch(given: Given) -> None:
    assert moved(_ledger(given, EUROS + DOLLARS)) == [
        ("2026-07", "A", "opening", 110),
        ("2026-07", "B", "opening", 50),
        ("2026-08", "A", "fx", 10),
        ("2026-09", "A", "fx", -20),
    ]


def test_rates_are_no_reason_for_a_movement(given: Given) -> None:
    """20 of 100 euros fewer, at 1.20: a contraction of 20 at the one rate of the as-of day."""
    rows = [{**row, "currency": "EUR"} for row in history({"A": {"2026-07": "100"}})]
    rows += [{**rows[0], "month": month, "amount": "80"} for month in ("2026-08", "2026-09")]
    facts = given(mrr=rows, rates=PRESENT, assumptions=HISTORICAL, fx=RATES)
    frame = built(facts.fact("reasons")).frame.filter(pl.col("movement") == "contraction")
    assert frame.get_column("delta").to_list() == [-20 * 12 * 10**6]


def test_at_constant_rates_they_do_not(given: Given) -> None:
    fact = _ledger(given, EUROS + DOLLARS, settled=Assumptions())
    assert {name for _, _, name, _ in moved(fact)} == {"opening"}


def test_what_changes_is_worth_what_its_month_says(given: Given) -> None:
    """Of 100 euros 40 leave at 1.20, and the rest at 1.00: nothing is left over."""
    rows = history({"A": {"2026-07": "100", "2026-08": "60"}, "B": {"2026-09": "1"}})
    mrr = [{**row, "currency": "EUR" if row["customer"] == "A" else "USD"} for row in rows]
    assert moved(_ledger(given, mrr)) == [
        ("2026-07", "A", "opening", 110),
        ("2026-08", "A", "contraction", -48),
        ("2026-08", "A", "fx", 10),
        ("2026-09", "A", "churn", -60),
        ("2026-09", "A", "fx", -12),
        ("2026-09", "B", "new", 1),
    ]


def test_what_moves_to_another_currency_moves_at_one_rate(given: Given) -> None:
    """100 euros become 100 dollars in August: 20 of them by the rate, of which 10 since July."""
    rows = [{**EUROS[0], "plan": "a"}]
    rows += [
        {**EUROS[0], "plan": "b", "currency": "USD", "month": month}
        for month in ("2026-08", "2026-09")
    ]
    fact = built(_ledger(given, rows))
    assert moved(fact) == [
        ("2026-07", "A", "opening", 110),
        ("2026-08", "A", "fx", -10),
        ("2026-08", "A", "transfer", -100),
        ("2026-08", "A", "transfer", 100),
    ]
    # At one rate for all months it is 100 and stays 100.
    assert fact.frame.get_column("constant").sum() == 100 * 12 * 10**6
    assert fact.frame.filter(pl.col("movement") == "fx")["constant"].to_list() == [0]


def test_rates_that_stay_move_nothing_and_have_all_their_digits(given: Given) -> None:
    """10,000 euros at 1.0837 throughout; rows are in order of the customers."""
    rates: list[Row] = [
        {"date": day, "currency": "EUR", "rate": "1.0837"} for day in ("2026-07-01", "2026-08-31")
    ]
    euros = [{**row, "amount": "10000"} for row in EUROS]
    rates.append({**RATES[2], "rate": "1.00"})
    fact = built(_ledger(given, [*DOLLARS, *euros], rates))
    assert moved(fact) == [
        ("2026-07", "A", "opening", 10837),
        ("2026-07", "B", "opening", 50),
        ("2026-09", "A", "fx", -837),
    ]
    assert fact.frame.get_column("customer").to_list() == ["A", "A", "B"]


def test_rates_may_be_those_of_dollars_in_euros(given: Given) -> None:
    rates = [
        {"date": "2026-08-31", "currency": "USD", "base": "EUR", "rate": "0.8"},
        {"date": "2026-09-30", "currency": "USD", "base": "EUR", "rate": "1"},
    ]
    assert moved(_ledger(given, EUROS, rates)) == [
        ("2026-07", "A", "opening", 125),
        ("2026-09", "A", "fx", -25),
    ]


def test_a_ledger_without_foreign_money_has_no_such_movement(given: Given) -> None:
    fact = _ledger(given, DOLLARS, [])
    assert moved(fact) == [("2026-07", "B", "opening", 50)]


def test_retention_is_at_constant_rates(given: Given) -> None:
    rows = history({"A": {"2025-08..2026-09": "100"}})
    mrr = [{**row, "currency": "EUR"} for row in rows]
    rates = [{**RATES[1], "date": "2025-08-31"}, RATES[2]]
    settled = {"rates": PRESENT, "assumptions": HISTORICAL}
    fact = built(given(mrr=mrr, fx=rates, **settled).fact("retention"))
    sums = fact.frame.select("base", "kept", "capped").sum().row(0)
    assert sums == (1_200_000_000, 1_200_000_000, 1_200_000_000)


@pytest.mark.parametrize(
    ("fx", "said"),
    [
        ([], {}),
        (RATES[:1], {}),
        ([RATES[0], RATES[0]], {}),
        ([{**RATES[0], "date": None}, RATES[1]], {}),
        ([RATES[0], {**RATES[1], "rate": "0"}], {}),
        (RATES, {"EUR": Fraction(1)}),
    ],
)
def test_rates_of_one_day_are_not_enough(
    given: Given, fx: list[Row], said: dict[str, Fraction]
) -> None:
    reason = missing(_ledger(given, EUROS, fx, HISTORICAL._replace(fx=said)))
    assert reason.code == "needs_dated_rates"
    assert reason.text == (
        "needs exchange rates of each month for EUR: `definitions.fx` is historical"
    )
