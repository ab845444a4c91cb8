"""Reasons of movements come to the movements, whatever the shape and the switches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, note
from hypothesis import strategies as st

from cro_cli.fact import FactData, Missing
from tests.oracle import plain, plain_companies, plain_reasons
from tests.oracle.companies import RATES, Export
from tests.oracle.ledger import Movement, ledger
from tests.oracle.program import Program, run

EXPORTS = (
    plain_companies.versions(),
    plain_companies.lines(),
    plain_companies.logs(),
    plain_companies.subscriptions(),
)


def explained(program: Program) -> Iterator[Movement]:
    """Yield the movements that reasons add up to."""
    fact = program.collected.fact("reasons")
    assert isinstance(fact, FactData), fact
    key = ("customer", "month", "movement")
    sums = fact.frame.group_by(key).agg(pl.col("delta").sum()).sort(key)
    for customer, month, kind, delta in sums.rows():
        yield Movement(customer=customer, month=month, kind=kind, delta=delta)


@given(st.one_of(EXPORTS), plain_companies.definitions())
def test_reasons_come_to_the_movements(export: Export, said: Mapping[str, str]) -> None:
    with TemporaryDirectory() as name:
        note(str(said))
        note(export.write(Path(name)).read_text(encoding="utf-8"))
        program = run(Path(name), first=2022 * 12, rates=RATES, said=said)
    if isinstance(program.collected.fact("mrr_changes"), Missing):
        return
    moved = [one for one in program.movements() if one.delta]
    assert list(explained(program)) == moved


# The switches that bear on how a thing stands on the day on which a month is read.
OF_STATES = ("end_inclusive", "weeks_per_month", "days_per_month", "trials", "discounts", "unpaid")
READ_ON_A_DAY = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(plain_companies.SWITCHES[name]) for name in OF_STATES},
        "paused": st.sampled_from(("exclude", "include")),
        "month_rule": st.sampled_from(("last_day", "first_day")),
    },
)


Reasons = Mapping[tuple[str, int, str, str | None], int]


def told(export: Export, said: Mapping[str, str]) -> tuple[Reasons, Reasons]:
    """Return what the program and the oracle say of an export."""
    is_present = export.name == "subscriptions.csv"
    of_company = plain.read_subscriptions if is_present else plain.read_versions
    of_reasons = plain_reasons.read_subscriptions if is_present else plain_reasons.read_versions
    with TemporaryDirectory() as name:
        folder = Path(name)
        export.write(folder)
        company = of_company(folder, RATES, said)
        program = run(folder, first=company.first, rates=RATES, said=said)
        subscriptions = of_reasons(folder, RATES, said)
        expected = plain_reasons.explained(ledger(company).movements, subscriptions, said)
    fact = program.collected.fact("reasons")
    if isinstance(fact, Missing):
        return {}, expected
    key = ("customer", "month", "movement", "reason")
    sums = fact.frame.group_by(key).agg(pl.col("delta").sum()).filter(pl.col("delta") != 0)
    return {row[:4]: row[4] for row in sums.rows()}, expected


@given(
    st.one_of(plain_companies.versions(), plain_companies.subscriptions()),
    READ_ON_A_DAY,
    st.sampled_from(plain_companies.SWITCHES["churn_at"]),
)
def test_reasons_are_those_that_two_days_side_by_side_tell(
    export: Export, said: Mapping[str, str], churn_at: str
) -> None:
    program, oracle = told(export, {**said, "churn_at": churn_at})
    assert program == oracle


HEADER = (
    "id,customer,version,plan,quantity,amount,discount,status,end_reason,interval,started_on,"
    "ended_on"
)
FIRST = "Pro,5,10,,,,2026-01-10,2026-04-10"
# What customers had, each beside something that goes on, for whom one thing changes in April.
BY_REASON = {
    "quantity": (f"s,{FIRST}", "s,Pro,8,10,,,,2026-04-10,"),
    "price": (f"s,{FIRST}", "s,Pro,5,12,,,,2026-04-10,"),
    "discount": (f"s,{FIRST}", "s,Pro,5,10,5,,,2026-04-10,"),
    "discount end": ("s,Pro,5,10,5,,,2026-01-10,2026-04-10", "s,Pro,5,10,,,,2026-04-10,"),
    "plan change": (f"s,{FIRST}", "t,Scale,5,15,,,,2026-04-10,"),
    "cross-sell": ("s,Pro,5,10,,,,2026-01-10,", "t,Care,1,10,,,,2026-04-10,"),
    "pause": (f"s,{FIRST}", "s,Pro,5,10,,paused,,2026-04-10,"),
    "resume": (
        "s,Pro,5,10,,,,2026-01-10,2026-02-10",
        "s,Pro,5,10,,paused,,2026-02-10,2026-04-10",
        "s,Pro,5,10,,,,2026-04-10,",
    ),
    "voluntary": (f"s,{FIRST}", "s,Pro,5,10,,canceled,too expensive,2026-04-10,"),
    "involuntary": (f"s,{FIRST}", "s,Pro,5,10,,unpaid,,2026-04-10,"),
    "unknown": (f"s,{FIRST}", "s,Pro,5,10,,canceled,,2026-04-10,"),
}


def versions() -> Iterator[str]:
    """Yield a customer for each reason, who is named after it."""
    for reason, rows in BY_REASON.items():
        for version, row in enumerate((*rows, "base,Base,1,500,,,,2026-01-10,")):
            name, *what, start, end = row.split(",")
            yield f"{name} {reason},{reason},{version},{','.join(what)},month,{start},{end}"
    yield "z,z,0,Base,1,500,,,,month,2026-06-15,"


def test_the_oracle_knows_every_reason() -> None:
    header, *rows = (tuple(line.split(",")) for line in (HEADER, *versions()))
    export = Export(name="subscription_versions.csv", header=header, rows=tuple(rows))
    program, oracle = told(export, {})
    assert program == oracle
    in_april = {customer: reason for customer, month, _, reason in oracle if month == 2026 * 12 + 3}
    assert in_april == {reason: reason for reason in BY_REASON}
