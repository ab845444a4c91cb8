"""Leads: those that became deals, and the many that did not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from company import names
from company.deals import NEW, Deal
from company.quotas import seller
from company.setting import AS_OF, FIRST, pick, stream

# Sources whose deals begin as leads of marketing.
MARKETING = ("Website", "Google Ads", "Webinar", "Paid Social", "Event")
LEADS = 890
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
