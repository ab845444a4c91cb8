"""A number by segment, or by any other dimension, with the parts it is made of."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli.breakdown import breakdown
from cro_cli.evaluation import Evaluation
from cro_cli.metric import Metric
from cro_cli.model import Block, Cell, Note, Reading


def by_part(run: Evaluation, metric: Metric, dimension: str) -> Iterator[Block]:
    """Yield a metric and its parts, a value of the dimension a column; or why there is no such."""
    grid, notes = breakdown(run, [metric], dimension)
    readings = [run.reading(metric, engine=engine) for _, engine in run.parts(dimension)]
    if not grid.rows:
        reason = next((one.reason.text for one in readings if one.reason is not None), "")
        said = f"{metric.title} is not known by {dimension}: {reason}"
        yield Note(title=grid.title, lines=(said,), main=True)
        return
    whole = run.reading(metric)
    parts = tuple(
        (Cell(text=part.label), *(_part(reading, part.key) for reading in (whole, *readings)))
        for part in whole.parts
    )
    yield grid._replace(rows=(*grid.rows, *parts))
    yield from notes


def _part(reading: Reading, key: str) -> Cell:
    found = next((part for part in reading.parts if part.key == key), None)
    return (
        Cell() if found is None or found.value is None else Cell(value=found.value, unit=found.unit)
    )
