"""Mistakes that others have made with these metrics, made on purpose: the oracle must see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
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


def churn_of_items(company: Company, month: int) -> Value:
    """Count subscriptions that end, though their customer stays."""
    items = tuple(replace(item, customer=f"{item.customer} {item.name}") for item in company.items)
    return logo_churn(ledger(replace(company, items=items)), month)


def annual_price_in_one_month(company: Company, month: int) -> Value:
    """Count a year's price as the revenue of the month in which it is billed."""
    return mrr(ledger(replace(company, items=tuple(map(_as_billed, company.items)))), month)


def _as_billed(item: Item) -> Item:
    if item.interval != "year":
        return item
    billed = {
        month: annual * YEAR
        for month, annual in item.months.items()
        if (month - min(item.months)) % YEAR == 0
    }
    return replace(item, months=billed)


Wrong = Callable[[Company, int, Spend], Value]

# Each mistake under its name, with the metric that it gets wrong.
MISTAKES: Mapping[str, tuple[str, Wrong]] = {
    "cap on totals": (
        "grr",
        lambda company, month, _: grr_capped_on_totals(ledger(company), month),
    ),
    "movement sum over a year": (
        "nrr",
        lambda company, month, _: nrr_from_movements(ledger(company), month),
    ),
    "times four": (
        "magic_number",
        lambda company, month, spend: magic_number_times_four(ledger(company), month, spend=spend),
    ),
    "churn of items": (
        "logo_churn",
        lambda company, month, _: churn_of_items(company, month),
    ),
    "annual price in one month": (
        "mrr",
        lambda company, month, _: annual_price_in_one_month(company, month),
    ),
}
