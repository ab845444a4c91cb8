"""Deals with customers: the contract that won each, the growth, the renewals."""

from __future__ import annotations

import datetime as dt

from company.contracts import Customer, Subscription, Term
from company.deals import EXPANSION, LOST, LOST_AT, NEW, RENEWAL, STAGES, WON, Account, Deal
from company.quotas import FARMERS, seller
from company.setting import ADD_ON, AS_OF, BY_SEGMENT, CRM_FROM, between, later, pick, stream

LOST_EXPANSIONS_FOR_EACH_WON = 0.7
# Smaller increases are seats that customers add by themselves.
SMALLEST_EXPANSION = 2000000


def won_new(account: Account, customer: Customer) -> Deal | None:
    """Return the deal that won a customer; some small ones signed up by themselves."""
    dice = stream("sales", "won", customer.number)
    first = customer.subscriptions[0]
    close = first.created - dt.timedelta(dice.randint(0, 9))
    self_service = customer.segment == "smb" and dice.random() < 0.2
    if self_service or close < CRM_FROM:
        return None
    created = close - dt.timedelta(between(dice, BY_SEGMENT[customer.segment].cycle))
    skip = dice.random() < 0.6
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
    last = len(STAGES) if won else 3 + STAGES.index(pick(dice, LOST_AT)) // 2
    return Deal(
        name=f"{account.name} - {plan} expansion",
        account=account,
        kind=EXPANSION,
        source="Customer Success",
        owner=seller(dice, account.segment, day),
        amount=amount,
        created=day - dt.timedelta(between(dice, (12, 30, 75))),
        close=day,
        stages=(*STAGES[2:last], WON if won else LOST),
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


def all_deals(accounts: list[Account]) -> list[Deal]:
    """Return the deals with all customers."""
    found: list[Deal] = []
    for account in accounts:
        if account.customer is None or not account.customer.has_paid:
            continue
        first = won_new(account, account.customer)
        if first:
            account.created = min(account.created, first.created)
            found.append(first)
        found += expansions(account, account.customer)
        found += renewals(account, account.customer)
    return found
