from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from cro_cli import months, sources, tables
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from cro_cli.fact import Fact, FactData, Missing
from cro_cli.facts import every, named
from tests.facts.canonical import Given, Row, frame, month

SAMPLE = Path(__file__).parents[2] / "sample_data"

MORE: dict[str, list[Row]] = {
    "subscription_versions": [
        {
            "id": "v1",
            "customer": "c1",
            "version": "1",
            "amount": "100",
            "interval": "month",
            "started_on": "2026-01-15",
            "ended_on": "2026-06-01",
        },
        {
            "id": "v1",
            "customer": "c1",
            "version": "2",
            "amount": "120",
            "interval": "month",
            "started_on": "2026-06-01",
        },
        {
            "id": "v2",
            "customer": "c1",
            "version": "1",
            "amount": "1200",
            "interval": "year",
            "started_on": "2025-03-01",
        },
    ],
}

MORE["invoice_lines"] = [
    {
        "id": "l1",
        "invoice": "i1",
        "customer": "c1",
        "subscription": "s1",
        "plan": "Pro",
        "amount": "100",
        "period_start_on": "2026-08-15",
        "period_end_on": "2026-09-15",
        "issued_on": "2026-09-30",
    }
]
MORE["invoice_lines"].append({**MORE["invoice_lines"][0], "id": "l2", "type": "usage"})
MORE["movements"] = [{"id": "m1", "customer": "c1", "on": "2026-09-30", "delta": "10"}]

FACTS = every()

each_fact = pytest.mark.parametrize("fact", FACTS, ids=[fact.name for fact in FACTS])


@pytest.fixture(scope="module")
def sample() -> sources.Loaded:
    """The sample data, and a few rows of the tables that it does without."""
    files = sorted(str(path) for path in SAMPLE.glob("*.csv"))
    loaded = sources.load(files)
    more = {name: frame(name, rows) for name, rows in MORE.items()}
    supplied = {f"{name}.{column}" for name, rows in MORE.items() for row in rows for column in row}
    return loaded._replace(tables={**loaded.tables, **more}, supplied=loaded.supplied | supplied)


@pytest.fixture(scope="module")
def facts(sample: sources.Loaded) -> Collected:
    return _collected(sample, dict(sample.tables))


@pytest.fixture(scope="module")
def shuffled(sample: sources.Loaded) -> Collected:
    """The facts of the sample data with the rows of each table in another order."""
    frames = {
        name: rows.sample(fraction=1, shuffle=True, seed=7) for name, rows in sample.tables.items()
    }
    return _collected(sample, frames)


def _collected(loaded: sources.Loaded, frames: dict[str, pl.DataFrame]) -> Collected:
    last = month("2026-09")
    settled = Assumptions(gross_margin=Fraction(4, 5))
    evaluated = (last - months.QUARTER, last)
    return Collected(frames, loaded.supplied, settled, {"EUR": Fraction(11, 10)}, evaluated)


def _origins(fact: Fact) -> Iterator[str]:
    for origins in fact.columns.values():
        yield from origins


@each_fact
def test_columns_come_from_columns_that_there_are(fact: Fact) -> None:
    for origin in _origins(fact):
        name, _, field = origin.removeprefix("facts.").partition(".")
        if origin.startswith("facts."):
            assert field in named(name).columns, origin
        else:
            assert tables.BY_NAME[name].column(field)


@each_fact
def test_the_frame_has_the_columns_that_are_declared(fact: Fact, facts: Collected) -> None:
    built = facts.fact(fact.name)
    assert isinstance(built, FactData), built
    assert set(built.frame.columns) == set(fact.columns)
    if "month" in fact.columns:
        assert built.frame.schema["month"] == pl.Int32
    assert built.frame.height


@each_fact
def test_without_any_table_it_says_what_it_needs(fact: Fact, given: Given) -> None:
    empty: dict[str, list[Row]] = {table.name: [] for table in tables.TABLES}
    for tables_given in ({}, empty):
        built = given(**tables_given).fact(fact.name)
        assert isinstance(built, Missing)
        assert built.reason.code.startswith("missing_")
        assert built.reason.text.startswith("needs ")
        assert built.reason.remedy


@pytest.mark.parametrize("left_out", [None, *tables.BY_NAME])
@pytest.mark.parametrize("count", [1, 2])
def test_rows_with_nothing_in_them_are_survived(
    given: Given, count: int, left_out: str | None
) -> None:
    blank: dict[str, list[Row]] = {
        table.name: [{column.name: None for column in table.columns}] * count
        for table in tables.TABLES
        if table.name != left_out
    }
    built = given(**blank)
    for fact in FACTS:
        assert isinstance(built.fact(fact.name), FactData | Missing)


@pytest.mark.parametrize("left_out", tables.BY_NAME)
def test_a_table_more_or_less_is_survived(left_out: str, sample: sources.Loaded) -> None:
    some = {name: rows for name, rows in sample.tables.items() if name != left_out}
    alone = {name: rows for name, rows in sample.tables.items() if name == left_out}
    for frames in (some, alone):
        built = _collected(sample, frames)
        for fact in FACTS:
            assert isinstance(built.fact(fact.name), FactData | Missing)


@each_fact
def test_the_order_of_rows_changes_nothing(
    fact: Fact, facts: Collected, shuffled: Collected
) -> None:
    one, other = facts.fact(fact.name), shuffled.fact(fact.name)
    assert isinstance(one, FactData)
    assert isinstance(other, FactData)
    columns = one.frame.columns
    assert one.frame.sort(columns).equals(other.frame.sort(columns))
    for field in FactData._fields:
        if field != "frame":
            assert getattr(one, field) == getattr(other, field), field


def test_an_empty_table_is_no_table(given: Given) -> None:
    facts = given(mrr=[])
    assert facts.table("mrr") is None
    assert frame("mrr", []).height == 0
