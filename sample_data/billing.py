"""Customers and their subscriptions, lived through day by day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

import names
from company import (
    ADD_ON,
    ARRIVALS,
    AS_OF,
    BY_SEGMENT,
    COUNTRIES,
    EURO_COUNTRIES,
    FIRST,
    OPENING_CUSTOMERS,
    PLANS,
    PRICES,
    REGIONS,
    SEGMENTS,
    Segment,
    between,
    day_between,
    later,
    month_end,
    pick,
    stream,
    usd,
)

SOURCES = {
    "Outbound": 0.52,
    "Referral": 0.13,
    "Partner": 0.1,
    "Website": 0.09,
    "Google Ads": 0.06,
    "Webinar": 0.04,
    "Paid Social": 0.03,
    "Event": 0.03,
}
TRIAL_DAYS = 14
# A subscription whose payments fail is unpaid for a while before it is canceled.
UNPAID_DAYS = 75
# Lives are played a little beyond the as-of day, for cancellations that are already scheduled.
HORIZON = dt.date(2027, 2, 28)
OPENING_DAY = month_end(FIRST)


@dataclass(frozen=True, kw_only=True)
class Term:
    """What a subscription costs from a day on; `unit` is one seat for one month, in cents."""

    start: dt.date
    plan: str
    seats: int
    unit: int
    interval: str

    @property
    def mrr(self) -> int:
        """Monthly recurring revenue in cents."""
        return self.seats * self.unit


@dataclass(kw_only=True)
class Subscription:
    """A subscription with all its terms."""

    id: str
    created: dt.date
    terms: list[Term]
    trial_end: dt.date | None = None
    requested: dt.date | None = None
    ended: dt.date | None = None
    reason: str = ""
    status: str = "active"

    @property
    def start(self) -> dt.date:
        """The first day that is paid for."""
        return self.terms[0].start

    def term(self, day: dt.date) -> Term:
        """Return the term in force on a day."""
        return [term for term in self.terms if term.start <= day or term is self.terms[0]][-1]

    def mrr(self, day: dt.date) -> int:
        """Return the recurring revenue at the end of a day, in cents."""
        if day < self.start or (self.ended and self.ended <= day) or self.status == "paused":
            return 0
        return self.term(day).mrr


@dataclass(kw_only=True)
class Customer:
    """A customer as billing knows it."""

    number: int
    id: str
    name: str
    crm_name: str
    domain: str
    email: str
    segment: str
    region: str
    country: str
    currency: str
    source: str
    subscriptions: list[Subscription] = field(default_factory=list)
    matched_by: str = "id"

    @property
    def created(self) -> dt.date:
        """Day of the first subscription."""
        return min(subscription.created for subscription in self.subscriptions)

    @property
    def has_paid(self) -> bool:
        """Tell whether there was ever revenue, as the history sees it."""
        return any(self.mrr(month_end(later(FIRST, count))) for count in range(36))

    def mrr(self, day: dt.date) -> int:
        """Recurring revenue at the end of a day, in cents of the customer's currency."""
        return sum(subscription.mrr(day) for subscription in self.subscriptions)

    def mrr_usd(self, day: dt.date) -> int:
        """Recurring revenue at the end of a day, in US cents."""
        return usd(self.mrr(day), self.currency)


def identity(number: int, word: str) -> Customer:
    """Make up who a customer is."""
    dice = stream("billing", "identity", number)
    region = pick(dice, REGIONS)
    country = pick(dice, COUNTRIES[region])
    name = names.company(dice, word, country)
    return Customer(
        number=number,
        id=names.stripe_id(dice, "cus"),
        name=name,
        crm_name=name,
        domain=names.domain(word),
        email=f"{dice.choice(('billing', 'accounts', 'ap', 'finance'))}@{names.domain(word)}",
        segment=pick(dice, {segment.name: segment.share for segment in SEGMENTS}),
        region=region,
        country=country,
        currency="EUR" if country in EURO_COUNTRIES else "USD",
        source=pick(stream("sales", "source", number), SOURCES),
    )


def first_term(dice: Random, customer: Customer, start: dt.date, size: float) -> Term:
    """Choose plan, seats, interval and price; bigger customers negotiate."""
    segment = BY_SEGMENT[customer.segment]
    plan = pick(dice, segment.plans)
    yearly = dice.random() < segment.billed_yearly
    price = PRICES[customer.currency][plan][yearly]
    if customer.segment == "ent" or (customer.segment == "mid" and dice.random() < 0.4):
        price = price * dice.randint(80, 97) // 100
    return Term(
        start=start,
        plan=plan,
        seats=max(3, round(between(dice, segment.seats) * size)),
        unit=price,
        interval="year" if yearly else "month",
    )


def grown(dice: Random, term: Term, day: dt.date) -> Term:
    """Return the term with more seats."""
    more = max(1, round(term.seats * dice.uniform(0.08, 0.38)))
    return Term(
        start=day, plan=term.plan, seats=term.seats + more, unit=term.unit, interval=term.interval
    )


def shrunk(dice: Random, term: Term, day: dt.date) -> Term:
    """Return the term with fewer seats."""
    seats = max(2, round(term.seats * dice.uniform(0.55, 0.85)))
    return Term(start=day, plan=term.plan, seats=seats, unit=term.unit, interval=term.interval)


def moved(term: Term, day: dt.date, currency: str, step: int) -> Term:
    """Return the term one plan up or down, at the same discount off the list."""
    at = PLANS.index(term.plan) + step
    if not 0 <= at < len(PLANS):
        return term
    yearly = term.interval == "year"
    old, new = (PRICES[currency][plan][yearly] for plan in (term.plan, PLANS[at]))
    return Term(
        start=day,
        plan=PLANS[at],
        seats=term.seats,
        unit=term.unit * new // old,
        interval=term.interval,
    )


def dearer(dice: Random, term: Term, day: dt.date) -> Term:
    """Return the term after a price rise at renewal."""
    unit = term.unit * dice.randint(103, 107) // 100
    return Term(start=day, plan=term.plan, seats=term.seats, unit=unit, interval=term.interval)


def next_term(
    dice: Random, segment: Segment, term: Term, day: dt.date, currency: str, *, renews: bool
) -> Term:
    """Return the terms from a monthly anniversary on; the same when nothing happens."""
    yearly = term.interval == "year"
    shrinks = segment.shrinks_at_renewal if yearly else segment.shrinks_monthly
    roll = dice.random()
    if renews and roll < shrinks:
        down = moved(term, day, currency, -1)
        return down if dice.random() < 0.25 and down.plan != term.plan else shrunk(dice, term, day)
    roll = dice.random()
    if roll < segment.upgrades:
        return moved(term, day, currency, 1)
    if roll < segment.upgrades + segment.grows:
        return grown(dice, term, day)
    if renews and yearly and dice.random() < 0.3:
        return dearer(dice, term, day)
    return term


def leaves(dice: Random, segment: Segment, term: Term, *, renews: bool) -> bool:
    """Tell whether the customer leaves on an anniversary; yearly ones can only at renewal."""
    chance = segment.leaves_at_renewal if term.interval == "year" else segment.leaves_monthly
    return dice.random() < chance and renews


def live(dice: Random, customer: Customer, subscription: Subscription) -> None:
    """Play a subscription's anniversaries from the opening day to the horizon."""
    segment = BY_SEGMENT[customer.segment]
    for count in range(1, 120):
        day = later(subscription.start, count)
        term = subscription.terms[-1]
        renews = term.interval == "month" or count % 12 == 0
        if day <= OPENING_DAY:
            continue
        if day > HORIZON:
            return
        if leaves(dice, segment, term, renews=renews):
            end(dice, subscription, day)
            return
        new = next_term(dice, segment, term, day, customer.currency, renews=renews)
        if new is not term and day <= AS_OF:
            subscription.terms.append(new)


def end(dice: Random, subscription: Subscription, day: dt.date) -> None:
    """End a subscription on a day, if the customer has said so by now."""
    notice = dice.randint(45, 120) if subscription.terms[-1].interval == "year" else 12
    failed = dice.random() < 0.18
    requested = day if failed else day - dt.timedelta(dice.randint(1, notice))
    if requested > AS_OF or (failed and day > AS_OF):
        return
    subscription.requested, subscription.ended = requested, day
    subscription.reason = "payment_failed" if failed else "cancellation_requested"
    if failed and (AS_OF - day).days < UNPAID_DAYS:
        subscription.status = "unpaid"
    elif day <= AS_OF:
        subscription.status = "canceled"


def subscribe(dice: Random, customer: Customer, start: dt.date, size: float) -> Subscription:
    """Open a subscription and live it."""
    trial = customer.segment == "smb" and start > OPENING_DAY and dice.random() < 0.35
    subscription = Subscription(
        id=names.stripe_id(dice, "sub"),
        created=start - dt.timedelta(TRIAL_DAYS if trial else 0),
        terms=[first_term(dice, customer, start, size)],
        trial_end=start if trial else None,
    )
    live(dice, customer, subscription)
    customer.subscriptions.append(subscription)
    return subscription


def come_back(dice: Random, customer: Customer) -> None:
    """Let some that left return on a smaller subscription."""
    last = customer.subscriptions[-1]
    if last.status != "canceled" or last.ended is None or dice.random() > 0.14:
        return
    day = last.ended + dt.timedelta(dice.randint(60, 210))
    if day < AS_OF:
        subscribe(dice, customer, day.replace(day=min(day.day, 28)), 0.6)


def add_on(dice: Random, customer: Customer) -> None:
    """Let some buy the second product for all their seats."""
    main = customer.subscriptions[0]
    segment = BY_SEGMENT[customer.segment]
    for count in range(3, 80):
        day = later(main.start, count)
        if day > AS_OF or (main.ended and main.ended <= day):
            return
        if day > OPENING_DAY and dice.random() < segment.adds_on:
            term = main.term(day)
            unit = PRICES[customer.currency][ADD_ON][term.interval == "year"]
            extra = Term(
                start=day, plan=ADD_ON, seats=term.seats, unit=unit, interval=term.interval
            )
            customer.subscriptions.append(
                Subscription(
                    id=names.stripe_id(dice, "sub"),
                    created=day,
                    terms=[extra],
                    requested=main.requested,
                    ended=main.ended,
                    reason=main.reason,
                    status=main.status,
                )
            )
            return


def starts() -> list[dt.date]:
    """Return the first paid day of each customer, oldest first."""
    dice = stream("billing", "starts")
    opening = [
        day_between(dice, dt.date(2020, 3, 1), OPENING_DAY) for _ in range(OPENING_CUSTOMERS)
    ]
    days = sorted(day.replace(day=min(day.day, 28)) for day in opening)
    for index, count in enumerate(ARRIVALS):
        first = later(FIRST, 3 * index)
        first = max(first, OPENING_DAY + dt.timedelta(1))
        last = later(first.replace(day=1), 2 if index else 1).replace(day=28)
        days += sorted(
            day.replace(day=min(day.day, 28))
            for day in (day_between(dice, first, last) for _ in range(count))
        )
    return days


def paying(words: tuple[str, ...]) -> list[Customer]:
    """Return the customers that ever paid."""
    customers = []
    for number, start in enumerate(starts()):
        customer = identity(number, words[number])
        dice = stream("billing", "life", number)
        subscribe(dice, customer, start, 0.64 if start <= OPENING_DAY else 1.0)
        add_on(stream("billing", "add-on", number), customer)
        come_back(stream("billing", "return", number), customer)
        customers.append(customer)
    return customers


def tried(words: tuple[str, ...], number: int) -> list[Customer]:
    """Return those that only tried: given up, trying now, card never worked, or paused."""
    fates = ["given up"] * 18 + ["trialing"] * 6 + ["incomplete_expired"] * 3 + ["paused"]
    customers = []
    for fate in fates:
        customer = identity(number, words[number])
        customer.segment = "smb"
        dice = stream("billing", "trial", number)
        latest = AS_OF if fate == "trialing" else AS_OF - dt.timedelta(TRIAL_DAYS)
        earliest = AS_OF - dt.timedelta(TRIAL_DAYS - 2) if fate == "trialing" else FIRST
        created = day_between(dice, earliest, latest)
        customer.subscriptions.append(trial(dice, customer, created, fate))
        customers.append(customer)
        number += 1
    return customers


def trial(dice: Random, customer: Customer, created: dt.date, fate: str) -> Subscription:
    """Return a subscription that never earned anything so far."""
    trial_end = created + dt.timedelta(TRIAL_DAYS)
    subscription = Subscription(
        id=names.stripe_id(dice, "sub"),
        created=created,
        terms=[first_term(dice, customer, trial_end, 0.5)],
        trial_end=trial_end,
        status="canceled" if fate == "given up" else fate,
    )
    if fate in {"given up", "incomplete_expired"}:
        subscription.requested = subscription.ended = trial_end
        subscription.reason = "cancellation_requested" if fate == "given up" else "payment_failed"
    return subscription
