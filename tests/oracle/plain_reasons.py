"""Why customers moved, told from how each thing that they have stands on two days.

A thing is what one subscription has of one plan. Nothing here sums changes: what was and what is
stand side by side, and a thing that is gone is asked for the day on which it went.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import add
from pathlib import Path

from tests.oracle.billing import Row
from tests.oracle.calendar_months import ONE_DAY, last_day
from tests.oracle.ledger import Movement
from tests.oracle.money import rate_of
from tests.oracle.plain import (
    Said,
    annual,
    coupon_applies,
    discounted,
    first_paid,
    is_in_force,
    is_in_pause,
    is_recurring,
    is_suspended,
    last_paid_bound,
    never_counts,
    newest_of,
    next_stretch,
    rhythm,
    version_at,
    whole,
)
from tests.oracle.plain_files import number_of, rows_of

Known = Mapping[str, Sequence["Subscription"]]
FORCED = ("payment failed", "card expired")


@dataclass(frozen=True, kw_only=True)
class State:
    """What a thing is worth a year, with and without discounts, and how many units it has.

    `asked` is `gross` less what percentages take off; `exact` are net, gross and asked, unrounded.
    """

    net: int = 0
    gross: int = 0
    asked: int = 0
    units: Decimal = Decimal(0)
    exact: tuple[Fraction, ...] = (Fraction(0),) * 3

    def __add__(self, other: State) -> State:
        return State(
            net=self.net + other.net,
            gross=self.gross + other.gross,
            asked=self.asked + other.asked,
            exact=tuple(map(add, self.exact, other.exact)),
            units=self.units + other.units,
        )


NOTHING = State()


@dataclass(frozen=True, kw_only=True)
class Change:
    """A thing on two days: `left` says why it went, `paused` that it had gone for a pause."""

    id: str
    plan: str
    before: State
    after: State
    left: str
    paused: bool

    @property
    def came(self) -> bool:
        return not self.before.net and self.after.net > 0

    @property
    def went(self) -> bool:
        return self.before.net > 0 and not self.after.net


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What is known of one subscription, and by what it is judged."""

    id: str
    rows: Sequence[Row]
    rates: Mapping[str, Decimal]
    said: Said
    newest: dt.date | None = None

    @property
    def first(self) -> dt.date:
        return min(dt.date.fromisoformat(row["started_on"]) for row in self.rows)

    def row(self, day: dt.date) -> Row | None:
        """Return what is in force on a day."""
        raise NotImplementedError

    def applies(self, row: Row, day: dt.date) -> bool:
        """Tell whether the discount of a row counts on a day."""
        raise NotImplementedError

    def why(self, day: dt.date) -> str:
        """Return why what was in force the day before is no longer."""
        raise NotImplementedError

    def has(self, plan: str, day: dt.date) -> bool:
        return bool(self.state(plan, day).net)

    def state(self, plan: str, day: dt.date) -> State:
        row = self.row(day)
        if row is None or (row.get("plan") or "") != plan:
            return NOTHING
        often, rate = rhythm(row, self.said), rate_of(row.get("currency") or "USD", self.rates)
        applies = self.applies(row, day)
        full = discounted(row, applies=False)
        prices = (
            discounted(row, applies=applies),
            full,
            full * (1 - share_off(row, applies=applies)),
        )
        net, gross, _ = (annual(price, *often, rate) for price in prices)
        if not net:
            return NOTHING
        top, bottom, count = map(Fraction, often)
        a_year = top / (bottom * count) * Fraction(rate)
        return State(
            net=net,
            gross=gross,
            asked=gross - whole(gross * share_off(row, applies=applies), Decimal(1)),
            units=number_of(row, "quantity", "1"),
            exact=tuple(Fraction(price) * a_year for price in prices),
        )

    def plans(self) -> set[str]:
        return {row.get("plan") or "" for row in self.rows}

    def why_ended(self, plan: str, until: dt.date) -> str:
        """Return for what a plan was last given up until a day; nothing where it never was."""
        day = until
        while day > self.first:
            if self.has(plan, day - ONE_DAY) and not self.has(plan, day):
                return self.why(day)
            day -= ONE_DAY
        return ""


class Versions(Subscription):
    """A subscription with all its versions, in their order."""

    def row(self, day: dt.date) -> Row | None:
        found = version_at(self.rows, day)
        return found if found is not None and is_in_force(found, day, self.said) else None

    def applies(self, row: Row, day: dt.date) -> bool:
        del row, day
        return self.said.get("discounts") != "none"

    def why(self, day: dt.date) -> str:
        before, now = version_at(self.rows, day - ONE_DAY), version_at(self.rows, day)
        assert before is not None
        if now is not None and now is not before and not is_alive(now, self.said):
            return cause(now)
        return cause(before)


class Present(Subscription):
    """A subscription as it stands now, be it in several stretches."""

    def row(self, day: dt.date) -> Row | None:
        return next((row for row in self.rows if self.serves(row, day)), None)

    def serves(self, row: Row, day: dt.date) -> bool:
        start, end = first_paid(row, self.said), last_paid_bound(row, self.said, None)
        again = next_stretch(row, self.rows, self.said)
        if start is None or day < start or never_counts(row, self.said) or not is_recurring(row):
            return False
        is_over = any(day >= bound for bound in (end, again) if bound is not None)
        return not is_over and not is_in_pause(row, day, self.newest, self.said)

    def applies(self, row: Row, day: dt.date) -> bool:
        start = first_paid(row, self.said)
        assert start is not None
        return coupon_applies(row, day, start, self.said)

    def why(self, day: dt.date) -> str:
        before = self.row(day - ONE_DAY)
        assert before is not None
        return "pause" if is_in_pause(before, day, self.newest, self.said) else cause(before)


def cause(row: Row) -> str:
    """Return why service that a row tells of stops."""
    if row.get("status") == "paused":
        return "pause"
    said = row.get("end_reason") or ""
    if row.get("status") in ("unpaid", "past_due") or said in FORCED:
        return "involuntary"
    return "voluntary" if said else "unknown"


def is_alive(row: Row, said: Said) -> bool:
    """Tell whether a row is of service that goes on, be it paid for by use or once."""
    if never_counts(row, said) or is_suspended(row, said):
        return False
    if row.get("trial") == "true" and said.get("trials") != "include":
        return False
    return is_in_force({**row, "type": ""}, dt.date.fromisoformat(row["started_on"]), said)


def read_versions(folder: Path, rates: Mapping[str, Decimal], said: Said) -> Known:
    """Return the subscriptions of each customer, told by their versions."""
    rows = rows_of(folder, "subscription_versions")
    agreed = [row for row in rows if row.get("status") not in ("future", "draft")]
    agreed.sort(key=lambda row: (row["started_on"], row.get("ended_on") or "9999"))
    return {
        customer: [Versions(id=name, rows=own, rates=rates, said=said) for name, own in by_id]
        for customer, by_id in by_customer(agreed)
    }


def read_subscriptions(folder: Path, rates: Mapping[str, Decimal], said: Said) -> Known:
    """Return the subscriptions of each customer as they stand now."""
    rows = rows_of(folder, "subscriptions")
    events = ("created_on", "period_start_on", "cancel_requested_on", "updated_on")
    newest = newest_of(rows, events)
    return {
        customer: [
            Present(id=name, rows=own, rates=rates, said=said, newest=newest) for name, own in by_id
        ]
        for customer, by_id in by_customer(rows)
    }


def by_customer(rows: Iterable[Row]) -> Iterator[tuple[str, list[tuple[str, list[Row]]]]]:
    found: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        found.setdefault(row["customer"], {}).setdefault(row["id"], []).append(row)
    yield from ((customer, list(by_id.items())) for customer, by_id in found.items())


def read_on(month: int, said: Said) -> dt.date:
    """Return the day on which a month is read."""
    if said.get("month_rule") == "first_day":
        return last_day(month - 1) + ONE_DAY
    return last_day(month)


def explained(
    movements: Iterable[Movement], subscriptions: Known, said: Said
) -> dict[tuple[str, int, str, str | None], int]:
    """Return by how much each customer moved in a month for each reason."""
    found: dict[tuple[str, int, str, str | None], int] = defaultdict(int)
    for moved in movements:
        own = subscriptions.get(moved.customer, ())
        before, now = read_on(moved.month - 1, said), read_on(moved.month, said)
        changes = list(changed(own, before, now))
        key = (moved.customer, moved.month, moved.kind)
        if moved.kind in ("new", "opening", "reactivation"):
            is_back = moved.kind == "reactivation" and any(one.paused for one in changes)
            found[(*key, "resume" if is_back else None)] += moved.delta
            continue
        left = moved.delta
        why = Why(changes, plans_on(own, before), plans_on(own, now), churns=moved.kind == "churn")
        for reason, delta in why.parts():
            found[(*key, reason)] += delta
            left -= delta
        found[(*key, "unknown")] += left
    return {key: delta for key, delta in found.items() if delta}


def changed(
    subscriptions: Iterable[Subscription], before: dt.date, now: dt.date
) -> Iterator[Change]:
    """Yield the things that are not what they were."""
    for one in subscriptions:
        for plan in sorted(one.plans()):
            then, today = one.state(plan, before), one.state(plan, now)
            if then != today:
                yield Change(
                    id=one.id,
                    plan=plan,
                    before=then,
                    after=today,
                    left=one.why_ended(plan, now),
                    paused=one.why_ended(plan, before) == "pause",
                )


def plans_on(subscriptions: Iterable[Subscription], day: dt.date) -> set[str]:
    """Return the plans that a customer pays for on a day."""
    return {plan for one in subscriptions for plan in one.plans() if one.has(plan, day)}


class Why:
    """The changes of one customer in one month, and what they are a part of."""

    def __init__(
        self, changes: Sequence[Change], had: set[str], has: set[str], *, churns: bool
    ) -> None:
        self.had, self.has, self.churns = had, has, churns
        self.stays = [one for one in changes if not one.came and not one.went]
        turned = [one for one in changes if one.came or one.went]
        came, went = (
            {one.id for one in turned if one.came},
            {one.id for one in turned if one.went},
        )
        self.swapped = came & went
        single = [one for one in turned if one.id not in self.swapped]
        plans = {one.plan for one in single if one.came} & {one.plan for one in single if one.went}
        self.moved_on = [[one for one in single if one.plan == plan] for plan in sorted(plans)]
        self.single = [one for one in single if one.plan not in plans]
        self.whole = self.single + [one for one in turned if one.id in self.swapped]

    def parts(self) -> Iterator[tuple[str, int]]:
        """Yield reasons with what they come to."""
        for one in self.stays:
            yield from split(one.before, one.after)
        for alike in self.moved_on:
            before, after = ([one.before for one in alike], [one.after for one in alike])
            yield from split(sum(before, NOTHING), sum(after, NOTHING))
        for one in self.whole:
            yield self.reason(one), one.after.net - one.before.net

    def reason(self, one: Change) -> str:
        """Return why a thing came or went."""
        if one.came and one.paused:
            return "resume"
        if one.went and one.left == "pause":
            return "pause"
        if not self.churns and (one.id in self.swapped or self.is_exchange(one)):
            return "plan change"
        if one.went and one.left in ("voluntary", "involuntary"):
            return one.left
        if one.plan in (self.had if one.came else self.has):
            return "quantity"
        return "cross-sell" if one.came and one.plan else "unknown"

    def is_exchange(self, one: Change) -> bool:
        """Tell whether a customer took up what it did not have for what it no longer has."""
        takes = {id(each) for each in self.single if each.came and each.plan not in self.had}
        gives = {
            id(each)
            for each in self.single
            if each.went and each.plan not in self.has and each.left != "pause"
        }
        return bool(takes and gives) and id(one) in takes | gives


def share_off(row: Row, *, applies: bool) -> Decimal:
    """Return the share of a price that a percentage takes off."""
    return number_of(row, "discount_percent") if applies else Decimal(0)


def split(before: State, after: State) -> Iterator[tuple[str, int]]:
    """Yield what quantity, price and discount add, in this order, rounded one by one.

    Units count at the old price, both less what the old percentage takes off. What is nothing
    before it is rounded is nothing; what rounding leaves of it is of the quantity, else the price.
    """
    more = after.units - before.units if before.units > 0 else Decimal(0)
    units = before.units if before.units > 0 else Decimal(1)
    net, gross, asked = before.exact
    seats = Fraction(more) / Fraction(units)
    higher = after.exact[1] - gross - gross * seats
    off = after.exact[0] - net - asked * seats - higher * asked / gross
    by_quantity = whole(before.asked * more, units)
    by_price = 0
    if higher or not more:
        listed = after.gross - before.gross - whole(before.gross * more, units)
        by_price = whole(Decimal(listed * before.asked), Decimal(before.gross))
    left = after.net - before.net - by_quantity - by_price
    rests = {"quantity": 0, "price": 0, "discount": 0}
    rests["discount" if off else "quantity" if more else "price"] = left
    yield "quantity", by_quantity + rests["quantity"]
    yield "price", by_price + rests["price"]
    yield ("discount end" if rests["discount"] > 0 else "discount"), rests["discount"]
