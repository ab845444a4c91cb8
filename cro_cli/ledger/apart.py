"""What shapes of billing that are not believed say beside those that are (definitions 4.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.figures import figure
from cro_cli.model import Unit
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS

NAMES: Mapping[str, str] = {
    "mrr": "the history of MRR by month",
    "subscription_versions": "the versions of subscriptions",
    "movements": "the log of movements",
    "invoice_lines": "the invoice lines",
    "subscriptions": "the subscriptions",
}


class Apart(NamedTuple):
    """What a shape that is not believed, or only of some, says at the end of a month.

    `customers` are those of either: `customer`, `believed` and `other`, annualised; `is_present`
    where prices are those of a later day.
    """

    shape: str
    month: int
    is_present: bool
    customers: pl.LazyFrame


class Source(NamedTuple):
    """A shape that is believed, and rows with every `customer` who is taken from it."""

    shape: str
    rows: pl.DataFrame


def listed(sources: Sequence[Source], last: str = "and") -> str:
    """Return the names of shapes as a list in a sentence."""
    *first, final = (NAMES[one.shape] for one in sources)
    return f"{', '.join(first)} {last} {final}" if first else final


def difference(sources: Sequence[Source], apart: Apart) -> str:
    """Say how far a shape is from what is believed, and from each shape that it is taken from."""
    gaps, count = _gap(apart.customers)
    said = f"MRR is taken from {listed(sources)}, not from {NAMES[apart.shape]}"
    day = months.end(apart.month)
    if not count:
        return f"{said}, which say the same of {day}"
    when = f"{day}{', at present prices' * apart.is_present}"
    told = f"{said}, which say {_more(gaps)} on {when} ({_differ(count)})"
    return f"{told}: {'; '.join(_each(sources, apart))}" if len(sources) > 1 else told


def _each(sources: Sequence[Source], apart: Apart) -> Iterator[str]:
    """Yield how far a shape is from each that is believed, and what it says of others' customers.

    A customer belongs to the shape it is taken from, so that the parts come to the whole.
    """
    left = apart.customers
    for source in sources:
        whose = source.rows.lazy().select("customer")
        gaps, count = _gap(left.join(whose, on="customer", how="semi"))
        left = left.join(whose, on="customer", how="anti")
        name = NAMES[source.shape]
        than = f"{_more(gaps)} {'than' if gaps else 'as'} {name} ({_differ(count)})"
        yield than if count else f"the same as {name}"
    gaps, count = _gap(left)
    if count:
        yield f"{_more(gaps)} of customers who are in none of these ({count})"


def _gap(customers: pl.LazyFrame) -> tuple[int, int]:
    """Return by how much a year a shape says more, and of how many customers it says otherwise."""
    gap = pl.col("other") - pl.col("believed")
    sums = customers.select(gap.sum().alias("sum"), (gap != 0).sum().alias("n"))
    gaps, count = sums.collect(engine="in-memory").row(0)
    return gaps, count


def _more(annual: int) -> str:
    monthly = Fraction(abs(annual), MICROS * months.YEAR)
    if not annual:
        return "as much"
    return f"{figure(monthly, Unit.MONEY)} {'more' if annual > 0 else 'less'}"


def _differ(count: int) -> str:
    return f"{count} customers differ" if count > 1 else "1 customer differs"
