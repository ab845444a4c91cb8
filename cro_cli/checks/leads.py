"""Leads that reached a stage on a day that nobody wrote down."""

from __future__ import annotations

from functools import partial

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import Data
from cro_cli.messages.checks import LEAD_WITHOUT_DATE

_STAGES = ("mql", "sql", "won")


def _find(stage: str, data: Data) -> Found:
    reached = _STAGES[_STAGES.index(stage) :]
    undated = pl.col("stage").is_in(reached) & pl.col(f"{stage}_on").is_null()
    words = {"stage": _named(stage)}
    found = data.table("leads").filter(undated)
    return rows(found, data, Saying(LEAD_WITHOUT_DATE, "leads", f"{stage}_on", words))


def _named(stage: str) -> str:
    return stage if stage == "won" else stage.upper()


CHECKS = tuple(
    Check(
        key=f"lead_without_{stage}_date",
        title=f"Leads at {_named(stage)} without the date",
        needs=("leads.stage", f"leads.{stage}_on"),
        find=partial(_find, stage),
    )
    for stage in _STAGES
)
