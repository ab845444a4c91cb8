"""Mistakes that others have made with these metrics, made on purpose: the oracle must see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.oracle.billing import Company, Item
from tests.oracle.ledger import Ledger, ledger
from tests.oracle.metrics import YEAR, Value, logo_churn, magic_number, mrr

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
    "annual price in one month": Mistake(
        key="mrr", wrong=lambda books, month, _: mrr(books, month), books=as_billed
    ),
}
