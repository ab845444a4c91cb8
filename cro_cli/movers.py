"""The customers behind a movement of a period, the largest change first, and why they moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.evaluation import Evaluation
from cro_cli.fact import Missing
from cro_cli.figures import figure
from cro_cli.model import Cell, Column, Grid, Unit
from cro_cli.tables import MICROS

FEW = 10
# What is no movement of a customer, but of its plans or of exchange rates.
_ASIDE = ("transfer", "fx")


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
            Column(key="reason", title="Reason"),
        ),
        rows=tuple(shown),
    )


def reasons(run: Evaluation, name: str) -> Grid | None:
    """Return what a movement of the period comes to by reason, None where no reason is known."""
    frame = _reasons(run, name)
    if frame is None or not frame.get_column("reason").count():
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
            (Cell(text=reason), Cell(value=_mrr(delta)), Cell(value=Fraction(customers)))
            for reason, delta, customers in sums.rows()
        ),
    )


def _reasons(run: Evaluation, name: str) -> pl.DataFrame | None:
    fact = run.collected.fact("reasons")
    if isinstance(fact, Missing):
        return None
    return fact.frame.filter(_within(run), pl.col("movement") == name)


def _within(run: Evaluation) -> pl.Expr:
    last = run.scope.month
    return pl.col("month").is_between(last - run.scope.period + 1, last)


def _rows(run: Evaluation, name: str) -> Iterator[tuple[Cell, ...]]:
    fact = run.collected.fact("mrr_changes")
    if isinstance(fact, Missing):
        return
    own = ~pl.col("movement").is_in(_ASIDE)
    net = (
        fact.frame.group_by("customer", "month")
        .agg(
            pl.col("delta").filter(own).sum(),
            pl.col("movement").filter(own).first(),
            whole=pl.col("delta").sum(),
        )
        .sort("customer", "month")
        .with_columns(after=pl.col("whole").cum_sum().over("customer"))
        .filter(_within(run), pl.col("movement") == name)
        .sort(pl.col("delta").abs(), "customer", "month", descending=[True, False, False])
    )
    names, why = _names(run), _why(run, name)
    for customer, month, delta, after in net.select("customer", "month", "delta", "after").rows():
        yield (
            Cell(text=customer or "", private=True),
            Cell(text=names.get(customer, ""), private=True),
            Cell(text=months.name(month)),
            Cell(value=_mrr(after - delta)),
            Cell(value=_mrr(delta)),
            Cell(value=_mrr(after)),
            Cell(text=why.get((customer, month), "")),
        )


def _why(run: Evaluation, name: str) -> Mapping[tuple[str, int], str]:
    """Return the reasons of each customer and month, the weightiest first: `price 20.00, …`."""
    frame = _reasons(run, name)
    if frame is None:
        return {}
    known = frame.drop_nulls("reason").sort(
        pl.col("delta").abs(), "reason", descending=[True, False]
    )
    parts: dict[tuple[str, int], list[tuple[str, Fraction]]] = {}
    for customer, month, reason, delta in known.select(
        "customer", "month", "reason", "delta"
    ).rows():
        parts.setdefault((customer, month), []).append((reason, _mrr(delta)))
    return {
        place: found[0][0]
        if len(found) == 1
        else ", ".join(f"{reason} {figure(amount, Unit.MONEY)}" for reason, amount in found)
        for place, found in parts.items()
    }


def _names(run: Evaluation) -> dict[str, str]:
    table = run.collected.table("customers")
    if table is None:
        return {}
    return dict(table.select("id", "name").drop_nulls().rows())


def _mrr(annual_micros: int) -> Fraction:
    return Fraction(annual_micros, 12 * MICROS)
