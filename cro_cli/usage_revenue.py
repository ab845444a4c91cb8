"""Metered revenue beside MRR, and what it does to NRR where it is much (definitions 4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import months
from cro_cli.fact import FactData, Missing
from cro_cli.ledger import standing_for
from cro_cli.measures import MRR
from cro_cli.metric import Within
from cro_cli.model import Cell, Column, Grid, Unit
from cro_cli.tables import MICROS

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation

# From here on NRR is told with usage and without.
_MUCH = Fraction(1, 10)
_WINDOW = months.QUARTER
_OF_WINDOW = Within(months=_WINDOW)
_CHOICES = {"committed": "NRR of what is agreed", "t3m": "NRR with usage (mean of 3 months)"}


def metered(run: Evaluation) -> Iterator[Grid]:
    """Yield the mean of the last three months of usage that are billed, where there is any."""
    if run.collected.table("invoice_lines") is None:
        return
    fact = run.collected.fact("metered")
    if isinstance(fact, Missing):
        return
    last = min(run.scope.month, fact.last or 0)
    is_known = run.why_not("metered", "amount", when=_OF_WINDOW, month=last) is None
    mean, agreed = (_mean(run, fact, last) if is_known else None), _agreed(run, "committed", "mrr")
    share = None if mean is None or not agreed else mean / agreed
    rows = [_row(f"mean of 3 months to {months.name(last)}", mean, Unit.MONEY)]
    rows.append(_row("as a share of the MRR that is agreed", share, Unit.RATIO))
    if share is not None and share > _MUCH:
        rows += [_row(said, _agreed(run, key, "nrr"), Unit.RATIO) for key, said in _CHOICES.items()]
    columns = (Column(key="what", title="Metered"), Column(key="value", title="Value"))
    yield Grid(key="metered", title="Metered revenue", columns=columns, rows=tuple(rows))


def _mean(run: Evaluation, fact: FactData, last: int) -> Fraction | None:
    """Return the mean by month; None where the months before are not known."""
    if fact.first is not None and last - _WINDOW + 1 < fact.first:
        return None
    rows = standing_for.parted(fact.frame, run.collected).rows
    known = rows.filter(pl.col("month").is_between(last - _WINDOW + 1, last))
    return Fraction(int(known.get_column("amount").sum()), _WINDOW * MICROS)


def _agreed(run: Evaluation, choice: str, key: str) -> Fraction | None:
    """Return MRR or NRR as if the switch `usage` said another word."""
    engine = run.under(usage=choice)
    month = run.scope.month
    return engine.measured(MRR, month).value if key == "mrr" else engine.result(key, month).value


def _row(name: str, value: Fraction | None, unit: Unit) -> tuple[Cell, ...]:
    return (Cell(text=name), Cell(text="?") if value is None else Cell(value=value, unit=unit))
