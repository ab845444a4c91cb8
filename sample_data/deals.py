"""Deals of the CRM: won ones are the customers' contracts, around them what was lost or is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

import names
from billing import SOURCES, Customer, Subscription, Term
from company import (
    ADD_ON,
    AS_OF,
    BY_SEGMENT,
    COUNTRIES,
    CRM_FROM,
    EURO_COUNTRIES,
    PRICES,
    REGIONS,
    at_work,
    between,
    day_between,
    later,
    pick,
    stream,
    usd,
)
from quotas import FARMERS, QUOTAS, seller

STAGES = (
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
)
WON, LOST = "Closed Won", "Closed Lost"
PROBABILITY = {
    "Prospecting": 10,
    "Qualification": 20,
    "Needs Analysis": 40,
    "Proposal/Price Quote": 60,
    "Negotiation/Review": 80,
    WON: 100,
    LOST: 0,
}
# At which stage deals are lost.
LOST_AT = dict(zip(STAGES, (0.3, 0.28, 0.2, 0.14, 0.08), strict=True))
OPEN_AT = dict(zip(STAGES, (0.16, 0.24, 0.26, 0.21, 0.13), strict=True))
NEW, EXPANSION, RENEWAL = "New Business", "Expansion", "Renewal"
LOST_FOR_EACH_WON = 2.9
LOST_EXPANSIONS_FOR_EACH_WON = 0.7
COVERAGE = 2.2
TARGET = (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
# Smaller increases are seats that customers add by themselves.
SMALLEST_EXPANSION = 250000


@dataclass(kw_only=True)
class Account:
    """An account of the CRM."""

    id: str
    name: str
    domain: str
    segment: str
    region: str
    country: str
    currency: str
    source: str
    created: dt.date
    customer: Customer | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A state a deal came to."""

    at: dt.datetime
    stage: str
    amount: int | None
    close: dt.date


@dataclass(kw_only=True)
class Deal:
    """An opportunity; its amount is the yearly value in cents."""

    id: str = ""
    name: str
    account: Account
    kind: str
    source: str
    owner: str
    amount: int | None
    created: dt.date
    close: dt.date
    stages: tuple[str, ...]
    deleted: bool = False
    steps: list[Step] = field(default_factory=list)

    @property
    def stage(self) -> str:
        """The present stage."""
        return self.stages[-1]

    @property
    def is_closed(self) -> bool:
        """Tell whether it is won or lost."""
        return self.stage in {WON, LOST}


def account_of(customer: Customer) -> Account:
    """Return the account under which sales knows a customer."""
    by_name = customer.matched_by == "name"
    return Account(
        id="",
        name=customer.crm_name,
        domain="" if by_name else customer.domain,
        segment=customer.segment,
        region=customer.region,
        country=customer.country,
        currency=customer.currency,
        source=customer.source,
        created=max(CRM_FROM, customer.created),
        customer=customer,
    )


def prospect(number: int, word: str) -> Account:
    """Return the account of a company that has not bought."""
    dice = stream("sales", "prospect", number)
    region = pick(dice, REGIONS)
    country = pick(dice, COUNTRIES[region])
    return Account(
        id="",
        name=names.company(dice, word, country),
        domain=names.domain(word),
        segment=pick(dice, {name: segment.share for name, segment in BY_SEGMENT.items()}),
        region=region,
        country=country,
        currency="EUR" if country in EURO_COUNTRIES else "USD",
        source=pick(dice, SOURCES),
        created=CRM_FROM,
    )


def won_new(account: Account, customer: Customer) -> Deal | None:
    """Return the deal that won a customer; some small ones signed up by themselves."""
    dice = stream("sales", "won", customer.number)
    first = customer.subscriptions[0]
    close = first.created - dt.timedelta(dice.randint(0, 9))
    self_service = customer.segment == "smb" and dice.random() < 0.2
    if self_service or close < CRM_FROM:
        return None
    created = close - dt.timedelta(between(dice, BY_SEGMENT[customer.segment].cycle))
    skip = dice.random() < 0.3
    return Deal(
        name=f"{account.name} - {first.terms[0].plan}",
        account=account,
        kind=NEW,
        source=account.source,
        owner=seller(dice, account.segment, close),
        amount=first.terms[0].mrr * 12,
        created=created,
        close=close,
        stages=(*STAGES[skip:], WON),
    )


def likely_amount(dice: Random, account: Account) -> int:
    """Return the yearly value a prospect of this size may come to."""
    segment = BY_SEGMENT[account.segment]
    plan = pick(dice, segment.plans)
    seats = between(dice, segment.seats)
    return seats * PRICES[account.currency][plan][1] * 12 // 10000 * 10000


def lost_new(account: Account, close: dt.date, number: int) -> Deal:
    """Return a new-business deal that was lost on a day."""
    dice = stream("sales", "lost", number)
    last = STAGES.index(pick(dice, LOST_AT))
    length = between(dice, BY_SEGMENT[account.segment].cycle)
    return Deal(
        name=f"{account.name} - new",
        account=account,
        kind=NEW,
        source=account.source,
        owner=seller(dice, account.segment, close),
        amount=likely_amount(dice, account),
        created=close - dt.timedelta(max(3, length * (last + 2) // 6)),
        close=close,
        stages=(*STAGES[: last + 1], LOST),
    )


def open_new(account: Account, number: int) -> Deal:
    """Return a new-business deal that is still open."""
    dice = stream("sales", "open", number)
    last = STAGES.index(pick(dice, OPEN_AT))
    age = max(4, between(dice, BY_SEGMENT[account.segment].cycle) * (last + 1) // 6)
    far = dt.date(2027, 3, 26) if last < 3 else TARGET[1]
    near = AS_OF + dt.timedelta(5 + 12 * (4 - last))
    return Deal(
        name=f"{account.name} - new",
        account=account,
        kind=NEW,
        source=account.source,
        owner=seller(dice, account.segment, AS_OF),
        amount=likely_amount(dice, account),
        created=AS_OF - dt.timedelta(age),
        close=day_between(dice, near, far if dice.random() < 0.5 else TARGET[1]),
        stages=STAGES[: last + 1],
    )


def growth_of(customer: Customer) -> list[tuple[dt.date, int, str]]:
    """Return day, cents a year and plan of the increases that sales had a hand in."""
    found = []
    for subscription in customer.subscriptions:
        if subscription.terms[0].plan == ADD_ON:
            found.append((subscription.start, subscription.terms[0].mrr * 12, ADD_ON))
        pairs = zip(subscription.terms, subscription.terms[1:], strict=False)
        found += [(new.start, (new.mrr - old.mrr) * 12, new.plan) for old, new in pairs]
    return [one for one in found if one[1] >= SMALLEST_EXPANSION]


def expansion(account: Account, day: dt.date, amount: int, plan: str, *, won: bool) -> Deal:
    """Return an expansion deal closed on a day."""
    dice = stream("sales", "expansion", account.name, day, won)
    last = len(STAGES) if won else 2 + STAGES.index(pick(dice, LOST_AT)) // 2
    return Deal(
        name=f"{account.name} - {plan} expansion",
        account=account,
        kind=EXPANSION,
        source="Customer Success",
        owner=seller(dice, account.segment, day),
        amount=amount,
        created=day - dt.timedelta(between(dice, (12, 30, 75))),
        close=day,
        stages=(*STAGES[1:last], WON if won else LOST),
    )


def expansions(account: Account, customer: Customer) -> list[Deal]:
    """Return the expansion deals of a customer, won and lost."""
    found = []
    for day, amount, plan in growth_of(customer):
        found.append(expansion(account, day, amount, plan, won=True))
        dice = stream("sales", "lost expansion", customer.number, day)
        other = day + dt.timedelta(dice.randint(-150, 150))
        is_known = CRM_FROM < other < AS_OF and customer.mrr(other)
        if is_known and dice.random() < LOST_EXPANSIONS_FOR_EACH_WON:
            found.append(expansion(account, other, amount * 8 // 10, plan, won=False))
    return found


def renewal(account: Account, subscription: Subscription, day: dt.date, term: Term) -> Deal:
    """Return the deal of one renewal: won, lost, or still to come."""
    dice = stream("sales", "renewal", subscription.id, day)
    if day > AS_OF:
        stages = STAGES[1 : 1 + dice.randint(1, 3)]
    else:
        stages = (*STAGES[1:4], LOST if subscription.ended == day else WON)
    return Deal(
        name=f"{account.name} - renewal {day.year}",
        account=account,
        kind=RENEWAL,
        source="Customer Success",
        owner=dice.choice(FARMERS),
        amount=term.mrr * 12,
        created=min(day - dt.timedelta(dice.randint(75, 95)), AS_OF - dt.timedelta(2)),
        close=day,
        stages=stages,
    )


def renewals(account: Account, customer: Customer) -> list[Deal]:
    """Return the renewals of big yearly contracts, kept in the CRM since last year."""
    found = []
    for subscription in customer.subscriptions:
        for years in range(1, 8):
            day = later(subscription.start, 12 * years)
            term = subscription.term(day - dt.timedelta(1))
            gone = subscription.ended is not None and subscription.ended < day
            known = dt.date(2025, 10, 1) <= day <= dt.date(2027, 1, 31)
            yearly = term.interval == "year" and customer.segment == "ent"
            if known and yearly and not gone:
                found.append(renewal(account, subscription, day, term))
    return found


def due_and_qualified(deal: Deal) -> int:
    """Return what a deal adds to the pipeline of the target quarter, in US cents."""
    due = TARGET[0] <= deal.close <= TARGET[1]
    if deal.is_closed or deal.stage == STAGES[0] or not due or deal.amount is None:
        return 0
    return usd(deal.amount, deal.account.currency)


def open_deals(prospects: list[Account]) -> list[Deal]:
    """Open deals until the target quarter is covered as far as the story says."""
    goal = COVERAGE * sum(quota for (period, _), quota in QUOTAS.items() if period == "2026-Q4")
    found: list[Deal] = []
    covered = 0
    for number, account in enumerate(prospects):
        deal = open_new(account, number)
        if covered + due_and_qualified(deal) > goal * 100:
            continue
        covered += due_and_qualified(deal)
        found.append(deal)
        if covered > goal * 98:
            break
    spoil(found)
    return found


def spoil(deals: list[Deal]) -> None:
    """Let a few open deals be as untidy as they are: overdue, or without an amount."""
    aside = [deal for deal in deals if not due_and_qualified(deal)]
    for deal, days in zip(aside, (3, 12, 26, 61), strict=False):
        deal.close = AS_OF - dt.timedelta(days)
        deal.created = min(deal.created, deal.close - dt.timedelta(40))
    for deal in aside[4:5]:
        deal.amount = None


def walk(deal: Deal) -> None:
    """Give a deal its path: when it came to each stage, with amount and close date as seen then."""
    dice = stream("sales", "path", deal.name, deal.created)
    end = deal.close if deal.is_closed else AS_OF - dt.timedelta(1)
    span = max(1, (end - deal.created).days)
    cuts = sorted(dice.uniform(0.05, 0.95) for _ in deal.stages[1:])
    if deal.is_closed:
        cuts[-1] = 1.0
    days = [deal.created, *(deal.created + dt.timedelta(int(span * cut)) for cut in cuts)]
    moments = sorted(at_work(dice, day) for day in days)
    guess, settles = first_guess(dice, deal), dice.randint(1, 3)
    for index, (at, stage) in enumerate(zip(moments, deal.stages, strict=True)):
        known = index >= settles or index == len(deal.stages) - 1
        amount, close = (deal.amount, deal.close) if known else guess
        deal.steps.append(Step(at=at, stage=stage, amount=amount, close=close))


def first_guess(dice: Random, deal: Deal) -> tuple[int | None, dt.date]:
    """Return amount and close date as they were entered at first."""
    amount, close = deal.amount, deal.close
    if amount is not None and dice.random() < 0.25:
        amount = amount * dice.randint(80, 125) // 100 // 10000 * 10000
    if dice.random() < 0.35:
        close = max(deal.created + dt.timedelta(10), close - dt.timedelta(dice.randint(7, 50)))
    return amount, close
