"""The pictures of a report that has room for them: how it came about, at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from cro_cli import bridge, cohorts, months
from cro_cli.evaluation import Evaluation
from cro_cli.fact import Missing
from cro_cli.metrics import BY_KEY
from cro_cli.model import Block, Chart, Drawing, Series, Unit
from cro_cli.tables import MICROS
from cro_cli.triangles import triangle

SHOWN = 12
RETENTION = ("nrr", "grr")
# The counts of the funnel: metric and part, from the first stage to the last.
FUNNEL = (
    ("lead_to_mql", "bottom"),
    ("lead_to_mql", "top"),
    ("mql_to_sql", "top"),
    ("sql_to_won", "top"),
)


def pictures(run: Evaluation) -> Iterator[Block]:
    """Yield what the inputs can show, nothing of what they cannot."""
    if chart := bridge.drawn(bridge.since_revenue(bridge.steps(run, run.engine, SHOWN))):
        yield chart
    yield from _retention(run)
    yield from _pipeline(run)
    yield from _funnel(run)
    yield from _cohorts(run)


def _retention(run: Evaluation) -> Iterator[Chart]:
    ends = range(run.scope.month - SHOWN + 1, run.scope.month + 1)
    series = tuple(
        Series(
            key=key,
            title=BY_KEY[key].title,
            values=tuple(run.engine.result(key, end).value for end in ends),
        )
        for key in RETENTION
    )
    if any(value is not None for one in series for value in one.values):
        yield Chart(
            key="retention",
            title="NRR and GRR over time",
            drawing=Drawing.LINES,
            unit=Unit.RATIO,
            labels=tuple(months.name(end) for end in ends),
            series=series,
        )


def _pipeline(run: Evaluation) -> Iterator[Chart]:
    fact = run.collected.fact("pipeline")
    if isinstance(fact, Missing) or run.scope.month in fact.lacks_at:
        return
    stages = (
        fact.frame.filter(pl.col("month") == run.scope.month, pl.col("is_open"))
        .group_by("stage")
        .agg(pl.col("amount").sum(), chance=pl.col("probability").median())
        .sort("chance", "stage")
    )
    if stages.height:
        amounts = (Fraction(amount, MICROS) for amount in stages["amount"])
        yield Chart(
            key="pipeline",
            title="Open pipeline by stage",
            drawing=Drawing.BARS,
            unit=Unit.MONEY,
            labels=tuple(stages["stage"]),
            series=(Series(key="amount", title="Amount", values=tuple(amounts)),),
        )


def _funnel(run: Evaluation) -> Iterator[Chart]:
    found = [
        part
        for metric, key in FUNNEL
        for part in run.engine.result(metric, run.scope.month).parts
        if part.key == key and part.value is not None
    ]
    if len(found) == len(FUNNEL):
        yield Chart(
            key="funnel",
            title="Funnel of the leads that had time to be won",
            drawing=Drawing.BARS,
            unit=Unit.COUNT,
            labels=tuple(part.label for part in found),
            series=(Series(key="count", title="Count", values=tuple(one.value for one in found)),),
        )


def _cohorts(run: Evaluation) -> Iterator[Block]:
    ledger = run.collected.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return
    found = cohorts.cohorts(
        ledger,
        last=run.scope.month,
        length=months.QUARTER,
        year_start=run.collected.assumptions.fiscal_year_start,
    )
    shown = found[-SHOWN:]
    if shown:
        yield triangle(shown, "logos", "Customers kept, by quarter", months.QUARTER)
