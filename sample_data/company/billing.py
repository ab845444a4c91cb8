"""The customers of billing: those that pay or paid, and those that only tried."""

from __future__ import annotations

import datetime as dt
from random import Random

from company import names
from company.contracts import Customer, Subscription, Term
from company.lives import OPENING_DAY, TRIAL_DAYS, first_term, subscribe
from company.setting import (
    ADD_ON,
    ARRIVALS,
    AS_OF,
    BY_SEGMENT,
    COUNTRIES,
    EURO_COUNTRIES,
    FIRST,
    OPENING_CUSTOMERS,
    PRICES,
    REGIONS,
    SEGMENTS,
    SOURCES,
    day_between,
    later,
    pick,
    stream,
)

# Chances to give up the second product alone.
DROPS_YEARLY, DROPS_MONTHLY = 0.2, 0.03


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
            customer.subscriptions.append(bought_too(dice, customer, main, day))
            return


def bought_too(dice: Random, customer: Customer, main: Subscription, day: dt.date) -> Subscription:
    """Return the subscription to the second product: it ends with the first, or before."""
    term = main.term(day)
    yearly = term.interval == "year"
    unit = PRICES[customer.currency][ADD_ON][yearly]
    extra = Subscription(
        id=names.stripe_id(dice, "sub"),
        created=day,
        terms=[Term(start=day, plan=ADD_ON, seats=term.seats, unit=unit, interval=term.interval)],
        requested=main.requested,
        ended=main.ended,
        reason=main.reason,
        status=main.status,
    )
    dice = stream("regrets", "drop", customer.number)
    for count in range(12 if yearly else 2, 40, 12 if yearly else 1):
        gone = later(day, count)
        if gone > AS_OF or (main.ended and main.ended <= gone):
            break
        if dice.random() < (DROPS_YEARLY if yearly else DROPS_MONTHLY):
            extra.requested, extra.ended = gone - dt.timedelta(dice.randint(1, 25)), gone
            extra.reason, extra.status = "cancellation_requested", "canceled"
            break
    return extra


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
        come_back(stream("regrets", "return", number), customer)
        customers.append(customer)
    return customers


def tried(words: tuple[str, ...], number: int) -> list[Customer]:
    """Return those that only tried: given up, trying now, card never worked, or paused."""
    fates = ["given up"] * 12 + ["trialing"] * 5 + ["incomplete_expired"] * 2 + ["paused"]
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
