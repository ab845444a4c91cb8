"""The scorecard by segment, or by any other dimension: a metric a row, a value a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from cro_cli.evaluation import Evaluation
from cro_cli.metric import Metric
from cro_cli.model import Band, Cell, Column, Grid, Note, Reading, Status
from cro_cli.named_tuple import NamedTuple
from cro_cli.wording import LOW_N

NO_STATUS = frozenset({Status.NO_BAND, Status.UNKNOWN})


class Breakdown(NamedTuple):
    """The metrics that can be told apart, each judged by itself, and what is to be said of them."""

    grid: Grid
    notes: tuple[Note, ...]


def breakdown(run: Evaluation, metrics: Sequence[Metric], dimension: str) -> Breakdown:
    """Return metrics by the values of a dimension; InputError when no row has the dimension."""
    parts = run.parts(dimension)
    names = [name for name, _ in parts]
    rows = []
    few: list[str] = []
    untold: dict[str, list[str]] = {}
    for metric in metrics:
        whole = run.reading(metric)
        readings = [run.reading(metric, engine=engine) for _, engine in parts]
        if any(reading.value is not None for reading in readings):
            rows.append((Cell(text=metric.title), *map(cell, (whole, *readings))))
            few += _few(metric, zip(names, readings, strict=True))
        elif whole.value is not None:
            reasons = (reading.reason for reading in readings if reading.reason is not None)
            why = next((reason.text for reason in reasons), "there is no value")
            untold.setdefault(why, []).append(metric.title)
    grid = Grid(
        key=f"by_{dimension}",
        title=f"By {dimension}",
        columns=(
            Column(key="metric", title="Metric"),
            Column(key="all", title="All"),
            *(Column(key=name, title=name) for name in names),
        ),
        rows=tuple(rows),
    )
    unknown = tuple(f"{', '.join(titles)}: {why}" for why, titles in untold.items())
    said = {f"Low n by {dimension}, {LOW_N}": tuple(few), f"Not known by {dimension}": unknown}
    notes = (Note(title=title, lines=lines, main=True) for title, lines in said.items() if lines)
    return Breakdown(grid, tuple(notes))


def _few(metric: Metric, readings: Iterable[tuple[str, Reading]]) -> Iterator[str]:
    """Yield the few cases of those that are judged, whose marks are no worse than watch for it."""
    found = [f"{name} (n={reading.low_n})" for name, reading in readings if is_few(reading)]
    if found:
        yield f"{metric.title}: {', '.join(found)}"


def cell(reading: Reading) -> Cell:
    """Return a reading as a cell: its value, and its status where it is judged."""
    return Cell(
        value=reading.value,
        unit=reading.unit,
        status=_status(reading),
        edges=_edges(reading.band),
    )


def is_few(reading: Reading) -> bool:
    """Tell whether a value that is judged rests on few cases."""
    return reading.low_n is not None and reading.value is not None and bool(_status(reading))


def _status(reading: Reading) -> Status | None:
    return None if reading.status in NO_STATUS else reading.status


def _edges(band: Band | None) -> tuple[Fraction, ...]:
    if band is None:
        return ()
    marks = (band.healthy, band.watch, band.healthy_to, band.watch_to)
    return tuple(mark.at for mark in marks if mark is not None)
