"""The sample company: its calendar, price list and temper; every number to turn is here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

# One seed an area, so that turning a knob in one does not reshuffle the others.
SEEDS = {"billing": 813, "regrets": 3341, "sales": 212, "office": 1}
FIRST = dt.date(2023, 10, 1)
AS_OF = dt.date(2026, 9, 30)
CRM_FROM = dt.date(2023, 8, 1)
EUR_IN_USD_PERCENT = 108

PLANS = ("Starter", "Team", "Business", "Enterprise")
ADD_ON = "Insights"
# One seat for one month, in cents: billed by the month, billed by the year.
PRICES = {
    "USD": {
        "Starter": (2900, 2500),
        "Team": (4900, 4200),
        "Business": (7900, 6800),
        "Enterprise": (11000, 9500),
        ADD_ON: (1200, 1000),
    },
    "EUR": {
        "Starter": (2700, 2300),
        "Team": (4500, 3900),
        "Business": (7400, 6300),
        "Enterprise": (10200, 8800),
        ADD_ON: (1100, 900),
    },
}
# Customers won in each quarter, from 2023-Q4 on.
ARRIVALS = (6, 6, 6, 7, 7, 7, 8, 8, 9, 10, 10, 9)
OPENING_CUSTOMERS = 112


@dataclass(frozen=True, kw_only=True)
class Segment:
    """How customers of one size buy, grow and leave; chances are per month unless said."""

    name: str
    share: float
    seats: tuple[int, int, int]
    plans: Mapping[str, float]
    billed_yearly: float
    leaves_monthly: float
    leaves_at_renewal: float
    shrinks_monthly: float
    shrinks_at_renewal: float
    grows: float
    upgrades: float
    adds_on: float
    cycle: tuple[int, int, int]


SEGMENTS = (
    Segment(
        name="smb",
        share=0.44,
        seats=(12, 27, 60),
        plans={"Starter": 0.35, "Team": 0.5, "Business": 0.15},
        billed_yearly=0.66,
        leaves_monthly=0.02,
        leaves_at_renewal=0.19,
        shrinks_monthly=0.006,
        shrinks_at_renewal=0.07,
        grows=0.027,
        upgrades=0.006,
        adds_on=0.001,
        cycle=(9, 28, 70),
    ),
    Segment(
        name="mid",
        share=0.42,
        seats=(40, 72, 155),
        plans={"Team": 0.35, "Business": 0.65},
        billed_yearly=0.8,
        leaves_monthly=0.0085,
        leaves_at_renewal=0.1,
        shrinks_monthly=0.008,
        shrinks_at_renewal=0.12,
        grows=0.037,
        upgrades=0.006,
        adds_on=0.005,
        cycle=(28, 66, 165),
    ),
    Segment(
        name="ent",
        share=0.14,
        seats=(130, 200, 420),
        plans={"Business": 0.3, "Enterprise": 0.7},
        billed_yearly=0.92,
        leaves_monthly=0.004,
        leaves_at_renewal=0.055,
        shrinks_monthly=0.008,
        shrinks_at_renewal=0.16,
        grows=0.039,
        upgrades=0.005,
        adds_on=0.008,
        cycle=(58, 118, 250),
    ),
)
BY_SEGMENT = {segment.name: segment for segment in SEGMENTS}
REGIONS = {"NA": 0.58, "EMEA": 0.33, "APAC": 0.09}
SOURCES = {
    "Outbound": 0.54,
    "Referral": 0.14,
    "Partner": 0.12,
    "Website": 0.07,
    "Google Ads": 0.05,
    "Webinar": 0.03,
    "Paid Social": 0.02,
    "Event": 0.03,
}
COUNTRIES = {
    "NA": {"US": 0.88, "CA": 0.12},
    "EMEA": {"DE": 0.3, "GB": 0.28, "FR": 0.16, "NL": 0.14, "IE": 0.12},
    "APAC": {"AU": 0.5, "SG": 0.3, "JP": 0.2},
}
EURO_COUNTRIES = frozenset({"DE", "FR", "NL", "IE"})


def stream(area: str, *topic: object) -> Random:
    """Return the dice of one topic of an area: no other topic moves them."""
    return Random(":".join(str(part) for part in (area, SEEDS[area], *topic)))


def pick(dice: Random, weights: Mapping[str, float]) -> str:
    """Draw one name by weight."""
    return dice.choices(tuple(weights), tuple(weights.values()))[0]


def between(dice: Random, span: tuple[int, int, int]) -> int:
    """Draw a whole number from (low, most likely, high)."""
    low, mode, high = span
    return round(dice.triangular(low, high, mode))


def day_between(dice: Random, first: dt.date, last: dt.date) -> dt.date:
    """Draw a day, both ends included."""
    return first + dt.timedelta(dice.randint(0, (last - first).days))


def later(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month; days beyond the 28th are never asked for."""
    index = day.year * 12 + day.month - 1 + months
    return day.replace(year=index // 12, month=index % 12 + 1)


def month_end(month: dt.date) -> dt.date:
    """Return the last day of the month that begins on `month`."""
    return later(month, 1) - dt.timedelta(1)


def quarter(day: dt.date) -> str:
    """Name a calendar quarter: `2026-Q3`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def at_work(dice: Random, day: dt.date) -> dt.datetime:
    """Return a moment of a day at which people click."""
    return dt.datetime.combine(
        day, dt.time(dice.randint(7, 18), dice.randint(0, 59), dice.randint(0, 59))
    )


def usd(cents: int, currency: str) -> int:
    """Return an amount in US cents at the constant rate."""
    return cents if currency == "USD" else round(cents * EUR_IN_USD_PERCENT / 100)


def money(cents: int) -> str:
    """Write cents as exports do: `1234.50`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


MONTHS = tuple(later(FIRST, count) for count in range(36))
