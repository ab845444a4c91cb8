"""Renewals of generated contracts against plain Python that walks from version to version."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from random import Random

import pytest

from tests.facts.canonical import Given, Row, built

NEWEST = dt.date(2026, 9, 30)
TERMS = (1, 12, 12, 18, 24, 36)
Version = tuple[dt.date, dt.date | None, int, int]  # from, to, months at a time, a year's price
Renewal = tuple[str, dt.date, int, int, int]


def later(day: dt.date, count: int) -> dt.date:
    """Return the same day some months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def versions(chance: Random) -> list[Version]:
    """Return a life: each version lasts a few terms, or ends on some day within one."""
    begun = dt.date(2019, 1, 1) + dt.timedelta(days=chance.randrange(1500))
    found: list[Version] = []
    for _ in range(chance.randrange(1, 5)):
        term, price = chance.choice(TERMS), chance.randrange(1, 50) * 36
        over = later(begun, term * chance.randrange(1, 3))
        if chance.random() < 0.3:
            over = begun + dt.timedelta(days=chance.randrange(20, 500))
        if over > NEWEST or chance.random() < 0.2:
            return [*found, (begun, None, term, price)]
        found.append((begun, over, term, price))
        begun = over
    return found


def expected(name: str, life: list[Version]) -> Iterator[Renewal]:
    for term, run in groupby(life, key=lambda one: one[2]):
        same = list(run)
        begun, over = same[0][0], same[-1][1] or dt.date.max
        count = 1
        while term >= 12 and (on := later(begun, term * count)) <= min(over, NEWEST):
            before = next(price for a, b, _, price in life if a < on and (b is None or b >= on))
            after = [price for a, b, _, price in life if a <= on and (b is None or b > on)]
            yield name, on, term, before, sum(after)
            count += 1


@pytest.mark.parametrize("seed", range(8))
def test_renewals_are_those_of_a_walk_along_each_life(given: Given, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a case as good as any
    lives = {f"s{n}": versions(chance) for n in range(40)}
    rows: list[Row] = [
        {
            "id": name,
            "customer": name,
            "version": f"{at}",
            "amount": f"{price * term // 12}",
            "interval": "month",
            "interval_count": f"{term}",
            "started_on": f"{a}",
            "ended_on": None if b is None else f"{b}",
            "updated_on": f"{NEWEST}",
        }
        for name, life in lives.items()
        for at, (a, b, term, price) in enumerate(life)
    ]
    frame = built(given(subscription_versions=rows).fact("renewals")).frame
    found = [
        (name, on, term, due // 10**6, renewed // 10**6)
        for name, on, term, due, renewed in frame.select(
            "subscription", "on", "term", "due", "renewed"
        ).rows()
    ]
    wanted = [one for name, life in lives.items() for one in expected(name, life)]
    assert sorted(found) == sorted(wanted)
    assert {term for _, _, term, _, _ in found} >= {12, 24}
