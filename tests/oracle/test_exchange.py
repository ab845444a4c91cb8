"""Revenue at historical rates: each month is what it would be if its rate held for ever."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cro_cli.fact import FactData
from tests.oracle import plain, plain_companies
from tests.oracle.calendar_months import last_day
from tests.oracle.companies import Export
from tests.oracle.ledger import ledger
from tests.oracle.program import Program, run

RATES = st.lists(st.sampled_from(("1.1", "0.9137", "1.25", "3")), min_size=24, max_size=24)
HISTORICAL = {"fx": "historical"}


def dated(rates: list[str]) -> Export:
    """Return a table of rates, one for each month from 2024 on."""
    rows = tuple(
        (last_day(2024 * 12 + number).isoformat(), "EUR", rate) for number, rate in enumerate(rates)
    )
    return Export(name="fx.csv", header=("date", "currency", "rate"), rows=rows)


def frame_of(program: Program) -> pl.DataFrame:
    fact = program.collected.fact("mrr_changes")
    assert isinstance(fact, FactData), fact
    return fact.frame


def total(frame: pl.DataFrame, month: int) -> int:
    return int(frame.filter(pl.col("month") <= month).get_column("delta").sum())


# A company is read once for each of its months.
@settings(max_examples=10)
@given(plain_companies.versions(), RATES)
def test_every_month_is_worth_what_its_rate_makes_of_it(export: Export, rates: list[str]) -> None:
    euros = [Decimal(rate) for rate in rates]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for one in (export, dated(rates)):
            one.write(folder)
        company = plain.read_versions(folder, {"USD": Decimal(1), "EUR": Decimal(1)}, {})
        first = company.first
        constant = run(folder, first=first, rates={})
        historical = run(folder, first=first, rates={}, said=HISTORICAL)
        for month in range(first, company.last + 1):
            # Before the first rate that is known the first holds, after the last the last.
            at = euros[min(max(month - 2024 * 12, 0), len(euros) - 1)]
            then = plain.read_versions(folder, {"USD": Decimal(1), "EUR": at}, {})
            # Each thing is rounded at the rate of the as-of day, and again at that of the month.
            off = total(frame_of(historical), month) - ledger(then).total(month)
            assert abs(off) <= 5 * len(company.items)
    unmoved = frame_of(historical).filter(pl.col("movement") != "fx")
    columns = ["customer", "month", "plan", "currency", "movement", "constant"]
    plain_rows = frame_of(constant).with_columns(constant="delta").select(columns)
    assert unmoved.select(columns).sort(columns).rows() == plain_rows.sort(columns).rows()
    keys = ("nrr", "grr", "logo_churn")
    assert historical.values(keys) == constant.values(keys)
    assert historical.values(("mrr",))["mrr", company.last] == Fraction(
        total(frame_of(constant), company.last), 12_000_000
    )


def residue(changes: list[tuple[int, Decimal]], rates: dict[int, Decimal]) -> Decimal:
    """Return what is left when each change is taken at the rate of its own month: the mistake."""
    return sum((delta * rates[month] for month, delta in changes), Decimal(0))


def test_who_has_left_leaves_nothing_behind() -> None:
    """100 euros that came at 1.10 and went at 1.20 (definitions 7.3)."""
    january = 2024 * 12
    mistaken = residue(
        [(january, Decimal(100)), (january + 1, Decimal(-100))],
        {january: Decimal("1.10"), january + 1: Decimal("1.20")},
    )
    assert mistaken == -10
    rows = (
        ("s1", "A", "2024-01-10", "2024-02-10", "100", "month", "EUR"),
        ("s2", "B", "2024-01-10", "", "10", "month", "USD"),
    )
    header = ("id", "customer", "started_on", "ended_on", "amount", "interval", "currency")
    versions = Export(
        name="subscription_versions.csv",
        header=(*header, "version", "updated_on"),
        rows=tuple((*row, "1", "2024-02-29") for row in rows),
    )
    for said in ({}, HISTORICAL):
        with TemporaryDirectory() as name:
            for one in (versions, dated(["1.10", "1.20"])):
                one.write(Path(name))
            program = run(Path(name), first=january, rates={}, said=said)
        left = frame_of(program).filter(pl.col("customer") == "A")
        assert left.get_column("delta").sum() == 0
        assert program.values(("mrr",))["mrr", january + 1] == 10
