"""What exports of deals from several days tell: when stage, amount or close date changed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli.sources import states
from cro_cli.sources.snapshots import Day
from cro_cli.sources.states import AT, PLACE, RUN, History

_STATE = ("stage", "amount", "close_on", "currency")
_KEY = ("id",)
_MIRRORS = {"deal": ("id",), "from_stage": ("stage",), **{name: (name,) for name in _STATE}}


def history(series: Sequence[Day], supplied: Sequence[frozenset[str]]) -> History:
    """Return a move for each first export that shows a deal in another state, or shows it at all.

    Deals that the newest export no longer has are left out.
    """
    present = series[-1].frame.get_column("id").drop_nulls()
    rows = states.in_order(series, _KEY).filter(pl.col("id").is_in(present.implode()))
    runs = states.numbered(rows, _KEY, _STATE).unique(RUN, keep="first", maintain_order=True)
    moves = runs.select(
        deal="id",
        at=pl.col(AT).cast(pl.Datetime("us")),
        stage="stage",
        from_stage=pl.when(states.is_next(_KEY)).then(pl.col("stage").shift(1)),
        amount="amount",
        close_on="close_on",
        currency="currency",
    )
    return History(
        table="deal_stages",
        frame=moves.hstack(runs.select(PLACE)),
        mirrors=_MIRRORS,
        lacks=states.uneven("deals", _STATE, supplied),
    )
