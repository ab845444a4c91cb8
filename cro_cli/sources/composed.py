"""Canonical columns that are read from several columns, or from what stands above the header."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import polars as pl

from cro_cli.errors import InputError
from cro_cli.sources import dates
from cro_cli.sources.format import ColumnRule
from cro_cli.sources.plan import Plan

_RANGE = re.compile(r"^\W*(.*?[0-9]{4})\W* [-–] (.*?[0-9]{4})\W*$")
_ADVICE = "add a breakdown by month (or day) to the report and export it again"


def columns(plan: Plan, typed: pl.DataFrame, above: Sequence[str], file: str) -> pl.DataFrame:
    """Return the typed frame with the columns that its format composes.

    Raises:
        InputError: when rows span more than a month, so that their month is not to be had.
    """
    for rule in plan.composed:
        typed = typed.with_columns(
            _COMPOSED[rule.read](plan, rule, typed, above, file).alias(rule.name)
        )
    return typed


def _part(plan: Plan, rule: ColumnRule, part: str, dtype: pl.DataType) -> pl.Expr:
    target = f"{rule.name}.{part}"
    return pl.col(target) if plan.has(target) else pl.lit(None, dtype)


def _outcome(plan: Plan, rule: ColumnRule, *_: object) -> pl.Expr:
    """Read open, won or lost off flags; what they do not settle stays empty."""
    closed, won, lost = (_part(plan, rule, one, pl.Boolean()) for one in ("closed", "won", "lost"))
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


def _by_status(plan: Plan, rule: ColumnRule, *_: object) -> pl.Expr:
    """Take the date that goes with the deal's status; one without a status is open."""
    won, lost, open_ = (_part(plan, rule, one, pl.Date()) for one in ("won", "lost", "open"))
    status = pl.col("status") if plan.has("status") else pl.lit(None, pl.String)
    return pl.when(status == "won").then(won).when(status == "lost").then(lost).otherwise(open_)


def _month_of(
    plan: Plan, rule: ColumnRule, typed: pl.DataFrame, above: Sequence[str], file: str
) -> pl.Expr:
    """Take the month from the days that a row, or the whole report, spans."""
    start, end = f"{rule.name}.start", f"{rule.name}.end"
    if plan.has(start) and plan.has(end):
        first, last = typed.get_column(start), typed.get_column(end)
    else:
        first, last = _range_above(above, file)
    if typed.is_empty():
        return pl.lit(None, pl.Date())
    months = pl.DataFrame({"a": first.dt.month_start(), "b": last.dt.month_start()})
    if months.filter(pl.col("a") != pl.col("b")).height:
        raise InputError([f"{file}: cost is given for more than one month at once; {_ADVICE}"])
    return pl.lit(months.get_column("a")) if first.len() > 1 else pl.lit(months.item(0, "a"))


def _range_above(above: Sequence[str], file: str) -> tuple[pl.Series, pl.Series]:
    for line in above:
        match = _RANGE.match(line)
        if match is None:
            continue
        days = dates.read_dates(pl.Series([match[1].strip(' "'), match[2].strip(' "')]))
        if not days.null_count():
            return days.head(1), days.tail(1)
    raise InputError([f"{file}: nothing says which month the cost belongs to; {_ADVICE}"])


_COMPOSED: dict[str, Callable[..., pl.Expr]] = {
    "outcome": _outcome,
    "by_status": _by_status,
    "month_of": _month_of,
}
