"""A report as CSV in tidy long form: one number a row, the same columns for every report."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import assert_never

from cro_cli import display, figures, wording
from cro_cli.model import Block, Chart, Grid, Note, Reading, Report, Scorecard, Unit
from cro_cli.named_tuple import NamedTuple
from cro_cli.render import Look

_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?(/[0-9]+)?( ?[a-z%/]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(NamedTuple):
    """One row; a number stands as people read it, to compute with, and exactly.

    `row` and `column` say where in a table or chart the number stands; both are empty for a metric.
    """

    kind: str
    key: str
    title: str
    row: str = ""
    column: str = ""
    unit: str = ""
    shown: str = ""
    value: str = ""
    exact: str = ""
    status: str = ""
    previous: str = ""
    start: str = ""
    end: str = ""
    reason: str = ""


def render(report: Report, look: Look) -> str:
    """Return the report as CSV; no row but the head when nothing of it is asked for.

    Nothing at all where only some statuses are asked for and no reading has one of them.
    """
    records = [block for block in report.blocks if isinstance(block, Grid) and block.records]
    if records:
        return _written(line for grid in records for line in _records(grid))
    rows = [row for block in report.blocks for row in _rows(block, report, look)]
    if look.shown is not None and not rows:
        return ""
    return _written([Row._fields, *rows])


def _written(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_inert(text) for text in row] for row in rows)
    return out.getvalue()


def _records(grid: Grid) -> Iterator[Iterable[str]]:
    """Yield the keys of the columns, then every row with its numbers as they are.

    A number without an end is written as one that every reader of numbers knows.
    """
    yield [column.key for column in grid.columns]
    for row in grid.rows:
        yield [cell.text if cell.value is None else _written_out(cell.value) for cell in row]


def _inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe says it is text."""
    said = display.clean(text)
    if said.startswith(_FORMULA) and not _NUMBER.fullmatch(said):
        return f"'{said}"
    return said


def _rows(block: Block, report: Report, look: Look) -> Iterator[Row]:
    match block:
        case Scorecard():
            yield from (_reading(reading) for reading in look.select(report))
        case Grid():
            yield from _grid(block)
        case Chart():
            yield from _chart(block)
        case Note():  # no numbers
            return
        case _:
            assert_never(block)


def _reading(reading: Reading) -> Row:
    start, end = reading.window.start, reading.window.end
    return Row(
        kind="metric",
        key=reading.key,
        title=reading.title,
        unit=reading.unit.value,
        shown="" if reading.value is None else wording.value(reading),
        value=_decimal(reading.value),
        exact=_exact(reading.value),
        status=reading.status.value,
        previous=_decimal(reading.previous),
        start="" if start is None else start.isoformat(),
        end=end.isoformat(),
        reason=wording.because(reading.reason) if reading.reason else "",
    )


def _grid(grid: Grid) -> Iterator[Row]:
    for first, *others in grid.rows:
        name = wording.cell(first, grid.columns[0])
        for cell, column in zip(others, grid.columns[1:], strict=True):
            shown = wording.cell(cell, column)
            if shown:
                yield Row(
                    kind="table",
                    key=grid.key,
                    title=grid.title,
                    row=name,
                    column=column.key,
                    unit=_unit(cell.unit or column.unit),
                    shown=shown,
                    value=_decimal(cell.value),
                    exact=_exact(cell.value),
                    status=cell.status.value if cell.status else "",
                )


def _chart(chart: Chart) -> Iterator[Row]:
    for series in chart.series:
        for label, value in zip(chart.labels, series.values, strict=True):
            yield Row(
                kind="chart",
                key=chart.key,
                title=chart.title,
                row=label,
                column=series.key,
                unit=chart.unit.value,
                shown="" if value is None else wording.point(value, chart),
                value=_decimal(value),
                exact=_exact(value),
            )


def _unit(unit: Unit | None) -> str:
    return "" if unit is None else unit.value


def _exact(value: Fraction | None) -> str:
    return "" if value is None else figures.exact(value)


def _written_out(value: Fraction) -> str:
    told = figures.exact(value)
    return _decimal(value) if "/" in told else told


def _decimal(value: Fraction | None) -> str:
    """Return a number as JSON has it, which every reader of numbers knows."""
    if value is None:
        return ""
    return str(value.numerator) if value.denominator == 1 else repr(float(value))
