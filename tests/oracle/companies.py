"""Small companies for Hypothesis, as the export files that Stripe would write of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from tests.oracle.calendar_months import name_of

# A rate at which 0.01 and 33.31 a month come to half a micro a year: rounding must show.
RATES = {"USD": Decimal(1), "EUR": Decimal("1.0837125")}
CURRENCIES = st.sampled_from(("usd", "usd", "eur"))
# Where sums are taken apart or multiplied: converting and rounding each part is another sum.
DOLLARS = st.just("usd")

HISTORY_HEADER = ("Customer ID", "Customer", "Customer Email", "Currency")


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file: its name, its header and its rows as text."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows((self.header, *self.rows))
        return path


def customer(number: int) -> tuple[str, str, str]:
    """Return id, name and e-mail of a customer."""
    return f"cus_{number}", f"Customer {number}", f"billing@c{number}.example"


# ---- the history: MRR per subscriber per month

FIRST_MONTHS = (2023 * 12 + 0, 2023 * 12 + 1, 2023 * 12 + 10)
AMOUNTS = st.sampled_from(
    ("", "0", "0.00", "0.01", "10.00", "33.31", "50", "100.00", "100.01", "1234.567")
)
STRETCH = st.tuples(AMOUNTS, st.integers(min_value=1, max_value=13))


@st.composite
def history_row(
    draw: st.DrawFn, *, months: int, currencies: st.SearchStrategy[str]
) -> tuple[str, ...]:
    """One row: a few stretches of one price each, so that gaps and returns are common."""
    stretches = draw(st.lists(STRETCH, min_size=1, max_size=5))
    cells = [amount for amount, length in stretches for _ in range(length)]
    padded = (cells + [cells[-1]] * months)[:months]
    return (*customer(draw(st.integers(1, 4))), draw(currencies), *padded)


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    min_months: int = 1,
    max_months: int = 20,
    currencies: st.SearchStrategy[str] = CURRENCIES,
) -> Export:
    first = draw(st.sampled_from(FIRST_MONTHS))
    months = draw(st.integers(min_months, max_months))
    rows = draw(st.lists(history_row(months=months, currencies=currencies), min_size=1, max_size=6))
    return history(first=first, months=months, rows=tuple(rows))


def history(*, first: int, months: int, rows: tuple[tuple[str, ...], ...]) -> Export:
    names = tuple(name_of(month) for month in range(first, first + months))
    return Export(
        name="MRR_per_Subscriber__monthly_.csv", header=(*HISTORY_HEADER, *names), rows=rows
    )


# ---- what was spent on winning customers


def spending(*, first: int, months: int) -> Export:
    """Return a plain spend file in which every month costs another amount."""
    return Export(
        name="spend.csv",
        header=("month", "category", "amount", "currency"),
        rows=tuple(
            (name_of(month), category, f"{month % 7 + 1}00.{cents}", currency)
            for month in range(first, first + months)
            for category, cents, currency in (
                ("sales", "50", "USD"),
                ("marketing", "25", "EUR"),
                ("cs", "00", "USD"),
            )
        ),
    )
