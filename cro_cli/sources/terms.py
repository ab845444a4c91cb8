"""The billing interval of subscriptions whose export names none: read off their current periods.

The current periods of one plan have to agree on it. A single period tells less: a renewal may have
been moved, the first one is shorter where all customers are billed on one day, a trial has a length
of its own, and a cancellation cuts the last one short. Such rows take what the others of their plan
say; where nothing says it, the row is a bad one (definitions 4.1: an unknown interval is not taken
for a month).
"""

from __future__ import annotations

import polars as pl

from cro_cli.messages import Message
from cro_cli.messages.cells import NO_INTERVAL
from cro_cli.messages.remarks import INTERVALS, SPANS
from cro_cli.model import Finding, Severity, finding
from cro_cli.sources.composing import Composing
from cro_cli.sources.rows import ROW
from cro_cli.tables import MICROS

_NOT_YET = ("trialing", "future", "draft", "incomplete", "incomplete_expired")
_YEAR = 12
_WEEK = 7
_DAYS = 30  # plans of 30, 60 or 90 days are sold; other odd numbers of days are no interval
# Days above which a period can be no single one of its interval.
_LONGEST = {"day": 1, "week": 8, "month": 34, "year": 370}
_LONGEST_SHIFT = 3  # from the end of February to the end of a longer month


def interval(given: Composing) -> pl.Expr:
    """Tell the interval of each row, and note the rows where nothing tells it."""
    terms = of_periods(_periods(given.typed))
    label = given.plan.label("interval")
    _complain(given, terms.get_column("interval").is_null(), label)
    given.complaints.findings.append(_note(given, INTERVALS, columns=label))
    return pl.lit(terms.get_column("interval"))


def interval_count(given: Composing) -> pl.Expr:
    """Tell how many days, weeks, months or years the interval of each row spans."""
    return pl.lit(of_periods(_periods(given.typed)).get_column("count") * MICROS)


def count_beside(given: Composing) -> pl.Expr:
    """Tell how many of the interval that a row names its current periods span, if it is several.

    A price for three months has `month` for an interval, and Stripe has no column for the three.
    One product has prices of several lengths: only rows of one plan and price speak for each other,
    and where they are at odds each speaks for itself.
    """
    typed = given.typed
    named = pl.col("interval").replace_strict(_LONGEST, default=None, return_dtype=pl.Int64)
    length = (pl.col("period_end_on") - pl.col("period_start_on")).dt.total_days()
    if not typed.select((length > named).any()).item():
        return pl.lit(None, pl.Int64)
    price = pl.concat_str("plan", "currency", "amount", "interval", separator="\0")
    agreed, own = (
        of_periods(_periods(typed.with_columns(plan=key))) for key in (price, pl.lit(None))
    )
    told = [
        pl.coalesce(agreed.get_column(name), own.get_column(name)).alias(label)
        for name, label in (("interval", "told"), ("count", "count"))
    ]
    rows = typed.select("interval", *told)
    in_years = pl.when(pl.col("told") == "year").then(pl.col("count") * _YEAR)
    as_named = pl.when(pl.col("told") == pl.col("interval")).then("count")
    in_months = pl.when(pl.col("interval") == "month").then(pl.coalesce(in_years, as_named))
    several = rows.select(pl.coalesce(in_months, as_named).alias("n")).get_column("n")
    several = several.set((several <= 1).fill_null(value=False), None)
    if several.count():
        given.complaints.findings.append(_note(given, SPANS, rows=several.count()))
    return pl.lit(several * MICROS)


def of_periods(periods: pl.DataFrame) -> pl.DataFrame:
    """Return `interval` and `count` of each row, both null where they cannot be told.

    `periods` has a row for each subscription: its `plan`, the first day of the current period and
    of the next one (`start`, `end`), whether the period `runs` on and is no trial, and whether it
    was `cut` by the end of the subscription; then it only speaks where no other one does.
    """
    rows = periods.with_columns(
        plan=pl.coalesce("plan", pl.format("\0{}", pl.int_range(pl.len()))),
        **_lengths(pl.col("start"), pl.col("end")),
    )
    running, ended = (_by_plan(rows.filter(kind)) for kind in ("runs", "cut"))
    plans = pl.concat([running, ended.join(running, on="plan", how="anti")])
    known = rows.join(plans, on="plan", how="left", validate="m:1", maintain_order="left")
    own, agreed = pl.col("months"), pl.col("plan_months")
    # A whole number of months that is not the plan's: which of the two is meant cannot be told.
    disputed = (pl.col("runs") & (own != agreed)).fill_null(value=False)
    months = pl.when(~disputed).then(agreed)
    days = pl.col("plan_days")
    of_months = [("year", months // _YEAR, months % _YEAR == 0), ("month", months, months > 0)]
    of_days = [("week", days // _WEEK, days % _WEEK == 0), ("day", days, days > 0)]
    named = [*of_months, *of_days]
    return known.select(
        interval=pl.coalesce(pl.when(fits).then(pl.lit(name)) for name, _, fits in named),
        count=pl.coalesce(pl.when(fits).then(count) for _, count, fits in named),
    )


def _note(given: Composing, message: Message, **words: object) -> Finding:
    table = given.plan.table.name
    return finding(
        message,
        Severity.NOTE,
        file=given.complaints.file,
        table=table,
        fields=(f"{table}.{given.rule.name}",),
        **words,  # type: ignore[arg-type]
    )


def _periods(typed: pl.DataFrame) -> pl.DataFrame:
    """Return the current periods of typed subscriptions, as `of_periods` wants them."""
    end = pl.col("period_end_on")
    trial = (pl.col("trial_end_on") >= end).fill_null(value=False)
    ended = (pl.col("status") == "canceled").fill_null(value=False)
    return typed.select(
        "plan",
        start="period_start_on",
        end="period_end_on",
        runs=~trial & ~ended,
        cut=~trial & ended,
    )


def _lengths(start: pl.Expr, end: pl.Expr) -> dict[str, pl.Expr]:
    """Return how long periods are: in days, and in months where they are whole ones.

    They are `exact` if they end on the day they began on, or at the end of a month that has no such
    day; otherwise they may be a day off, as times of day move with daylight saving.
    """
    days = (end - start).dt.total_days()
    months = (days * 32 + 487) // 974  # days ÷ 30.4375, rounded
    month = start.dt.month_start().dt.offset_by(pl.format("{}mo", months))
    due = month + pl.duration(
        days=pl.min_horizontal(start.dt.day(), month.dt.days_in_month()).cast(pl.Int64) - 1
    )
    late = (end - due).dt.total_days()
    from_last = start.dt.day() == start.dt.days_in_month()
    exact = (late == 0) | (from_last & late.is_between(0, _LONGEST_SHIFT))
    is_whole = (months > 0) & (exact | (late.abs() == 1))
    return {"days": days, "months": pl.when(is_whole).then(months), "exact": exact}


def _by_plan(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what the periods of each plan agree on: a number of months, or else of days."""
    days, months = pl.col("days"), pl.col("months").drop_nulls()
    one_month = (months.n_unique() == 1) & (pl.col("months").is_not_null() & pl.col("exact")).all()
    is_sold = (days.first() % _WEEK == 0) | (days.first() % _DAYS == 0) | (days.first() == 1)
    one_day = (days.n_unique() == 1) & is_sold & (days.first() > 0)
    usual = months.mode().min()
    is_usual = (months == usual).sum() * 2 > months.len()
    return (
        rows.drop_nulls(["start", "end"])
        .group_by("plan", maintain_order=True)
        .agg(
            plan_months=pl.when(one_month | (~one_day & is_usual)).then(usual),
            plan_days=pl.when(~one_month & one_day).then(days.first()),
        )
    )


def _complain(given: Composing, unknown: pl.Series, label: str) -> None:
    waits = pl.col("status").is_in(_NOT_YET).fill_null(value=False)
    said = pl.format("{} to {}", "period_start_on", "period_end_on").fill_null("")
    rows = given.typed.select(ROW, said=said, waits=waits).filter(unknown).filter(~pl.col("waits"))
    given.complaints.unknown("interval", label, rows[ROW].to_list(), rows["said"], NO_INTERVAL)
