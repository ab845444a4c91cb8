"""Who sells, and what each is asked to sell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from company import names
from company.setting import later, quarter


@dataclass(frozen=True, kw_only=True)
class Seller:
    """An account executive and the days he or she sells."""

    id: str
    team: str
    since: dt.date
    until: dt.date = dt.date.max
    weight: float = 1.0


def _user(number: int) -> str:
    return names.salesforce_id("005", 4100 + number)


COMMERCIAL, ENTERPRISE = "Commercial", "Enterprise"
SELLERS = (
    Seller(id=_user(1), team=COMMERCIAL, since=dt.date(2021, 4, 1), weight=1.5),
    Seller(id=_user(2), team=COMMERCIAL, since=dt.date(2022, 1, 10), weight=1.3),
    Seller(id=_user(3), team=COMMERCIAL, since=dt.date(2022, 9, 5), until=dt.date(2025, 3, 31)),
    Seller(id=_user(4), team=COMMERCIAL, since=dt.date(2023, 6, 12), weight=0.9),
    Seller(id=_user(5), team=COMMERCIAL, since=dt.date(2024, 2, 5), weight=0.9),
    Seller(id=_user(6), team=COMMERCIAL, since=dt.date(2025, 4, 14), weight=0.8),
    Seller(id=_user(7), team=COMMERCIAL, since=dt.date(2025, 9, 1), weight=0.7),
    Seller(id=_user(8), team=ENTERPRISE, since=dt.date(2021, 8, 16), weight=1.3),
    Seller(id=_user(9), team=ENTERPRISE, since=dt.date(2023, 1, 9)),
    Seller(id=_user(10), team=ENTERPRISE, since=dt.date(2025, 1, 20), weight=0.8),
)
FARMERS = (_user(31), _user(32))
# US dollars a quarter in 2025; raised each year.
QUARTERLY = {COMMERCIAL: 67_000, ENTERPRISE: 125_000}
RAISE_PERCENT = {2025: 100, 2026: 110}
QUARTERS = tuple(later(dt.date(2025, 1, 1), 3 * count) for count in range(8))


def team_of(segment: str) -> str:
    """Return the team that sells to a segment."""
    return ENTERPRISE if segment == "ent" else COMMERCIAL


def seller(dice: Random, segment: str, day: dt.date) -> str:
    """Return who closes a deal of a segment on a day."""
    team = [
        one for one in SELLERS if one.team == team_of(segment) and one.since <= day <= one.until
    ]
    return dice.choices(team, [one.weight for one in team])[0].id


def _quota(one: Seller, start: dt.date) -> int:
    full = QUARTERLY[one.team] * RAISE_PERCENT[start.year] // 100
    ramping = (start - one.since).days < 90
    return full // 2 if ramping else full


# Quota in US dollars by quarter and seller.
QUOTAS = {
    (quarter(start), one.id): _quota(one, start)
    for start in QUARTERS
    for one in SELLERS
    if one.since <= later(start, 2) and start <= one.until
}


def rows() -> list[tuple[str, ...]]:
    """Return the rows of quotas.csv."""
    teams = {one.id: one.team for one in SELLERS}
    return [
        (period, owner, teams[owner], f"{amount}.00", "USD")
        for (period, owner), amount in QUOTAS.items()
    ]
