"""Deals with companies that have not bought: lost ones, and those that are still open."""

from __future__ import annotations

import datetime as dt
from random import Random

from company.deals import LOST, LOST_AT, NEW, STAGES, Account, Deal
from company.quotas import QUOTAS, seller
from company.setting import (
    AS_OF,
    BY_SEGMENT,
    CRM_FROM,
    PRICES,
    between,
    day_between,
    pick,
    stream,
    usd,
)

OPEN_AT = dict(zip(STAGES, (0.16, 0.24, 0.26, 0.21, 0.13), strict=True))
LOST_FOR_EACH_WON = 2.3
COVERAGE = 2.2
TARGET = (dt.date(2026, 10, 1), dt.date(2026, 12, 31))


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


def lost_deals(won: list[Deal], prospects: list[Account]) -> list[Deal]:
    """Return the lost new-business deals: a steady number around each that was won."""
    wins = sorted(deal.close for deal in won if deal.kind == NEW)
    count = round(len(wins) * LOST_FOR_EACH_WON)
    found = []
    for number in range(count):
        dice = stream("sales", "lost day", number)
        near = wins[number * len(wins) // count] + dt.timedelta(dice.randint(-20, 20))
        close = min(max(near, CRM_FROM + dt.timedelta(45)), AS_OF - dt.timedelta(1))
        # Some come back for another try, so that there are fewer prospects than deals.
        account = prospects[number if number % 3 else number // 6 * 3 + 1]
        found.append(lost_new(account, close, number))
    return found
