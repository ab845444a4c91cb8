"""The bands of every profile, and where each edge of them comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cro_cli import figures
from cro_cli.benchmarks import SEGMENTS, STAGES, bands, shipped
from cro_cli.metric import Metric
from cro_cli.metrics import METRICS
from cro_cli.model import Band, Better, Cell, Column, Edge, Grid
from cro_cli.named_tuple import NamedTuple

_TITLES = {
    "early": "early (ARR below 5M)",
    "growth": "growth (5M to 50M)",
    "scale": "scale (above 50M)",
    "smb": "smb (deals below 25k)",
    "mid": "mid (25k to 100k)",
    "ent": "ent (above 100k)",
}
_EDGES = {"edge": "Edge", "at": "At", "grade": "Grade", "year": "Year", "source": "Source"}
_SIDES = ("healthy", "healthy_to", "watch", "watch_to")


class InForce(NamedTuple):
    """The bands of a run, and the name of the profile they are made from."""

    profile: str
    bands: Mapping[str, Band]


def grids(keys: Sequence[str], force: InForce, *, full: bool) -> tuple[Grid, ...]:
    """Return the bands in force beside those of every stage and segment.

    With keys, or `full`, every edge of the metrics with its grade, year and source.
    """
    asked = [metric for metric in METRICS if not keys or metric.key in keys]
    judged = [metric for metric in asked if metric.better is not Better.NEITHER]
    tables = (
        _table("stages", "By stage", STAGES, judged, force),
        _table("segments", "By segment", SEGMENTS, judged, None),
    )
    edges = (_edges(judged, force),) if keys or full else ()
    return tuple(grid for grid in (*tables, *edges) if grid.rows)


def _table(
    key: str, title: str, names: Sequence[str], metrics: Sequence[Metric], force: InForce | None
) -> Grid:
    """Return the bands of stages or segments: a metric a row."""
    found = {name: shipped(name) for name in names}
    given = {} if force is None else {"in_force": force.bands}
    shown = {**given, **found}
    titles = {**_TITLES, "in_force": f"in force: {force.profile}" if force else ""}
    rows = tuple(
        (
            Cell(text=metric.key),
            *(Cell(text=_short(those.get(metric.key), metric)) for those in shown.values()),
        )
        for metric in metrics
        if any(metric.key in those for those in shown.values())
    )
    columns = (
        Column(key="metric", title="Metric"),
        *(Column(key=name, title=titles[name]) for name in shown),
    )
    return Grid(key=key, title=title, columns=columns, rows=rows)


def _short(band: Band | None, metric: Metric) -> str:
    return "" if band is None else figures.band(band, metric.unit)


def _edges(metrics: Sequence[Metric], force: InForce) -> Grid:
    """Return every edge with where it comes from: those that ship, then others that are in force.

    What is in force is mostly what the profile ships, and then it is not said again.
    """
    named = {name: shipped(name) for name in (*STAGES, *SEGMENTS)}
    named["in_force"] = _own(force)
    rows = tuple(
        row
        for metric in metrics
        for name, those in named.items()
        if metric.key in those
        for row in _rows(metric, name, those[metric.key])
    )
    columns = tuple(Column(key=key, title=title) for key, title in _EDGES.items())
    return Grid(key="edges", title="Edges", columns=columns, rows=rows)


def _own(force: InForce) -> dict[str, Band]:
    """Return the bands in force that have another edge than the profile's."""
    ships = bands(force.profile)
    return {
        key: band
        for key, band in force.bands.items()
        if key not in ships or _sides(band) != _sides(ships[key])
    }


def _sides(band: Band) -> tuple[Edge | None, ...]:
    return tuple(getattr(band, side) for side in _SIDES)


def _rows(metric: Metric, profile: str, band: Band) -> Iterator[tuple[Cell, ...]]:
    for side, edge in zip(_SIDES, _sides(band), strict=True):
        if edge is not None:
            yield (
                Cell(text=f"{metric.key} {profile} {side}"),
                Cell(value=edge.at, unit=metric.unit, edges=(edge.at,)),
                Cell(text=edge.grade),
                Cell(text="" if edge.year is None else str(edge.year)),
                Cell(text=edge.source),
            )
