"""What drives a number most: customers, deals or costs with what they contribute, largest first."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import dimensions
from cro_cli.explaining import naming
from cro_cli.explaining.contributions import AT
from cro_cli.explaining.places import cells
from cro_cli.metric import How, Ratio
from cro_cli.model import Cell, Column, Grid, Unit

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation
    from cro_cli.explaining.behind import Behind
    from cro_cli.explaining.places import Places

FEW = 10
_SIZES = ("amount", "balance", "delta")
_RUNS = 4  # of rows of a file, before it is only said how many more there are


def drivers(given: Behind, how: How, run: Evaluation, places: Places, by: str = "") -> Grid:
    """Return the ten largest contributors among the rows of a fact, by a dimension if there is one.

    Rows that cannot be told apart by it have no such column.
    """
    origin, names = given.origin, naming.names(given.origin, run)
    told = dimensions.with_dimension(given.rows, run.collected, by) if by else None
    if told is not None:
        given = given._replace(rows=told)
    apart = (by,) if told is not None else ()
    every = _summed(given, how, apart)
    shown = every.head(FEW)
    rows = []
    for values in shown.iter_rows(named=True):
        mine = given.rows.filter(pl.col(AT).is_in(values[AT]))
        spots = places.of(mine, origin, given.tables).values()
        rows.append(
            (
                *naming.cells(origin, values, names),
                *(Cell(text=values[name] or dimensions.NONE) for name in apart),
                *(
                    _cell(values[f"c{n}"], leaf.scale * leaf.divide)
                    for n, leaf in enumerate(given.leaves)
                ),
                *cells(frozenset().union(*spots), most=_RUNS),
            )
        )
    more = f", the largest {len(rows)} of {every.height:,}" if every.height > len(rows) else ""
    return Grid(
        key=f"drivers_{given.fact}",
        title=f"What drives it most: {given.fact.replace('_', ' ')}{more}",
        columns=(
            *naming.columns(origin, named=bool(names)),
            *(Column(key=name, title=name.capitalize()) for name in apart),
            *(
                Column(key=_key(leaf.metric, leaf.key), title=leaf.label, unit=leaf.measure.unit)
                for leaf in given.leaves
            ),
            Column(key="row", title="Row"),
            Column(key="file", title="File"),
        ),
        rows=tuple(rows),
    )


def _summed(given: Behind, how: How, apart: tuple[str, ...]) -> pl.DataFrame:
    """Return what each customer, deal or cost contributes to each part, what drives most first."""
    entity = list(dict.fromkeys((*given.origin.entity, *apart)))
    parts = [f"c{number}" for number in range(len(given.leaves))]
    size = next((name for name in _SIZES if name in given.rows.columns), None)
    tie = pl.lit(0) if size is None else pl.col(size).sum().abs()
    summed = given.rows.group_by(entity).agg(pl.col(parts).sum(), pl.col(AT), tie.alias(" size"))
    moved = summed.filter(pl.any_horizontal(pl.col(part) != 0 for part in parts))
    keys = [_weight(how, given), *(pl.col(part).abs() for part in parts), pl.col(" size")]
    return moved.sort(
        *keys,
        *entity,
        descending=[*(True for _ in keys), *(False for _ in entity)],
        nulls_last=True,
    )


def _weight(how: How, given: Behind) -> pl.Expr:
    """Return what a row weighs: of a ratio of two levels of the same, how far they are apart.

    A share of an amount weighs what its upper part does, one of cases the rarer outcome.
    """
    first = given.leaves[0]
    if isinstance(how, Ratio) and given.leaves[1:] and first.measure.unit is Unit.COUNT:
        hits, cases = given.rows["c0"].sum(), given.rows["c1"].sum()
        missed = pl.col("c1") - pl.col("c0")
        return missed.abs() if 2 * hits > cases else pl.col("c0").abs()
    if (
        isinstance(how, Ratio)
        and len(given.leaves) > 1
        and how.top.aggregate != how.bottom.aggregate
        and how.top.unit == how.bottom.unit
        and not first.measure.where
    ):
        return (pl.col("c0") - pl.col("c1")).abs()
    return pl.col("c0").abs()


def _cell(raw: int | None, over: int) -> Cell:
    return Cell() if raw is None else Cell(value=Fraction(raw) / over)


def _key(metric: str, part: str) -> str:
    return f"{metric}.{part}"
