"""Mistakes that others have made with these metrics, made on purpose: the oracle must see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.oracle.billing import Company, Item
from tests.oracle.ledger import Ledger, ledger
from tests.oracle.metrics import (
    LONGEST_LIFE,
    YEAR,
    Value,
    arpa,
    logo_churn,
    magic_number,
    mrr,
)
from tests.oracle.money import a_month

Spend = Mapping[int, Fraction]


def grr_capped_on_totals(books: Ledger, month: int, *, months: int = YEAR) -> Value:
    """Let one customer's growth hide another's loss."""
    then = books.total(month - months)
    if month - months < books.first or not then:
        return None
    return Fraction(min(books.total(month), then), then)


def nrr_from_movements(books: Ledger, month: int, *, months: int = YEAR) -> Value:
    """Let customers won during the year leak their movements into it ("lazy NRR")."""
    start = books.total(month - months)
    if month - months < books.first or not start:
        return None
    gains, *losses = (
        books.moved(kind, month=month, months=months)
        for kind in ("expansion", "contraction", "churn")
    )
    return Fraction(start + gains - sum(losses), start)


def magic_number_times_four(books: Ledger, month: int, *, spend: Spend) -> Value:
    """Annualise what is annual already."""
    right = magic_number(books, month, spend=spend)
    return None if right is None else 4 * right


def ltv_of_months_with_churn(books: Ledger, month: int) -> Value:
    """Leave months in which nobody left out of the mean: it looks as if many left in each."""
    rates = [logo_churn(books, each, months=1) for each in range(month - YEAR + 1, month + 1)]
    known = [rate for rate in rates if rate]
    pays = arpa(books, month)
    if pays is None or not known or None in rates:
        return None
    return pays * min(Fraction(len(known)) / sum(known), Fraction(LONGEST_LIFE))


def arpa_of_all(books: Ledger, month: int) -> Value:
    """Count customers who are there with nothing as if they paid."""
    there = [
        customer for customer, months in books.balances.items() if any(at <= month for at in months)
    ]
    return a_month(books.total(month)) / len(there) if there else None


def as_items(company: Company) -> Ledger:
    """Take every subscription for a customer, so that one ends though its customer stays."""
    items = tuple(replace(item, customer=f"{item.customer} {item.name}") for item in company.items)
    return ledger(replace(company, items=items))


def as_billed(company: Company) -> Ledger:
    """Count a year's price as the revenue of the month in which it is billed."""
    return ledger(replace(company, items=tuple(map(_as_billed, company.items))))


def _as_billed(item: Item) -> Item:
    if item.interval != "year":
        return item
    billed = {
        month: annual * YEAR
        for month, annual in item.months.items()
        if (month - min(item.months)) % YEAR == 0
    }
    return replace(item, months=billed)


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A metric that is got wrong, the ledger it is got from, and how."""

    key: str
    wrong: Callable[[Ledger, int, Spend], Value]
    books: Callable[[Company], Ledger] = ledger

    def values(self, company: Company, spend: Spend) -> Callable[[int], Value]:
        """Return what a program that makes the mistake says of each month."""
        books = self.books(company)
        return lambda month: self.wrong(books, month, spend)


MISTAKES: Mapping[str, Mistake] = {
    "cap on totals": Mistake(
        key="grr", wrong=lambda books, month, _: grr_capped_on_totals(books, month)
    ),
    "movement sum over a year": Mistake(
        key="nrr", wrong=lambda books, month, _: nrr_from_movements(books, month)
    ),
    "times four": Mistake(
        key="magic_number",
        wrong=lambda books, month, spend: magic_number_times_four(books, month, spend=spend),
    ),
    "churn of items": Mistake(
        key="logo_churn", wrong=lambda books, month, _: logo_churn(books, month), books=as_items
    ),
    "months without churn dropped": Mistake(
        key="revenue_ltv", wrong=lambda books, month, _: ltv_of_months_with_churn(books, month)
    ),
    "customers with nothing": Mistake(
        key="arpa", wrong=lambda books, month, _: arpa_of_all(books, month)
    ),
    "annual price in one month": Mistake(
        key="mrr", wrong=lambda books, month, _: mrr(books, month), books=as_billed
    ),
}
