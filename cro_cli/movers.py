"""The customers behind a movement of a period, the largest change first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.evaluation import Evaluation
from cro_cli.fact import Missing
from cro_cli.model import Cell, Column, Grid, Unit
from cro_cli.tables import MICROS

FEW = 10


def movers(run: Evaluation, name: str, *, everyone: bool) -> Grid:
    """Return the customers of a movement in the period that ends with the as-of date.

    Ten of them, unless `everyone` is asked for; a row a customer and month, amounts of MRR.
    """
    rows = list(_rows(run, name))
    shown = rows if everyone else rows[:FEW]
    more = f", the largest {len(shown)} of {len(rows)}" if len(shown) < len(rows) else ""
    return Grid(
        key=f"movers_{name}",
        title=f"{name.capitalize()} in the {run.scope.period_name}{more}",
        columns=(
            Column(key="customer", title="Customer"),
            Column(key="name", title="Name"),
            Column(key="month", title="Month"),
            Column(key="before", title="Before", unit=Unit.MONEY),
            Column(key="change", title="Change", unit=Unit.MONEY),
            Column(key="after", title="After", unit=Unit.MONEY),
        ),
        rows=tuple(shown),
    )


def _rows(run: Evaluation, name: str) -> Iterator[tuple[Cell, ...]]:
    fact = run.collected.fact("mrr_changes")
    if isinstance(fact, Missing):
        return
    last = run.scope.month
    net = (
        fact.frame.group_by("customer", "month")
        .agg(pl.col("delta").sum(), pl.col("movement").first())
        .sort("customer", "month")
        .with_columns(after=pl.col("delta").cum_sum().over("customer"))
        .filter(
            pl.col("month").is_between(last - run.scope.period + 1, last),
            pl.col("movement") == name,
        )
        .sort(pl.col("delta").abs(), "customer", "month", descending=[True, False, False])
    )
    names = _names(run)
    for customer, month, delta, after in net.select("customer", "month", "delta", "after").rows():
        yield (
            Cell(text=customer or "", private=True),
            Cell(text=names.get(customer, ""), private=True),
            Cell(text=months.name(month)),
            Cell(value=_mrr(after - delta)),
            Cell(value=_mrr(delta)),
            Cell(value=_mrr(after)),
        )


def _names(run: Evaluation) -> dict[str, str]:
    table = run.collected.table("customers")
    if table is None:
        return {}
    return dict(table.select("id", "name").drop_nulls().rows())


def _mrr(annual_micros: int) -> Fraction:
    return Fraction(annual_micros, 12 * MICROS)
