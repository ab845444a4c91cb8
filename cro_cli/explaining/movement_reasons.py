"""Why customers moved, as far as the data know."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from cro_cli.evaluation import Evaluation
from cro_cli.fact import FactData
from cro_cli.figures import figure
from cro_cli.model import Cell, Column, Grid, Unit
from cro_cli.tables import MICROS


def reasons(run: Evaluation, name: str) -> Grid | None:
    """Return what a movement of the period comes to by reason, None where no reason is known."""
    frame = _reasons(run, name)
    if not frame.get_column("reason").count():
        return None
    sums = (
        frame.with_columns(pl.col("reason").fill_null("none"))
        .group_by("reason")
        .agg(pl.col("delta").sum(), customers=pl.col("customer").n_unique())
        .sort(pl.col("delta").abs(), "reason", descending=[True, False])
    )
    return Grid(
        key=f"reasons_{name}",
        title=f"{name.capitalize()} in the {run.scope.period_name}, by reason",
        columns=(
            Column(key="reason", title="Reason"),
            Column(key="change", title="Change", unit=Unit.MONEY),
            Column(key="customers", title="Customers", unit=Unit.COUNT),
        ),
        rows=tuple(
            (Cell(text=reason), Cell(value=monthly(delta)), Cell(value=Fraction(customers)))
            for reason, delta, customers in sums.rows()
        ),
    )


def _reasons(run: Evaluation, name: str) -> pl.DataFrame:
    fact = run.collected.fact("reasons")
    assert isinstance(fact, FactData)  # noqa: S101 - else there would be no bridge
    return fact.frame.filter(within(run), pl.col("movement") == name)


def within(run: Evaluation) -> pl.Expr:
    """Tell which rows are of the period that ends with the as-of date."""
    last = run.scope.month
    return pl.col("month").is_between(last - run.scope.period + 1, last)


def why(run: Evaluation, name: str) -> Mapping[tuple[str, int], str]:
    """Return the reasons of each customer and month, the weightiest first: `price 20.00, …`."""
    frame = _reasons(run, name)
    known = frame.drop_nulls("reason").sort(
        pl.col("delta").abs(), "reason", descending=[True, False]
    )
    parts: dict[tuple[str, int], list[tuple[str, Fraction]]] = {}
    for customer, month, reason, delta in known.select(
        "customer", "month", "reason", "delta"
    ).rows():
        parts.setdefault((customer, month), []).append((reason, monthly(delta)))
    return {
        place: found[0][0]
        if len(found) == 1
        else ", ".join(f"{reason} {figure(amount, Unit.MONEY)}" for reason, amount in found)
        for place, found in parts.items()
    }


def monthly(annual_micros: int) -> Fraction:
    """Return what annualised micros come to in a month."""
    return Fraction(annual_micros, 12 * MICROS)
