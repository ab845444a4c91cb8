"""How far a number of few cases can be relied on where it is no share of them (definitions 4.0).

Ratios of sums have the usual interval of a ratio estimator, with Student's t for so few cases;
what is divided by a count of events the score interval of a Poisson count, which is to counts what
Wilson's is to shares; medians lie between two of the values. All from exact integers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.fact import FactData
from cro_cli.intervals import Z, root, rounded
from cro_cli.metric import Derived, How, Measure, Metric, Ratio, Spread, Total
from cro_cli.model import Interval, Unit
from cro_cli.tables import MICROS

if TYPE_CHECKING:
    from cro_cli.collect import Facts
    from cro_cli.engine import Engine

# Student's t, two-sided 95 %, for 1 to 30 degrees of freedom.
_T = (
    *("12.706", "4.303", "3.182", "2.776", "2.571", "2.447", "2.365", "2.306", "2.262", "2.228"),
    *("2.201", "2.179", "2.160", "2.145", "2.131", "2.120", "2.110", "2.101", "2.093", "2.086"),
    *("2.080", "2.074", "2.069", "2.064", "2.060", "2.056", "2.052", "2.048", "2.045", "2.042"),
)
_CALL = re.compile(r"\w+\((?P<inner>.*)\)")
_CASES = ("customer", "deal")
_NOTHING = Fraction()
_OUT = Fraction(1, 40)  # of each side


def of_few(
    metric: Metric, value: Fraction, cases: Fraction, engine: Engine, month: int
) -> Interval | None:
    """Return the 95 % interval of a value of few cases, None where its spread is not told."""
    if metric.spread is Spread.COUNT:
        return of_count(value, cases)
    collected = engine.collected
    how = metric.how_by(collected.assumptions.definitions)
    if metric.spread in {Spread.SUMS, Spread.PART}:
        tops, bottoms = _fraction(how, metric)
        rows = _by_case((*tops, *bottoms), engine, collected, month) if tops and bottoms else None
        if rows is None:
            return None
        count = len(tops)
        found = of_sums([(sum(row[:count], _NOTHING), sum(row[count:], _NOTHING)) for row in rows])
        if found is None or metric.spread is Spread.SUMS:
            return found
        return found._replace(high=min(found.high, Fraction(1)))
    if metric.spread is Spread.MEDIAN and isinstance(how, Total):
        return of_median(_values(how.measure, engine, collected, month))
    return None


def of_count(value: Fraction, events: Fraction) -> Interval | None:
    """Return the interval of what is divided by a count of events, all else being the same."""
    if not events:
        return None
    middle, spread = events + Z**2 / 2, Z * root(events + Z**2 / 4)
    return Interval(
        low=rounded(value * events / (middle + spread)),
        high=rounded(value * events / (middle - spread)),
    )


def of_sums(pairs: Sequence[tuple[Fraction, Fraction]]) -> Interval | None:
    """Return the interval of a sum over another one, of pairs that each case adds to them.

    None of fewer than two cases, or where nothing is divided by.
    """
    counted = [pair for pair in pairs if any(pair)]
    n, top = len(counted), sum((one for one, _ in counted), _NOTHING)
    bottom = sum((one for _, one in counted), _NOTHING)
    if n <= 1 or not bottom:
        return None
    ratio = top / bottom
    residuals = [y - ratio * x for y, x in counted]
    off = sum((residual * residual for residual in residuals), _NOTHING)
    spread = _t(n - 1) * root(off * n / (n - 1)) / abs(bottom)
    return Interval(low=rounded(max(ratio - spread, _NOTHING)), high=rounded(ratio + spread))


def of_median(values: Sequence[Fraction]) -> Interval | None:
    """Return the two values between which the median lies, None of too few to tell."""
    n, ordered = len(values), sorted(values)
    below = _NOTHING
    for at in range(n // 2):
        below += Fraction(comb(n, at), 2**n)
        if below > _OUT:
            return Interval(low=ordered[at - 1], high=ordered[n - at]) if at else None
    return None


def _t(freedom: int) -> Fraction:
    return Fraction(_T[freedom - 1]) if freedom <= len(_T) else Z


def _fraction(how: How, metric: Metric) -> tuple[list[Measure], list[Measure]]:
    """Return the measures that are summed above and below the line, none where it is no such."""
    if isinstance(how, Ratio):
        return [how.top], [how.bottom]
    if not isinstance(how, Derived):
        return [], []
    tops, bottoms = (
        [one for name in names if isinstance(one := how.inputs.get(name), Measure)]
        for names in metric.fraction
    )
    return tops, bottoms


def _by_case(
    measures: Iterable[Measure], engine: Engine, collected: Facts, month: int
) -> list[tuple[Fraction, ...]] | None:
    """Return what each case adds to each of some sums over one fact, in units of the sums."""
    columns = list(measures)
    fact = collected.fact(columns[0].fact)
    if not isinstance(fact, FactData) or any(one.fact != columns[0].fact for one in columns):
        return None
    case = next((name for name in _CASES if name in fact.frame.columns), None)
    if case is None:
        return None
    sums = (
        fact.frame.group_by(case)
        .agg(_added(one, engine, month).alias(str(at)) for at, one in enumerate(columns))
        .sort(case)
        .drop(case)
    )
    units = [_unit(one) for one in columns]
    return [
        tuple(Fraction(raw or 0) / unit for raw, unit in zip(row, units, strict=True))
        for row in sums.rows()
    ]


def _added(measure: Measure, engine: Engine, month: int) -> pl.Expr:
    first, last = engine.window(measure, month)
    counts = pl.col("month").is_between(first, last)
    if measure.where:
        counts &= pl.sql_expr(measure.where)
    return _inner(measure).filter(counts).sum()


def _inner(measure: Measure) -> pl.Expr:
    found = _CALL.fullmatch(measure.aggregate)
    inner = found["inner"] if found else ""
    return pl.lit(1, pl.Int64) if inner == "*" else pl.sql_expr(inner)


def _unit(measure: Measure) -> int:
    return measure.divide * (MICROS if measure.unit is Unit.MONEY else 1)


def _values(measure: Measure, engine: Engine, collected: Facts, month: int) -> list[Fraction]:
    fact = collected.fact(measure.fact)
    if not isinstance(fact, FactData):
        return []
    first, last = engine.window(measure, month)
    rows = fact.frame.filter(pl.col("month").is_between(first, last))
    if measure.where:
        rows = rows.filter(pl.sql_expr(measure.where))
    told = rows.select(_inner(measure)).to_series().drop_nulls()
    return [Fraction(one) / _unit(measure) for one in told]
