"""Sums of measures by month: over the rows of a fact, or over what many rows were condensed to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod

import polars as pl

from cro_cli.metric import Measure

MANY = 200_000  # rows from which on a fact is condensed before it is asked several times
_GROUPED = 10_000  # and from which on one number of a kind pays
_MOST_KINDS, _SMALL = 2**40, 2**30
SUM, _ROWS, _COUNT = "sum of ", "rows", "count(*)"

# The sum of a measure by month, and how many rows it rests on.
Sums = dict[int, tuple[int, int]]


def of_rows(measures: Sequence[Measure], frame: pl.DataFrame) -> Iterator[tuple[Measure, Sums]]:
    """Yield the sums of additive measures of one fact, all grouped at once."""
    # Conditions become columns first: to look for them month by month takes twice as long.
    parts = {part.sql: _summand(part) for part in measures if part.aggregate != _COUNT}
    parts |= {part.where: pl.sql_expr(part.where) for part in measures if part.where}
    laid = frame.select("month", *(expr.alias(name) for name, expr in parts.items()))
    sums = laid.group_by("month").agg(pl.all().sum(), pl.len().alias(_ROWS))
    found = sums.to_dict(as_series=False)
    for part in measures:
        counts = found[part.where or _ROWS]
        yield part, _by_month(found["month"], found.get(part.sql, counts), counts)


def _summand(measure: Measure) -> pl.Expr:
    """Return what an additive measure sums, null in rows that do not count."""
    summed = pl.sql_expr(measure.aggregate.removeprefix("sum(").removesuffix(")"))
    return pl.when(pl.sql_expr(measure.where)).then(summed) if measure.where else summed


def columns_of(measures: Iterable[Measure]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns by which additive measures tell rows apart, and those that they sum."""
    by: dict[str, None] = {"month": None}
    summed: dict[str, None] = {}
    for measure in measures:
        summed |= dict.fromkeys(pl.sql_expr(measure.aggregate).meta.root_names())
        if measure.where:
            by |= dict.fromkeys(pl.sql_expr(measure.where).meta.root_names())
    return tuple(sorted(by)), tuple(sorted(summed))


def condensed(frame: pl.DataFrame, by: Iterable[str], summed: Iterable[str]) -> pl.DataFrame:
    """Return how many rows there are of each kind, and the sums of some of their columns."""
    names, summed = tuple(by), tuple(summed)
    sums = [pl.col(name).sum().alias(f"{SUM}{name}") for name in summed]
    sums.append(pl.len().cast(pl.Int64).alias(_ROWS))
    number = _number(frame, names) if frame.height >= _GROUPED else None
    if number is None:
        return frame.group_by(names).agg(sums)
    # Rows are grouped by one number several times as fast as by as many columns.
    at, place = "number of kind", "first of kind"
    kinds = frame.select(
        *summed, number.alias(at), pl.int_range(pl.len(), dtype=pl.UInt32).alias(place)
    )
    found = kinds.group_by(at).agg(*sums, pl.col(place).first())
    told = frame.select(pl.col(names).gather(found.get_column(place)))
    return told.hstack(found.drop(at, place))


def _number(frame: pl.DataFrame, by: Iterable[str]) -> pl.Expr | None:
    """Return a number of the kind of a row, from 0 on, None unless columns are of few numbers."""
    known: list[tuple[pl.Expr, int, int]] = []
    for name in by:
        values = frame.get_column(name).to_physical()
        if not values.dtype.is_integer():
            return None
        least, most = values.min(), values.max()
        if isinstance(least, int) and isinstance(most, int):  # else all of it is null
            known.append((pl.col(name).to_physical(), least - bool(values.null_count()), most))
    size = prod(most - least + 1 for _, least, most in known)
    if size >= _MOST_KINDS:
        return None
    is_small = size <= _SMALL and all(-_SMALL < least <= most < _SMALL for _, least, most in known)
    dtype = pl.Int32() if is_small else pl.Int64()
    total, size = pl.lit(0, dtype), 1
    for column, least, most in known:
        if most > least:
            total += (column.cast(dtype) - least).fill_null(0) * size
            size *= most - least + 1
    return total


def together(kinds: pl.DataFrame) -> pl.DataFrame:
    """Return kinds of rows, each once, with the sums of all that were told of it."""
    sums = [name for name in kinds.columns if name == _ROWS or name.startswith(SUM)]
    by = [name for name in kinds.columns if name not in sums]
    return kinds.group_by(by).agg(pl.col(sums).sum())


def fewer(kinds: pl.DataFrame, by: Iterable[str], summed: Iterable[str]) -> pl.DataFrame | None:
    """Return kinds told apart by fewer columns; None where they are not told apart by these."""
    wanted = [*by, *(f"{SUM}{name}" for name in summed), _ROWS]
    return together(kinds.select(wanted)) if {*wanted} <= {*kinds.columns} else None


def of_condensed(
    measures: Sequence[Measure], kinds: pl.DataFrame
) -> Iterator[tuple[Measure, Sums]]:
    """Yield the sums of additive measures from kinds of rows, whose sums add up, all at once."""
    wheres = dict.fromkeys(part.where for part in measures if part.where)
    held = kinds.select(pl.sql_expr(where).alias(where) for where in wheres)
    # A column may tell rows apart and be summed too, so that its sum has another name.
    summed = [name for name in kinds.columns if name.startswith(SUM)]
    renamed = (pl.col(name).alias(name.removeprefix(SUM)) for name in summed)
    laid = kinds.select("month", _ROWS, *renamed).with_columns(held.get_columns())
    totals = {part.sql: _summed(part) for part in measures if part.aggregate != _COUNT}
    totals |= {where: pl.when(pl.col(where)).then(_ROWS) for where in wheres}
    totals[_ROWS] = pl.col(_ROWS)
    sums = laid.group_by("month").agg(total.sum().alias(name) for name, total in totals.items())
    found = sums.to_dict(as_series=False)
    for part in measures:
        counts = found[part.where or _ROWS]
        yield part, _by_month(found["month"], found.get(part.sql, counts), counts)


def _summed(measure: Measure) -> pl.Expr:
    """Return what a measure sums, null where its condition, a column by now, does not hold."""
    summed = pl.sql_expr(measure.aggregate.removeprefix("sum(").removesuffix(")"))
    return pl.when(pl.col(measure.where)).then(summed) if measure.where else summed


def _by_month(
    months: Iterable[int | None], sums: Iterable[int | None], counts: Iterable[int | None]
) -> Sums:
    rows = zip(months, sums, counts, strict=True)
    return {month: (raw or 0, count or 0) for month, raw, count in rows if month is not None}
