"""What revenue comes to by what is agreed today: CMRR, CARR and the losses that are scheduled."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import months, slices
from cro_cli.fact import FactData
from cro_cli.measures import ARR, MRR
from cro_cli.metric import AsOf, Measure
from cro_cli.model import Block, Cell, Column, Grid, Note, Unit
from cro_cli.tables import MICROS
from cro_cli.wording import because

if TYPE_CHECKING:
    from cro_cli.engine import Engine
    from cro_cli.evaluation import Evaluation

FEW = 10
_FACT = "schedule"


def _of(where: str, label: str, divide: int = 1) -> Measure:
    return Measure(
        label=label,
        fact=_FACT,
        aggregate="sum(delta)",
        where=where,
        when=AsOf(),
        unit=Unit.MONEY,
        divide=divide,
    )


_NEAR = _of("kind <> 'signed' AND is_near", "scheduled losses", months.YEAR)
_LOSSES = _of("kind <> 'signed'", "known losses")
_SIGNED = _of("kind = 'signed'", "signed, not live")
_PARTS = (("mrr", MRR), ("losses", _NEAR), ("arr", ARR), ("signed", _SIGNED), ("known", _LOSSES))


def commitments(
    run: Evaluation, parts: list[tuple[str, Engine]], by: str, *, everyone: bool
) -> Iterator[Block]:
    """Yield CMRR and CARR of the whole and of parts, and what is lost when, and by whom.

    CMRR is MRR less the losses within the horizon; CARR is ARR with what is signed and not live,
    less all losses that are known (definitions 4.12).
    """
    month, horizon = run.scope.month, run.collected.assumptions.number("cmrr_horizon_days")
    found = [run.engine.measured(measure, month) for _, measure in _PARTS]
    unknown = next((one.reason for one in found if one.reason is not None), None)
    if unknown is not None:
        said = f"CMRR and CARR are not known: {because(unknown)}"
        yield Note(title="Committed revenue", lines=(said,), main=True)
        return
    engines = [("all", run.engine), *parts]
    titles = {
        "mrr": "MRR",
        "losses": f"Lost within {horizon} days",
        "cmrr": "CMRR",
        "arr": "ARR",
        "signed": "Signed, not live",
        "known_losses": "Known losses",
        "carr": "CARR",
    }
    yield Grid(
        key="committed",
        title="Committed revenue",
        columns=(
            Column(key="of", title=by.capitalize() or "Of"),
            *(Column(key=key, title=title, unit=Unit.MONEY) for key, title in titles.items()),
        ),
        rows=tuple(_row(name, engine, month) for name, engine in engines),
    )
    yield from _losses(run, everyone=everyone)


def _row(name: str, engine: Engine, month: int) -> tuple[Cell, ...]:
    told = {key: engine.measured(measure, month).value for key, measure in _PARTS}
    values = (
        told["mrr"],
        told["losses"],
        _sum(told["mrr"], told["losses"]),
        told["arr"],
        told["signed"],
        told["known"],
        _sum(told["arr"], told["signed"], told["known"]),
    )
    cells = (Cell(text="?") if one is None else Cell(value=one) for one in values)
    return (Cell(text=name), *cells)


def _sum(*amounts: Fraction | None) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction()) if len(known) == len(amounts) else None


def _losses(run: Evaluation, *, everyone: bool) -> Iterator[Grid]:
    """Yield what will be lost, the next first, with the owner where the CRM knows one."""
    fact = run.collected.fact(_FACT)
    assert isinstance(fact, FactData)  # noqa: S101 - it has been measured
    rows = fact.frame.filter(pl.col("kind") != "signed")
    if not rows.height:
        return
    owned = slices.with_dimension(rows, run.collected, "owner")
    told = rows.with_columns(owner=pl.lit(None, pl.String)) if owned is None else owned
    table = run.collected.table("customers")
    names = {} if table is None else dict(table.select("id", "name").drop_nulls().rows())
    shown = told if everyone else told.head(FEW)
    more = f", the next {shown.height} of {rows.height}" if shown.height < rows.height else ""
    yield Grid(
        key="scheduled_losses",
        title=f"Scheduled losses{more}",
        columns=(
            Column(key="subscription", title="Subscription"),
            Column(key="on", title="On"),
            Column(key="customer", title="Customer"),
            Column(key="name", title="Name"),
            Column(key="plan", title="Plan"),
            Column(key="change", title="Change", unit=Unit.MONEY),
            Column(key="kind", title="Kind"),
            Column(key="owner", title="Owner"),
        ),
        rows=tuple(
            (
                Cell(text=one["subscription"] or "", private=True),
                Cell(text=str(one["on"])),
                Cell(text=one["customer"] or "", private=True),
                Cell(text=names.get(one["customer"], ""), private=True),
                Cell(text=one["plan"] or ""),
                Cell(value=Fraction(one["delta"], months.YEAR * MICROS)),
                Cell(text=one["kind"]),
                Cell(text=one["owner"] or "", private=True),
            )
            for one in shown.iter_rows(named=True)
        ),
    )
