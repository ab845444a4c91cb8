"""The program and the oracle agree on companies that Hypothesis makes up."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, note
from hypothesis import strategies as st

from tests.oracle import billing, spend
from tests.oracle.companies import RATES, Export, histories, spending
from tests.oracle.comparison import disagreements, oracle_values
from tests.oracle.ledger import ledger
from tests.oracle.metrics import formulas
from tests.oracle.program import run
from tests.oracle.subscribers import subscriptions

PERIODS = st.sampled_from((1, 3, 12))


def agree(exports: Iterable[Export], period: int) -> None:
    """Fail unless ledger and metrics are the same for every month."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for export in exports:
            note((export.write(folder)).read_text(encoding="utf-8"))
        company = billing.read(folder, RATES)
        expected = oracle_values(company, spend.read(folder, RATES), period=period)
        program = run(folder, first=company.first, rates=RATES, period=period)
    assert program.last == company.last
    assert list(program.movements()) == list(ledger(company).movements)
    actual = program.values({*formulas(period), "magic_number"})
    assert list(disagreements(expected, actual)) == []


@given(histories(), PERIODS)
def test_histories_agree(history: Export, period: int) -> None:
    agree([history, spending(first=2022 * 12 + 9, months=40)], period)


@given(histories(min_months=13), PERIODS)
def test_histories_of_more_than_a_year_agree(history: Export, period: int) -> None:
    agree([history], period)


@given(subscriptions(), PERIODS)
def test_present_states_agree(present: Export, period: int) -> None:
    agree([present], period)
