"""Canonical columns that are read from several columns, or from what stands above the header."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages.files import NO_BASE
from cro_cli.sources import billed, cost_months, deal_values, terms
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.composing import Composing
from cro_cli.sources.plan import Plan
from cro_cli.sources.said import Said
from cro_cli.tables import RATE_UNITS


def columns(
    plan: Plan,
    text: Said,
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
    "by_status": deal_values.by_status,
    "actual": deal_values.actual,
    "annual_value": deal_values.annual_value,
    "corporate": _corporate,
    "month_of": cost_months.month_of,
    "interval_of_term": terms.interval,
    "count_of_term": terms.interval_count,
    "count_beside": terms.count_beside,
    "month_between": cost_months.month_between,
    "difference": billed.difference,
    "change": billed.change,
    "first_day_after": billed.first_day_after,
    "end_of_term": billed.end_of_term,
    "days_after": billed.days_after,
    "by_balance": billed.by_balance,
}
