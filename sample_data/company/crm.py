"""The CRM as a whole: accounts, deals and leads that agree with billing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from company import customer_deals, names, prospects
from company.contracts import Customer
from company.deals import NEW, WON, Account, Deal, account_of, prospect, walk
from company.leads import MARKETING, Lead, all_leads
from company.setting import AS_OF, later, stream


@dataclass(frozen=True, kw_only=True)
class Crm:
    """All that sales keeps."""

    accounts: tuple[Account, ...]
    deals: tuple[Deal, ...]
    leads: tuple[Lead, ...]


def test_deals(deals: list[Deal]) -> list[Deal]:
    """Return deals that somebody entered as a test and deleted; `export all` still holds them."""
    return [
        Deal(
            name="TEST please ignore",
            account=deal.account,
            kind=NEW,
            source="",
            owner=deal.owner,
            amount=99999900,
            created=later(AS_OF.replace(day=1), -1),
            close=AS_OF,
            stages=("Prospecting", WON),
            deleted=True,
        )
        for deal in deals[:2]
    ]


def number_records(accounts: list[Account], deals: list[Deal]) -> None:
    """Give accounts and deals their ids in the order they were made."""
    accounts.sort(key=lambda account: (account.created, account.name))
    for number, account in enumerate(accounts):
        account.id = names.salesforce_id("001", 52000 + 37 * number)
    deals.sort(key=lambda deal: (deal.created, deal.name))
    for number, deal in enumerate(deals):
        deal.id = names.salesforce_id("006", 91000 + 29 * number)


def forget_some_sources(deals: list[Deal]) -> None:
    """Leave the source of a few deals empty, as people do."""
    dice = stream("sales", "forgotten")
    for deal in deals:
        if deal.kind == NEW and deal.source not in MARKETING and dice.random() < 0.05:
            deal.source = ""


def build(customers: list[Customer], words: tuple[str, ...]) -> Crm:
    """Build the CRM around the customers; `words` name the companies that did not buy."""
    accounts = [account_of(one) for one in customers if one.matched_by != "nothing"]
    deals = customer_deals.all_deals(accounts)
    strangers = [prospect(number, word) for number, word in enumerate(words)]
    half = len(strangers) // 2
    deals += prospects.lost_deals(deals, strangers[:half] * 2)
    deals += prospects.open_deals(strangers[half:])
    deals += test_deals(deals)
    forget_some_sources(deals)
    for deal in deals:
        walk(deal)
    accounts += meet(deals, accounts)
    number_records(accounts, deals)
    return Crm(accounts=tuple(accounts), deals=tuple(deals), leads=tuple(all_leads(deals, words)))


def meet(deals: list[Deal], known: list[Account]) -> list[Account]:
    """Return the accounts that deals brought in, made when the first deal was."""
    ids = {id(account) for account in known}
    new: dict[int, Account] = {}
    for deal in sorted(deals, key=lambda deal: (deal.created, deal.name)):
        account = deal.account
        if id(account) not in ids and id(account) not in new:
            dice = stream("sales", "met", account.name)
            account.created = deal.created - dt.timedelta(dice.randint(0, 20))
            new[id(account)] = account
    return list(new.values())
