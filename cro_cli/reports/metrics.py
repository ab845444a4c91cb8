"""The catalogue of metrics: how each is computed, from what, and how it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cro_cli import figures
from cro_cli.metric import Metric, formula
from cro_cli.metrics import GROUPS
from cro_cli.model import Band, Better, Cell, Column, Grid
from cro_cli.origins import of_metric

_ON_SCREEN = {
    "metric": "Metric",
    "title": "Title",
    "unit": "Unit",
    "band": "Healthy (watch)",
    "formula": "Formula",
    "made_from": "Made from",
}
_EVERYTHING = {
    **_ON_SCREEN,
    "columns": "Columns",
    "better": "Better",
    "window": "Window",
    "meaning": "Meaning",
    "definition": "Definition",
}
# What people ask first stands first; the columns of all tables are a page of their own.
_ASKED = ("metric", "title", "meaning", "band", "better", "unit", "formula", "window", "definition")


def grids(
    keys: Sequence[str],
    bands: Mapping[str, Band],
    definitions: Mapping[str, str],
    *,
    full: bool,
) -> tuple[Grid, ...]:
    """Return a grid for each group of metrics: those with the keys, all of them without any.

    `full` adds what is too long for a screen. The formula is that of the definitions in force.
    """
    shown = _EVERYTHING if full or keys else _ON_SCREEN
    if keys and not full:
        shown = {**{key: _EVERYTHING[key] for key in _ASKED}, **_EVERYTHING}
    columns = tuple(Column(key=key, title=title) for key, title in shown.items())
    found = []
    for title, metrics in GROUPS:
        asked = [metric for metric in metrics if not keys or metric.key in keys]
        said = [_said(metric, bands.get(metric.key), definitions) for metric in asked]
        rows = tuple(tuple(Cell(text=row[key]) for key in shown) for row in said)
        if rows:
            key = f"metrics_{title.lower().replace(' ', '_')}"
            found.append(Grid(key=key, title=title, columns=columns, rows=rows))
    return tuple(found)


def _said(metric: Metric, band: Band | None, definitions: Mapping[str, str]) -> dict[str, str]:
    columns = of_metric(metric, definitions)
    tables = dict.fromkeys(name.partition(".")[0] for name in columns)
    return {
        "metric": metric.key,
        "title": metric.title,
        "unit": metric.unit.value.replace("_", " "),
        "band": figures.band(band, metric.unit) if band else "",
        "made_from": ", ".join(tables),
        "formula": formula(metric.how_by(definitions)),
        "columns": ", ".join(columns),
        "better": "" if metric.better is Better.NEITHER else metric.better.value,
        "window": metric.window_by(definitions),
        "meaning": metric.meaning,
        "definition": metric.definition,
    }
