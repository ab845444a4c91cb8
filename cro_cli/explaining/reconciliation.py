"""From the ARR that the CRM knows to the ARR that is billed, class by class (definitions 6.1)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import wording
from cro_cli.fact import Missing
from cro_cli.model import Block, Cell, Column, Grid, Note, Unit
from cro_cli.tables import MICROS

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation

FEW = 10
_TITLE = "From CRM to billing"
# In the order in which they are shown.
CLASSES = {
    "won_not_billed": "won, and never billed",
    "billed_not_in_crm": "billed, and nothing won in the CRM",
    "amount_mismatch": "billed otherwise than won",
    "lost_in_billing_open_in_crm": "no longer billed, renewal open in the CRM",
    "won_in_crm_churned_in_billing": "no longer billed, won in the CRM",
    "timing": "a deal closed in the last 14 days",
    "same": "the same, but for 1% or 100 a year",
}
_AMOUNTS = (("crm", "CRM ARR"), ("billing", "Billing ARR"))


def reconciliation(run: Evaluation, *, everyone: bool) -> Iterator[Block]:
    """Yield both sides by class, which come to the difference, and who differs most.

    Ten of them, unless `everyone` is asked for.
    """
    fact, month = run.collected.fact("reconciled"), run.scope.month
    if isinstance(fact, Missing):
        yield Note(_TITLE, (f"not known: {wording.because(fact.reason)}",), main=True)
        return
    reason = fact.lacks_before_last.get("past_amounts")
    if fact.last is not None and month < fact.last and reason is not None:
        yield Note(_TITLE, (f"not known: {wording.because(reason)}",), main=True)
        return
    rows = fact.frame.filter(pl.col("month") == month)
    if fact.last is None or month <= fact.last:
        yield _by_class(rows)
        yield _largest(run, rows.filter(pl.col("difference") != "same"), everyone=everyone)
        yield Note(_TITLE, fact.assumptions)


def _by_class(rows: pl.DataFrame) -> Grid:
    amounts = [name for name, _ in _AMOUNTS]
    sums = rows.group_by("difference").agg(pl.len(), pl.col(amounts).sum())
    known = {name: counts for name, *counts in sums.rows()}
    whole = [rows.height, *(rows.get_column(name).sum() for name in amounts)]
    lines = [(said, known[name]) for name, said in CLASSES.items() if name in known]
    return Grid(
        key="reconciliation",
        title=_TITLE,
        columns=(
            Column(key="class", title="Class"),
            Column(key="accounts", title="Accounts", unit=Unit.COUNT),
            *_columns(),
        ),
        rows=tuple(_row(said, counts) for said, counts in [*lines, ("all", whole)]),
    )


def _row(said: str, counts: list[int]) -> tuple[Cell, ...]:
    count, crm, billing = counts
    return (Cell(text=said), Cell(value=Fraction(count)), *_amounts(crm, billing))


def _columns() -> Iterator[Column]:
    for key, title in (*_AMOUNTS, ("difference", "Difference")):
        yield Column(key=key, title=title, unit=Unit.MONEY)


def _amounts(crm: int, billing: int) -> Iterator[Cell]:
    for amount in (crm, billing, crm - billing):
        yield Cell(value=Fraction(amount, MICROS))


def _largest(run: Evaluation, rows: pl.DataFrame, *, everyone: bool) -> Grid:
    apart = (pl.col("crm") - pl.col("billing")).abs()
    ordered = rows.sort(apart, "kind", "who", descending=[True, False, False])
    shown = ordered if everyone else ordered.head(FEW)
    more = f", the largest {FEW} of {ordered.height}" if shown.height < ordered.height else ""
    names = {kind: _names(run, f"{kind}s") for kind in ("account", "customer", "deal")}
    return Grid(
        key="reconciliation_rows",
        title=f"Who differs{more}",
        columns=(
            Column(key="who", title="Account or customer"),
            Column(key="name", title="Name"),
            Column(key="class", title="Class"),
            *_columns(),
        ),
        rows=tuple(
            (
                Cell(text=who, private=True),
                Cell(text=names[kind].get(who, ""), private=True),
                Cell(text=CLASSES[difference]),
                *_amounts(crm, billing),
            )
            for _, kind, who, difference, crm, billing in shown.rows()
        ),
    )


def _names(run: Evaluation, table: str) -> dict[str, str]:
    known = run.collected.table(table)
    return {} if known is None else dict(known.select("id", "name").drop_nulls().rows())
