"""Subscriptions for Hypothesis, as Stripe exports them: each as it stands now."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from tests.oracle.companies import CURRENCIES, Export, customer

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
    interval = draw(st.sampled_from(("month", "month", "year", "week", "day")))
    cells = {
        "id": f"sub_{number}",
        "Customer ID": identity,
        "Customer Name": name,
        "Customer Email": mail,
        "Plan": draw(st.sampled_from(("price_team", "price_pro"))),
        "Quantity": draw(st.sampled_from(("1", "1", "3"))),
        "Currency": draw(CURRENCIES),
        "Interval": interval,
        "Amount": draw(st.sampled_from(("0.00", "0.01", "33.31", "100.00", "1200.00"))),
        "Status": STATUS.get(end_kind, end_kind),
        "Cancel At Period End": "false",
        "Created (UTC)": f"{started} {clock}",
        # The start of the present price, which is no start of service.
        "Start (UTC)": f"{started + (ended - started) / 2} {clock}",
        "Start Date (UTC)": f"{started} {clock}",
        **_trial(draw, end_kind, started),
        **_ending(draw, end_kind, started, ended),
        "Current Period Start (UTC)": _period_start(interval, started, ended),
    }
    return tuple(cells.get(column, "") for column in SUBSCRIPTIONS_HEADER)


def _period_start(interval: str, started: dt.date, ended: dt.date) -> str:
    """Return the start of a last period that is no longer than its interval."""
    length = dt.timedelta(days={"day": 1, "week": 7, "month": 28, "year": 365}[interval])
    return f"{max(started, ended - length)} 00:00"


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
