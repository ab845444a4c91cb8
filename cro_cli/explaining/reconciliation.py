"""Two accounts of the same revenue side by side, class by class, and who differs most.

Each customer is in one class, so that the classes come to the difference (definitions 6.1, 7.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import months, wording
from cro_cli.fact import FactData, Missing
from cro_cli.ledger.apart import NAMES
from cro_cli.model import Block, Cell, Column, Grid, Note, Unit
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation

FEW = 10
_TITLE = "From CRM to billing"
# In the order in which they are shown.
_OF_CRM = {
    "won_not_billed": "won, and never billed",
    "billed_not_in_crm": "billed, and nothing won in the CRM",
    "amount_mismatch": "billed otherwise than won",
    "discount_overrun": "billed with a discount that is over",
    "lost_in_billing_open_in_crm": "no longer billed, renewal open in the CRM",
    "won_in_crm_churned_in_billing": "no longer billed, won in the CRM",
    "duplicate_account": "won under one account, billed under another",
    "fx": "the same at the rates of the day it was won",
    "timing": "a deal closed in the last 14 days",
    "segment_mismatch": "the same, but another segment in billing",
    "same": "the same, but for 1% or 100 a year",
}
_OF_SHAPES = {
    "only_here": "not in the other",
    "only_there": "in the other alone",
    "duplicate": "in both, under different ids",
    "discount_overrun": "with a discount that is over in one of them",
    "amount": "another amount",
    "same": "the same",
}


class Sides(NamedTuple):
    """Two amounts of each customer or account, in micros, divided by `divide` to be shown.

    `rows` have `kind` (account, customer or deal), `who`, `difference`, `one` and `other`.
    """

    key: str
    title: str
    classes: Mapping[str, str]
    one: str
    other: str
    divide: int
    rows: pl.DataFrame


def of_crm(run: Evaluation, *, everyone: bool) -> Iterator[Block]:
    """Yield what the CRM and billing know of each account; ten of them, unless all are asked."""
    why = run.why_not("reconciled", "crm", "billing")
    if why is not None:
        yield Note(_TITLE, (f"not known: {wording.because(why)}",), main=True)
        return
    fact = run.collected.fact("reconciled")
    assert isinstance(fact, FactData)  # noqa: S101 - for the type checker
    of_month = fact.frame.filter(pl.col("month") == run.scope.month)
    rows = of_month.rename({"crm": "one", "billing": "other"})
    sides = Sides("reconciliation", _TITLE, _OF_CRM, "CRM ARR", "Billing ARR", 1, rows)
    yield from _told(run, sides, everyone=everyone)
    yield Note(_TITLE, fact.assumptions)


def of_shapes(run: Evaluation, *, everyone: bool) -> Iterator[Block]:
    """Yield what each export that MRR is not read from says of the same customers."""
    fact = run.collected.fact("disagreements")
    if isinstance(fact, Missing) or run.why_not("disagreements", "believed", "other"):
        return
    for (shape, at), rows in fact.frame.group_by("shape", "at", maintain_order=True):
        day = months.end(int(str(at)))
        told = rows.select(
            kind=pl.lit("customer"), who="customer", difference="difference", one="other",
            other="believed",
        )  # fmt: skip
        title = f"MRR that {NAMES[str(shape)]} say, on {day}"
        sides = Sides(f"other_{shape}", title, _OF_SHAPES, "MRR there", "MRR", months.YEAR, told)
        yield from _told(run, sides, everyone=everyone)


def _told(run: Evaluation, sides: Sides, *, everyone: bool) -> Iterator[Grid]:
    yield _by_class(sides)
    differ = sides.rows.filter(pl.col("difference") != "same")
    if differ.height:
        yield _largest(run, sides._replace(rows=differ), everyone=everyone)


def _by_class(sides: Sides) -> Grid:
    rows = sides.rows
    sums = rows.group_by("difference").agg(pl.len(), pl.col("one", "other").sum())
    known = {name: counts for name, *counts in sums.rows()}
    whole = [rows.height, *(rows.get_column(name).sum() for name in ("one", "other"))]
    lines = [(said, known[name]) for name, said in sides.classes.items() if name in known]
    return Grid(
        key=sides.key,
        title=sides.title,
        columns=(
            Column(key="class", title="Class"),
            Column(key="customers", title="Customers", unit=Unit.COUNT),
            *_columns(sides),
        ),
        rows=tuple(
            (Cell(text=said), Cell(value=Fraction(count)), *_amounts(sides, one, other))
            for said, (count, one, other) in [*lines, ("all", whole)]
        ),
    )


def _columns(sides: Sides) -> Iterator[Column]:
    titles = {"one": sides.one, "other": sides.other, "difference": "Difference"}
    for key, title in titles.items():
        yield Column(key=key, title=title, unit=Unit.MONEY)


def _amounts(sides: Sides, one: int, other: int) -> Iterator[Cell]:
    for amount in (one, other, one - other):
        yield Cell(value=Fraction(amount, MICROS * sides.divide))


def _largest(run: Evaluation, sides: Sides, *, everyone: bool) -> Grid:
    apart = (pl.col("one") - pl.col("other")).abs()
    ordered = sides.rows.sort(apart, "kind", "who", descending=[True, False, False])
    shown = ordered if everyone else ordered.head(FEW)
    more = f", the largest {FEW} of {ordered.height}" if shown.height < ordered.height else ""
    names = {kind: _names(run, f"{kind}s") for kind in ("account", "customer", "deal")}
    is_named = any(names.values())
    told = shown.select("kind", "who", "difference", "one", "other").rows()
    return Grid(
        key=f"{sides.key}_rows",
        title=f"Who differs{more}",
        columns=(
            Column(key="who", title="Customer"),
            *((Column(key="name", title="Name"),) if is_named else ()),
            Column(key="class", title="Class"),
            *_columns(sides),
        ),
        rows=tuple(
            (
                Cell(text=who or "", private=True),
                *((Cell(text=names[kind].get(who, ""), private=True),) if is_named else ()),
                Cell(text=sides.classes[difference]),
                *_amounts(sides, one, other),
            )
            for kind, who, difference, one, other in told
        ),
    )


def _names(run: Evaluation, table: str) -> dict[str, str]:
    known = run.collected.table(table)
    return {} if known is None else dict(known.select("id", "name").drop_nulls().rows())
