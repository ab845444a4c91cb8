"""The billing interval is what the current periods of a plan agree on, or it is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from cro_cli.sources import Loaded
from cro_cli.sources.terms import of_periods

UNKNOWN = (None, None)


def told(*rows: str) -> list[tuple[str | None, int | None]]:
    """Return what is told of rows such as `pro 2026-01-15 2026-02-15`, with `trial` or `cut`."""
    schema = {
        "plan": pl.String,
        "start": pl.Date,
        "end": pl.Date,
        "runs": pl.Boolean,
        "cut": pl.Boolean,
    }
    cells = [(*row.split(), "")[:4] for row in rows]
    data = [(None if plan == "-" else plan, *days(*two), kind) for plan, *two, kind in cells]
    lines = [(plan, start, end, not kind, kind == "cut") for plan, start, end, kind in data]
    return of_periods(pl.DataFrame(lines, schema=schema, orient="row")).rows()


def days(*texts: str) -> list[dt.date | None]:
    return [None if text == "-" else dt.date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("start", "end", "interval", "count"),
    [
        ("2026-01-15", "2026-02-15", "month", 1),
        ("2026-02-01", "2026-03-01", "month", 1),
        ("2026-04-01", "2026-05-01", "month", 1),
        # a month that has no such day
        ("2026-01-31", "2026-02-28", "month", 1),
        ("2024-02-29", "2024-03-31", "month", 1),
        ("2026-02-28", "2026-03-31", "month", 1),
        ("2026-06-30", "2026-07-31", "month", 1),
        ("2026-01-15", "2026-04-15", "month", 3),
        ("2025-11-30", "2026-02-28", "month", 3),
        ("2026-01-15", "2026-07-15", "month", 6),
        ("2026-01-15", "2027-01-15", "year", 1),
        ("2024-02-29", "2025-02-28", "year", 1),
        ("2026-01-15", "2028-01-15", "year", 2),
        ("2026-01-15", "2029-01-15", "year", 3),
        ("2026-01-15", "2026-01-16", "day", 1),
        ("2026-01-15", "2026-01-22", "week", 1),
        ("2026-01-15", "2026-01-29", "week", 2),
        ("2026-03-15", "2026-04-12", "week", 4),
        # the time of day moved by an hour across midnight
        ("2026-03-07", "2026-04-08", "month", 1),
        ("2025-10-15", "2026-10-16", "year", 1),
        ("2026-03-20", "2026-05-19", "day", 60),
        ("2026-03-01", "2026-05-30", "day", 90),
        # no interval that anybody sells
        ("2026-01-15", "2026-01-25", None, None),
        ("2026-01-15", "2026-03-03", None, None),
        ("2026-01-15", "2026-01-15", None, None),
        ("2026-02-15", "2026-01-15", None, None),
        ("2026-01-15", "-", None, None),
        ("-", "2026-01-15", None, None),
    ],
)
def test_one_period_alone(start: str, end: str, interval: str | None, count: int | None) -> None:
    assert told(f"- {start} {end}") == [(interval, count)]


def test_plans_do_not_speak_for_each_other() -> None:
    assert told(
        "a 2026-01-15 2026-02-15", "b 2026-01-15 2027-01-15", "- 2026-01-01 2026-04-01"
    ) == [("month", 1), ("year", 1), ("month", 3)]


def test_thirty_days_are_a_month_until_another_period_shows_better() -> None:
    assert told("a 2026-09-20 2026-10-20") == [("month", 1)]
    assert told("a 2026-09-20 2026-10-20", "a 2026-10-05 2026-11-04") == [("day", 30)] * 2


def test_odd_period_takes_the_interval_of_its_plan() -> None:
    stub, moved = "a 2026-01-20 2026-02-01", "a 2026-01-01 2026-02-20"
    assert told(stub, "a 2026-02-01 2026-03-01", moved) == [("month", 1)] * 3
    assert told("a 2026-01-20 2026-02-01") == [UNKNOWN]
    # Two stubs of one length, as two customers of one day have, are no interval of 12 days.
    assert told(stub, stub) == [UNKNOWN] * 2


def test_whole_months_that_are_not_the_plans_are_unknown() -> None:
    year, month = "a 2026-01-15 2027-01-15", "a 2026-01-15 2026-02-15"
    assert told(year, year, month) == [("year", 1), ("year", 1), UNKNOWN]
    # As many say one as the other.
    assert told(year, month) == [UNKNOWN] * 2


def test_trials_and_cut_periods_take_the_interval_of_their_plan() -> None:
    year = "a 2026-01-15 2027-01-15"
    trial, cut = "a 2026-01-15 2026-02-15 trial", "a 2026-01-15 2026-02-15 cut"
    assert told(year, trial, cut) == [("year", 1)] * 3
    assert told(trial) == [UNKNOWN]
    # No subscription of the plan runs on: those that ended have to agree.
    assert told(cut, cut) == [("month", 1)] * 2
    assert told(cut, "a 2026-01-15 2027-01-15 cut") == [UNKNOWN] * 2
    assert told("a - - cut", year) == [("year", 1)] * 2


def test_an_odd_period_counts_no_intervals(load: Callable[..., Loaded]) -> None:
    header = (
        "id,Customer ID,Plan,Interval,Amount,Status,Created,Current Period Start,Current Period End"
    )
    loaded = load(a=f"{header}\ns1,c1,a,month,9,active,2026-01-01,2026-01-01,2026-02-20\n")
    assert loaded.tables["subscriptions"].get_column("interval_count").item() is None
    assert loaded.findings == ()


def test_prices_of_one_product_do_not_speak_for_each_other(load: Callable[..., Loaded]) -> None:
    head = "id,Customer ID,Plan,Product,Currency,Interval,Amount,Status,Created"
    periods = "Current Period Start,Current Period End"
    rows = [
        f"{number},c,price,Pro,usd,month,{amount},active,2026-01-01,2026-07-01,{end}"
        for number, (amount, end) in enumerate(
            [(9, "2026-08-01"), (9, "2026-08-01"), (27, "2026-10-01"), (9, "2026-10-01")]
        )
    ]
    loaded = load(a="\n".join([f"{head},{periods}", *rows, ""]))
    counts = loaded.tables["subscriptions"].get_column("interval_count").to_list()
    assert counts == [None, None, 3_000_000, 3_000_000]
