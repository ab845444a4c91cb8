"""The ledger, customer by customer and month by month: what each pays, and how it moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tests.oracle.billing import Company, Item

Balances = Mapping[str, Mapping[int, int]]

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One customer's net change over one month; `delta` is signed."""

    customer: str
    month: int
    kind: str
    delta: int


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Balances by customer and month (annual micros, months without any are 0), and movements."""

    balances: Balances
    movements: tuple[Movement, ...]
    first: int
    last: int
    has_history: bool
    has_ended: bool
    is_complete: bool = False

    def paying(self, month: int) -> dict[str, int]:
        """Return what each paying customer pays at a month's end."""
        return {
            customer: months[month]
            for customer, months in self.balances.items()
            if months.get(month, 0) > 0
        }

    def reaches_back(self, months: int, *, before: int) -> bool:
        """Tell whether the month end so many months before another is known."""
        is_open = self.is_complete or not self.has_history
        return is_open or before - months >= self.first

    def total(self, month: int) -> int:
        return sum(self.paying(month).values())

    def moved(self, kind: str, *, month: int, months: int) -> int:
        """Return the size of one kind of movement over the months that end with one."""
        return abs(sum(self._by_month[kind, at] for at in range(month - months + 1, month + 1)))

    @cached_property
    def _by_month(self) -> Mapping[tuple[str, int], int]:
        deltas: dict[tuple[str, int], int] = defaultdict(int)
        for movement in self.movements:
            deltas[movement.kind, movement.month] += movement.delta
        return deltas


def ledger(company: Company) -> Ledger:
    """Add a company's items up by customer and name each month's net change."""
    balances = add_up(company.items)
    return Ledger(
        balances=balances,
        movements=tuple(_movements(balances, company)),
        first=company.first,
        last=company.last,
        has_history=company.has_history,
        has_ended=company.has_ended,
        is_complete=company.is_complete,
    )


def add_up(items: Iterable[Item]) -> Balances:
    balances: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for item in items:
        for month, annual in item.months.items():
            balances[item.customer][month] += annual
    return {customer: dict(months) for customer, months in balances.items()}


def _movements(balances: Balances, company: Company) -> Iterator[Movement]:
    """Name every change; what a history begins with is an opening balance, new to nobody.

    Subscriptions carry the day each began, so with them the very first customer is new.
    """
    opening = company.first if company.has_history and not company.is_complete else None
    for customer, months in sorted(balances.items()):
        seen = customer in company.earlier
        is_there = False
        for month in range(company.first, company.last + 1):
            before, now = months.get(month - 1, 0), months.get(month, 0)
            was_there, is_there = (
                is_there,
                now > 0 or (is_there and _has_any(customer, month, company)),
            )
            kind = _kind(before, now, was_there=was_there, is_there=is_there, seen=seen)
            if kind:
                kind = "opening" if month == opening and not was_there else kind
                kind = company.returns if kind == "reactivation" else kind
                yield Movement(customer=customer, month=month, kind=kind, delta=now - before)
            seen = seen or now > 0


def _has_any(customer: str, month: int, company: Company) -> bool:
    return company.presence is not None and month in company.presence.get(customer, ())


def _kind(before: int, now: int, *, was_there: bool, is_there: bool, seen: bool) -> str:
    """Name the change of one customer over one month; nothing where there is none."""
    if was_there != is_there:
        return "churn" if was_there else "reactivation" if seen else "new"
    if before == now:
        return ""
    return "expansion" if now > before else "contraction"
