"""The oracle reads the present state of subscriptions as exports.md 1.2 and definitions 4.0 say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle import metrics
from tests.oracle.billing import Company, read
from tests.oracle.calendar_months import closed_quarter, last_closed, last_day, month_named, name_of
from tests.oracle.companies import Export
from tests.oracle.ledger import ledger
from tests.oracle.subscribers import SUBSCRIPTIONS_HEADER

RATES = {"USD": Decimal(1), "EUR": Decimal("1.10")}
PLAIN = {
    "Customer ID": "cus_1",
    "Plan": "price_1",
    "Quantity": "1",
    "Currency": "usd",
    "Interval": "month",
    "Amount": "100.00",
    "Status": "active",
    "Start Date (UTC)": "2025-10-15 12:00",
}
# Never in MRR: it only carries the data into 2026.
CARRIER = {**PLAIN, "Status": "incomplete", "Created (UTC)": "2026-02-01 00:00"}


def subscribed(folder: Path, *subscriptions: dict[str, str]) -> Company:
    rows = [
        {**PLAIN, **cells, "id": f"sub_{number}"}
        for number, cells in enumerate((*subscriptions, CARRIER))
    ]
    Export(
        name="subscriptions.csv",
        header=SUBSCRIPTIONS_HEADER,
        rows=tuple(tuple(row.get(name, "") for name in SUBSCRIPTIONS_HEADER) for row in rows),
    ).write(folder)
    return read(folder, RATES)


ENDED = {"Status": "canceled", "Start Date (UTC)": "2025-11-01 00:00"}


@pytest.mark.parametrize(
    ("cells", "months"),
    [
        pytest.param({}, "10 11 12 01", id="counts in full from the month it starts in"),
        pytest.param(
            {"Start Date (UTC)": "2025-11-30 23:59"}, "11 12 01", id="starts on the last day"
        ),
        pytest.param({"Start Date (UTC)": "2025-12-01 00:00"}, "12 01", id="starts on the first"),
        pytest.param(
            {"Start Date (UTC)": "", "Start (UTC)": "2025-12-31 00:00"}, "12 01", id="other start"
        ),
        pytest.param(
            {"Trial End (UTC)": "2025-12-01 09:00"}, "12 01", id="a trial is not paid for"
        ),
        pytest.param(
            {"Trial End (UTC)": "2025-10-01 09:00"}, "10 11 12 01", id="a trial before the start"
        ),
        pytest.param(
            {**ENDED, "Ended At (UTC)": "2025-12-31 23:59"}, "11", id="ends on the last day"
        ),
        pytest.param(
            {**ENDED, "Ended At (UTC)": "2026-01-01 00:00"}, "11 12", id="ends on the first"
        ),
        pytest.param({**ENDED, "Ended At (UTC)": "2025-11-29 00:00"}, "", id="comes and goes"),
        pytest.param(
            {
                **ENDED,
                "Canceled At (UTC)": "2025-12-05 00:00",
                "Ended At (UTC)": "2026-01-05 00:00",
            },
            "11 12",
            id="served to the end after the request",
        ),
        pytest.param(
            {
                "Cancel At Period End": "true",
                "Canceled At (UTC)": "2025-10-20 00:00",
                "Current Period End (UTC)": "2025-12-15 00:00",
            },
            "10 11",
            id="ends with its period",
        ),
        pytest.param(
            {
                "Cancel At Period End": "true",
                "Canceled At (UTC)": "2025-12-20 00:00",
                "Current Period End (UTC)": "2026-02-15 00:00",
            },
            "10 11 12 01",
            id="a scheduled end lies ahead",
        ),
        pytest.param({**ENDED, "Canceled At (UTC)": "2025-12-05 00:00"}, "11", id="ends at once"),
        pytest.param(
            {"Canceled At (UTC)": "2025-12-05 00:00"},
            "10 11 12 01",
            id="a request alone ends nothing",
        ),
        pytest.param({"Status": "past_due"}, "10 11 12 01", id="past due is in"),
        pytest.param({"Status": "unpaid"}, "", id="unpaid is out"),
        pytest.param(
            {"Status": "unpaid", "Current Period Start (UTC)": "2025-12-15 00:00"},
            "10 11",
            id="unpaid is out from its period",
        ),
        pytest.param(
            {
                "Status": "unpaid",
                "Current Period Start (UTC)": "2025-12-15 00:00",
                "Current Period End (UTC)": "2026-01-15 00:00",
                "Cancel At Period End": "true",
            },
            "10 11",
            id="unpaid is out though it ends later",
        ),
        pytest.param(
            {
                **ENDED,
                "Trial End (UTC)": "2026-01-15 00:00",
                "Ended At (UTC)": "2025-12-15 00:00",
            },
            "",
            id="ended in its trial",
        ),
        pytest.param({"Status": "incomplete_expired"}, "", id="never begun is out"),
        pytest.param({"Status": "paused"}, "", id="paused is out"),
        pytest.param(
            {"Status": "trialing", "Trial End (UTC)": "2025-12-01 00:00"}, "", id="a trial is out"
        ),
        pytest.param({"Amount": "0.00"}, "", id="a free plan pays nothing"),
    ],
)
def test_months_in_which_a_subscription_counts(
    tmp_path: Path, cells: dict[str, str], months: str
) -> None:
    company = subscribed(tmp_path, cells)
    live = sorted(month for item in company.items for month in item.months)
    assert [name_of(month)[-2:] for month in live] == months.split()


def test_price_quantity_interval_and_currency_come_to_money_a_month(tmp_path: Path) -> None:
    company = subscribed(
        tmp_path,
        {"Amount": "600.00", "Quantity": "3", "Interval": "year", "Currency": "eur"},
        {"Amount": "10.00", "Quantity": "2"},
    )
    # 600 × 3 ÷ 12 × 1.10 = 165, and 20
    assert metrics.mrr(ledger(company), month_named("2025-10")) == 185


def test_returning_is_a_reactivation_and_a_second_subscription_is_no_new_customer(
    tmp_path: Path,
) -> None:
    company = subscribed(
        tmp_path,
        {"Status": "canceled", "Ended At (UTC)": "2025-11-10 00:00"},
        {"Start Date (UTC)": "2025-12-10 00:00", "Amount": "50.00"},
        {"Start Date (UTC)": "2026-01-31 00:00", "Amount": "25.00"},
        {"Start Date (UTC)": "2026-01-31 00:00", "Customer ID": "cus_2"},
    )
    moved = [
        (movement.customer, name_of(movement.month), movement.kind, movement.delta // 12_000_000)
        for movement in ledger(company).movements
    ]
    assert moved == [
        ("cus_1", "2025-10", "new", 100),
        ("cus_1", "2025-11", "churn", -100),
        ("cus_1", "2025-12", "reactivation", 50),
        ("cus_1", "2026-01", "expansion", 25),
        ("cus_2", "2026-01", "new", 100),
    ]


def test_present_prices_cannot_tell_what_was_paid_before(tmp_path: Path) -> None:
    company = subscribed(
        tmp_path, {}, {"Status": "canceled", "Ended At (UTC)": "2025-12-10", "Customer ID": "cus_2"}
    )
    then, now = (
        metrics.evaluate(ledger(company), month_named(name)) for name in ("2025-12", "2026-01")
    )
    assert then["nrr"] is then["expansion_mrr"] is then["mrr"] is now["nrr"] is None
    assert now["mrr"] == 100
    assert then["churned_mrr"] == 100
    assert now["churned_mrr"] == 0


def test_days_at_the_edges_of_months() -> None:
    january = month_named("2024-01")
    assert str(last_day(january + 1)) == "2024-02-29"
    assert last_closed(last_day(january)) == january
    assert closed_quarter(january + 1, year_start=1) == january - 1
    assert closed_quarter(january + 2, year_start=1) == january + 2
    assert closed_quarter(january, year_start=2) == january
