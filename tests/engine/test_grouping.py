from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from cro_cli import grouping
from cro_cli.assumptions import Assumptions
from cro_cli.collect import Collected
from cro_cli.measures import CUSTOMERS, MRR, movement, net_new, turned
from cro_cli.measuring import Measuring
from cro_cli.metric import PERIOD, Measure
from cro_cli.model import Unit
from cro_cli.slices import Sliced
from tests.facts.canonical import month

AUGUST, SEPTEMBER = month("2026-08"), month("2026-09")
COUNT = Measure(
    label="rows", fact="mrr_changes", aggregate="count(*)", when=PERIOD, unit=Unit.COUNT
)
MEASURES = (
    MRR,
    CUSTOMERS,
    COUNT,
    movement("new", "new"),
    movement("churn", "churn", sign="-"),
    net_new("net new", when=PERIOD, divide=12),
    turned("+"),
    turned("-"),
)
ROWS = pl.DataFrame(
    {
        "month": [AUGUST, AUGUST, AUGUST, SEPTEMBER, SEPTEMBER, SEPTEMBER, None],
        "movement": ["opening", "new", "new", "churn", "expansion", "new", "new"],
        "logos": [1, 1, 1, -1, 0, 1, 1],
        "delta": [100, 20, 3, -100, 7, 50, 1000],
    },
    schema_overrides={"month": pl.Int32},
)


def _condensed() -> dict[Measure, grouping.Sums]:
    by, summed = grouping.columns_of(MEASURES)
    kinds = grouping.condensed(ROWS, by, summed)
    return dict(grouping.of_condensed(MEASURES, kinds))


def test_what_tells_rows_apart_and_what_is_summed_come_from_the_measures() -> None:
    assert grouping.columns_of(MEASURES) == (("logos", "month", "movement"), ("delta", "logos"))


def test_sums_of_kinds_of_rows_are_those_of_the_rows() -> None:
    assert _condensed() == dict(grouping.of_rows(MEASURES, ROWS))


def test_sums_and_rows_by_month_of_condensed_rows() -> None:
    found = _condensed()
    assert found[MRR] == {AUGUST: (123, 3), SEPTEMBER: (-43, 3)}
    assert found[CUSTOMERS] == {AUGUST: (3, 3), SEPTEMBER: (0, 3)}
    assert found[COUNT] == {AUGUST: (3, 3), SEPTEMBER: (3, 3)}
    assert found[MEASURES[3]] == {AUGUST: (23, 2), SEPTEMBER: (50, 1)}
    assert found[MEASURES[4]] == {AUGUST: (0, 0), SEPTEMBER: (100, 1)}
    assert found[turned("+")] == {AUGUST: (2, 2), SEPTEMBER: (1, 1)}
    assert found[turned("-")] == {AUGUST: (0, 0), SEPTEMBER: (1, 1)}


@pytest.fixture(scope="module")
def many() -> Collected:
    """150,000 customers pay 1 in August; in September the even ones 3, the others nothing."""
    customers = pl.select(number=pl.int_range(150_000))
    ids, half = pl.format("C{}", "number"), pl.col("number") % 2
    kind = half.replace_strict({0: "even", 1: "odd"})
    tables = {
        "customers": customers.select(id=ids, segment=kind, source=kind),
        "mrr": pl.concat(
            [
                _paid(customers, ids, "2026-07-01", 0),
                _paid(customers, ids, "2026-08-01", 1_000_000),
                _paid(customers.filter(half == 0), ids, "2026-09-01", 3_000_000),
            ]
        ),
    }
    about = {"region": pl.String, "parent": pl.String}
    tables["customers"] = tables["customers"].with_columns(
        pl.lit(None, kind).alias(name) for name, kind in about.items()
    )
    supplied = frozenset({"customers.id", "customers.segment", "customers.source", "mrr.amount"})
    return Collected(tables, supplied, Assumptions(), {}, (AUGUST, SEPTEMBER))


def _paid(customers: pl.DataFrame, ids: pl.Expr, day: str, amount: int) -> pl.DataFrame:
    return customers.select(
        customer=ids,
        month=pl.lit(day).str.to_date(),
        amount=pl.lit(amount, pl.Int64),
        currency=pl.lit("USD"),
        plan=pl.lit(None, pl.String),
    )


def test_a_fact_of_many_rows_is_measured_as_any_other(many: Collected) -> None:
    measuring = Measuring(many, [MRR, CUSTOMERS], period=1)
    assert measuring.at(MRR, AUGUST).value == 150_000
    assert measuring.at(MRR, SEPTEMBER).value == 225_000
    assert measuring.at(CUSTOMERS, SEPTEMBER).value == 75_000
    assert measuring.at(movement("churn", "churn", sign="-"), SEPTEMBER).value == 75_000
    assert measuring.at(movement("expansion", "expansion"), SEPTEMBER).value == 150_000


@pytest.mark.parametrize(("segment", "mrr", "churn"), [("even", 225_000, 0), ("odd", 0, 75_000)])
@pytest.mark.parametrize("dimension", ["segment", "source"])
def test_a_part_of_many_rows_is_measured_as_any_other(
    many: Collected, dimension: str, segment: str, mrr: Fraction, churn: Fraction
) -> None:
    measuring = Measuring(Sliced(many, dimension, segment), [MRR], period=1)
    assert measuring.at(MRR, AUGUST).value == 75_000
    assert measuring.at(MRR, SEPTEMBER).value == mrr
    assert measuring.at(movement("churn", "churn", sign="-"), SEPTEMBER).value == churn
