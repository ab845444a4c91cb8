"""What the bridge does not show: months in which customers' revenue rose and fell."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import months
from cro_cli.fact import Missing
from cro_cli.figures import figure
from cro_cli.ledger import within
from cro_cli.model import Note, Unit
from cro_cli.tables import MICROS

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation


def within_months(run: Evaluation, count: int) -> Iterator[Note]:
    """Yield how often, and by how much, a month's net hides what happened in it.

    A customer has one movement a month, its net change (definitions 4.2).
    """
    ledger = run.collected.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return
    last = run.scope.month
    shown = pl.col("month").is_between(last - count * run.scope.period + 1, last)
    each_way = pl.min_horizontal("rose", "fell")
    rows = within.both_ways(ledger, run.collected).filter(shown)
    if not rows.height:
        return
    amount, gone = rows.select(each_way.sum(), pl.col("came_and_went").sum()).row(0)
    monthly = figure(Fraction(amount, MICROS * months.YEAR), Unit.MONEY)
    net = (
        f"{_who(rows.height)} rose and fell within one month: the bridge shows the net alone, and "
        f"an MRR of {monthly} each way is in no movement"
    )
    no_trace = f"{gone} of these came and went within the month, which leaves no trace"
    lines = (net, no_trace) if gone else (net,)
    yield Note(title="Hidden within a month", lines=lines)


def _who(count: int) -> str:
    return "once a customer's MRR" if count == 1 else f"{count} times a customer's MRR"
