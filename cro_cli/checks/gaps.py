"""Months that are missing between others."""

from __future__ import annotations

from functools import partial

from cro_cli import months
from cro_cli.checks.check import Check, Found
from cro_cli.checks.data import Data
from cro_cli.exact import month
from cro_cli.messages.checks import MISSING_MONTHS
from cro_cli.model import Severity, finding

_SHOWN = 10


def _find(table: str, data: Data) -> Found:
    there = set(data.table(table).select(month("month")).to_series().drop_nulls().unique())
    missing = sorted(set(range(min(there), max(there))) - there) if there else []
    if not missing:
        return Found()
    named = ", ".join(months.name(one) for one in missing[:_SHOWN])
    more = f" and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else ""
    said = finding(
        MISSING_MONTHS,
        Severity.WARNING,
        file=data.files(table),
        column=data.header(data.file(table, 0), table, "month"),
        table=table,
        months=f"{named}{more}",
    )
    return Found(rows=len(missing), findings=(said,))


CHECKS = tuple(
    Check(
        key=f"missing_months_{table}",
        title=f"Months missing in {table}",
        needs=(f"{table}.month",),
        find=partial(_find, table),
    )
    for table in ("spend", "financials")  # of MRR every report says it
)
