"""A company taken apart by customers adds up to the whole (definitions 7.4)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import polars as pl
from hypothesis import assume, given
from hypothesis import strategies as st

from cro_cli.fact import FactData
from tests.oracle.companies import Export, histories
from tests.oracle.metrics import Value
from tests.oracle.program import Program
from tests.properties.running import COHORTS, FIRST, FLOWS, running


def sums(program: Program) -> dict[tuple[str, str, int], Value]:
    """Return everything that adds up: stocks, flows, and both sides of the cohort ratios."""
    return {
        (key, part.key, month): part.value
        for key in ("mrr", *FLOWS, *COHORTS)
        for month in range(FIRST, program.last + 1)
        for part in program.engine.result(key, month).parts
    }


@given(histories(min_months=13))
def test_parts_of_a_company_add_up(history: Export) -> None:
    mine = tuple(row for row in history.rows if row[0] in {"cus_1", "cus_2"})
    others = tuple(row for row in history.rows if row not in mine)
    assume(mine and others)
    with (
        running(history) as whole,
        running(replace(history, rows=mine)) as one,
        running(replace(history, rows=others)) as other,
    ):
        total, left, right = sums(whole), sums(one), sums(other)
    added = {place: plus(left[place], right[place]) for place in total}
    assert added == total


def plus(left: Value, right: Value) -> Value:
    """Add two parts, of which both or neither are known."""
    assert (left is None) == (right is None)
    return None if left is None or right is None else left + right


@given(
    histories(min_months=2),
    st.lists(st.sampled_from(("smb", "mid", "")), min_size=4, max_size=4),
)
def test_segments_add_up_to_the_ledger(history: Export, segments: list[str]) -> None:
    customers = Export(
        name="customers.csv",
        header=("id", "name", "email", "segment"),
        rows=tuple(
            (f"cus_{number}", f"Customer {number}", f"billing@c{number}.example", segment)
            # The last customer is in no file of customers, and must not be lost.
            for number, segment in enumerate(segments[:3], start=1)
        ),
    )
    with running(history) as plain, running(history, customers) as known:
        assert list(known.movements()) == list(plain.movements())
        by_segment = frame_of(known).group_by("segment").agg(pl.col("delta", "logos").sum())
        assert by_segment.sum()["delta"].to_list() == [annual(plain)]


def frame_of(program: Program) -> pl.DataFrame:
    fact = program.collected.fact("mrr_changes")
    assert isinstance(fact, FactData)
    return fact.frame


def annual(program: Program) -> Fraction:
    value = program.engine.result("arr", program.last).value
    assert value is not None
    return value * 1_000_000
