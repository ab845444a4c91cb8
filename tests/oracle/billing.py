"""Reads billing exports of Stripe with the `csv` module: what each row is worth, month by month."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.oracle.calendar_months import last_closed, last_day, month_named, month_of
from tests.oracle.money import annual_micros, rate_of

Row = Mapping[str, str]
Rates = Mapping[str, Decimal]

MONTH_HEADER = re.compile(r"[0-9]{4}-[0-9]{2}")
COUNTED = ("active", "past_due", "canceled", "unpaid", "paused")
# Out from the day of the status, to which the start of the current period comes nearest.
SUSPENDED = ("unpaid", "paused")
EVENTS = (
    "Created (UTC)",
    "Current Period Start (UTC)",
    "Canceled At (UTC)",
    "Ended At (UTC)",
)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row of an export: annual micros by month, for the months that have any."""

    name: str
    customer: str
    months: Mapping[int, int]
    interval: str = "month"


@dataclass(frozen=True, kw_only=True)
class Company:
    """What billing knows, from the first month to the last.

    `has_history` when prices are dated, `has_ended` when more than current subscriptions are there,
    `is_complete` when nothing was paid before what is known; `earlier` are customers who did.
    `presence` are the months in which a customer has anything at all, where who pays nothing stays
    a customer; `returns` is what coming back is called.
    """

    items: tuple[Item, ...]
    first: int
    last: int
    has_history: bool
    has_ended: bool
    is_complete: bool = False
    earlier: frozenset[str] = frozenset()
    presence: Mapping[str, frozenset[int]] | None = None
    returns: str = "reactivation"


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def is_history(header: Iterable[str]) -> bool:
    names = set(header)
    return {"Customer ID", "Currency"} <= names and any(map(MONTH_HEADER.fullmatch, names))


def is_subscriptions(header: Iterable[str]) -> bool:
    return {"id", "Customer ID", "Plan", "Interval", "Amount", "Status"} <= set(header)


def read_history(rows: Sequence[Row], rates: Rates) -> Company:
    """Read "MRR per subscriber per month": each cell is converted by itself, then they add up."""
    months = sorted(month_named(name) for name in rows[0] if MONTH_HEADER.fullmatch(name))
    return Company(
        items=tuple(
            Item(
                name=str(number),
                customer=row["Customer ID"],
                months=dict(_cells(row, rate_of(row["Currency"], rates))),
            )
            for number, row in enumerate(rows)
        ),
        first=months[0],
        last=months[-1],
        has_history=True,
        has_ended=True,
    )


def _cells(row: Row, rate: Decimal) -> Iterator[tuple[int, int]]:
    for name, cell in row.items():
        if MONTH_HEADER.fullmatch(name) and cell.strip():
            annual = annual_micros(Decimal(cell), interval="month", rate=rate)
            if annual:
                yield month_named(name), annual


def read_subscriptions(rows: Sequence[Row], rates: Rates) -> Company:
    """Read the present state of subscriptions: each is worth its present price while it is live."""
    events = [day for row in rows for name in EVENTS if (day := _day(row, name))]
    last = last_closed(max(events + [day for row in rows if (day := _started(row))]))
    lives = [_life(row) for row in rows]
    first = min((month_of(life[0]) for life in lives if life), default=last)
    return Company(
        items=tuple(
            Item(
                name=row["id"],
                customer=row["Customer ID"],
                months=_months_of(row, life, rates, last=last),
                interval=row["Interval"],
            )
            for row, life in zip(rows, lives, strict=True)
            if life
        ),
        first=first,
        last=last,
        has_history=False,
        has_ended=any(row["Status"] == "canceled" or row["Ended At (UTC)"] for row in rows),
    )


def _months_of(
    row: Row, life: tuple[dt.date, dt.date | None], rates: Rates, *, last: int
) -> dict[int, int]:
    start, end = life
    annual = annual_micros(
        Decimal(row["Amount"]),
        quantity=Decimal(row.get("Quantity") or "1"),
        interval=row["Interval"],
        rate=rate_of(row["Currency"], rates),
    )
    return {
        month: annual
        for month in range(month_of(start), last + 1)
        if annual and start <= last_day(month) and (end is None or last_day(month) < end)
    }


def _life(row: Row) -> tuple[dt.date, dt.date | None] | None:
    """Return the first paid day and the first day without service; None when never in MRR."""
    started = _started(row)
    if row["Status"] not in COUNTED or started is None:
        return None
    trial_end = _day(row, "Trial End (UTC)")
    return max(started, trial_end or started), _end(row)


def _started(row: Row) -> dt.date | None:
    """Return the first day of service; `Start (UTC)` is only that of the present price."""
    return _day(row, "Start Date (UTC)") or _day(row, "Start (UTC)")


def _end(row: Row) -> dt.date | None:
    if row["Status"] in SUSPENDED:
        return _day(row, "Current Period Start (UTC)") or _started(row)
    ended = _day(row, "Ended At (UTC)")
    if ended is None and row.get("Cancel At Period End") == "true":
        ended = _day(row, "Current Period End (UTC)")
    if ended is None and row["Status"] == "canceled":
        ended = _day(row, "Canceled At (UTC)")
    return ended


def _day(row: Row, name: str) -> dt.date | None:
    text = row.get(name) or ""
    return dt.date.fromisoformat(text[:10]) if text else None


def read(folder: Path, rates: Rates) -> Company:
    """Read the billing exports of a folder: the history when there is one, else the present."""
    tables = [rows for path in sorted(folder.glob("*.csv")) if (rows := rows_of(path))]
    for rows in tables:
        if is_history(rows[0]):
            return read_history(rows, rates)
    return read_subscriptions(next(rows for rows in tables if is_subscriptions(rows[0])), rates)
