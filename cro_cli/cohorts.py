"""Cohorts: customers by the period of their first paid day, and what became of them.

All levels are read at period ends: a customer who joins and leaves within a period is in no cohort.
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.exact import at_constant_rates
from cro_cli.fact import FactData
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS

_BY = ("cohort", "age")


class Level(NamedTuple):
    """What is left of a cohort at one age: paying customers, MRR, and MRR capped at the start."""

    logos: Fraction
    net: Fraction
    gross: Fraction


class Cohort(NamedTuple):
    """The customers of one period, whose last month is `end`; `levels` by age, the first at 0."""

    end: int
    levels: tuple[Level, ...]


def cohorts(ledger: FactData, *, last: int, length: int, year_start: int) -> list[Cohort]:
    """Return every cohort up to the last complete period, the oldest first.

    `length` is that of a period in months, `last` the as-of month. Customers of an opening balance
    are in none, as nobody knows when they came.
    """
    shift = (year_start - 1) % length
    final = (last + 1 - shift) // length - 1  # the last period that has ended
    steps = _steps(ledger.frame, length, shift).filter(pl.col("period") <= final)
    sums = _aged(steps).group_by(_BY).agg(pl.col("logos", "net", "gross").sum()).sort(_BY)
    found: dict[int, dict[int, tuple[int, int, int]]] = {}
    for cohort, age, *changes in sums.rows():
        found.setdefault(cohort, {})[age] = (changes[0], changes[1], changes[2])
    return [
        Cohort(end=(cohort + 1) * length - 1 + shift, levels=_levels(found[cohort], final - cohort))
        for cohort in sorted(found)
    ]


def by_entry(ledger: FactData, column: str) -> dict[str | None, FactData]:
    """Return the ledger of the customers who came with each plan, or currency, the largest first.

    Of several that one came with, that of the largest amount; so each customer is in one part.
    """
    known = ledger.frame.filter((pl.col("movement") != "opening").all().over("customer"))
    came = known.filter(pl.col("delta") > 0).filter(
        pl.col("month") == pl.col("month").min().over("customer")
    )
    entry = (
        came.group_by("customer", column)
        .agg(pl.col("delta").sum())
        .sort("customer", "delta", column, descending=[False, True, False], nulls_last=True)
        .unique("customer", keep="first", maintain_order=True)
    )
    sizes = entry.group_by(column).agg(pl.col("delta").sum())
    ordered = sizes.sort("delta", column, descending=[True, False], nulls_last=True)
    return {
        value: ledger._replace(
            frame=ledger.frame.join(
                entry.filter(pl.col(column).eq_missing(pl.lit(value, pl.String))),
                on="customer",
                how="semi",
                nulls_equal=True,
                maintain_order="left",
            )
        )
        for value in ordered.get_column(column)
    }


def opened_with(ledger: FactData) -> int:
    """Return how many customers were there when the data begin."""
    return ledger.frame.filter(pl.col("movement") == "opening")["customer"].n_unique()


def _steps(frame: pl.DataFrame, length: int, shift: int) -> pl.DataFrame:
    """Return the balance of each new customer at the end of each period in which it changed."""
    known = at_constant_rates(frame).filter(
        (pl.col("movement") != "opening").all().over("customer")
    )
    return (
        known.group_by("customer", period=(pl.col("month") - shift) // length)
        .agg(pl.col("delta").sum())
        .sort("customer", "period")
        .with_columns(level=pl.col("delta").cum_sum().over("customer"))
    )


def _aged(steps: pl.DataFrame) -> pl.DataFrame:
    """Return changes of what counts, by cohort and age; the cohort is the first paid period."""
    paying = steps.filter((pl.col("level") > 0).cum_sum().over("customer") > 0)
    first = pl.col("level").first().over("customer")
    level = pl.col("level")
    counted = paying.with_columns(
        cohort=pl.col("period").first().over("customer"),
        logos=(level > 0).cast(pl.Int64),
        net=level,
        gross=pl.min_horizontal(level, first),
    )
    names = ("logos", "net", "gross")
    return counted.select(
        "cohort",
        *(
            pl.col(name) - pl.col(name).shift(1).over("customer").fill_null(0).cast(pl.Int64)
            for name in names
        ),
        age=pl.col("period") - pl.col("cohort"),
    )


def _levels(changes: dict[int, tuple[int, int, int]], oldest: int) -> tuple[Level, ...]:
    """Sum changes by age to levels, up to the last age that is observed."""
    totals = [0, 0, 0]
    levels = []
    for age in range(oldest + 1):
        totals = [
            total + one for total, one in zip(totals, changes.get(age, (0, 0, 0)), strict=True)
        ]
        logos, net, gross = totals
        money = 12 * MICROS
        levels.append(Level(Fraction(logos), Fraction(net, money), Fraction(gross, money)))
    return tuple(levels)


def name(end: int, length: int) -> str:
    """Return the name of a period by its last month: `2026-09`, `2026-07 to 2026-09`."""
    if length == 1:
        return months.name(end)
    return f"{months.name(end - length + 1)} to {months.name(end)}"
