"""What each row of a fact contributes to the measures over it.

The aggregate is taken apart: what it sums, for the rows that count. Rows of a measure that is no
sum are those it considers, with the ones that decide marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from cro_cli.explaining.leaves import Leaf

AT = " at"
_CALL = re.compile(r"(?P<name>\w+)\((?P<inner>.*)\)")

Windows = Sequence[tuple[int, int]]


def contributed(frame: pl.DataFrame, leaves: Sequence[tuple[Leaf, Windows]]) -> pl.DataFrame:
    """Return the rows of a fact that any of some measures counts, numbered in a column ` at`.

    Beside its columns a row has `c0`, `c1` …: what it contributes in raw units, null where it does
    not count; and `d0`, `d1` …: whether it decides, null where the measure is a sum. Each leaf
    comes with the months, both counted, of each month end that it is taken at.
    """
    rows = frame.with_row_index(AT)
    for number, (leaf, windows) in enumerate(leaves):
        rows = rows.with_columns(_contribution(leaf, windows).alias(f"c{number}"))
    counted = pl.any_horizontal(_counts(leaf, windows) for leaf, windows in leaves)
    rows = rows.filter(counted)
    return rows.with_columns(
        _decides(leaf, rows, f"c{number}").alias(f"d{number}")
        for number, (leaf, _) in enumerate(leaves)
    )


def _times(windows: Windows) -> pl.Expr:
    """Return at how many of the month ends a row counts."""
    return pl.sum_horizontal(
        pl.col("month").is_between(first, last).cast(pl.Int64) for first, last in windows
    )


def _counts(leaf: Leaf, windows: Windows) -> pl.Expr:
    where = pl.sql_expr(leaf.measure.where) if leaf.measure.where else pl.lit(value=True)
    return (where & (_times(windows) > 0)).fill_null(value=False)


def _contribution(leaf: Leaf, windows: Windows) -> pl.Expr:
    one = _one(leaf)
    times = _times(windows) if leaf.months > 1 else 1
    return pl.when(_counts(leaf, windows)).then(one * times)


def _one(leaf: Leaf) -> pl.Expr:
    """Return what the aggregate looks at in one row."""
    measure = leaf.measure
    if measure.per:
        return pl.col(measure.inner)
    found = _CALL.fullmatch(measure.aggregate)
    inner = found["inner"] if found else ""
    return pl.lit(1, pl.Int64) if inner == "*" else pl.sql_expr(inner)


def _decides(leaf: Leaf, rows: pl.DataFrame, column: str) -> pl.Expr:
    measure = leaf.measure
    if measure.is_additive:
        return pl.lit(None, pl.Boolean)
    value = pl.col(column)
    is_counted = value.is_not_null()
    if measure.per:
        value = pl.when(is_counted).then(value.sum().over(measure.per))
    name = measure.aggregate.partition("(")[0]
    values = rows.select(value.alias("value"))["value"].drop_nulls().sort()
    if values.is_empty():
        return pl.lit(None, pl.Boolean)
    if name == "max":
        deciding = [values[-1]]
    elif name == "min":
        deciding = [values[0]]
    else:  # the middle one, or the two that it lies between
        deciding = [values[(len(values) - 1) // 2], values[len(values) // 2]]
    return pl.when(is_counted).then(value.is_in(deciding))
