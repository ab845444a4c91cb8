"""What revenue comes to by what is agreed today: CMRR, CARR and the losses that are scheduled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import dimensions, months
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


def _of(where: str, label: str, divide: int = 1, column: str = "delta") -> Measure:
    return Measure(
        label=label,
        fact=_FACT,
        aggregate=f"sum({column})",
        where=where,
        when=AsOf(),
        unit=Unit.MONEY,
        divide=divide,
    )


_IS_LOSS = "kind IN ('cancellation', 'downgrade', 'pause')"
_IS_UPGRADE = "kind IN ('upgrade', 'resume')"
_IS_GAIN = "kind IN ('signed', 'upgrade', 'resume')"
_PARTS: Mapping[str, Measure] = {
    "mrr": MRR,
    "losses": _of(f"{_IS_LOSS} AND is_near", "scheduled losses", months.YEAR),
    "gains": _of(f"{_IS_GAIN} AND is_near", "signed and scheduled to step up", months.YEAR),
    "arr": ARR,
    "signed": _of("kind = 'signed'", "signed, not live"),
    "upgrades": _of(_IS_UPGRADE, "scheduled upgrades"),
    "known_losses": _of(_IS_LOSS, "known losses"),
}
# What CMRR is made of, by the definition of it.
_OF_CMRR = {"losses": ("mrr", "losses"), "forward": ("mrr", "losses", "gains")}
# Without gains nothing that they add is lost again.
_LOST = _of("is_near", "lost of MRR", months.YEAR, "lost")
_OF_CARR = ("arr", "signed", "upgrades", "known_losses")


def commitments(
    run: Evaluation, parts: list[tuple[str, Engine]], by: str, *, everyone: bool
) -> Iterator[Block]:
    """Yield CMRR and CARR of the whole and of parts, and what is lost and gained when, by whom.

    CMRR is MRR less what is lost of it within the horizon, as definitions 4.12 settles it: what is
    signed is no revenue until it is live, and no loss when it ends. `cmrr: forward` adds what is
    signed and what steps up within the horizon, as 4.3 has it, and takes away what of that is lost
    again. CARR is ARR with all that is signed or steps up, of ramps too (4.1), less all losses that
    are known. What is paused until a day that is known steps up on it.
    """
    month, settled = run.scope.month, run.collected.assumptions
    is_forward = settled.defined("cmrr") == "forward"
    measures = _PARTS if is_forward else {**_PARTS, "losses": _LOST}
    found = (run.engine.measured(measure, month) for measure in measures.values())
    unknown = next((one.reason for one in found if one.reason is not None), None)
    if unknown is not None:
        said = f"CMRR and CARR are not known: {because(unknown)}"
        yield Note(title="Committed revenue", lines=(said,), main=True)
        return
    of_cmrr, horizon = _OF_CMRR[settled.defined("cmrr")], settled.number("cmrr_horizon_days")
    titles = {
        "mrr": "MRR",
        "losses": f"Lost within {horizon} days",
        "gains": f"Gained within {horizon} days",
        "cmrr": "CMRR",
        "arr": "ARR",
        "signed": "Signed, not live",
        "upgrades": "Scheduled upgrades",
        "known_losses": "Known losses",
        "carr": "CARR",
    }
    shown = [key for key in titles if key in {*of_cmrr, "cmrr", *_OF_CARR, "carr"}]
    yield Grid(
        key="committed",
        title="Committed revenue",
        columns=(
            Column(key="of", title=by.capitalize() or "Of"),
            *(Column(key=key, title=titles[key], unit=Unit.MONEY) for key in shown),
        ),
        rows=tuple(
            _row(name, _amounts(engine, month, measures, of_cmrr), shown)
            for name, engine in (("all", run.engine), *parts)
        ),
    )
    for title, wanted in (("Scheduled losses", False), ("Signed and scheduled upgrades", True)):
        yield from _ahead(run, title, gains=wanted, everyone=everyone)


def _amounts(
    engine: Engine, month: int, measures: Mapping[str, Measure], of_cmrr: Sequence[str]
) -> dict[str, Fraction | None]:
    told = {key: engine.measured(measure, month).value for key, measure in measures.items()}
    sums = {"cmrr": of_cmrr, "carr": _OF_CARR}
    return told | {key: _sum(*(told[name] for name in names)) for key, names in sums.items()}


def _row(name: str, told: Mapping[str, Fraction | None], shown: Sequence[str]) -> tuple[Cell, ...]:
    amounts = (told[key] for key in shown)
    cells = (Cell(text="?") if one is None else Cell(value=one) for one in amounts)
    return (Cell(text=name), *cells)


def _sum(*amounts: Fraction | None) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction()) if len(known) == len(amounts) else None


def _ahead(run: Evaluation, title: str, *, gains: bool, everyone: bool) -> Iterator[Grid]:
    """Yield what will be lost or gained, the next first, with the owner if the CRM knows one."""
    fact = run.collected.fact(_FACT)
    assert isinstance(fact, FactData)  # noqa: S101 - it has been measured
    rows = fact.frame.filter(pl.col("delta") > 0 if gains else pl.col("delta") < 0)
    if not rows.height:
        return
    owned = dimensions.with_dimension(rows, run.collected, "owner")
    told = rows.with_columns(owner=pl.lit(None, pl.String)) if owned is None else owned
    table = run.collected.table("customers")
    names = {} if table is None else dict(table.select("id", "name").drop_nulls().rows())
    shown = told if everyone else told.head(FEW)
    more = f", the next {shown.height} of {rows.height}" if shown.height < rows.height else ""
    yield Grid(
        key="scheduled_gains" if gains else "scheduled_losses",
        title=f"{title}{more}",
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
