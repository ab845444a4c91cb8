"""Reasons of movements come to the movements, whatever the shape and the switches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, note
from hypothesis import strategies as st

from cro_cli.fact import FactData, Missing
from tests.oracle import plain_companies
from tests.oracle.companies import RATES, Export
from tests.oracle.ledger import Movement
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
