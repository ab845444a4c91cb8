"""Small companies for Hypothesis, as the export files that Stripe would write of them."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from tests.oracle.calendar_months import name_of

# A rate at which 0.01 and 33.31 a month come to half a micro a year: rounding must show.
RATES = {"USD": Decimal(1), "EUR": Decimal("1.0837125")}
CURRENCIES = st.sampled_from(("usd", "usd", "eur"))
# Where sums are taken apart or multiplied: converting and rounding each part is another sum.
DOLLARS = st.just("usd")

HISTORY_HEADER = ("Customer ID", "Customer", "Customer Email", "Currency")
SUBSCRIPTIONS_HEADER = (
    "id",
    "Customer ID",
    "Customer Description",
    "Customer Email",
    "Customer Name",
    "Plan",
    "Product",
    "Quantity",
    "Currency",
    "Interval",
    "Amount",
    "Status",
    "Cancellation Reason",
    "Created (UTC)",
    "Start (UTC)",
    "Start Date (UTC)",
    "Current Period Start (UTC)",
    "Current Period End (UTC)",
    "Trial Start (UTC)",
    "Trial End (UTC)",
    "Canceled At (UTC)",
    "Cancel At Period End",
    "Ended At (UTC)",
)


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file: its name, its header and its rows as text."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows((self.header, *self.rows))
        return path


def customer(number: int) -> tuple[str, str, str]:
    """Return id, name and e-mail of a customer."""
    return f"cus_{number}", f"Customer {number}", f"billing@c{number}.example"


# ---- the history: MRR per subscriber per month

FIRST_MONTHS = (2023 * 12 + 0, 2023 * 12 + 1, 2023 * 12 + 10)
AMOUNTS = st.sampled_from(
    ("", "0", "0.00", "0.01", "10.00", "33.31", "50", "100.00", "100.01", "1234.567")
)
STRETCH = st.tuples(AMOUNTS, st.integers(min_value=1, max_value=13))


@st.composite
def history_row(
    draw: st.DrawFn, *, months: int, currencies: st.SearchStrategy[str]
) -> tuple[str, ...]:
    """One row: a few stretches of one price each, so that gaps and returns are common."""
    stretches = draw(st.lists(STRETCH, min_size=1, max_size=5))
    cells = [amount for amount, length in stretches for _ in range(length)]
    padded = (cells + [cells[-1]] * months)[:months]
    return (*customer(draw(st.integers(1, 4))), draw(currencies), *padded)


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    min_months: int = 1,
    max_months: int = 20,
    currencies: st.SearchStrategy[str] = CURRENCIES,
) -> Export:
    first = draw(st.sampled_from(FIRST_MONTHS))
    months = draw(st.integers(min_months, max_months))
    rows = draw(st.lists(history_row(months=months, currencies=currencies), min_size=1, max_size=6))
    return history(first=first, months=months, rows=tuple(rows))


def history(*, first: int, months: int, rows: tuple[tuple[str, ...], ...]) -> Export:
    names = tuple(name_of(month) for month in range(first, first + months))
    return Export(
        name="MRR_per_Subscriber__monthly_.csv", header=(*HISTORY_HEADER, *names), rows=rows
    )


# ---- the present: subscriptions

TRAPS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2023-01-31",
        "2023-02-01",
        "2023-02-28",
        "2023-12-31",
        "2024-01-01",
        "2024-01-31",
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
        "2024-12-31",
        "2025-01-01",
    )
)
DAYS = st.sampled_from(TRAPS) | st.dates(dt.date(2023, 1, 1), dt.date(2025, 1, 31))
CLOCK = st.sampled_from(("00:00", "23:59", "12:30:15"))
LASTS = st.integers(min_value=0, max_value=400)
# How a subscription came to its end, if it did, as the export words it.
ENDS = st.sampled_from(
    (
        "live",
        "live",
        "past_due",
        "ended",
        "ended",
        "ended at period end",
        "canceled at once",
        "canceled at period end",
        "scheduled",
        "unpaid",
        "unpaid and scheduled",
        "incomplete",
        "incomplete_expired",
        "paused",
        "trialing",
    )
)
STATUS = {
    "live": "active",
    "scheduled": "active",
    "unpaid and scheduled": "unpaid",
    "ended": "canceled",
    "ended at period end": "canceled",
    "canceled at once": "canceled",
    "canceled at period end": "canceled",
}


@st.composite
def subscription(draw: st.DrawFn, *, number: int) -> tuple[str, ...]:
    identity, name, mail = customer(draw(st.integers(1, 4)))
    started = draw(DAYS)
    end_kind = draw(ENDS)
    ended = started + dt.timedelta(days=draw(LASTS))
    clock = draw(CLOCK)
    cells = {
        "id": f"sub_{number}",
        "Customer ID": identity,
        "Customer Name": name,
        "Customer Email": mail,
        "Plan": draw(st.sampled_from(("price_team", "price_pro"))),
        "Quantity": draw(st.sampled_from(("1", "1", "3"))),
        "Currency": draw(CURRENCIES),
        "Interval": draw(st.sampled_from(("month", "month", "year", "week", "day"))),
        "Amount": draw(st.sampled_from(("0.00", "0.01", "33.31", "100.00", "1200.00"))),
        "Status": STATUS.get(end_kind, end_kind),
        "Cancel At Period End": "false",
        "Created (UTC)": f"{started} {clock}",
        # The start of the present price, which is no start of service.
        "Start (UTC)": f"{started + (ended - started) / 2} {clock}",
        "Start Date (UTC)": f"{started} {clock}",
        **_trial(draw, end_kind, started),
        **_ending(draw, end_kind, started, ended),
    }
    return tuple(cells.get(column, "") for column in SUBSCRIPTIONS_HEADER)


def _trial(draw: st.DrawFn, end_kind: str, started: dt.date) -> dict[str, str]:
    if end_kind != "trialing" and not draw(st.booleans()):
        return {}
    trial_end = started + dt.timedelta(days=draw(st.sampled_from((0, 7, 14, 30, 45))))
    return {
        "Trial Start (UTC)": f"{started} 00:00",
        "Trial End (UTC)": f"{trial_end} {draw(CLOCK)}",
    }


def _ending(draw: st.DrawFn, end_kind: str, started: dt.date, ended: dt.date) -> dict[str, str]:
    at = f"{ended} {draw(CLOCK)}"
    asked = f"{started + (ended - started) / 2} 00:00"
    period = {"Current Period Start (UTC)": f"{started} 00:00"}
    match end_kind:
        case "ended":
            return {**period, "Canceled At (UTC)": asked, "Ended At (UTC)": at}
        case "ended at period end":
            scheduled = {"Cancel At Period End": "true", "Current Period End (UTC)": at}
            return {**period, **scheduled, "Canceled At (UTC)": asked, "Ended At (UTC)": at}
        case "canceled at once":
            return {**period, "Canceled At (UTC)": at}
        case "canceled at period end" | "scheduled" | "unpaid and scheduled":
            scheduled = {"Cancel At Period End": "true", "Current Period End (UTC)": at}
            return {**period, **scheduled, "Canceled At (UTC)": asked}
        case _:
            return {**period, "Current Period End (UTC)": at}


@st.composite
def subscriptions(draw: st.DrawFn) -> Export:
    count = draw(st.integers(1, 6))
    rows = tuple(draw(subscription(number=number)) for number in range(count))
    return Export(name="subscriptions.csv", header=SUBSCRIPTIONS_HEADER, rows=rows)


# ---- what was spent on winning customers


def spending(*, first: int, months: int) -> Export:
    """Return a plain spend file in which every month costs another amount."""
    return Export(
        name="spend.csv",
        header=("month", "category", "amount", "currency"),
        rows=tuple(
            (name_of(month), category, f"{month % 7 + 1}00.{cents}", currency)
            for month in range(first, first + months)
            for category, cents, currency in (
                ("sales", "50", "USD"),
                ("marketing", "25", "EUR"),
                ("cs", "00", "USD"),
            )
        ),
    )
