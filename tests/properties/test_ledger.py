"""What must hold for the ledger of any company (definitions 7.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cro_cli.fact import FactData
from cro_cli.metrics import BY_KEY
from cro_cli.model import Unit
from tests.oracle.billing import read_subscriptions
from tests.oracle.calendar_months import last_day
from tests.oracle.companies import DOLLARS, RATES, Export, histories
from tests.oracle.metrics import Value
from tests.oracle.program import Program
from tests.oracle.subscribers import subscriptions
from tests.properties.running import (
    FIRST,
    FLOWS,
    Cells,
    each_row,
    months_of,
    running,
    values_of,
    with_rows,
)

CENT = Decimal("0.01")
GAINS = ("new_mrr", "reactivation_mrr", "expansion_mrr")
LOSSES = ("contraction_mrr", "churned_mrr")
COMPANIES = histories(min_months=2) | subscriptions()


@pytest.mark.parametrize("period", [1, 3, 12])
@given(history=histories(min_months=2))
def test_start_and_movements_come_to_the_end(period: int, history: Export) -> None:
    with running(history, period=period) as program:
        values = program.values(("mrr", *FLOWS))
    for month in range(FIRST + period, program.last + 1):
        start, end = values["mrr", month - period], values["mrr", month]
        moved = {key: values[key, month] for key in GAINS + LOSSES}
        if start is None or end is None:
            assert set(moved.values()) == {None}
            continue
        gains, losses = (sum(moved[key] or 0 for key in keys) for keys in (GAINS, LOSSES))
        assert None not in moved.values()
        assert start + gains - losses == end
        assert values["net_new_mrr", month] == end - start


@given(COMPANIES, st.data())
def test_the_order_of_rows_changes_nothing(export: Export, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(export.rows))
    assert values_of(replace(export, rows=tuple(rows))) == values_of(export)


@given(histories(min_months=2, currencies=DOLLARS), st.data())
def test_a_row_of_history_in_two_parts_changes_nothing(
    history: Export, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(history.rows) - 1))
    row = dict(zip(history.header, history.rows[number], strict=True))
    part, rest = dict(row), dict(row)
    for month in months_of(history):
        if row[month]:
            third = (Decimal(row[month]) / 3).quantize(CENT)
            part[month], rest[month] = str(third), str(Decimal(row[month]) - third)
    others = history.rows[:number] + history.rows[number + 1 :]
    split = with_rows(replace(history, rows=others), part, rest)
    assert values_of(split) == values_of(history)


@given(subscriptions())
def test_a_subscription_in_two_changes_nothing(present: Export) -> None:
    rows = [dict(zip(present.header, row, strict=True)) for row in present.rows]
    parts: list[Cells] = []
    for row in rows:
        if row["Currency"] == "usd" and row["Quantity"] == "3":
            parts += [{**row, "Quantity": "1"}, {**row, "id": f"{row['id']}_b", "Quantity": "2"}]
        else:
            parts.append(row)
    assume(len(parts) > len(rows))
    assert values_of(with_rows(replace(present, rows=()), *parts)) == values_of(present)


@given(histories(min_months=2, currencies=DOLLARS), st.sampled_from((2, 7, 1000)))
def test_prices_times_k_scale_money_and_leave_ratios(history: Export, k: int) -> None:
    def times(row: Cells) -> Cells:
        money = {month: str(Decimal(row[month]) * k) for month in months_of(history) if row[month]}
        return {**row, **money}

    before, after = values_of(history), values_of(each_row(history, times))
    assert after == {(key, at): scaled(key, value, k) for (key, at), value in before.items()}


def scaled(key: str, value: Value, k: int) -> Value:
    return value * k if value is not None and BY_KEY[key].unit is Unit.MONEY else value


@given(subscriptions())
def test_twelve_hundred_a_year_are_a_hundred_a_month(present: Export) -> None:
    def yearly(row: Cells) -> Cells:
        if row["Interval"] != "month":
            return row
        return {**row, "Interval": "year", "Amount": str(Decimal(row["Amount"]) * 12)}

    assert values_of(each_row(present, yearly)) == values_of(present)


@given(subscriptions(), st.sampled_from(("trialing", "incomplete", "incomplete_expired")))
def test_who_only_tries_changes_no_revenue(present: Export, status: str) -> None:
    row = dict(zip(present.header, present.rows[0], strict=True))
    trial = {
        **row,
        "id": "sub_trial",
        "Customer ID": "cus_trial",
        "Status": status,
        "Amount": "999.00",
        # Even where the trial should be over by now: the status knows better.
        "Trial End (UTC)": row["Start Date (UTC)"],
        "Cancel At Period End": "false",
        "Ended At (UTC)": "",
    }
    assert values_of(with_rows(present, trial)) == values_of(present)


def of_no_length(row: Cells) -> Cells:
    """A period of years would tell of a price for years."""
    return {**row, "Current Period Start (UTC)": ""}


def is_to_end(row: Cells) -> bool:
    goes_on = row["Cancel At Period End"] != "true" and not row["Ended At (UTC)"]
    return row["Status"] == "active" and goes_on


def ending(row: Cells, day: str) -> Cells:
    """Let an active subscription end on a day that lies ahead."""
    if not is_to_end(row):
        return row
    ahead = {"Cancel At Period End": "true", "Current Period End (UTC)": f"{day} 00:00"}
    return {**row, **ahead, "Canceled At (UTC)": row["Start Date (UTC)"]}


@given(subscriptions())
def test_an_end_that_lies_ahead_changes_no_revenue_yet(present: Export) -> None:
    without = each_row(present, of_no_length)
    scheduled = each_row(without, lambda row: ending(row, "2031-01-01"))
    assert values_of(scheduled) == values_of(without)


def losses(program: Program) -> int:
    """Return what is scheduled to be lost within the horizon of CMRR, by the year."""
    fact = program.collected.fact("schedule")
    assert isinstance(fact, FactData)
    near = fact.frame.filter(pl.col("is_near") & (pl.col("delta") < 0))
    return int(near.get_column("delta").sum())


@given(subscriptions())
def test_a_scheduled_end_moves_cmrr_by_what_it_ends(present: Export) -> None:
    without = each_row(present, of_no_length)
    with running(without) as program:
        last, before = program.last, losses(program)
    soon = (last_day(last) + dt.timedelta(days=30)).isoformat()
    with running(each_row(without, lambda row: ending(row, soon))) as program:
        assert program.last == last
        after = losses(program)
    rows = [dict(zip(without.header, row, strict=True)) for row in without.rows]
    ids = {row["id"] for row in rows if is_to_end(row)}
    items = read_subscriptions(rows, RATES).items
    ended = sum(item.months.get(last, 0) for item in items if item.name in ids)
    assert after - before == -ended


# Header as Stripe writes it; the row belongs to no subscription.
INVOICE = {
    "id": "in_1",
    "Amount Due": "5000.00",
    "Billing": "send_invoice",
    "Closed": "true",
    "Currency": "usd",
    "Customer": "cus_1",
    "Date (UTC)": "2023-03-08 00:38",
    "Due Date (UTC)": "2023-03-08 00:38",
    "Number": "A-0001",
    "Paid": "true",
    "Subscription": "",
    "Subtotal": "5000.00",
    "Total Discount Amount": "",
    "Applied Coupons": "",
    "Tax": "",
    "Tax Percent": "",
    "Total": "5000.00",
    "Amount Paid": "5000.00",
    "Status": "paid",
}
INVOICES = Export(name="invoices.csv", header=tuple(INVOICE), rows=(tuple(INVOICE.values()),))


@given(COMPANIES)
def test_a_bill_for_something_once_changes_no_revenue(export: Export) -> None:
    assert values_of(export, INVOICES) == values_of(export)
