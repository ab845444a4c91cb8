"""Which interval a metric of few cases has, and what its cases are (see `few`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import few, intervals, lifetimes
from cro_cli.fact import FactData
from cro_cli.metric import Derived, How, Measure, Metric, Ratio, Spread, Total, Trailing
from cro_cli.metrics import BY_KEY
from cro_cli.model import Interval, Unit
from cro_cli.tables import MICROS

if TYPE_CHECKING:
    from cro_cli.collect import Facts
    from cro_cli.engine import Engine

_CALL = re.compile(r"\w+\((?P<inner>.*)\)")
_CASES = ("customer", "deal")
_NOTHING = Fraction()
_UNTOLD = "none is told for this definition"
_ALIKE = "cases that are fewer than two, or all alike, tell no spread"
_NO_MEDIAN = "a median of fewer than six cases has none"
_NO_END = "what it is divided by may be nothing at all"


def of_few(
    metric: Metric, value: Fraction, cases: Fraction, engine: Engine, month: int
) -> Interval | str:
    """Return the 95 % interval of a value of few cases, or why it has none."""
    how = metric.how_by(engine.collected.assumptions.definitions)
    match metric.spread:
        case Spread.COUNT:
            return few.of_count(value, cases) or _UNTOLD
        case Spread.SUMS | Spread.PART:
            return _of_sums(metric, how, engine, month)
        case Spread.MEDIAN if isinstance(how, Total):
            values = _values(how.measure, engine, engine.collected, month)
            return few.of_median(values) or _NO_MEDIAN
        case Spread.PRODUCT if isinstance(how, Derived):
            factors = list(_factors(metric, how, engine, month))
            lacking = next((one for one in factors if isinstance(one, str)), None)
            known = [one for one in factors if not isinstance(one, str)]
            return lacking or few.of_product(value, known) or _NO_END
    return metric.untold or _UNTOLD


def _of_sums(metric: Metric, how: How, engine: Engine, month: int) -> Interval | str:
    tops, bottoms = _fraction(how, metric)
    is_such = tops and bottoms and not _rests_on_more(how, metric, engine, month)
    rows = _by_case((*tops, *bottoms), engine, engine.collected, month) if is_such else None
    if rows is None:
        return _UNTOLD
    at = len(tops)
    pairs = [(sum(row[:at], _NOTHING), sum(row[at:], _NOTHING)) for row in rows]
    interval = few.of_parts if metric.spread is Spread.PART else few.of_sums
    return interval(pairs) or _ALIKE


def _rests_on_more(how: How, metric: Metric, engine: Engine, month: int) -> bool:
    """Tell whether a value is no plain ratio: that of contracts of several years is annualised."""
    if not isinstance(how, Derived):
        return False
    beside = {how.inputs[name] for name in how.optional}
    return not beside.isdisjoint(engine.result(metric.key, month).rests_on)


def _factors(
    metric: Metric, how: Derived, engine: Engine, month: int
) -> Iterator[few.Factor | str]:
    """Yield what a product hangs on, or why one of that has no interval; all else is as it is."""
    for names, divides in zip(metric.fraction, (False, True), strict=True):
        for name in names:
            source = how.inputs[name]
            if isinstance(source, Trailing):
                yield _lifetime(how, engine, month)
            elif isinstance(source, str):
                found = _of_metric(BY_KEY[source], engine, month)
                yield found if isinstance(found, str) else found._replace(divides=divides)


def _of_metric(metric: Metric, engine: Engine, month: int) -> few.Factor | str:
    result = engine.result(metric.key, month)
    assert result.value is not None  # noqa: S101 - it is a factor of a value
    assert result.sample is not None  # noqa: S101 - all factors are of counted cases
    if metric.is_share:
        found: Interval | str | None = intervals.of_share(result.value, result.sample)
    else:
        found = of_few(metric, result.value, result.sample, engine, month)
    if not isinstance(found, Interval):
        return f"{metric.title}: {found or _UNTOLD}"
    return few.Factor(result.value, found)


def _lifetime(how: Derived, engine: Engine, month: int) -> few.Factor:
    """Return how long customers stay, with the interval of the count of those who left."""
    now, turned, lost = (
        _series(how.inputs[name], engine, month) for name in ("customers", "turned", "lost")
    )
    began = lifetimes.starts(now, turned)
    churn, events = lifetimes.churn(began, lost), sum(lost, _NOTHING)
    low, high = few.count(events)
    # Of nobody who left, as many as might have among all whom they could have left with.
    each = churn / events if events else 1 / sum(began, _NOTHING)
    ends = Interval(lifetimes.months(each * high), lifetimes.months(each * low))
    return few.Factor(lifetimes.months(churn), ends)


def _series(source: object, engine: Engine, month: int) -> list[Fraction]:
    assert isinstance(source, Trailing)  # noqa: S101 - for the type checker
    back = range(month - source.months + 1, month + 1)
    return [engine.measured(source.measure, at).value or _NOTHING for at in back]


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
    if measure.per:  # the largest of them, as if it were known beforehand which it is
        counts &= pl.col(measure.per) == engine.measured(measure, month).whose
        return pl.col(measure.inner).filter(counts).sum()
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
