"""What a deal is worth and when it closed, where that depends on its status or on a period."""

from __future__ import annotations

import polars as pl

from cro_cli.messages.cells import AMOUNT, NO_PERIOD, PERIOD
from cro_cli.messages.remarks import ANNUAL
from cro_cli.model import Severity, finding
from cro_cli.sources.cells import DTYPES
from cro_cli.sources.composing import Composing

# A value for each of these spans is so many of them a year; one that is paid once stays as it is.
_A_YEAR = {"monthly": 12, "annual": 1, "one_time": 1}
_LARGEST = 2**63 - 1


def by_status(given: Composing) -> pl.Expr:
    """Take what goes with the status of the row: a deal won closes on another day than one open."""
    dtype = DTYPES[given.plan.table.column(given.rule.name).kind]
    chosen = given.part("otherwise", dtype)
    for status in (one for one in given.rule.parts if one != "otherwise"):
        own = given.part(status, dtype)
        chosen = pl.when(pl.col("status") == status).then(own).otherwise(chosen)
    return chosen


def actual(given: Composing) -> pl.Expr:
    """Take what a won deal came to, and what the others are estimated at."""
    planned = given.part("planned", pl.Int64())
    came_to = pl.coalesce(given.part("actual", pl.Int64()), planned)
    return pl.when(pl.col("status") == "won").then(came_to).otherwise(planned)


def annual_value(given: Composing) -> pl.Expr:
    """Bring values for a month to those of a year, so that all are alike."""
    value, period = given.part("value", pl.Int64()), given.part("period", pl.String())
    times = period.replace_strict(_A_YEAR, default=None, return_dtype=pl.Int64)
    fits = (value.abs() <= _LARGEST // times).fill_null(value=True)
    rows = given.typed.select(
        odd=times.is_null() & period.is_not_null() & value.is_not_null(),
        alone=period.is_null() & value.is_not_null(),
        huge=~fits,
        monthly=(times > 1) & value.is_not_null(),
    )
    given.complain("value", rows["alone"], NO_PERIOD)
    given.complain("value", rows["huge"], AMOUNT)
    given.complain("period", rows["odd"], PERIOD)
    if count := rows["monthly"].sum():
        file, table = given.complaints.file, given.plan.table.name
        said = finding(ANNUAL, Severity.NOTE, file=file, table=table, count=count)
        given.complaints.findings.append(said)
    return pl.when(fits).then(value * times)
