"""The scorecard by segment, or by any other dimension: a metric a row, a value a column."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cro_cli.evaluation import Evaluation
from cro_cli.metric import Metric
from cro_cli.model import Band, Cell, Column, Grid, Reading, Status

NO_STATUS = frozenset({Status.NO_BAND, Status.UNKNOWN})


def breakdown(run: Evaluation, metrics: Sequence[Metric], dimension: str) -> Grid:
    """Return the metrics that can be told apart by a dimension, each judged by itself.

    InputError when no row has the dimension.
    """
    parts = run.parts(dimension)
    rows = []
    for metric in metrics:
        readings = [run.reading(metric, engine=engine) for _, engine in parts]
        if any(reading.value is not None for reading in readings):
            whole = cell(run.reading(metric))
            rows.append((Cell(text=metric.title), whole, *(cell(one) for one in readings)))
    return Grid(
        key=f"by_{dimension}",
        title=f"By {dimension}",
        columns=(
            Column(key="metric", title="Metric"),
            Column(key="all", title="All"),
            *(Column(key=name, title=name) for name, _ in parts),
        ),
        rows=tuple(rows),
    )


def cell(reading: Reading) -> Cell:
    """Return a reading as a cell: its value, and its status where it is judged."""
    return Cell(
        value=reading.value,
        unit=reading.unit,
        status=None if reading.status in NO_STATUS else reading.status,
        edges=_edges(reading.band),
    )


def _edges(band: Band | None) -> tuple[Fraction, ...]:
    if band is None:
        return ()
    marks = (band.healthy, band.watch, band.healthy_to, band.watch_to)
    return tuple(mark.at for mark in marks if mark is not None)
