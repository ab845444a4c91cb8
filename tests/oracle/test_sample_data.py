"""The program and the oracle agree on the sample company, exactly, for every month."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from cro_cli.request import Request
from tests.oracle import billing, spend
from tests.oracle.calendar_months import last_day
from tests.oracle.comparison import disagreements, oracle_values, with_mistake
from tests.oracle.ledger import MOVEMENTS, ledger
from tests.oracle.metrics import formulas, mrr
from tests.oracle.mistakes import MISTAKES
from tests.oracle.program import report, run

SAMPLE = Path(__file__).parents[2] / "sample_data"
RATES = {"USD": Decimal(1), "EUR": Decimal("1.0837125")}
HISTORY = "MRR_per_Subscriber__monthly_*.csv"
SUBSCRIPTIONS = "stripe_subscriptions.csv"
COST = ("spend.csv", "google_ads.csv", "meta_ads.csv")


def copy(folder: Path, *patterns: str) -> Path:
    """Copy some of the sample's files, as the oracle knows no others."""
    for pattern in patterns:
        for path in SAMPLE.glob(pattern):
            shutil.copy(path, folder)
    return folder


@pytest.fixture(params=[HISTORY, SUBSCRIPTIONS], ids=["history", "subscriptions"])
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return copy(tmp_path, request.param, *COST)


@pytest.mark.parametrize("period", [1, 3, 12])
def test_every_metric_of_every_month_is_the_same(sample: Path, period: int) -> None:
    company = billing.read(sample, RATES)
    expected = oracle_values(company, spend.read(sample, RATES), period=period)
    program = run(sample, first=company.first, rates=RATES, period=period)
    assert program.last == company.last
    actual = program.values({*formulas(period), "magic_number"})
    assert actual.keys() == expected.keys()
    assert list(disagreements(expected, actual)) == []


def test_every_movement_of_the_ledger_is_the_same(sample: Path) -> None:
    company = billing.read(sample, RATES)
    program = run(sample, first=company.first, rates=RATES)
    assert list(program.movements()) == sorted(
        ledger(company).movements, key=lambda movement: (movement.customer, movement.month)
    )


def test_the_sample_has_every_movement_and_a_foreign_currency() -> None:
    """Agreement on a company where nothing happens would prove nothing."""
    company = billing.read(SAMPLE, RATES)
    assert company.has_history
    assert company.last - company.first == 35
    assert {movement.kind for movement in ledger(company).movements} == {"opening", *MOVEMENTS}
    assert billing.read(SAMPLE, {**RATES, "EUR": Decimal(2)}) != company


def test_the_report_says_what_the_oracle_says(tmp_path: Path) -> None:
    folder = copy(tmp_path, HISTORY, SUBSCRIPTIONS, *COST)
    company = billing.read(folder, RATES)
    expected = oracle_values(company, spend.read(folder, RATES))
    for month in (company.last, company.last - 1, company.last - 24):
        readings = report(folder, rates=RATES, request=Request(as_of=last_day(month)))
        for key in {key for key, _ in expected}:
            assert readings[key].value == expected[key, month], key
            assert readings[key].previous == expected[key, month - 1], key


def test_every_share_of_mrr_is_a_share_of_the_same_mrr(tmp_path: Path) -> None:
    folder = copy(tmp_path, "*.csv")
    company = billing.read(folder, RATES)
    readings = report(folder, rates=RATES, request=Request())
    wholes = {
        key: part.value
        for key in ("mrr_past_due", "largest_customer", "unmatched_share")
        for part in readings[key].parts
        if part.key == "bottom"
    }
    total = mrr(ledger(company), company.last)
    assert wholes == dict.fromkeys(("mrr_past_due", "largest_customer", "unmatched_share"), total)


def test_an_earlier_day_is_not_told_from_present_prices(tmp_path: Path) -> None:
    folder = copy(tmp_path, SUBSCRIPTIONS)
    readings = report(folder, rates=RATES, request=Request(as_of=dt.date(2025, 3, 31)))
    assert {key: readings[key].value for key in ("mrr", "arr", "arpa")} == {
        "mrr": None,
        "arr": None,
        "arpa": None,
    }


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_the_sample_gives_the_mistake_away(name: str) -> None:
    mistake = MISTAKES[name]
    cost = spend.read(SAMPLE, RATES)
    company = company_for(name)
    right = oracle_values(company, cost)
    program = with_mistake(right, mistake.key, mistake.values(company, cost))
    seen = list(disagreements(right, program))
    assert seen
    assert all(line.startswith(mistake.key) for line in seen)


def company_for(mistake: str) -> billing.Company:
    """Return the sample in the format in which a mistake can be made."""
    # In the history so few leave that a lifetime is at its limit with the mistake, too.
    known = {"churn of items", "annual price in one month", "months without churn dropped"}
    if mistake in known:
        return billing.read_subscriptions(billing.rows_of(SAMPLE / SUBSCRIPTIONS), RATES)
    return billing.read(SAMPLE, RATES)
