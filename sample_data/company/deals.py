"""Accounts and deals of the CRM, and the path a deal takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from company import names
from company.contracts import Customer
from company.setting import (
    AS_OF,
    BY_SEGMENT,
    COUNTRIES,
    CRM_FROM,
    EURO_COUNTRIES,
    REGIONS,
    SOURCES,
    at_work,
    pick,
    stream,
)

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
# At which stage deals are lost.
LOST_AT = dict(zip(STAGES, (0.36, 0.3, 0.18, 0.1, 0.06), strict=True))
PUSHED_OPEN, PUSHED_CLOSED = 0.5, 0.1
NEW, EXPANSION, RENEWAL = "New Business", "Expansion", "Renewal"


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
    push(dice, deal)


def push(dice: Random, deal: Deal) -> None:
    """Let the close date of some deals be put off in the middle of a stage."""
    at = len(deal.steps) - 1 - deal.is_closed
    last = deal.steps[at]
    first = last.at.date() + dt.timedelta(5)
    end = deal.close - dt.timedelta(5) if deal.is_closed else AS_OF - dt.timedelta(1)
    chance = PUSHED_CLOSED if deal.is_closed else PUSHED_OPEN
    if first >= end or deal.close <= end or dice.random() > chance:
        return
    # Most are put off shortly before they would be overdue.
    day = max(first, end - dt.timedelta(dice.randint(0, 24)))
    hoped = min(end, day + dt.timedelta(dice.randint(0, 9)))
    deal.steps[at] = Step(at=last.at, stage=last.stage, amount=last.amount, close=hoped)
    put_off = Step(at=at_work(dice, day), stage=last.stage, amount=last.amount, close=deal.close)
    deal.steps.insert(at + 1, put_off)


def first_guess(dice: Random, deal: Deal) -> tuple[int | None, dt.date]:
    """Return amount and close date as they were entered at first."""
    amount, close = deal.amount, deal.close
    if amount is not None and dice.random() < 0.25:
        amount = amount * dice.randint(80, 125) // 100 // 10000 * 10000
    if dice.random() < 0.35:
        close = max(deal.created + dt.timedelta(10), close - dt.timedelta(dice.randint(7, 50)))
    return amount, close
