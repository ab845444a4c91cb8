"""Intervals that are several others by name are read as what they are, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded
from cro_cli.sources.vocabulary import several

Load = Callable[..., Loaded]
HEADER = "id,customer,amount,interval,started_on"


def read(load: Load, *rows: str, counted: bool = False) -> list[tuple[object, ...]]:
    """Return interval and count of rows such as `quarterly` or, counted, `quarterly,1`."""
    header = f"{HEADER},interval_count" if counted else HEADER
    lines = (f"{row}".partition(",") for row in rows)
    cells = (f"s{n},c,5,{one},2026-01-01{comma}{two}" for n, (one, comma, two) in enumerate(lines))
    loaded = load(a="\n".join([header, *cells]) + "\n")
    table = loaded.tables["subscriptions"].select("interval", "interval_count")
    said = [(one.row, one.id) for one in loaded.findings]
    return [*table.rows(), *said]


@pytest.mark.parametrize(
    ("word", "interval", "count"),
    [
        ("Quarterly", "month", 3),
        ("quarter", "month", 3),
        ("Semi-Annual", "month", 6),
        ("half yearly", "month", 6),
        ("biennial", "year", 2),
        ("fortnightly", "week", 2),
        ("every 3 months", "month", 3),
        ("12 months", "month", 12),
        ("30-day", "day", 30),
        ("every 1 year", "year", 1),
    ],
)
def test_words_for_several(word: str, interval: str, count: int) -> None:
    assert several(word) == (interval, count)


@pytest.mark.parametrize(
    "word",
    ["biannual", "bimonthly", "biweekly", "0 months", "3 monthly", "months", "1000 days", ""],
)
def test_words_that_name_none_or_may_be_two(word: str) -> None:
    assert several(word) is None


def test_quarters_are_three_months_beside_intervals_of_one(load: Load) -> None:
    rows = read(load, "quarterly", "Monthly", "year", "every 2 weeks")
    assert rows == [("month", 3e6), ("month", None), ("year", None), ("week", 2e6)]


def test_a_count_of_one_says_no_more_and_another_leaves_it_open(load: Load) -> None:
    rows = read(load, "quarterly,1", "quarterly,", "month,3", "quarterly,3", counted=True)
    known = [("month", 3e6), ("month", 3e6), ("month", 3e6), (None, 3e6)]
    assert rows == [*known, (5, "E221")]


def test_a_count_that_needs_a_closer_look_counts_too(load: Load) -> None:
    assert read(load, "quarterly,+3", counted=True) == [(None, 3e6), (2, "E221")]


def test_biannual_is_refused(load: Load) -> None:
    assert read(load, "biannual", "quarterly") == [(None, None), ("month", 3e6), (2, "E220")]


def test_the_current_period_tells_the_count_where_the_format_says_so(load: Load) -> None:
    header = "id,Customer ID,Plan,Interval,Amount,Status,Created (UTC),Start (UTC),"
    header += "Current Period Start (UTC),Current Period End (UTC)"
    row = "s,c,p,quarterly,5,active,2026-01-01,2026-01-01,2026-01-01,2026-04-01"
    assert [one.id for one in load(a=f"{header}\n{row}\n").findings] == ["E220"]
