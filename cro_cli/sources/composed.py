"""Canonical columns that are read from several columns, or from what stands above the header."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages.cells import AMOUNT, PERIOD
from cro_cli.messages.files import NO_BASE
from cro_cli.sources import billed, cost_months
from cro_cli.sources.cells import DTYPES
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.composing import Composing
from cro_cli.sources.plan import Plan
from cro_cli.tables import RATE_UNITS

# A value for each of these spans is so many of them a year; one that is paid once stays as it is.
_A_YEAR = {"monthly": 12, "annual": 1, "one_time": 1}
_LARGEST = 2**63 - 1


def columns(
    plan: Plan,
    text: pl.DataFrame,
    typed: pl.DataFrame,
    above: Sequence[str],
    complaints: Complaints,
) -> pl.DataFrame:
    """Return the typed frame with the columns that its format composes.

    Raises:
        InputError: when a month, or the currency of rates, is not to be had.
    """
    for rule in plan.composed:
        given = Composing(plan, rule, text, typed, above, complaints)
        typed = typed.with_columns(_COMPOSED[rule.read](given).alias(rule.name))
    return typed


def _outcome(given: Composing) -> pl.Expr:
    """Read open, won or lost off flags; what they do not settle stays empty."""
    closed, won, lost = (given.part(one, pl.Boolean()) for one in ("closed", "won", "lost"))
    return (
        pl.when(won)
        .then(pl.lit("won"))
        .when(lost)
        .then(pl.lit("lost"))
        .when(closed & ~won)
        .then(pl.lit("lost"))
        .when(~closed | (~won & ~lost))
        .then(pl.lit("open"))
    )


def _by_status(given: Composing) -> pl.Expr:
    """Take what goes with the status of the row: a deal won closes on another day than one open."""
    dtype = DTYPES[given.plan.table.column(given.rule.name).kind]
    chosen = given.part("otherwise", dtype)
    for status in (one for one in given.rule.parts if one != "otherwise"):
        own = given.part(status, dtype)
        chosen = pl.when(pl.col("status") == status).then(own).otherwise(chosen)
    return chosen


def _actual(given: Composing) -> pl.Expr:
    """Take what a won deal came to, and what the others are estimated at."""
    planned = given.part("planned", pl.Int64())
    came_to = pl.coalesce(given.part("actual", pl.Int64()), planned)
    return pl.when(pl.col("status") == "won").then(came_to).otherwise(planned)


def _annual_value(given: Composing) -> pl.Expr:
    """Bring values for a month to those of a year, so that all are alike."""
    value = given.part("value", pl.Int64())
    times = given.part("period", pl.String()).replace_strict(
        _A_YEAR, default=None, return_dtype=pl.Int64
    )
    fits = (value.abs() <= _LARGEST // times).fill_null(value=True)
    rows = given.typed.select(
        odd=times.is_null() & value.is_not_null(),
        huge=~fits,
        monthly=(times > 1) & value.is_not_null(),
    )
    if given.has("period"):
        given.complain("period", rows["odd"], PERIOD)
        given.complain("value", rows["huge"], AMOUNT)
    return pl.when(fits).then(value * times)


def _corporate(given: Composing) -> pl.Expr:
    """Find the currency that all rates are in: the one marked so, or else the one at 1."""
    marked = given.typed.filter(given.part("corporate", pl.Boolean()))["currency"].unique()
    at_one = (
        given.typed.group_by("currency")
        .agg((given.part("rate", pl.Int64()) == RATE_UNITS).all().alias("is_one"))
        .filter("is_one")["currency"]
    )
    known = (marked if marked.len() else at_one).drop_nulls()
    if known.len() != 1:
        raise InputError([NO_BASE.problem(given.complaints.file)])
    return pl.lit(known.item())


_COMPOSED: dict[str, Callable[[Composing], pl.Expr]] = {
    "outcome": _outcome,
    "by_status": _by_status,
    "actual": _actual,
    "annual_value": _annual_value,
    "corporate": _corporate,
    "month_of": cost_months.month_of,
    "month_between": cost_months.month_between,
    "difference": billed.difference,
    "change": billed.change,
    "first_day_after": billed.first_day_after,
    "by_balance": billed.by_balance,
}
