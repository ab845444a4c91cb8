"""How a subscription lives: seats come and go, plans move, prices rise, customers leave."""

from __future__ import annotations

import datetime as dt
from random import Random

from company import names
from company.contracts import Customer, Subscription, Term
from company.setting import (
    AS_OF,
    BY_SEGMENT,
    FIRST,
    PLANS,
    PRICES,
    between,
    later,
    month_end,
    pick,
)

TRIAL_DAYS = 14
# A subscription whose payments fail is unpaid for a while before it is canceled.
UNPAID_DAYS = 120
# Lives are played a little beyond the as-of day, for cancellations that are already scheduled.
HORIZON = dt.date(2027, 2, 28)
OPENING_DAY = month_end(FIRST)


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


def next_term(dice: Random, customer: Customer, term: Term, day: dt.date, *, renews: bool) -> Term:
    """Return the terms from a monthly anniversary on; the same when nothing happens."""
    segment, currency = BY_SEGMENT[customer.segment], customer.currency
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


def leaves(dice: Random, customer: Customer, term: Term, *, renews: bool) -> bool:
    """Tell whether the customer leaves on an anniversary; yearly ones can only at renewal."""
    segment = BY_SEGMENT[customer.segment]
    chance = segment.leaves_at_renewal if term.interval == "year" else segment.leaves_monthly
    return dice.random() < chance and renews


def live(dice: Random, customer: Customer, subscription: Subscription) -> None:
    """Play a subscription's anniversaries from the opening day to the horizon."""
    for count in range(1, 120):
        day = later(subscription.start, count)
        term = subscription.terms[-1]
        renews = term.interval == "month" or count % 12 == 0
        if day <= OPENING_DAY:
            continue
        if day > HORIZON:
            return
        if leaves(dice, customer, term, renews=renews):
            end(dice, subscription, day)
            return
        new = next_term(dice, customer, term, day, renews=renews)
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
