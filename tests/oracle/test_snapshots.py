"""Exports of the last day of every month, against what was really paid, in plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, note
from hypothesis import strategies as st

from cro_cli import sources
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from cro_cli.fact import FactData
from cro_cli.sources import Loaded

FIRST = 2025 * 12  # January 2025, the month of the first export
MONTHS = 5
BEFORE = 3
HEADER = "id,customer,status,amount,interval,started_on,ended_on,plan\n"
Movements = dict[tuple[int, str], int]


@dataclass(frozen=True)
class Life:
    """A subscription: paid at the ends of its months, from `start` up to but without `end`.

    It starts and ends on the 10th; `prices` are by month from the first export on. One that
    `vanishes` is in no export once it has ended.
    """

    customer: str
    start: int
    end: int
    prices: tuple[int, ...]
    vanishes: bool

    def paid(self, month: int) -> int:
        return self.prices[month] if self.start <= month < self.end else 0

    def row(self, name: str, month: int) -> str:
        """Return what an export of a month's last day says; nothing when it does not know it."""
        if month < self.start or (self.vanishes and month >= self.end):
            return ""
        has_ended = month >= self.end
        price = self.prices[max(min(month, self.end - 1), 0)]
        ended = f"{_month(self.end)}-10" if has_ended else ""
        status = "canceled" if has_ended else "active"
        started = f"{_month(self.start)}-10"
        return f"{name},{self.customer},{status},{price},month,{started},{ended},{name}\n"


def _month(since_first: int) -> str:
    year, month = divmod(FIRST + since_first, 12)
    return f"{year}-{month + 1:02d}"


@st.composite
def lives(draw: st.DrawFn) -> Life:
    start = draw(st.integers(-BEFORE, MONTHS - 1))
    return Life(
        customer=draw(st.sampled_from("abc")),
        start=start,
        end=draw(st.integers(start + 1, MONTHS + 1)),
        prices=tuple(draw(st.lists(st.sampled_from((10, 20, 30)), min_size=5, max_size=5))),
        vanishes=draw(st.booleans()),
    )


def written(company: list[Life], folder: Path) -> Loaded:
    for month in range(MONTHS):
        last = dt.date.fromisoformat(f"{_month(month + 1)}-01") - dt.timedelta(days=1)
        rows = "".join(life.row(f"s{at}", month) for at, life in enumerate(company))
        rows += f"x,x,active,1,month,{_month(-9)}-10,,x\n"  # no export is empty
        note(f"{last}\n{rows}")
        (folder / last.isoformat()).mkdir()
        (folder / last.isoformat() / "subscriptions.csv").write_text(HEADER + rows)
    return sources.load([str(folder)])


def expected(company: list[Life]) -> tuple[list[int], Movements]:
    """Return MRR by month, and the movements of the months after the first."""
    customers = {life.customer for life in company}
    found: Movements = defaultdict(int)
    for customer in customers:
        own = [life for life in company if life.customer == customer]
        paid = [sum(life.paid(month) for life in own) for month in range(MONTHS)]
        # The first export shows who had paid before it, unless the row is gone from it.
        known = any(life.start < 0 and not (life.vanishes and life.end <= 0) for life in own)
        seen = known or paid[0] > 0
        for month in range(1, MONTHS):
            delta = paid[month] - paid[month - 1]
            if delta:
                found[month, _movement(paid[month - 1], paid[month], seen=seen)] += delta
            seen = seen or paid[month] > 0
    return [sum(life.paid(month) for life in company) + 1 for month in range(MONTHS)], dict(found)


def _movement(before: int, after: int, *, seen: bool) -> str:
    if not before:
        return "reactivation" if seen else "new"
    if not after:
        return "churn"
    return "expansion" if after > before else "contraction"


def told(loaded: Loaded) -> tuple[list[int], Movements]:
    months = tuple(range(FIRST, FIRST + MONTHS))
    collected = Collected(
        loaded.tables, loaded.supplied, Assumptions(), {}, months, snapshots=loaded.snapshots
    )
    ledger = collected.fact("mrr_changes")
    assert isinstance(ledger, FactData)
    assert (ledger.first, ledger.last) == (FIRST, FIRST + MONTHS - 1)
    monthly = pl.col("delta").sum() // 12_000_000
    mrr = [ledger.frame.filter(pl.col("month") <= month).select(monthly).item() for month in months]
    later = ledger.frame.filter(pl.col("month") > FIRST)
    moves = later.group_by("month", "movement").agg(monthly).rows()
    return mrr, {(month - FIRST, name): amount for month, name, amount in moves if amount}


@given(company=st.lists(lives(), min_size=1, max_size=5))
def test_the_ledger_is_what_was_paid_at_each_month_end(company: list[Life]) -> None:
    with TemporaryDirectory() as name:
        loaded = written(company, Path(name))
        assert told(loaded) == expected(company)


@given(company=st.lists(lives(), min_size=1, max_size=5))
def test_what_vanishes_while_it_is_paid_for_is_named(company: list[Life]) -> None:
    with TemporaryDirectory() as name:
        loaded = written(company, Path(name))
    named = {one.value for one in loaded.findings if one.code == "vanished"}
    # Only what an export still showed alive, and a later one no more.
    gone = {
        f"s{at}"
        for at, life in enumerate(company)
        if life.vanishes and 0 < life.end < MONTHS
    }  # fmt: skip
    assert named == gone
