"""What a customer has agreed to: subscriptions, each a row of terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from company.setting import FIRST, later, month_end, usd


@dataclass(frozen=True, kw_only=True)
class Term:
    """What a subscription costs from a day on; `unit` is one seat for one month, in cents."""

    start: dt.date
    plan: str
    seats: int
    unit: int
    interval: str

    @property
    def mrr(self) -> int:
        """Monthly recurring revenue in cents."""
        return self.seats * self.unit


@dataclass(kw_only=True)
class Subscription:
    """A subscription with all its terms."""

    id: str
    created: dt.date
    terms: list[Term]
    trial_end: dt.date | None = None
    requested: dt.date | None = None
    ended: dt.date | None = None
    reason: str = ""
    status: str = "active"

    @property
    def start(self) -> dt.date:
        """The first day that is paid for."""
        return self.terms[0].start

    def term(self, day: dt.date) -> Term:
        """Return the term in force on a day."""
        return [term for term in self.terms if term.start <= day or term is self.terms[0]][-1]

    def mrr(self, day: dt.date) -> int:
        """Return the recurring revenue at the end of a day, in cents."""
        if day < self.start or (self.ended and self.ended <= day) or self.status == "paused":
            return 0
        return self.term(day).mrr


@dataclass(kw_only=True)
class Customer:
    """A customer as billing knows it."""

    number: int
    id: str
    name: str
    crm_name: str
    domain: str
    email: str
    segment: str
    region: str
    country: str
    currency: str
    source: str
    subscriptions: list[Subscription] = field(default_factory=list)
    matched_by: str = "id"

    @property
    def created(self) -> dt.date:
        """Day of the first subscription."""
        return min(subscription.created for subscription in self.subscriptions)

    @property
    def has_paid(self) -> bool:
        """Tell whether there was ever revenue, as the history sees it."""
        return any(self.mrr(month_end(later(FIRST, count))) for count in range(36))

    def mrr(self, day: dt.date) -> int:
        """Recurring revenue at the end of a day, in cents of the customer's currency."""
        return sum(subscription.mrr(day) for subscription in self.subscriptions)

    def mrr_usd(self, day: dt.date) -> int:
        """Recurring revenue at the end of a day, in US cents."""
        return usd(self.mrr(day), self.currency)
