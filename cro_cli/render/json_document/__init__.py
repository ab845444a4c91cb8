"""A report as JSON, for pipes; `report.schema.json` says what stands in it.

ASCII only: the same bytes in every encoding, and no string can steer a terminal.
"""

from __future__ import annotations

import json
from fractions import Fraction

from cro_cli.figures import exact
from cro_cli.model import (
    Band,
    Cell,
    Chart,
    Edge,
    Grid,
    Interval,
    Note,
    Part,
    Reading,
    Reason,
    Report,
)
from cro_cli.render import Look
from cro_cli.render.json_document.values import Json, of_date, of_finding, of_input
from cro_cli.wording import counts

SCHEMA = "cro.report"
FORMAT_VERSION = "1.3"


def render(report: Report, look: Look) -> str:
    """Return the report as one JSON document."""
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "format_version": FORMAT_VERSION,
        "report": {
            "name": report.name,
            "title": report.title,
            "company": report.company,
            "as_of": of_date(report.as_of),
            "period": report.period,
            "currency": report.currency,
            "profile": report.profile,
        },
        "verdict": {status.value: count for status, count in counts(report.readings).items()},
        "readings": [_reading(reading) for reading in look.select(report)],
        "tables": [_grid(block) for block in report.blocks if isinstance(block, Grid)],
        "charts": [_chart(block) for block in report.blocks if isinstance(block, Chart)],
        "notes": [_note(block) for block in report.blocks if isinstance(block, Note)],
        "findings": [of_finding(finding) for finding in report.findings],
        "inputs": [of_input(given) for given in report.inputs],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _reading(reading: Reading) -> Json:
    return {
        "key": reading.key,
        "title": reading.title,
        "group": reading.group,
        "unit": reading.unit.value,
        "better": reading.better.value,
        **_value(reading.value),
        "status": reading.status.value,
        "reason": _reason(reading.reason),
        "window": {
            "label": reading.window.label,
            "start": of_date(reading.window.start),
            "end": of_date(reading.window.end),
        },
        "band": _band(reading.band),
        "previous": {
            **_value(reading.previous),
            "end": of_date(reading.previous_end),
            "reason": _reason(reading.previous_reason),
        },
        "parts": [_part(part) for part in reading.parts],
        "rows": reading.rows,
        "low_n": reading.low_n,
        "interval": _interval(reading.interval),
        "assumptions": list(reading.assumptions),
        "notes": list(reading.notes),
        "meaning": reading.meaning,
        "formula": reading.formula,
        "definition": reading.definition,
    }


def _part(part: Part) -> Json:
    return {
        "key": part.key,
        "label": part.label,
        "unit": part.unit.value,
        **_value(part.value),
        "reason": _reason(part.reason),
        "rows": part.rows,
    }


def _band(band: Band | None) -> Json:
    if band is None:
        return None
    return {
        "profile": band.profile,
        "better": band.better.value,
        "healthy": _edge(band.healthy),
        "watch": _edge(band.watch),
        "healthy_to": _edge(band.healthy_to),
        "watch_to": _edge(band.watch_to),
        "remarks": [
            {"text": mark.text, "above": _number(mark.above), "below": _number(mark.below)}
            for mark in band.remarks
        ],
    }


def _edge(edge: Edge | None) -> Json:
    if edge is None:
        return None
    return {
        **_value(edge.at),
        "source": edge.source,
        "year": edge.year,
        "grade": edge.grade,
    }


def _interval(interval: Interval | None) -> Json:
    if interval is None:
        return None
    return {"low": _value(interval.low), "high": _value(interval.high)}


def _reason(reason: Reason | None) -> Json:
    if reason is None:
        return None
    return {"code": reason.code, "text": reason.text, "remedy": reason.remedy}


def _grid(grid: Grid) -> Json:
    return {
        "key": grid.key,
        "title": grid.title,
        "columns": [
            {
                "key": column.key,
                "title": column.title,
                "unit": None if column.unit is None else column.unit.value,
            }
            for column in grid.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in grid.rows],
    }


def _cell(cell: Cell) -> Json:
    return {
        "text": cell.text,
        **_value(cell.value),
        "unit": None if cell.unit is None else cell.unit.value,
        "status": None if cell.status is None else cell.status.value,
    }


def _chart(chart: Chart) -> Json:
    return {
        "key": chart.key,
        "title": chart.title,
        "unit": chart.unit.value,
        "labels": list(chart.labels),
        "series": [
            {
                "key": series.key,
                "title": series.title,
                "values": [_value(value) for value in series.values],
            }
            for series in chart.series
        ],
    }


def _note(note: Note) -> Json:
    return {"title": note.title, "lines": list(note.lines)}


def _value(value: Fraction | None) -> dict[str, Json]:
    """Return a number twice: to compute with, and exactly."""
    return {"value": _number(value), "exact": None if value is None else exact(value)}


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)
