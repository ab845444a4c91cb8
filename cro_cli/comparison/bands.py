"""Definitions and bands that are no longer the same, so that a change is not taken for news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cro_cli import figures
from cro_cli.comparison.pair import Pair
from cro_cli.comparison.table import BEFORE, NOW, table, words
from cro_cli.model import Band, Column, Edge, Grid, Reading

WHAT = Column("what", "What")
METRIC = Column("metric", "Metric")
NONE = "none"


def blocks(pairs: Sequence[Pair]) -> Iterator[Grid]:
    """Yield what is defined or judged in another way now."""
    rows = (
        [words(pair.new.title), words(what), words(before), words(now)]
        for pair in pairs
        for what, before, now in _changed(pair)
    )
    columns = (METRIC, WHAT, BEFORE, NOW)
    yield from table("definitions", "Definitions and bands that changed", columns, rows)


def _changed(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Yield what differs between two readings; of a band its edges, else where they come from."""
    old, new = _said(pair.old), _said(pair.new)
    for what, before in old.items():
        if before != new[what]:
            yield what, before, new[what]
    if old["band"] == new["band"]:
        sources = _sources(pair.old.band), _sources(pair.new.band)
        if sources[0] != sources[1]:
            yield "source of the band", *sources


def _said(reading: Reading) -> dict[str, str]:
    return {
        "name": reading.title,
        "meaning": reading.meaning,
        "formula": reading.formula,
        "definition": reading.definition,
        "window": reading.window.label,
        "unit": reading.unit.value,
        "better": reading.better.value,
        "band": _edges(reading),
    }


def _edges(reading: Reading) -> str:
    """Return the edges of a band exactly: bands are short, but may differ in what is left out."""
    if reading.band is None:
        return NONE
    short = figures.band(reading.band, reading.unit)
    return f"{short}, better is {reading.band.better.value}"


def _sources(band: Band | None) -> str:
    if band is None:
        return NONE
    edges = (band.healthy, band.watch, band.healthy_to, band.watch_to)
    return "; ".join(dict.fromkeys(_source(edge) for edge in edges if edge is not None))


def _source(edge: Edge) -> str:
    year = f" {edge.year}" if edge.year else ""
    return f"{edge.source}{year} ({edge.grade})"
