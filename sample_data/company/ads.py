"""Advertising by month, as Google Ads and Meta Ads export it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from company.setting import AS_OF, FIRST, MONTHS, money, month_end, stream

GOOGLE = (
    "Month,Campaign status,Campaign,Budget,Budget name,Budget type,Status,Status reasons,"
    "Optimization score,Campaign type,Currency code,TrueView avg. CPV,Avg. CPM,Impr.,"
    "Interactions,Interaction rate,Avg. cost,Cost,Conv. (Platform Comparable),"
    "Cost / Conv. (Platform Comparable),Conv. value / Cost (Platform Comparable),Conv. rate,"
    "Conversions,Cost / conv."
)
META = (
    '"Reporting starts","Reporting ends","Campaign name","Campaign delivery","Ad set budget",'
    '"Ad set budget type","Attribution setting",Results,"Result indicator",Reach,Impressions,'
    '"Cost per results","Amount spent (USD)",Ends'
)
NOTHING = " --"
Counts = tuple[int, int, int, int]  # cents, clicks, impressions, conversions


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """A campaign with its spend of the first and the last month, in dollars."""

    platform: str
    name: str
    kind: str
    first: int
    last: int
    since: dt.date = FIRST
    until: dt.date = AS_OF

    def spent(self, month: dt.date) -> int:
        """Return what a month cost, in cents."""
        if not self.since <= month <= self.until:
            return 0
        at = MONTHS.index(month)
        dice = stream("office", "ads", self.name, month)
        level = self.first + (self.last - self.first) * at // (len(MONTHS) - 1)
        return level * dice.randint(88, 112) + dice.randint(0, 99)


CAMPAIGNS = (
    Campaign(platform="Google Ads", name="Brand", kind="Search", first=1400, last=2200),
    Campaign(
        platform="Google Ads", name="Search - seats & shifts", kind="Search", first=3800, last=8200
    ),
    Campaign(
        platform="Google Ads",
        name="Total Workforce - Performance Max",
        kind="Performance Max",
        first=1200,
        last=4100,
        since=dt.date(2024, 7, 1),
    ),
    Campaign(
        platform="Google Ads",
        name="Competitors",
        kind="Search",
        first=1500,
        last=1500,
        until=dt.date(2025, 6, 30),
    ),
    Campaign(platform="Meta Ads", name="Retargeting", kind="", first=900, last=1900),
    Campaign(platform="Meta Ads", name="Lookalike, EMEA", kind="", first=1100, last=3000),
)


def spent(month: dt.date) -> int:
    """Return what all campaigns cost in a month, in cents."""
    return sum(campaign.spent(month) for campaign in CAMPAIGNS)


def _thousands(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


def _percent(part: int, whole: int) -> str:
    return f"{part * 10000 // whole // 100}.{part * 10000 // whole % 100:02d}%"


def _figures(cost: int, clicks: int, shown: int, converted: int) -> tuple[str, ...]:
    each = cost // max(1, converted)
    return (
        f"{shown:,}",
        f"{clicks:,}",
        _percent(clicks, shown),
        money(cost // clicks),
        _thousands(cost),
        f"{converted}.00",
        _thousands(each),
        "0",
        _percent(converted, clicks),
        f"{converted}.00",
        _thousands(each),
    )


def _counts(campaign: Campaign, month: dt.date) -> Counts:
    dice = stream("office", "clicks", campaign.name, month)
    cost = campaign.spent(month)
    clicks = cost // dice.randint(280, 520)
    return cost, clicks, clicks * dice.randint(14, 30), max(1, clicks // dice.randint(18, 40))


def _added(one: Counts, other: Counts) -> Counts:
    cost, clicks, shown, converted = (a + b for a, b in zip(one, other, strict=True))
    return cost, clicks, shown, converted


def google_preamble() -> tuple[str, str]:
    """Return the two lines above the header."""
    return (
        "Campaign report",
        f'"{FIRST:%B} {FIRST.day}, {FIRST.year} - {AS_OF:%B} {AS_OF.day}, {AS_OF.year}"',
    )


def google_rows() -> list[Sequence[str]]:
    """Return campaigns by month, and the totals that repeat them."""
    rows: list[Sequence[str]] = []
    sums: dict[str, Counts] = {}
    for month in MONTHS:
        for campaign in CAMPAIGNS:
            if campaign.platform == "Google Ads" and campaign.spent(month):
                counts = _counts(campaign, month)
                rows.append(_google_row(campaign, month, counts))
                for label in ("Campaigns", "Account", campaign.kind):
                    old = sums.get(label, (0, 0, 0, 0))
                    sums[label] = _added(old, counts)
    blank = ("",) * 9
    rows += [
        (f"Total: {label}", *blank, "USD", NOTHING, NOTHING, *_figures(*counts))
        for label, counts in sums.items()
    ]
    return rows


def _google_row(campaign: Campaign, month: dt.date, counts: Counts) -> Sequence[str]:
    running = campaign.until >= AS_OF
    budget = max(campaign.first, campaign.last) * 100 // 30
    return (
        str(month),
        "Enabled" if running else "Paused",
        campaign.name,
        _thousands(budget),
        NOTHING,
        "Daily",
        "Eligible" if running else "Paused",
        "",
        "92.4%" if running else NOTHING,
        campaign.kind,
        "USD",
        NOTHING,
        NOTHING,
        *_figures(*counts),
    )


def meta_rows() -> list[Sequence[str]]:
    """Return campaigns by month."""
    rows: list[Sequence[str]] = []
    for month in MONTHS:
        for campaign in CAMPAIGNS:
            if campaign.platform == "Meta Ads" and campaign.spent(month):
                cost, _, shown, converted = _counts(campaign, month)
                rows.append(
                    (
                        str(month),
                        str(month_end(month)),
                        campaign.name,
                        "active",
                        money(campaign.last * 100 // 30),
                        "Daily",
                        "7-day click or 1-day view",
                        str(converted),
                        "actions:offsite_conversion.fb_pixel_lead",
                        str(shown * 6 // 10),
                        str(shown),
                        money(cost // converted),
                        money(cost),
                        "Ongoing",
                    )
                )
    return rows
