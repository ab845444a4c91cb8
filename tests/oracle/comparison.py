"""Two sets of values side by side, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from tests.oracle.billing import Company
from tests.oracle.calendar_months import name_of
from tests.oracle.ledger import ledger
from tests.oracle.metrics import Value, evaluate

# By key of the metric and month.
Values = Mapping[tuple[str, int], Value]


def oracle_values(
    company: Company, spend: Mapping[int, Fraction], *, period: int = 1
) -> dict[tuple[str, int], Value]:
    """Return what the oracle says of every metric and month."""
    books = ledger(company)
    values: dict[tuple[str, int], Value] = {}
    for month in range(company.first, company.last + 1):
        each = evaluate(books, month, period=period, spend=spend)
        values.update({(key, month): value for key, value in each.items()})
    return values


def with_mistake(
    right: Values, key: str, wrong: Callable[[int], Value]
) -> dict[tuple[str, int], Value]:
    """Return the values of a program that gets one metric wrong."""
    return {
        (name, month): wrong(month) if name == key else value
        for (name, month), value in right.items()
    }


def disagreements(oracle: Values, other: Values) -> Iterator[str]:
    """Name every value that is not exactly the oracle's."""
    for (key, month), value in oracle.items():
        if other.get((key, month)) != value:
            yield f"{key} {name_of(month)}: {other.get((key, month))} is not {value}"
