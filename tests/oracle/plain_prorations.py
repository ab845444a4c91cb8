"""What parts of billed periods come to: asked line by line and day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.oracle.calendar_months import ONE_DAY, last_day, month_of


@dataclass(frozen=True, kw_only=True)
class Billed:
    """What was billed to somebody for one stretch of service."""

    customer: str
    subscription: str
    plan: str
    currency: str
    start: dt.date
    end: dt.date
    is_part: bool

    @property
    def thing(self) -> str:
        return self.subscription or self.plan

    @property
    def same(self) -> tuple[str, ...]:
        return (self.customer, self.subscription, self.plan, self.currency)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def is_on(self, day: dt.date) -> bool:
        return self.start <= day < self.end


Often = tuple[Decimal, Decimal]
Term = Callable[[dt.date, dt.date], Often]
Value = Callable[[Billed, Decimal, Decimal, Decimal], int]
Nets = Mapping[Billed, Decimal]
Values = Mapping[Billed, int]
CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Period:
    """A whole period; `rank` says how it is known."""

    rank: int
    start: dt.date
    end: dt.date
    often: Often

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def has(self, part: Billed) -> bool:
        holds = self.start <= part.start and part.end <= self.end
        return holds and (self.start == part.start or self.end == part.end)


def worths(nets: Nets, term: Term, value: Value) -> dict[Billed, int]:
    """Return what each line is worth a year; a part as its whole period, in cents not rounded."""
    own = {key: value(key, nets[key], *term(key.start, key.end)) for key in nets}
    found = {key: own[key] for key in nets if not key.is_part}
    parts = [key for key in nets if key.is_part]
    periods = {part: period_of(part, nets, term) for part in parts}
    often = {
        part: (period.often[0] * period.days, period.often[1] * part.days)
        for part, period in periods.items()
    }
    scaled = {part: value(part, nets[part], *often[part]) for part in parts}
    ways = (
        ({**found, **scaled}, {part: value(part, CENT, *often[part]) for part in parts}),
        (own, {part: value(part, CENT, *term(part.start, part.end)) for part in parts}),
    )
    for group in {(part.same, part.end) for part in parts}:
        carried = 0
        members = (part for part in parts if (part.same, part.end) == group)
        for part in sorted(members, key=lambda part: part.start):
            off = meant(part, periods[part], nets, own, ways)
            off = carried if off is None else off
            found[part] = scaled[part] + off - carried
            carried = off
    return found


def period_of(part: Billed, nets: Nets, term: Term) -> Period:
    """Return the period of which a line bills a part; its own time if nothing tells."""
    of_one = [
        key
        for key in nets
        if not key.is_part
        and (key.customer, key.subscription) == (part.customer, part.subscription)
    ]
    known = [Period(rank=9, start=part.start, end=part.end, often=term(part.start, part.end))]
    for line in of_one:
        for period in around(line, [key for key in of_one if nets[key] > 0], term):
            if line.same == part.same or period.rank == 0:
                known.append(period)
            elif part.subscription:
                known.append(replace(period, rank=3))
    fits = (period for period in known if period.has(part))
    return min(fits, key=lambda period: (period.rank, period.days, period.start))


def around(line: Billed, billing: Sequence[Billed], term: Term) -> Iterator[Period]:
    """Yield the period of a line, the one that would follow it and the one before."""
    often = term(line.start, line.end)
    yield Period(rank=0, start=line.start, end=line.end, often=often)
    if line not in billing:
        return
    start, end = line.start - ONE_DAY * line.days, line.end + ONE_DAY * line.days
    first, last = month_of(line.start), month_of(line.end)
    latest = max(max(key.start.day, key.end.day) for key in billing if key.same == line.same)
    for day in (max(line.start.day, line.end.day), latest):
        if last > first and on(first, day) == line.start and on(last, day) == line.end:
            start, end = on(first * 2 - last, day), on(last * 2 - first, day)
    yield Period(rank=1, start=line.end, end=end, often=often)
    yield Period(rank=2, start=start, end=line.start, often=often)


def on(month: int, day: int) -> dt.date:
    return min(last_day(month), last_day(month - 1) + ONE_DAY * day)


def meant(
    part: Billed, period: Period, nets: Nets, own: Values, ways: Sequence[tuple[Values, Values]]
) -> int | None:
    """Return by how much the day on which a part begins is off what it was meant to come to."""
    there = [key for key in nets if key.same == part.same and key.is_on(part.start)]
    if {key.end for key in there if key.is_part} != {part.end}:
        return None
    prices = {
        own[key]
        for key in nets
        if key.same == part.same and not key.is_part and own[key] > 0
        if key.start <= period.end and period.start <= key.end
    }
    if any(key.is_part and nets[key] < 0 for key in there):
        prices.add(0)
    levels = [sum(values[key] for key in there) for values, _ in ways]
    for level, (_, cents) in zip(levels, ways, strict=True):
        slack = sum(cents[key] for key in there if key.is_part)
        misses = sorted((abs(price - level), price) for price in prices)
        if misses and misses[0][0] < slack:
            return misses[0][1] - levels[0]
    return None
