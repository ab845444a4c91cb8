"""The currency of amounts that carry it beside their digits, in files without a column for it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli.messages import remarks as messages
from cro_cli.model import Finding, Severity, finding
from cro_cli.sources import amounts
from cro_cli.sources.plan import Plan


def lacking(plan: Plan) -> bool:
    """Tell whether the file has no column for the currency, nor a header that names it."""
    there = any(cell.column == "currency" for cell in plan.cells)
    return not there and "currency" not in plan.constants


def written(
    texts: Sequence[pl.Series], plan: Plan, file: str
) -> tuple[pl.Series | None, list[Finding]]:
    """Return the currency of each row as its amounts say it, and what a bare `$` leaves open."""
    known = pl.select(pl.coalesce(map(amounts.written_currencies, texts))).to_series()
    known = known.alias("currency")
    marks = [mark for mark in map(amounts.open_mark, texts) if mark]
    return (None if known.null_count() == known.len() else known), [
        finding(messages.CURRENCY_MARK, Severity.NOTE, file=file, table=plan.table.name, mark=mark)
        for mark in dict.fromkeys(marks)
    ]
