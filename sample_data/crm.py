"""The CRM as a whole: accounts, deals and leads that agree with billing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import names
from billing import Customer
from company import AS_OF, CRM_FROM, FIRST, later, pick, stream
from deals import (
    LOST_FOR_EACH_WON,
    NEW,
    WON,
    Account,
    Deal,
    account_of,
    expansions,
    lost_new,
    open_deals,
    prospect,
    renewals,
    walk,
    won_new,
)
from quotas import seller

# Sources whose deals begin as leads of marketing.
MARKETING = ("Website", "Google Ads", "Webinar", "Paid Social", "Event")
LEADS = 2150
LEAD_SOURCES = {
    "Website": 0.27,
    "Google Ads": 0.27,
    "Paid Social": 0.2,
    "Webinar": 0.17,
    "Event": 0.09,
}
BECOMES_MQL = {
    "Website": 0.34,
    "Google Ads": 0.3,
    "Paid Social": 0.22,
    "Webinar": 0.33,
    "Event": 0.27,
}


@dataclass(kw_only=True)
class Lead:
    """A person who showed interest."""

    id: str = ""
    given: str
    family: str
    company: str
    email: str
    source: str
    owner: str
    created: dt.date
    mql: dt.date | None = None
    deal: Deal | None = None
    status: str = "Open - Not Contacted"


@dataclass(frozen=True, kw_only=True)
class Crm:
    """All that sales keeps."""

    accounts: tuple[Account, ...]
    deals: tuple[Deal, ...]
    leads: tuple[Lead, ...]


def customer_deals(accounts: list[Account]) -> list[Deal]:
    """Return the deals with customers: the first, the growth, the renewals."""
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


def lost_deals(won: list[Deal], prospects: list[Account]) -> list[Deal]:
    """Return the lost new-business deals: a steady number around each that was won."""
    wins = sorted(deal.close for deal in won if deal.kind == NEW)
    count = round(len(wins) * LOST_FOR_EACH_WON)
    found = []
    for number in range(count):
        dice = stream("sales", "lost day", number)
        near = wins[number * len(wins) // count] + dt.timedelta(dice.randint(-20, 20))
        close = min(max(near, CRM_FROM + dt.timedelta(45)), AS_OF - dt.timedelta(1))
        # Some come back for a second try, so that there are fewer prospects than deals.
        account = prospects[number if number % 6 else number // 2]
        found.append(lost_new(account, close, number))
    return found


def marketing_lead(number: int, deal: Deal) -> Lead:
    """Return the lead a deal began as."""
    dice = stream("sales", "lead of deal", number)
    given, family = names.person(dice)
    mql = deal.created - dt.timedelta(dice.randint(1, 16))
    return Lead(
        given=given,
        family=family,
        company=deal.account.name,
        email=f"{names.mailbox(given, family)}@{deal.account.domain or 'gmail.com'}",
        source=deal.source,
        owner=deal.owner,
        created=mql - dt.timedelta(dice.randint(0, 21)),
        mql=mql,
        deal=deal,
        status="Closed - Converted",
    )


def cold_lead(number: int, word: str) -> Lead:
    """Return a lead that did not become a deal."""
    dice = stream("sales", "lead", number)
    given, family = names.person(dice)
    span = (AS_OF - FIRST).days
    # More leads come in every year.
    created = FIRST + dt.timedelta(min(span, int(span * max(dice.random(), dice.random() * 0.8))))
    source = pick(dice, LEAD_SOURCES)
    mql = created + dt.timedelta(dice.randint(0, 21))
    qualified = dice.random() < BECOMES_MQL[source] and mql <= AS_OF
    old = (AS_OF - created).days > 60
    status = dice.choice(
        ("Closed - Not Converted", "Nurturing", "Closed - Not Converted")
        if old
        else ("Open - Not Contacted", "Working - Contacted")
    )
    return Lead(
        given=given,
        family=family,
        company=names.company(dice, word, "US"),
        email=f"{names.mailbox(given, family)}@{names.domain(word)}",
        source=source,
        owner=seller(dice, "smb", created),
        created=created,
        mql=mql if qualified else None,
        status=status,
    )


def all_leads(deals: list[Deal], words: tuple[str, ...]) -> list[Lead]:
    """Return the leads, oldest first, numbered."""
    begun = [deal for deal in deals if deal.kind == NEW and deal.source in MARKETING]
    leads = [marketing_lead(number, deal) for number, deal in enumerate(begun)]
    leads += [cold_lead(number, words[number % len(words)]) for number in range(LEADS - len(leads))]
    leads = [lead for lead in leads if lead.created >= FIRST]
    leads.sort(key=lambda lead: (lead.created, lead.email))
    for number, lead in enumerate(leads):
        lead.id = names.salesforce_id("00Q", 70000 + 3 * number)
    return leads


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
    deals = customer_deals(accounts)
    prospects = [prospect(number, word) for number, word in enumerate(words)]
    half = len(prospects) // 2
    deals += lost_deals(deals, prospects[:half] * 2)
    deals += open_deals(prospects[half:])
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
