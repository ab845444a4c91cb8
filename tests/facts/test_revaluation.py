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
